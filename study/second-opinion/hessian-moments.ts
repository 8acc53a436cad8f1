/** Moments of Hessian norms (H3) against closed forms in 60 digits and drawn nets. */
import { hessianBlockSamples } from '../../numerics/hessian/block-norm.js';
import { hessianBlockMoments, hessianMoments } from '../../numerics/hessian/moments.js';
import { hessianSamples } from '../../numerics/hessian/norm.js';
import { squareNetwork } from '../../numerics/network/network.js';
import { nameOf } from './moments.js';
import { type Comparison, compare, compareExactly, type Injection, type Opinion } from './opinion.js';
import { exactly } from './precise.js';
import type { Random } from './random.js';

/** E X for hessianNorm2 and its blocks, from sums over pairs of layers: p^2 d g_b (p g)^(L-2) each. */
function* hessianMeans(
  random: Random,
  from: number,
  count: number,
  { oracle }: Injection,
): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const [depth, width] = [random.logInteger(2, 300), random.logInteger(1, 2000)];
    const [activation, p] = random.pick([
      [{ kind: 'relu' }, 0.5],
      [{ kind: 'leaky-relu', slope: 0.5 }, 0.625],
      [{ kind: 'linear' }, 1],
    ] as const);
    const gain = random.pick([1, 2, 1.5]);
    const readoutGain = random.pick([1, 3]);
    const network = squareNetwork(depth, width, {
      activation,
      readoutGain,
      init: { name: random.pick(['normal', 'uniform'] as const), gain },
    });
    const all = hessianMoments(network);
    const [k, l] = [random.integer(1, depth - 1), depth];
    const block = hessianBlockMoments(network, k, l);
    if ('reason' in all || 'reason' in block) throw new Error('These moments are known.');
    const each = exactly(p * gain)
      .pow(depth - 2)
      .times(p * p)
      .times(width)
      .times(readoutGain);
    const at = `${nameOf({ ...network, widths: [width] })}, L = ${depth}, gains ${gain} and ${readoutGain}`;
    // Documented: a relative 1e-15 L^2.
    const error = 1e-15 * depth * depth + 1e-14;
    yield compare(
      `log mean of block ${k}, ${l}, ${at}`,
      oracle({ value: block.logMean, error }),
      { value: each.ln(), error: 1e-40 },
      1,
    );
    yield compare(
      `log mean of the whole, ${at}`,
      oracle({ value: all.logMean, error }),
      { value: each.times(depth * (depth - 1)).ln(), error: 1e-40 },
      1,
    );
    yield compareExactly(
      `E X^2 >= (E X)^2, ${at}`,
      all.logMomentBound(2) >= 2 * all.logMean - 1e-9 && block.logMomentBound(2) >= 2 * block.logMean - 1e-9,
      true,
    );
  }
}

/** A median of means misses by sqrt(32 var log(1/p)/n) or more with probability p at most (Lugosi and Mendelson 2019, theorem 2). */
const missed = 5e-10 / 1000;

function* hessianDrawn(
  random: Random,
  from: number,
  count: number,
  { oracle }: Injection,
): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const [depth, width] = [random.integer(2, 4), random.integer(1, 6)];
    const network = squareNetwork(depth, width, {
      activation: random.pick([
        { kind: 'relu' },
        { kind: 'leaky-relu', slope: 0.5 },
        { kind: 'linear' },
      ] as const),
      init: { name: random.pick(['he-normal', 'he-uniform', 'xavier-normal'] as const) },
      input: random.pick(['dense', 'sparse'] as const),
    });
    const n = 30_000;
    const samples = new Float64Array(n);
    const seed = random.integer(0, 2 ** 31);
    const alive = new Uint8Array(n);
    const whole = i % 2 === 0;
    const [k, l] = [random.integer(1, depth - 1), depth];
    if (whole) hessianSamples(network, seed, 0, n, samples, alive);
    else hessianBlockSamples(network, k, l, seed, 0, n, samples, alive);
    const found = whole ? hessianMoments(network) : hessianBlockMoments(network, k, l);
    if ('reason' in found) throw new Error('These moments are known.');
    const [mean, second] = [Math.exp(found.logMean), Math.exp(found.logMomentBound(2))];
    const blocks = Math.ceil(8 * Math.log(1 / missed));
    const size = Math.floor(n / blocks);
    const means = Float64Array.from(
      { length: blocks },
      (_, b) =>
        samples.subarray(b * size, (b + 1) * size).reduce((sum, log) => sum + Math.exp(log), 0) / size,
    ).sort();
    const error = Math.sqrt((32 * (second - mean * mean) * Math.log(1 / missed)) / (blocks * size));
    const what = whole ? 'whole' : `block ${k}, ${l}`;
    yield compare(`${what}, L = ${depth}, ${nameOf(network)}`, oracle({ value: mean, error: 1e-12 * mean }), {
      value: means[blocks >> 1]!,
      error,
    });
  }
}

export const hessianMeansInClosedForm: Opinion = {
  id: 'hessian-closed-form',
  oracle: 'log mean of hessianNorm2 and its blocks',
  route: 'L (L-1) equal pairs of layers, 60 digits',
  domain: 'L to 300, d to 2000, normal and uniform weights',
  full: 400,
  small: 10,
  perCell: 50,
  sees: ['shift'],
  examine: hessianMeans,
};

export const hessianMeansDrawn: Opinion = {
  id: 'hessian-drawn-nets',
  oracle: 'mean of hessianNorm2 and its blocks, with their second moments',
  route: 'nets drawn weight by weight; medians of means that miss with 5e-13 each',
  domain: 'L to 4, d to 6, three activations, three inits',
  full: 1000,
  small: 2,
  perCell: 50,
  sees: [],
  examine: hessianDrawn,
};
