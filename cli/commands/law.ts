/** Options of `law`. */
import type { Command } from 'commander';
import { activationOption, realNumber, repeated, WordOption, wholeNumber } from '../options.js';
import { addShapeOptions, type ShapeOptions } from '../shape-options.js';

export interface LawOptions extends ShapeOptions {
  readonly depth?: number;
  readonly activation: string;
  readonly init: string;
  readonly quantile?: readonly number[];
  readonly cdf?: readonly number[];
  readonly json?: boolean;
}

export function addLaw(program: Command, finish: (code: number) => void): void {
  const command = program
    .command('law')
    .description(
      'the exact law of forwardNorm2 for normal weights: moments of its log, quantiles, distribution function',
    )
    .option('--depth <L>', 'number of hidden layers', wholeNumber('--depth', 1, 10_000));
  addShapeOptions(command, 100_000)
    .addOption(activationOption())
    .addOption(
      new WordOption('--init <name>', 'he-normal, xavier-normal, lecun-normal or normal(gain)', [
        'he-normal',
        'xavier-normal',
        'lecun-normal',
        'normal(',
      ]).default('he-normal'),
    )
    .option(
      '--quantile <p>',
      'level of a quantile of log forwardNorm2 given alive (may be repeated)',
      repeated(realNumber('--quantile', 'a level strictly between 0 and 1', (p) => p > 0 && p < 1)),
    )
    .option(
      '--cdf <x>',
      'where to give P(log forwardNorm2 <= x | alive) (may be repeated)',
      repeated(realNumber('--cdf', 'a number from -1e100 to 1e100', (x) => Math.abs(x) <= 1e100)),
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nOf leaky relu the law takes longer the nearer its slope is to 0, and is out of reach at some slope: at about 1/25 in\nlayers of up to 64 units, but for outer levels such as the default 0.01 already at 1/7 in the narrowest nets.\nOf relu it may be for outer levels where a hundred layers and more are all of different widths. Where such a level is out of\nreach, or a probability, the rest is printed, and of each number that could not be had why; where the law as a whole is, that alone is said.\n\nExit codes: 0 all was found, 2 bad input, or the law as a whole is out of reach, 3 a quantile or a\nprobability is.\n\nExamples:\n  vanishing-curvature law --depth 64 --width 64\n  vanishing-curvature law --widths 64,32,16 --input-width 784\n  vanishing-curvature law --depth 500 --width 50 --quantile 0.001 --cdf -25 --json\n  vanishing-curvature law --depth 20 --width 16 --activation "leaky-relu(1/4)" --init "normal(32/17)"',
    )
    .action(async (options: LawOptions) => {
      const { law } = await import('../actions/law.js');
      finish(law(options));
    });
}
