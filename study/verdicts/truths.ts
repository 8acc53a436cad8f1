/** Values of quantities by formulas of docs/theory.md, worked out here anew: nothing of the checker's own laws and moments is used. */
import { digamma, lgamma, trigamma } from '../../theory/special/gamma.js';

export type Activation = 'relu' | 'linear' | 'leaky-relu(1/4)';

/** E phi'(z)^2 and E phi'(z)^4. */
export function slopes(activation: Activation): { p: number; q: number } {
  const slope = activation === 'relu' ? 0 : activation === 'linear' ? 1 : 1 / 4;
  return { p: (1 + slope ** 2) / 2, q: (1 + slope ** 4) / 2 };
}

/** E w^4/(E w^2)^2. */
export const kurtosis = { normal: 3, uniform: 9 / 5, rademacher: 1 } as const;

/** F2: E forwardNorm2^2 of a square net with gain g = d sigma^2, from a unit input of fourth moment w. */
export function secondMoment(
  { depth, width: d, gain, activation }: Net,
  kappa: number,
  sparse: boolean,
): number {
  const { p, q } = slopes(activation);
  const s = gain / d;
  let [u, w] = [1, sparse ? 1 : 1 / d];
  for (let l = 0; l < depth; l++) {
    w = d * q * s * s * (3 * u + (kappa - 3) * w);
    u = d * (d - 1) * (p * s) ** 2 * u + w;
  }
  return u;
}

export interface Net {
  readonly depth: number;
  readonly width: number;
  /** d sigma^2. */
  readonly gain: number;
  readonly activation: Activation;
}

/** P(N = n), n = 1..d, of the active units of a layer: N ~ Bin(d, 1/2) for relu, d for linear. */
export function activeUnits(activation: 'relu' | 'linear', d: number): { n: number; mass: number }[] {
  if (activation === 'linear') return [{ n: d, mass: 1 }];
  let choose = 1;
  return Array.from({ length: d }, (_, i) => {
    choose *= (d - i) / (i + 1);
    return { n: i + 1, mass: choose * 2 ** -d };
  });
}

interface NormalNet extends Net {
  readonly activation: 'relu' | 'linear';
}

export function aliveProbability({ activation, width, depth }: NormalNet): number {
  return activation === 'linear' ? 1 : (1 - 2 ** -width) ** depth;
}

/** F9: log E forwardNorm2^s over all nets, normal weights. */
export function logPowerMean({ depth, width, gain, activation }: NormalNet, s: number): number {
  const each = activeUnits(activation, width).reduce(
    (sum, { n, mass }) => sum + mass * Math.exp(lgamma(n / 2 + s) - lgamma(n / 2)),
    0,
  );
  return depth * (s * Math.log((2 * gain) / width) + Math.log(each));
}

/** F4: mean and variance of log forwardNorm2 given alive, normal weights. */
export function logMoments({ depth, width, gain, activation }: NormalNet): {
  mean: number;
  variance: number;
} {
  const units = activeUnits(activation, width);
  const total = units.reduce((sum, { mass }) => sum + mass, 0);
  const average = (of: (n: number) => number) =>
    units.reduce((sum, { n, mass }) => sum + (mass / total) * of(n), 0);
  const centre = average((n) => digamma(n / 2));
  return {
    mean: depth * (Math.log((2 * gain) / width) + centre),
    variance: depth * average((n) => trigamma(n / 2) + (digamma(n / 2) - centre) ** 2),
  };
}
