/** Berry-Esseen's third moment, the distance to a normal law, the least width, dead nets: by grids and whole numbers. */
import { beta3, distanceToNormal, ProductLaw, smallestWidth } from '../../numerics/law/index.js';
import { gridCdf, gridTail } from './convolution.js';
import { lawOf, placed } from './law-convolution.js';
import { gaussRule, OneLayer, type Shape, unitsOf } from './one-layer.js';
import {
  type Comparison,
  compare,
  compareExactly,
  extremeOr,
  type Injection,
  type Opinion,
} from './opinion.js';
import { D, one, type Precise, zero } from './precise.js';
import type { Random } from './random.js';

const shapes: readonly Shape[] = (['relu', 'linear'] as const).flatMap((activation) =>
  [1, 2, 3, 64, 1000, 20_000].map((width) => ({ activation, width })),
);
const randomShape = (random: Random, most: number): Shape => ({
  activation: random.pick(['relu', 'linear'] as const),
  width: random.logInteger(1, most),
});
const name = ({ activation, width }: Shape) => `${activation}, d = ${width}`;

/** E|Y - m|^3/v^(3/2) by Gauss's rule over the density, from the mean outwards. */
function absoluteThird(shape: Shape, wrongWeight: boolean): number {
  const layer = new OneLayer(unitsOf(shape, 1e-22, wrongWeight), -120);
  const rule = gaussRule(16);
  const cell = Math.min(0.5, 1 / Math.sqrt(layer.most));
  const integrate = (start: number, value: (y: number) => number): number => {
    let sum = 0;
    for (const direction of [1, -1]) {
      for (let k = 0; ; k++) {
        let part = 0;
        for (const [node, weight] of rule) {
          const y = start + direction * (k + node) * cell;
          part += weight * value(y) * layer.density(y);
        }
        sum += part * cell;
        if (k * cell > 2 * cell && Math.abs(part * cell) < 1e-19 * Math.abs(sum)) break;
      }
    }
    return sum;
  };
  const total = integrate(0, () => 1);
  const mean = integrate(0, (y) => y) / total;
  const variance = integrate(mean, (y) => (y - mean) ** 2) / total;
  return integrate(mean, (y) => Math.abs(y - mean) ** 3) / total / variance ** 1.5;
}

function* thirds(
  random: Random,
  from: number,
  count: number,
  { fault, oracle }: Injection,
): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const shape = extremeOr(i, shapes, () => randomShape(random, 3000));
    const value = absoluteThird(shape, fault === 'weight');
    yield compare(name(shape), oracle(beta3(lawOf(shape, random.integer(1, 50)))), {
      value,
      error: 2e-12 * value,
    });
  }
}

/** Phi(z) by its series of positive terms (Marsaglia 2004). */
function normalCdf(z: number): number {
  if (z < -9) return 0;
  if (z > 9) return 1;
  let sum = z;
  let term = z;
  for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

function* distances(
  random: Random,
  from: number,
  count: number,
  { oracle }: Injection,
): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const { shape, depth } = extremeOr(
      i,
      shapes.slice(0, 11).flatMap((each) => [1, 2, 1000].map((L) => ({ shape: each, depth: L }))),
      () => ({ shape: randomShape(random, 500), depth: random.logInteger(1, 1000) }),
    );
    const law = lawOf(shape, depth);
    // Normal laws near and far.
    const mean = law.logMean().value + random.pick([0, 0, 0.1]) * law.logSpread;
    const variance = law.logVariance().value * random.pick([1, 1, 1.5]);
    const found = distanceToNormal(law, mean, variance);
    const grid = gridCdf(shape, depth, law.logSpread / 60);
    const { x: shift } = placed({ x: 0, centre: grid.centre }, shape, depth);
    const differences = Float64Array.from(grid.values, (p, m) => {
      const x = (grid.first + m) * grid.step + shift;
      return p - normalCdf((x - mean) / Math.sqrt(variance));
    });
    let [lower, bend] = [0, 0];
    for (let m = 1; m + 1 < differences.length; m++) {
      lower = Math.max(lower, Math.abs(differences[m]!));
      bend = Math.max(bend, Math.abs(differences[m - 1]! - 2 * differences[m]! + differences[m + 1]!));
    }
    // Between two points the difference leaves its chord by at most h^2/8 sup|D''|; second differences show D'' to some percent.
    const rise = 1.2 * (bend / 8) + 1e-13;
    const other = { value: lower + rise / 2, error: rise / 2 };
    const middle = { value: (found.lower + found.upper) / 2, error: (found.upper - found.lower) / 2 };
    yield compare(`${name(shape)}, L = ${depth}, N(${mean}, ${variance})`, oracle(middle), other, 1);
  }
}

interface Survival {
  readonly depth: number;
  readonly floor: number;
  readonly risk: number;
}

const survivals: readonly Survival[] = [
  { depth: 20, floor: 0.1, risk: 0.1 },
  { depth: 200, floor: 1e-6, risk: 0.5 },
  { depth: 1, floor: 0.1, risk: 0.1 },
  { depth: 5, floor: 0.01, risk: 1e-6 },
  { depth: 2, floor: 0.9, risk: 0.3 },
  { depth: 3, floor: 0.99, risk: 0.5 },
  { depth: 10_000, floor: 1e-300, risk: 1e-12 },
  { depth: 10_000, floor: 1e-100, risk: 0.999 },
  { depth: 1, floor: 1e-300, risk: 0.99 },
];

/** Whether nets of this width fall below the floor, dead ones included, with at most this probability; by the grid. */
function survives({ depth, floor, risk }: Survival, width: number): boolean {
  const shape: Shape = { activation: 'relu', width };
  const { log } = gridTail({
    shape,
    depth,
    side: 'lower',
    reach: 0,
    phase: 0,
    aside: 0,
    at: (centre) => Math.log(floor) - depth * Math.log((2 * centre) / width),
    wrongWeight: false,
  });
  const dead = -Math.expm1(depth * Math.log1p(-(2 ** -width)));
  return dead + (1 - dead) * Math.exp(Number(log.value)) <= risk;
}

function* widths(random: Random, from: number, count: number, { fault }: Injection): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const survival = extremeOr(i, survivals, () => ({
      depth: random.logInteger(1, 300),
      floor: random.pick([
        random.logBetween(1e-8, 0.5),
        random.logBetween(1e-30, 0.1),
        random.between(0.3, 0.8),
      ]),
      risk: random.pick([random.between(0.05, 0.9), random.logBetween(1e-10, 0.1)]),
    }));
    const found = smallestWidth(survival) + (fault === 'shift' ? 1 : 0);
    const some = [
      1,
      2,
      3,
      5,
      9,
      17,
      Math.floor(found / 2),
      Math.floor(0.9 * found),
      found - 1,
      found,
      found + 1,
      2 * found,
    ];
    const scanned = found <= 30 ? Array.from({ length: found + 2 }, (_, k) => k + 1) : [...new Set(some)];
    const wrong = scanned.filter((width) => width >= 1 && survives(survival, width) !== width >= found);
    const { depth, floor, risk } = survival;
    yield compareExactly(`L = ${depth}, floor ${floor}, risk ${risk}: width ${found}`, wrong, []);
  }
}

/** P(dead) of layers of these widths, repeated: 1 - prod (1 - 2^-d)^L, where need be by the binomial series. */
function deadProbability(groups: readonly { width: number; count: number }[]): Precise {
  let alive = one;
  let small = zero;
  for (const { width, count } of groups) {
    const q = new D(2).pow(-width);
    let dead = zero;
    if (q.times(count).gt(1e-6)) dead = one.minus(one.minus(q).pow(count));
    else {
      let term = q.times(count);
      for (let j = 1; j <= 9; j++) {
        dead = dead.plus(term);
        term = term
          .times(q)
          .times(j - count)
          .div(j + 1);
      }
    }
    small = small.plus(alive.times(dead));
    alive = alive.times(one.minus(dead));
  }
  return small;
}

/** sum of L log(1 - 2^-d), by its series where the logarithm would lose digits. */
function logAlive(groups: readonly { width: number; count: number }[]): Precise {
  return groups.reduce((sum, { width, count }) => {
    const q = new D(2).pow(-width);
    const each = width < 80 ? one.minus(q).ln() : q.plus(q.pow(2).div(2)).plus(q.pow(3).div(3)).neg();
    return sum.plus(each.times(count));
  }, zero);
}

function* deaths(random: Random, from: number, count: number, { oracle }: Injection): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const groups = extremeOr(
      i,
      [1, 2, 50, 53, 54, 1000, 1074, 1080, 100_000].flatMap((width) =>
        [1, 2, 53, 10_000].map((count) => [{ width, count }]),
      ),
      () =>
        Array.from({ length: random.integer(1, 3) }, () => ({
          width: random.logInteger(1, random.pick([20, 200, 2000])),
          count: random.logInteger(1, 10_000),
        })),
    );
    const law = new ProductLaw(groups.map((each) => ({ ...each, gain: 2, activation: 'relu' as const })));
    const dead = deadProbability(groups);
    const at = groups.map(({ width, count }) => `d = ${width}, L = ${count}`).join('; ');
    const size = Math.max(Number.MIN_VALUE, dead.toNumber());
    const error = 1e-45;
    yield compare(`P(dead), ${at}`, oracle(law.deadProbability), { value: dead, error: error * size }, size);
    yield compare(`P(alive), ${at}`, oracle(law.aliveProbability), { value: one.minus(dead), error }, 1);
    const log = logAlive(groups);
    const logError = 1e-25 * Math.max(1e-300, log.abs().toNumber());
    yield compare(`log P(alive), ${at}`, oracle(law.logAlive), { value: log, error: logError });
  }
}

/** Near the edge of the atom of dead nets: in whole numbers, is the quantile at this level 0? */
function* atoms(random: Random, from: number, count: number): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const width = random.integer(1, 24);
    const depth = random.logInteger(1, 60);
    const law = new ProductLaw([{ width, gain: 2, activation: 'relu', count: depth }]);
    const dead = law.deadProbability.value;
    const level = random.pick([
      dead,
      dead * (1 + random.integer(-8, 8) * 2 ** -53),
      dead * (1 + random.between(-1e-10, 1e-10)),
      random.uniform(),
    ]);
    if (!(level > 0 && level < 1)) continue;
    // level <= 1 - (1 - 2^-d)^L, both as multiples of 2^-(dL + 1074).
    const bits = BigInt(width * depth);
    const alive = (2n ** BigInt(width) - 1n) ** BigInt(depth);
    const isDead = wholeOf(level) * 2n ** bits <= (2n ** bits - alive) * 2n ** 1074n;
    const { lower, upper } = law.unconditionalLogQuantile(level);
    const allowed = isDead ? lower === undefined : upper !== undefined;
    yield compareExactly(`d = ${width}, L = ${depth}, level ${level}`, allowed, true);
  }
}

/** x 2^1074, a whole number for every double. */
function wholeOf(x: number): bigint {
  let bits = 0;
  for (; !Number.isInteger(x); bits++) x *= 2;
  return BigInt(x) * 2n ** BigInt(1074 - bits);
}

export const thirdByQuadrature: Opinion = {
  id: 'beta3-quadrature',
  oracle: 'beta3 of one layer',
  route: "Gauss's rule over the density, from the mean outwards",
  domain: 'relu and linear, d to 20,000 (random d to 3000)',
  full: 1000,
  small: 12,
  perCell: 125,
  sees: ['shift', 'weight'],
  examine: thirds,
};

export const distanceByGrid: Opinion = {
  id: 'distance-grid',
  oracle: 'distance of the law to a normal one',
  route: 'largest difference over a grid of 60 points a standard deviation',
  domain: 'relu and linear, d to 1000, L to 1000, normal laws near and far',
  full: 1000,
  small: 6,
  perCell: 50,
  sees: [],
  examine: distances,
};

export const widthByScan: Opinion = {
  id: 'width-scan',
  oracle: 'the least width that survives',
  route: 'scan of widths, each by the convolution (all widths up to 30, a dozen beyond)',
  domain: 'L to 10,000, floor from 1e-300, risk from 1e-12',
  full: 1000,
  small: 6,
  perCell: 40,
  sees: ['shift'],
  examine: widths,
};

export const deadByWholeNumbers: Opinion = {
  id: 'dead-decimals',
  oracle: 'probability of dead nets, of living ones, its logarithm',
  route: 'powers and binomial series, 60 digits',
  domain: 'd to 1e5, L to 1e4, up to three groups of layers',
  full: 500,
  small: 40,
  perCell: 500,
  sees: ['shift', 'bound'],
  examine: deaths,
};

export const atomByWholeNumbers: Opinion = {
  id: 'atom-whole-numbers',
  oracle: 'on which side of the atom of dead nets a quantile lies',
  route: 'whole numbers',
  domain: 'd to 24, L to 60, levels within a few units in the last place of P(dead)',
  full: 1100,
  small: 60,
  perCell: 550,
  sees: [],
  examine: atoms,
};
