import { readFileSync } from 'node:fs';

export interface Case {
  readonly name: string;
  readonly args: readonly number[];
  /** The true value: the nearest double (Infinity or 0 beyond the range), and its decimal digits. */
  readonly value: number;
  readonly digits: string;
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../reference/special/${file}`, import.meta.url), 'utf8'));
}

/** Values at 25 digits made by test/reference/special/special.py. */
export const references: readonly Case[] = (read('special.json') as [string, number[], string][]).map(
  ([name, args, digits]) => ({ name, args, digits, value: Number(digits) }),
);

const libraryNames: Record<string, string> = {
  normcdf: 'normalCdf',
  norminv: 'normalQuantile',
  gammaln: 'lgamma',
};

/** The part for our functions of the table that libraries were chosen by (made by library-table.py). */
export const libraryTable: readonly Case[] = (
  read('library-table.json') as { fn: string; args: number[]; ref: string }[]
)
  .filter(({ fn }) => fn !== 'lchoose')
  .map(({ fn, args, ref }) => ({ name: libraryNames[fn] ?? fn, args, digits: ref, value: Number(ref) }));
