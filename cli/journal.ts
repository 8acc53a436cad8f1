/**
 * A record of finished pieces of work, so that a run that was stopped, or killed, goes on where it was. One JSON line each, after a
 * header that says which run it belongs to; lines are only ever appended. The last one may be torn by a kill: it is dropped.
 */
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { InputError } from '../theory/errors.js';

/** What fixes the results of a run, in plain data: a journal is continued by the run with the same header alone. */
export type Header = Readonly<Record<string, unknown>>;

export interface Journal {
  /** Pieces that were recorded before. */
  readonly known: number;
  /** The result recorded under a key. */
  get(key: string): unknown;
  /** @param value plain data; numbers that JSON lacks (NaN, infinities, -0) are kept. */
  record(key: string, value: unknown): void;
  close(): void;
}

const format = 'vanishing-curvature journal 1';

/** @throws InputError if the file is no journal, or another run's: it is left as it is. */
export function openJournal(path: string, header: Header): Journal {
  const { text, found } = read(path);
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const lines = whole.split('\n').slice(0, -1);
  if (found && lines.length === 0 && text !== '' && !firstLine(header).startsWith(text))
    throw noJournal(path);
  if (lines.length > 0) checkHeader(path, lines[0]!, header);
  const results = new Map(
    lines.slice(1).map((line): [string, unknown] => {
      const entry = parse(line);
      if (!isEntry(entry)) throw noJournal(path);
      return [entry.key, entry.value];
    }),
  );
  const file = openSync(path, 'a');
  ftruncateSync(file, Buffer.byteLength(whole));
  if (lines.length === 0) writeSync(file, `${firstLine(header)}\n`);
  return {
    known: results.size,
    get: (key) => results.get(key),
    record: (key, value) => {
      results.set(key, value);
      writeSync(file, `${stringify({ key, value })}\n`);
    },
    close: () => closeSync(file),
  };
}

function read(path: string): { readonly text: string; readonly found: boolean } {
  try {
    return { text: readFileSync(path, 'utf8'), found: true };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { text: '', found: false };
    throw new InputError(`The journal '${path}' could not be read (${code}).`);
  }
}

const firstLine = (header: Header) => stringify({ format, ...header });

function checkHeader(path: string, line: string, header: Header): void {
  const theirs = parse(line);
  if (typeof theirs !== 'object' || theirs === null || !('format' in theirs) || theirs.format !== format)
    throw noJournal(path);
  const found = theirs as Header;
  for (const name of Object.keys(header)) {
    const [there, here] = [stringify(found[name] ?? null), stringify(header[name] ?? null)];
    if (there !== here)
      throw new InputError(
        `The journal '${path}' belongs to another run: its ${name} is ${there}, not ${here}.`,
      );
  }
}

function noJournal(path: string): InputError {
  return new InputError(`'${path}' is no journal of this program: name a new file, or the journal of a run.`);
}

function isEntry(value: unknown): value is { readonly key: string; readonly value: unknown } {
  return typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string';
}

/** Numbers that JSON would turn into null or 0 are written as an object with this one name. */
const mark = '$number';

function stringify(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'number' && (!Number.isFinite(each) || Object.is(each, -0))
      ? { [mark]: Object.is(each, -0) ? '-0' : String(each) }
      : each,
  );
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line, (_, each: unknown) =>
      typeof each === 'object' && each !== null && mark in each ? Number(each[mark]) : each,
    );
  } catch {
    return undefined;
  }
}
