/** `simulate`: draws nets and describes log forwardNorm2, beside the exact law where there is one. */
import { type SampleSummary, summarise } from '../../numerics/statistics/summary.js';
import { short } from '../../report/words.js';
import { InputError } from '../../theory/errors.js';
import { colour } from '../colour.js';
import type { SimulateOptions } from '../commands/simulate.js';
import { drawNets } from '../draws.js';
import type { Interruption } from '../interrupt.js';
import { activationText, initText, parseActivation, parseInit } from '../network-options.js';
import { type Shape, shapeOf, shapeText } from '../shape-options.js';
import { networkOf } from '../shaped-network.js';

const levels = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

export async function simulate(options: SimulateOptions, interruption: Interruption): Promise<number> {
  const { input, nets, seed } = options;
  if (input !== 'dense' && input !== 'sparse') {
    throw new InputError(`--input must be dense or sparse, not '${input}'.`);
  }
  const [activation, init] = [parseActivation(options.activation), parseInit(options.init)];
  const shaped = shapeOf(options);
  const network = networkOf(shaped, { activation, init, input });
  const [batches] = await drawNets({ kind: 'simulate', networks: [network], nets, seed }, interruption);
  const summary = summarise(joined(batches!), levels, options.bins);
  const partial = interruption.code() !== undefined;
  const head: Head = {
    depth: shaped.depth,
    ...shaped.shape,
    activation: activationText(activation),
    init: initText(init),
    input,
    seed,
    nets,
  };
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ ...(partial ? { partial } : {}), ...report(head, summary) }, null, 2)}\n`
      : text(head, summary, partial),
  );
  return interruption.code() ?? 0;
}

function joined(batches: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(batches.reduce((sum, { length }) => sum + length, 0));
  let from = 0;
  for (const batch of batches) {
    all.set(batch, from);
    from += batch.length;
  }
  return all;
}

type Head = Shape & Drawn;

interface Drawn {
  readonly depth: number;
  readonly activation: string;
  readonly init: string;
  readonly input: string;
  readonly seed: number;
  /** Asked for. */
  readonly nets: number;
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

function text(head: Head, summary: SampleSummary, partial: boolean): string {
  const row = (name: string, value: string) => `  ${name.padEnd(24)}${value}`;
  const number = (x: number) => (Number.isFinite(x) ? short(x) : 'does not exist');
  const { edges, counts } = summary.histogram;
  const tallest = Math.max(1, ...counts);
  return `${[
    `log forwardNorm2 of ${summary.n} nets, L=${head.depth}, ${shapeText(head)}, ${head.activation}, ${head.init}, seed ${head.seed}`,
    row('dead', String(summary.dead)),
    row('mean | alive', number(summary.mean)),
    row('standard deviation', number(summary.standardDeviation)),
    ...summary.quantiles.map(([p, x]) => row(`quantile ${p} | alive`, short(x))),
    '',
    ...counts.map(
      (n, i) => `  ${short(edges[i]!).padStart(9)}  ${'█'.repeat(Math.round((40 * n) / tallest))} ${n}`,
    ),
    ...(partial ? ['', colour.yellow(`stopped: partial, ${summary.n} of ${head.nets} nets`)] : []),
  ].join('\n')}\n`;
}
