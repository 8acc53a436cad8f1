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

/** Equal layers in a row. */
export interface Layers {
  readonly width: number;
  /** sigma^2. */
  readonly variance: number;
  readonly count: number;
}

export interface Net<A extends Activation = Activation> {
  readonly inputWidth: number;
  readonly layers: readonly Layers[];
  readonly activation: A;
}

/** `depth` layers as wide as the input, of gain g = d sigma^2. */
export function squareNet<A extends Activation>(
  depth: number,
  width: number,
  gain: number,
  activation: A,
): Net<A> {
  return { inputWidth: width, layers: [{ width, variance: gain / width, count: depth }], activation };
}

/** Sum over all layers. */
function total({ layers }: Net, of: (layer: Layers) => number): number {
  return layers.reduce((sum, layer) => sum + layer.count * of(layer), 0);
}

/** F1, U1: log E forwardNorm2. */
export function logMeanNorm(net: Net): number {
  const { p } = slopes(net.activation);
  return total(net, ({ width, variance }) => Math.log(p * width * variance));
}

/** F2: E forwardNorm2^2 from a unit input whose entries are all equal, or that is the first unit vector. */
export function secondMoment(
  { inputWidth, layers, activation }: Net,
  kappa: number,
  sparse: boolean,
): number {
  const { p, q } = slopes(activation);
  let [u, w] = [1, sparse ? 1 : 1 / inputWidth];
  for (const { width: d, variance: s, count } of layers) {
    for (let l = 0; l < count; l++) {
      w = d * q * s * s * (3 * u + (kappa - 3) * w);
      u = d * (d - 1) * (p * s) ** 2 * u + w;
    }
  }
  return u;
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

type NormalNet = Net<'relu' | 'linear'>;

export function aliveProbability(net: NormalNet): number {
  return net.activation === 'linear' ? 1 : Math.exp(total(net, ({ width }) => Math.log1p(-(2 ** -width))));
}

/** F9: log E forwardNorm2^s over all nets, normal weights. */
export function logPowerMean(net: NormalNet, s: number): number {
  return total(net, ({ width, variance }) => {
    const each = activeUnits(net.activation, width).reduce(
      (sum, { n, mass }) => sum + mass * Math.exp(lgamma(n / 2 + s) - lgamma(n / 2)),
      0,
    );
    return s * Math.log(2 * variance) + Math.log(each);
  });
}

/** F4: mean and variance of log forwardNorm2 given alive, normal weights. */
export function logMoments(net: NormalNet): { mean: number; variance: number } {
  return {
    mean: total(
      net,
      ({ width, variance }) => Math.log(2 * variance) + layerMoments(net.activation, width).mean,
    ),
    variance: total(net, ({ width }) => layerMoments(net.activation, width).variance),
  };
}

/** Of log(chi^2_N/2), N > 0. */
function layerMoments(activation: 'relu' | 'linear', width: number): { mean: number; variance: number } {
  const units = activeUnits(activation, width);
  const alive = units.reduce((sum, { mass }) => sum + mass, 0);
  const average = (of: (n: number) => number) =>
    units.reduce((sum, { n, mass }) => sum + (mass / alive) * of(n), 0);
  const mean = average((n) => digamma(n / 2));
  return { mean, variance: average((n) => trigamma(n / 2) + (digamma(n / 2) - mean) ** 2) };
}
