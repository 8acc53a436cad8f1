/** Mean and second moment of the squared norm at the end of a chain, for every init: logs in doubles, at any depth. */
import type { Activation } from '../network/network.js';
import type { MomentChain } from './chain.js';
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
 * log E |a|^2 = sum over layers of log(p d_l sigma_l^2): for every symmetric init (He et al. 2015), ties or not, and for
 * orthogonal ones. Rounding: at most (depth + 4) ulp of the sum of the terms' absolute values.
 */
export function logMean({ layers, activation }: MomentChain): number {
  const { logScale, positive, negative } = squaredSlopes(activation);
  const p = (positive + negative) / 2;
  return layers.reduce((sum, { fanOut, variance }) => sum + Math.log(p * fanOut * variance) + logScale, 0);
}

const doubles: Arithmetic<number> = {
  of: (x) => x,
  add: (a, b) => a + b,
  multiply: (a, b) => a * b,
};

/**
 * log E |a|^4 by the exact recursion (secondMomentStep), from u = 1 and w = startRatio. Rounding: at most (depth + 4) ulp of the sum
 * of the terms' absolute values, and 40 ulp of 1 for each layer.
 */
export function logSecondMoment({ layers, activation, startRatio }: MomentChain): number {
  const { logScale, positive, negative } = squaredSlopes(activation);
  const p = (positive + negative) / 2;
  const q = (positive ** 2 + negative ** 2) / 2;
  let moments: FourthMoments<number> = { u: 1, w: startRatio };
  let log = 0;
  for (const { fanIn, fanOut, variance, family } of layers) {
    const [numerator, denominator] = evenMoment(family === 'orthogonal' ? 'normal' : family, 2);
    const kurtosis = numerator / denominator;
    const order = Math.max(fanOut, fanIn);
    const shrink = family === 'orthogonal' ? order / (order + 2) : 1;
    const { u, w } = secondMomentStep(doubles, moments, { width: fanOut, p, q, kurtosis, shrink });
    log += Math.log(u) + 2 * (Math.log(variance) + logScale);
    moments = { u: 1, w: w / u };
  }
  return log;
}
