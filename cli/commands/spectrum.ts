/** Options of `spectrum`. */
import type { Command } from 'commander';
import { InputError } from '../../theory/errors.js';
import { listenForInterrupts } from '../interrupt.js';
import {
  activationOption,
  type DepthRange,
  depthRange,
  initOption,
  inputOption,
  parseSeed,
  realNumber,
  WordOption,
  wholeNumber,
} from '../options.js';
import { addShapeOptions, type ShapeOptions } from '../shape-options.js';

export interface SpectrumOptions extends ShapeOptions {
  readonly depth?: DepthRange;
  readonly step?: number;
  readonly activation: string;
  readonly init: string;
  readonly input: string;
  readonly of: 'loss' | 'output';
  readonly target?: number;
  readonly nets: number;
  readonly bins: number;
  readonly seed: number;
  readonly json?: boolean;
}

export function addSpectrum(program: Command, finish: (code: number) => void): void {
  const command = program
    .command('spectrum')
    .description(
      "Hessian eigenvalues of drawn nets, by all hidden weights: how a loss's curvature falls with depth",
    )
    .option(
      '--depth <L>',
      'number of hidden layers, or a range A..B: A, B and the powers of two between them',
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
    .addOption(inputOption('dense or sparse (the first unit vector), of norm 1'))
    .addOption(
      new WordOption('--of <what>', 'loss, which is (F - y)^2/2, or output, which is F itself', [
        'loss',
        'output',
      ])
        .argParser(parseOf)
        .default('loss'),
    )
    .option(
      '--target <y>',
      'y of the loss (default: 1)',
      realNumber('--target', 'a number from -1e100 to 1e100', (y) => Math.abs(y) <= 1e100),
    )
    .option('--nets <n>', 'number of nets at each depth', wholeNumber('--nets', 1, 100_000), 100)
    .option('--bins <n>', 'bins of the histogram', wholeNumber('--bins', 1, 200), 20)
    .option('--seed <n>', 'seed', parseSeed, 1)
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (options: SpectrumOptions) => {
      const interruption = listenForInterrupts();
      try {
        const { spectrum } = await import('../actions/spectrum.js');
        finish(await spectrum(options, interruption));
      } finally {
        interruption.stopListening();
      }
    });
}

const help = `
For each depth: dead nets; saddles (nets with eigenvalues of both signs); the medians over the nets alive of the largest eigenvalue, the smallest
one's absolute value, the trace and |nabla^2 F|_F; the mean of |nabla^2 F|_F^2 over all nets beside its expectation. The histogram is that
of the last depth (--json: of each).
Time grows like (L d)^3: about 10 ms a net where L d = 256, 3 s where it is 2500. Of larger nets the largest and the smallest eigenvalue alone are computed, by
Lanczos iteration, with an error: an eigenvalue lies within it of each; that none lies beyond is all but certain, not certain. About 1 s a net of
a million weights.
Ctrl-C prints what the nets drawn so far show, labelled partial (exit code 130); a second one ends at once.

Examples:
  vanishing-curvature spectrum --depth 4..32 --width 4 --nets 400
  vanishing-curvature spectrum --depth 4..32 --width 8
  vanishing-curvature spectrum --depth 2..12 --step 2 --width 16 --of output --nets 40
  vanishing-curvature spectrum --widths 16,8,4 --input-width 32
  vanishing-curvature spectrum --depth 10 --width 1 --activation linear --init lecun-uniform --target 0 --json`;

function parseOf(text: string): 'loss' | 'output' {
  if (text !== 'loss' && text !== 'output') {
    throw new InputError(`--of must be loss or output, not '${text}'.`);
  }
  return text;
}
