/** Options of `sharpen`. */
import type { Command } from 'commander';
import { InputError } from '../../theory/errors.js';
import { listenForInterrupts } from '../interrupt.js';
import { realNumber, repeated, wholeNumber } from '../options.js';
import { addSearchOptions, type SearchOptions } from './search-options.js';

export interface SharpenOptions extends SearchOptions {
  readonly constant: readonly ConstantOption[];
  readonly digits: number;
  readonly from?: number;
  readonly to?: number;
}

export interface ConstantOption {
  readonly name: string;
  /** As written: a number of the claim language. */
  readonly start?: string;
}

export function addSharpen(program: Command, finish: (code: number) => void): void {
  const command = program
    .command('sharpen')
    .description('the best constant for which a claim still holds on its domain, and the point that binds')
    .requiredOption('--claim <text>', 'a claim in which the constant stands, as c in exp(-c*L/d)')
    .requiredOption(
      '--constant <name[=value]>',
      'the constant, with a value to begin with; of several (may be repeated) those with a value are held at it while another is sharpened',
      repeated(parseConstant),
    )
    .option('--digits <n>', 'significant digits wanted', wholeNumber('--digits', 1, 15), 10)
    .option(
      '--from <x>',
      'least value to try',
      realNumber('--from', 'a number', () => true),
    )
    .option(
      '--to <x>',
      'greatest value to try',
      realNumber('--to', 'a number', () => true),
    );
  addSearchOptions(command)
    .addHelpText('after', help)
    .action(async (options: SharpenOptions) => {
      const interruption = listenForInterrupts();
      try {
        const { sharpen } = await import('../actions/sharpen.js');
        finish(await sharpen(options, interruption));
      } finally {
        interruption.stopListening();
      }
    });
}

/** `c` or `c=5/2`. */
function parseConstant(text: string): ConstantOption {
  const [, name, start] = /^\s*([^=\s]+)\s*(?:=\s*(.*\S)\s*)?$/.exec(text) ?? [];
  if (name === undefined)
    throw new InputError(`--constant must be a name, such as c or c=5/2, not '${text}'.`);
  return start === undefined ? { name } : { name, start };
}

const help = `
The value printed is rounded to the side on which the claim holds. By the exact law it is confirmed by an ordinary check, and the claim with the value
on the other side of the error is shown to fail at the binding point. Drawn nets give an interval, for the points at which they are drawn.

Exit codes: 0 a value was found, 1 the claim holds with no value tried, 2 bad input, 3 undecided, or it holds with every value tried.

Examples:
  vanishing-curvature sharpen --claim "median(forwardNorm2) <= exp(-c*L/d) for L in 1..200, d in 4..64 where L >= d" --constant c
  vanishing-curvature sharpen --claim "mean(forwardNorm2^2) <= (1+c/d)^L for L in 1..50, d in 1..64" --constant c --digits 6 --json
  vanishing-curvature sharpen --claim "abs(logMean(forwardNorm2)+a*L/d) <= b*L/d^2 for L in 1..9, d in 16..64" --constant a=5/2 --constant b`;
