/** Reading numbers off the command line: one sentence says what was wrong and what would be right. */
import { availableParallelism } from 'node:os';
import { Option } from 'commander';
import { InputError, isRefusal } from '../theory/errors.js';

/** A decimal number, as in claims, but that a sign may stand before it: no 0x10, no Infinity. NaN for all else. */
export function decimal(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
}

/** A whole number written without a point, `1000` or `1e3`. NaN for all else. */
export function whole(text: string): number {
  return /^[+-]?\d+(e\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
}

/** Parses an option's value as a whole number in [least, most]. */
export function wholeNumber(option: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = whole(text);
    if (!(value >= least && value <= most)) {
      throw new InputError(`${option} must be a whole number from ${least} to ${most}, not '${text}'.`);
    }
    return value;
  };
}

/** Parses an option's value as a finite number for which `accept` holds; `what` names those. */
export function realNumber(
  option: string,
  what: string,
  accept: (value: number) => boolean,
): (text: string) => number {
  return (text) => {
    const value = decimal(text);
    if (!Number.isFinite(value) || !accept(value)) {
      throw new InputError(`${option} must be ${what}, not '${text}'.`);
    }
    return value;
  };
}

/** A place to write to. What was meant as the next option, as in `--html --json`, is none. */
export function outputPath(option: string): (text: string) => string {
  return (text) => {
    if (text.startsWith('--')) {
      throw new InputError(
        `${option} needs the name of what is to be written, not '${text}'; a name that begins with -- is written ./${text}.`,
      );
    }
    return text;
  };
}

/** For options that may be given several times. */
export function repeated<T>(parse: (text: string) => T): (text: string, before: T[] | undefined) => T[] {
  return (text, before) => [...(before ?? []), parse(text)];
}

export interface DepthRange {
  readonly from: number;
  readonly to: number;
}

/** Parses `32` or `4..32`. */
export function depthRange(most: number): (text: string) => DepthRange {
  return (text) => {
    const ends = text.split('..').map(whole);
    const [from = Number.NaN, to = from] = ends;
    if (!(ends.length <= 2 && from >= 1 && from <= to && to <= most)) {
      throw new InputError(
        `--depth must be a whole number from 1 to ${most}, or a range of them such as 4..32, not '${text}'.`,
      );
    }
    return { from, to };
  };
}

/** With a step: from, from + step, ... up to `to` at most. Without: both ends and the powers of two between them. */
export function depthsOf({ from, to }: DepthRange, step?: number): number[] {
  if (step !== undefined) {
    if (from === to) throw new InputError('--step needs a range of depths, such as --depth 4..32.');
    return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
  }
  const depths = [from];
  for (let power = 1; power < to; power *= 2) if (power > from) depths.push(power);
  if (to > from) depths.push(to);
  return depths;
}

export const defaultWorkers = Math.min(8, availableParallelism());

export function workersOption(description: string): Option {
  return new Option('--workers <n>', description)
    .argParser(wholeNumber('--workers', 1, 256))
    .default(defaultWorkers, 'the cores, at most 8');
}

export const parseBudget = realNumber('--budget', 'a positive number of seconds', (x) => x > 0);

export const parseSeed = wholeNumber('--seed', 0, 2 ** 32 - 1);

/** A RangeError of the numerics that a person's numbers caused, as bad input. */
export function asInput<T>(compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    throw isRefusal(error) ? new InputError(error.message) : error;
  }
}

/**
 * An option with words that a shell's completion offers; behind one that ends with a bracket, such as `leaky-relu(`, there is more to be written.
 * Its parser decides what is right: there may be more words.
 */
export class WordOption extends Option {
  constructor(
    flags: string,
    description: string,
    readonly words: readonly string[],
  ) {
    super(flags, description);
  }
}

export function activationOption(): WordOption {
  const option = new WordOption('--activation <a>', 'relu, linear or leaky-relu(slope)', [
    'relu',
    'linear',
    'leaky-relu(',
  ]);
  option.default('relu');
  return option;
}

/** Every family of weights that can be drawn. */
export function initOption(): WordOption {
  const option = new WordOption(
    '--init <name>',
    'he-normal, he-uniform, xavier-*, lecun-*, pytorch, rademacher, orthogonal, normal(gain), uniform(gain)',
    [
      ...['he-normal', 'he-uniform', 'xavier-normal', 'xavier-uniform', 'lecun-normal', 'lecun-uniform'],
      ...['pytorch', 'rademacher', 'orthogonal', 'normal(', 'uniform('],
    ],
  );
  option.default('he-normal');
  return option;
}

export function inputOption(description: string): WordOption {
  const option = new WordOption('--input <x>', description, ['dense', 'sparse']);
  option.default('dense');
  return option;
}

export function oracleOption(): Option {
  const how = 'exact or simulated: how quantities are valued, where both are possible';
  return new WordOption('--oracle <kind>', how, ['exact', 'simulated']).argParser(parseOracle);
}

function parseOracle(text: string): 'exact' | 'simulated' {
  if (text !== 'exact' && text !== 'simulated')
    throw new InputError(`--oracle must be exact or simulated, not '${text}'.`);
  return text;
}
