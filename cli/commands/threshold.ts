/** Options of `threshold`. */
import type { Command } from 'commander';
import { realNumber, wholeNumber } from '../options.js';

export interface ThresholdOptions {
  readonly depth: number;
  readonly floor: number;
  readonly risk: number;
  readonly json?: boolean;
}

export function addThreshold(program: Command, finish: (code: number) => void): void {
  const inside = (x: number) => x > 0 && x < 1;
  program
    .command('threshold')
    .description(
      'the smallest width d with P(forwardNorm2 >= floor) >= 1 - risk (he-normal, relu), exactly, beside d* = 5L/u^2',
    )
    .requiredOption('--depth <L>', 'number of hidden layers', wholeNumber('--depth', 1, 10_000))
    .requiredOption(
      '--floor <eps>',
      'what the squared norm must not fall below, between 0 and 1',
      realNumber('--floor', 'a number strictly between 0 and 1', inside),
    )
    .requiredOption(
      '--risk <delta>',
      'how probable a fall below may be, between 0 and 1',
      realNumber('--risk', 'a number strictly between 0 and 1', inside),
    )
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  vanishing-curvature threshold --depth 100 --floor 0.1 --risk 0.1')
    .action(async (options: ThresholdOptions) => {
      const { threshold } = await import('../actions/threshold.js');
      finish(threshold(options));
    });
}
