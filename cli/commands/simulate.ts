/** Options of `simulate`. */
import type { Command } from 'commander';
import { listenForInterrupts } from '../interrupt.js';
import { activationOption, initOption, inputOption, parseSeed, wholeNumber } from '../options.js';
import { addShapeOptions, type ShapeOptions } from '../shape-options.js';

export interface SimulateOptions extends ShapeOptions {
  readonly depth?: number;
  readonly activation: string;
  readonly init: string;
  readonly input: string;
  readonly nets: number;
  readonly seed: number;
  readonly bins?: number;
  readonly json?: boolean;
}

export function addSimulate(program: Command, finish: (code: number) => void): void {
  const command = program
    .command('simulate')
    .description('draw nets and describe log forwardNorm2: dead nets, moments, quantiles, histogram')
    .option('--depth <L>', 'number of hidden layers', wholeNumber('--depth', 1, 10_000));
  addShapeOptions(command, 2048)
    .addOption(activationOption())
    .addOption(initOption())
    .addOption(inputOption('dense or sparse (the first unit vector)'))
    .option('--nets <n>', 'number of nets', wholeNumber('--nets', 1, 10_000_000), 10_000)
    .option('--seed <n>', 'seed', parseSeed, 1)
    .option('--bins <n>', 'bins of the histogram', wholeNumber('--bins', 1, 200))
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nCtrl-C prints what the nets drawn so far show, labelled partial (exit code 130); a second one ends at once.\n\nExamples:\n  vanishing-curvature simulate --depth 32 --width 16\n  vanishing-curvature simulate --depth 8 --width 64 --init pytorch --nets 2000 --json\n  vanishing-curvature simulate --widths 64,32,16',
    )
    .action(async (options: SimulateOptions) => {
      const interruption = listenForInterrupts();
      try {
        const { simulate } = await import('../actions/simulate.js');
        finish(await simulate(options, interruption));
      } finally {
        interruption.stopListening();
      }
    });
}
