/** Mean and second moment of forwardNorm2, for every init: logs in doubles, at any depth. */
import { type Activation, depthOf, family, type Network, weightVariance } from '../network/network.js';
import { evenMoment } from './entries.js';
import { type Arithmetic, type FourthMoments, secondMomentStep } from './second-moment-step.js';

/**
 * phi(z)^2 = scale c z^2 with c = `positive` for z > 0 and `negative` for z < 0, the larger of them 1; so that
 * E phi(z)^(2k) = scale^k (positive^k + negative^k)/2 E z^(2k) without overflow.
 */
export interface SquaredSlopes {
  readonly logScale: number;
  readonly positive: number;
  readonly negative: number;
}

export function squaredSlopes(activation: Activation): SquaredSlopes {
  switch (activation.kind) {
    case 'relu':
      return { logScale: 0, positive: 1, negative: 0 };
    case 'linear':
      return { logScale: 0, positive: 1, negative: 1 };
    case 'leaky-relu': {
      const square = activation.slope ** 2;
      if (square <= 1) return { logScale: 0, positive: 1, negative: square };
      return { logScale: Math.log(square), positive: 1 / square, negative: 1 };
    }
  }
}

/**
 * log E forwardNorm2 = sum over layers of log(p d_l sigma_l^2): for every symmetric init (He et al. 2015), ties or not, and for
 * orthogonal ones. Rounding: at most (depth + 4) ulp of the sum of the terms' absolute values.
 */
export function logMean(network: Network): number {
  const { logScale, positive, negative } = squaredSlopes(network.activation);
  const p = (positive + negative) / 2;
  let sum = 0;
  for (let layer = 1; layer <= depthOf(network); layer++) {
    sum += Math.log(p * network.widths[layer]! * weightVariance(network, layer)) + logScale;
  }
  return sum;
}

const doubles: Arithmetic<number> = {
  of: (x) => x,
  add: (a, b) => a + b,
  multiply: (a, b) => a * b,
};

/**
 * log E forwardNorm2^2 by the exact recursion (secondMomentStep), from u = |x|_2^4 = 1, w = |x|_4^4. Rounding: at most
 * (depth + 4) ulp of the sum of the terms' absolute values, and 40 ulp of 1 for each layer.
 */
export function logSecondMoment(network: Network): number {
  const { widths, activation, init, input } = network;
  const { logScale, positive, negative } = squaredSlopes(activation);
  const p = (positive + negative) / 2;
  const q = (positive ** 2 + negative ** 2) / 2;
  const kind = family(init);
  const [numerator, denominator] = evenMoment(kind === 'orthogonal' ? 'normal' : kind, 2);
  const kurtosis = numerator / denominator;
  let moments: FourthMoments<number> = { u: 1, w: input === 'dense' ? 1 / widths[0]! : 1 };
  let log = 0;
  for (let layer = 1; layer <= depthOf(network); layer++) {
    const width = widths[layer]!;
    const order = Math.max(width, widths[layer - 1]!);
    const shrink = kind === 'orthogonal' ? order / (order + 2) : 1;
    const { u, w } = secondMomentStep(doubles, moments, { width, p, q, kurtosis, shrink });
    log += Math.log(u) + 2 * (Math.log(weightVariance(network, layer)) + logScale);
    moments = { u: 1, w: w / u };
  }
  return log;
}
