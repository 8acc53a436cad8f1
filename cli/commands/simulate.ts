/** `simulate`: draws nets and describes log forwardNorm2, beside the exact law where there is one. */
import type { Command } from 'commander';
import { forwardSamples } from '../../numerics/network/forward.js';
import { squareNetwork } from '../../numerics/network/network.js';
import { type SampleSummary, summarise } from '../../numerics/statistics/summary.js';
import { InputError } from '../../theory/errors.js';
import { activationText, initText, parseActivation, parseInit } from '../network-options.js';
import { asInput, parseSeed, wholeNumber } from '../options.js';
import { short } from '../render.js';

const levels = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

interface SimulateOptions {
  depth: number;
  width: number;
  activation: string;
  init: string;
  input: string;
  nets: number;
  seed: number;
  bins?: number;
  json?: boolean;
}

export function addSimulate(program: Command, finish: (code: number) => void): void {
  program
    .command('simulate')
    .description('draw nets and describe log forwardNorm2: dead nets, moments, quantiles, histogram')
    .requiredOption('--depth <L>', 'number of hidden layers', wholeNumber('--depth', 1, 10_000))
    .requiredOption('--width <d>', 'width of every layer', wholeNumber('--width', 1, 2048))
    .option('--activation <a>', 'relu, linear or leaky-relu(slope)', 'relu')
    .option(
      '--init <name>',
      'he-normal, he-uniform, xavier-*, lecun-*, pytorch, rademacher, orthogonal, normal(gain), uniform(gain)',
      'he-normal',
    )
    .option('--input <x>', 'dense or sparse (the first unit vector)', 'dense')
    .option('--nets <n>', 'number of nets', wholeNumber('--nets', 1, 10_000_000), 10_000)
    .option('--seed <n>', 'seed', parseSeed, 1)
    .option('--bins <n>', 'bins of the histogram', wholeNumber('--bins', 1, 200))
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  vanishing-curvature simulate --depth 32 --width 16\n  vanishing-curvature simulate --depth 8 --width 64 --init pytorch --nets 2000 --json',
    )
    .action((options: SimulateOptions) => {
      if (options.input !== 'dense' && options.input !== 'sparse') {
        throw new InputError(`--input must be dense or sparse, not '${options.input}'.`);
      }
      const { input } = options;
      const [activation, init] = [parseActivation(options.activation), parseInit(options.init)];
      const samples = new Float64Array(options.nets);
      asInput(() => {
        const network = squareNetwork(options.depth, options.width, { activation, init, input });
        forwardSamples(network, options.seed, 0, options.nets, samples);
      });
      const summary = summarise(samples, levels, options.bins);
      const head = {
        depth: options.depth,
        width: options.width,
        activation: activationText(activation),
        init: initText(init),
        input,
        seed: options.seed,
      };
      process.stdout.write(
        options.json ? `${JSON.stringify(report(head, summary), null, 2)}\n` : text(head, summary),
      );
      finish(0);
    });
}

interface Head {
  readonly depth: number;
  readonly width: number;
  readonly activation: string;
  readonly init: string;
  readonly input: string;
  readonly seed: number;
}

/** Numbers that do not exist (no net alive, a single one) are null. */
function report(head: Head, summary: SampleSummary) {
  const orNull = (x: number) => (Number.isFinite(x) ? x : null);
  return {
    ...head,
    nets: summary.n,
    dead: summary.dead,
    logMean: orNull(summary.mean),
    logStandardDeviation: orNull(summary.standardDeviation),
    quantiles: Object.fromEntries(summary.quantiles.map(([p, x]) => [String(p), x])),
    histogram: summary.histogram,
  };
}

function text(head: Head, summary: SampleSummary): string {
  const row = (name: string, value: string) => `  ${name.padEnd(24)}${value}`;
  const { edges, counts } = summary.histogram;
  const tallest = Math.max(1, ...counts);
  return `${[
    `log forwardNorm2 of ${summary.n} nets, L=${head.depth}, d=${head.width}, ${head.activation}, ${head.init}, seed ${head.seed}`,
    row('dead', String(summary.dead)),
    row('mean | alive', short(summary.mean)),
    row('standard deviation', short(summary.standardDeviation)),
    ...summary.quantiles.map(([p, x]) => row(`quantile ${p} | alive`, short(x))),
    '',
    ...counts.map(
      (n, i) => `  ${short(edges[i]!).padStart(9)}  ${'█'.repeat(Math.round((40 * n) / tallest))} ${n}`,
    ),
  ].join('\n')}\n`;
}
