/** Options of `race`. */
import type { Command } from 'commander';
import { listenForInterrupts } from '../interrupt.js';
import {
  activationOption,
  type DepthRange,
  depthRange,
  initOption,
  parseSeed,
  realNumber,
  wholeNumber,
} from '../options.js';
import { addShapeOptions, type ShapeOptions } from '../shape-options.js';

export interface RaceOptions extends ShapeOptions {
  readonly depth?: DepthRange;
  readonly step?: number;
  readonly activation: string;
  readonly init: string;
  readonly inputs: number;
  readonly fall: number;
  readonly cap: number;
  readonly nets: number;
  readonly optimizers: string;
  readonly alpha: number;
  readonly seed: number;
  readonly json?: boolean;
}

export function addRace(program: Command, finish: (code: number) => void): void {
  const command = program
    .command('race')
    .description('optimizers from the same random starts: steps until the loss has fallen, against L/d')
    .option(
      '--depth <L>',
      'number of hidden layers, or a range A..B: A, B and the powers of two between them (default: 4..32)',
      depthRange(10_000),
    )
    .option(
      '--step <n>',
      'go through a range of depths in steps of n instead',
      wholeNumber('--step', 1, 10_000),
    );
  addShapeOptions(command, 2048, 'width of every layer (default: 8)')
    .addOption(activationOption())
    .addOption(initOption())
    .option(
      '--inputs <B>',
      'inputs of norm 1 in random directions, with standard normal targets',
      wholeNumber('--inputs', 1, 1024),
      8,
    )
    .option(
      '--fall <p>',
      'a net has escaped once its loss has fallen by this part',
      realNumber('--fall', 'a number above 0, at most 1', (p) => p > 0 && p <= 1),
      0.1,
    )
    .option('--cap <steps>', 'give up after so many steps', wholeNumber('--cap', 1, 1e9), 3000)
    .option('--nets <n>', 'number of nets at each depth', wholeNumber('--nets', 1, 1_000_000), 300)
    .option(
      '--optimizers <list>',
      'gd (gradient descent), sgd (one input at a time), momentum (.9), sign, rmsprop, adam, each with its rate',
      'gd:0.05,adam:0.01,rmsprop:0.01',
    )
    .option(
      '--alpha <p>',
      'probability, at most, that any of the intervals shown misses its median',
      realNumber('--alpha', 'a number from 1e-100 to 1, without 1', (x) => x >= 1e-100 && x < 1),
      1e-3,
    )
    .option('--seed <n>', 'seed', parseSeed, 1)
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (options: RaceOptions) => {
      const interruption = listenForInterrupts();
      try {
        const { race } = await import('../actions/race.js');
        finish(await race(options, interruption));
      } finally {
        interruption.stopListening();
      }
    });
}

const help = `
All weights are trained, the readout too, on the mean squared error of all inputs. Nets that are dead at the start (all activations of the last layer 0) are
counted apart: no optimizer moves them. '> 3000' says that so many steps were not enough. Each interval encloses the median of the law that
the nets alive are drawn from, however many are drawn.
Ctrl-C prints what the nets drawn so far show, labelled partial (exit code 130); a second one ends at once.

Examples:
  vanishing-curvature race
  vanishing-curvature race --depth 4..16 --width 16 --optimizers gd:0.05,momentum:0.01,sign:0.01
  vanishing-curvature race --widths 16,8,8,4
  vanishing-curvature race --depth 2..10 --step 2 --width 4 --inputs 1 --fall 0.5 --cap 500 --json`;
