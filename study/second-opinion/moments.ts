/** Moments of forward norms (F1, F2) against complete enumerations of small nets and closed forms in 60 digits. */
import Fraction from 'fraction.js';
import { forwardChain } from '../../numerics/moments/chain.js';
import { exactMean, exactSecondMoment } from '../../numerics/moments/exact.js';
import { logMomentBound } from '../../numerics/moments/moment-bound.js';
import { logMean, logSecondMoment } from '../../numerics/moments/moments.js';
import {
  type Activation,
  type Init,
  layeredNetwork,
  type Network,
  squareNetwork,
} from '../../numerics/network/network.js';
import {
  type Comparison,
  compare,
  compareExactly,
  extremeOr,
  type Injection,
  type Opinion,
} from './opinion.js';
import { D, exactly, type Precise } from './precise.js';
import type { Random } from './random.js';

/**
 * Second and fourth moments see of a weight only its variance and kurtosis: it may as well be 0 or +-sqrt(kurtosis). Whole numbers for the
 * probabilities of -1, 0, 1, with their sum, and the kurtosis.
 */
const threePoints = {
  normal: { outer: 1n, inner: 4n, total: 6n, kurtosis: new Fraction(3) },
  uniform: { outer: 5n, inner: 8n, total: 18n, kurtosis: new Fraction(9, 5) },
  rademacher: { outer: 1n, inner: 0n, total: 2n, kurtosis: new Fraction(1) },
} as const;

const inits: readonly (readonly [
  Init,
  keyof typeof threePoints,
  (fanIn: number, fanOut: number) => Fraction,
])[] = [
  [{ name: 'he-normal' }, 'normal', (fanIn) => new Fraction(2, fanIn)],
  [{ name: 'he-uniform' }, 'uniform', (fanIn) => new Fraction(2, fanIn)],
  [{ name: 'xavier-normal' }, 'normal', (fanIn, fanOut) => new Fraction(2, fanIn + fanOut)],
  [{ name: 'xavier-uniform' }, 'uniform', (fanIn, fanOut) => new Fraction(2, fanIn + fanOut)],
  [{ name: 'lecun-uniform' }, 'uniform', (fanIn) => new Fraction(1, fanIn)],
  [{ name: 'pytorch' }, 'uniform', (fanIn) => new Fraction(1, 3 * fanIn)],
  [{ name: 'rademacher' }, 'rademacher', (fanIn) => new Fraction(2, fanIn)],
];

const activations: readonly (readonly [Activation, bigint, bigint])[] = [
  [{ kind: 'relu' }, 0n, 1n],
  [{ kind: 'linear' }, 1n, 1n],
  [{ kind: 'leaky-relu', slope: 0.2 }, 1n, 5n],
  [{ kind: 'leaky-relu', slope: -0.5 }, -1n, 2n],
];

interface Drawn {
  readonly network: Network;
  readonly family: keyof typeof threePoints;
  readonly slope: readonly [bigint, bigint];
  readonly variances: readonly Fraction[];
}

function randomNet(random: Random): Drawn {
  const depth = random.integer(1, 3);
  const most = depth === 3 ? 2 : 3;
  const widths = Array.from({ length: depth + 1 }, () => random.integer(1, most));
  const [init, family, variance] = random.pick(inits);
  const [activation, p, q] = random.pick(activations);
  const network = layeredNetwork(widths, {
    init,
    activation,
    input: random.pick(['dense', 'sparse'] as const),
  });
  const variances = widths.slice(1).map((fanOut, l) => variance(widths[l]!, fanOut));
  return { network, family, slope: [p, q], variances };
}

/** E|a^L|^(2r)/|x|^(2r), r = 1..4, over all nets: whole vectors with whole weights, layer by layer, equal ones together. */
function enumerate({ network: { widths, input }, family, slope: [p, q], variances }: Drawn): Fraction[] {
  const { outer, inner, total, kurtosis } = threePoints[family];
  let count = 1n;
  let states = new Map<string, { vector: bigint[]; weight: bigint }>();
  const start = Array.from({ length: widths[0]! }, (_, j) => (input === 'dense' || j === 0 ? 1n : 0n));
  states.set(start.join(), { vector: start, weight: 1n });
  for (const [l, fanOut] of widths.slice(1).entries()) {
    const next = new Map<string, { vector: bigint[]; weight: bigint }>();
    for (const { vector, weight } of states.values()) {
      let row = new Map<bigint, bigint>([[0n, 1n]]);
      for (const a of vector) {
        const sums = new Map<bigint, bigint>();
        for (const [z, w] of row) {
          for (const [shift, share] of [
            [-a, outer],
            [0n, inner],
            [a, outer],
          ] as const)
            if (share > 0n) sums.set(z + shift, (sums.get(z + shift) ?? 0n) + w * share);
        }
        row = sums;
      }
      let partial: { vector: bigint[]; weight: bigint }[] = [{ vector: [], weight }];
      for (let i = 0; i < fanOut; i++)
        partial = partial.flatMap((each) =>
          [...row].map(([z, w]) => ({
            vector: [...each.vector, z > 0n ? z * q : z * p],
            weight: each.weight * w,
          })),
        );
      for (const each of partial) {
        const sorted = each.vector.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        const known = next.get(sorted.join());
        next.set(sorted.join(), { vector: sorted, weight: (known?.weight ?? 0n) + each.weight });
      }
    }
    states = next;
    // Each weight of this layer has been counted `total` times over.
    count *= total ** BigInt(fanOut * widths[l]!);
  }
  const scale = variances.reduce(
    (product, v) =>
      product
        .mul(v)
        .mul(kurtosis)
        .div(new Fraction(q * q, 1n)),
    new Fraction(1),
  );
  const unit = scale.div(input === 'dense' ? widths[0]! : 1);
  return [1, 2, 3, 4].map((r) => {
    let sum = 0n;
    for (const { vector, weight } of states.values())
      sum += weight * vector.reduce((norm, a) => norm + a * a, 0n) ** BigInt(r);
    return new Fraction(sum, count).mul(unit.pow(r)!);
  });
}

const precise = (x: Fraction): Precise => new D(x.n.toString()).div(x.d.toString());
export const nameOf = ({ widths, activation, init, input }: Network): string =>
  `${widths.join('-')}, ${activation.kind}, ${init.name}, ${input}`;

function* small(
  random: Random,
  from: number,
  count: number,
  { oracle, fault }: Injection,
): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const drawn = randomNet(random);
    const { network } = drawn;
    const [first, second, ...higher] = enumerate(drawn) as [Fraction, Fraction, Fraction, Fraction];
    const at = nameOf(network);
    const shift = new Fraction(fault === 'shift' ? '1.000000001' : 1);
    yield compareExactly(`E X, ${at}`, exactMean(network).mul(shift).toFraction(), first.toFraction());
    yield compareExactly(
      `E X^2, ${at}`,
      exactSecondMoment(network).mul(shift).toFraction(),
      second.toFraction(),
    );
    const chain = forwardChain(network);
    const depth = chain.layers.length;
    const ulp = 2 ** -52;
    // As documented: (depth + 4) ulp of the terms, here at most 8 each, and 40 ulp a layer.
    const error = ulp * ((depth + 4) * depth * 8 + 40 * depth);
    yield compare(
      `log E X, ${at}`,
      oracle({ value: logMean(chain), error }),
      { value: precise(first).ln(), error: 1e-40 },
      1,
    );
    yield compare(
      `log E X^2, ${at}`,
      oracle({ value: logSecondMoment(chain), error }),
      { value: precise(second).ln(), error: 1e-40 },
      1,
    );
    for (const [k, truth] of [first, second, ...higher].entries()) {
      const room = logMomentBound(chain, k + 1) - precise(truth).ln().toNumber();
      // A bound; for the first two orders it is the value but for rounding.
      yield compareExactly(`bound of order ${k + 1}, ${at}`, room >= 0 && (k > 1 || room < 1e-9), true);
    }
  }
}

function* large(random: Random, from: number, count: number, { oracle }: Injection): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const [width, depth] = extremeOr(
      i,
      [
        [1, 1],
        [1, 10_000],
        [100_000, 10_000],
        [100_000, 1],
        [2, 5000],
      ] as [number, number][],
      () => [random.logInteger(1, 100_000), random.logInteger(1, 10_000)] as [number, number],
    );
    // Normal weights: a layer multiplies |a|^4 by (p^2 d (d-1) + 3 q d) sigma^4, whatever a.
    const [activation, p, q] = random.pick([
      [{ kind: 'relu' }, 0.5, 0.5],
      [{ kind: 'linear' }, 1, 1],
      [{ kind: 'leaky-relu', slope: 0.5 }, 0.625, 0.53125],
    ] as const);
    const gain = random.pick([1, 2, 0.25, 5]);
    const network = squareNetwork(depth, width, { activation, init: { name: 'normal', gain } });
    const chain = forwardChain(network);
    const d = new D(width);
    const layer = d
      .times(width - 1)
      .times(p * p)
      .plus(d.times(3 * q))
      .times(exactly(gain).div(width).pow(2));
    const mean = exactly(p * gain).ln();
    const ulp = 2 ** -52;
    const at = `${nameOf({ ...network, widths: [width] })}, L = ${depth}, gain ${gain}`;
    const bound = (log: Precise) =>
      ulp * ((depth + 4) * (depth * Math.abs(log.toNumber()) + depth * 2 ** -40) + 40 * depth) + 1e-300;
    yield compare(
      `log E X, ${at}`,
      oracle({ value: logMean(chain), error: bound(mean) }),
      { value: mean.times(depth), error: 1e-30 },
      1,
    );
    const log = layer.ln();
    // The logarithms of u and of the variance are summed one by one.
    const terms = layer.ln().abs().plus(exactly(gain).div(width).ln().abs().times(4));
    yield compare(
      `log E X^2, ${at}`,
      oracle({ value: logSecondMoment(chain), error: bound(terms) }),
      { value: log.times(depth), error: 1e-30 },
      1,
    );
  }
}

export const momentsByEnumeration: Opinion = {
  id: 'moments-enumeration',
  oracle: 'mean and second moment of forwardNorm2, exact and in doubles; bounds of orders 1 to 4',
  route: 'all nets with weights 0 or +-sqrt(kurtosis), in whole numbers',
  domain: 'L to 3, widths to 3, four activations, seven inits, dense and sparse',
  full: 200,
  small: 20,
  perCell: 50,
  sees: ['shift', 'bound'],
  examine: small,
};

export const momentsInClosedForm: Opinion = {
  id: 'moments-closed-form',
  oracle: 'log mean and log second moment in doubles',
  route: 'powers in 60 digits (normal weights)',
  domain: 'd to 1e5, L to 1e4, four gains, three activations',
  full: 600,
  small: 10,
  perCell: 100,
  sees: ['shift'],
  examine: large,
};
