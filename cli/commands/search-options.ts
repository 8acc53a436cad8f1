/** The options that `sharpen` and `domain` have in common. */
import type { Command } from 'commander';
import { defaultAlpha, defaultBudget } from '../../properties/replay.js';
import { oracleOption, parseBudget, parseSeed, realNumber, workersOption } from '../options.js';

export interface SearchOptions {
  readonly claim: string;
  readonly alpha: number;
  readonly budget: number;
  readonly seed: number;
  readonly oracle?: 'exact' | 'simulated';
  readonly workers: number;
  readonly json?: boolean;
}

export function addSearchOptions(
  command: Command,
  budget = 'work that one pass over the domain may cost, in nominal seconds of one core',
): Command {
  return command
    .option(
      '--alpha <p>',
      'probability, at most, that the answer is wrong by chance, where nets are drawn',
      realNumber('--alpha', 'a number from 1e-100 to 1, without 1', (x) => x >= 1e-100 && x < 1),
      defaultAlpha,
    )
    .option('--budget <seconds>', budget, parseBudget, defaultBudget)
    .option('--seed <n>', 'seed of everything random', parseSeed, 1)
    .addOption(oracleOption())
    .addOption(workersOption('worker threads; the answer does not depend on it'))
    .option('--json', 'print JSON');
}
