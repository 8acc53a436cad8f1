/** Tails and quantiles of the exact law against convolutions on a grid (convolution.ts). */
import { ProductLaw } from '../../numerics/law/index.js';
import { type GridTail, gridTail, type Question } from './convolution.js';
import type { Shape } from './one-layer.js';
import { type Comparison, compare, extremeOr, type Injection, type Known, type Opinion } from './opinion.js';
import type { Random } from './random.js';

type Case = Omit<Question, 'wrongWeight'>;

const extremes: readonly Case[] = (
  [
    ['relu', 1, 1],
    ['relu', 1, 10_000],
    ['relu', 2, 50],
    ['relu', 8, 400],
    ['relu', 16, 1],
    ['relu', 50, 2500],
    ['relu', 100_000, 1],
    ['relu', 100_000, 10_000],
    ['linear', 1, 1],
    ['linear', 1, 10_000],
    ['linear', 2, 100],
    ['linear', 100_000, 1],
    ['linear', 100_000, 10_000],
  ] as const
).flatMap(([activation, width, depth]) =>
  (
    [
      ['lower', 0],
      ['upper', 0],
      ['lower', 7],
      ['upper', 7],
      ['upper', 25],
    ] as const
  ).map(([side, reach]) => ({
    shape: { activation, width },
    depth,
    side,
    reach,
    phase: 0.5,
    aside: 0.5,
  })),
);

function randomCase(random: Random): Case {
  return {
    shape: {
      activation: random.pick(['relu', 'relu', 'linear'] as const),
      width: random.logInteger(1, random.pick([30, 1000, 20_000])),
    },
    depth: random.logInteger(1, 10_000),
    side: random.pick(['lower', 'upper'] as const),
    reach: random.pick([0, random.between(0, 4), random.between(0, 8), random.between(8, 25)]),
    phase: random.uniform(),
    // Beyond the tilt's own reach the grid still has the tail, with fewer digits.
    aside: random.pick([random.uniform(), random.between(-0.5, 1.5)]),
  };
}

export function lawOf({ activation, width }: Shape, depth: number): ProductLaw {
  return new ProductLaw([{ width, gain: activation === 'relu' ? 2 : 1, activation, count: depth }]);
}

/** From S of layers chi^2/centre to that of the nets' layers, and by how much rounding may have moved it. */
export function placed(
  { x, centre }: Pick<GridTail, 'x' | 'centre'>,
  { activation, width }: Shape,
  depth: number,
): { readonly x: number; readonly moved: number } {
  const shift = depth * Math.log((centre * (activation === 'relu' ? 2 : 1)) / width);
  return { x: x + shift, moved: 2 ** -52 * (2 * Math.abs(x) + 2 * Math.abs(shift)) };
}

function* tails(
  random: Random,
  from: number,
  count: number,
  { fault, oracle }: Injection,
): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const asked = extremeOr(i, extremes, () => randomCase(random));
    const { shape, depth, side } = asked;
    const grid = gridTail({ ...asked, wrongWeight: fault === 'weight' });
    const { x, moved } = placed(grid, shape, depth);
    const law = lawOf(shape, depth);
    const log = side === 'upper' ? law.logSurvival(x) : law.logCdf(x);
    const other: Known = { value: grid.log.value, error: grid.log.error + grid.hazard * moved };
    // The error of a logarithm is the relative error of the probability.
    yield compare(`${name(asked)}, x = ${x}`, oracle(log), other, 1);
  }
}

function* quantiles(
  random: Random,
  from: number,
  count: number,
  { fault, oracle }: Injection,
): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const asked = extremeOr(i, extremes, () => randomCase(random));
    const { shape, depth, side } = asked;
    const grid = gridTail({ ...asked, wrongWeight: fault === 'weight' });
    const { x, moved } = placed(grid, shape, depth);
    const tail = Math.exp(Number(grid.log.value));
    // Levels within 1e-13 of 1 are no doubles worth asking for.
    const level = side === 'lower' ? tail : 1 - tail;
    if (!(level > 1e-300 && 1 - level > 1e-13)) continue;
    const rounding = side === 'lower' ? 2 ** -52 : 2 ** -53 / tail + 2 ** -52;
    const logTail = grid.log.error + rounding + 2 ** -52 * Math.abs(Number(grid.log.value));
    const error = moved + (1.1 * logTail) / grid.hazard;
    const spread = Math.max(1, Math.abs(x));
    yield compare(
      `${name(asked)}, level ${level}`,
      oracle(lawOf(shape, depth).quantile(level)),
      { value: x, error },
      spread,
    );
  }
}

function name({ shape: { activation, width }, depth, side }: Case): string {
  return `${activation}, d = ${width}, L = ${depth}, ${side} tail`;
}

const domain =
  'relu and linear, d and L to the limits 1e5 and 1e4 (random d to 20,000), body and both tails, in the upper one down to e^-300';

export const tailsByConvolution: Opinion = {
  id: 'tails-convolution',
  oracle: 'log of the distribution function and of its complement',
  route: 'tilted convolution of densities on a grid',
  domain,
  full: 1000,
  small: 16,
  perCell: 50,
  sees: ['shift', 'weight'],
  examine: tails,
};

export const quantilesByConvolution: Opinion = {
  id: 'quantiles-convolution',
  oracle: 'quantiles given alive',
  route: 'the same convolution, asked at its own level',
  domain: `${domain}; levels from 1e-300 to 1 - 1e-13`,
  full: 1400,
  small: 16,
  perCell: 50,
  sees: ['shift', 'weight'],
  examine: quantiles,
};
