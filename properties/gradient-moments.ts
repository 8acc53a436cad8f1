/** Moments of the squared norms of gradients, of a layer's and of all together (the trace of the loss's Hessian, H2). */
import { backwardChain, forwardChain } from '../numerics/moments/chain.js';
import { highestOrder, logMomentBound } from '../numerics/moments/moment-bound.js';
import { logMean } from '../numerics/moments/moments.js';
import { depthOf, type Network } from '../numerics/network/network.js';

export interface Moments {
  /** log E X. */
  readonly logMean: number;
  /** An upper bound for log E X^r, r = 1, 2, ..., highestOrder. */
  logMomentBound(r: number): number;
  readonly highestOrder: number;
}

/** Of gradientNorm2[layer], named as it is asked for. */
export function gradientMoments(
  name: string,
  network: Network,
  layer: number,
): Moments | { readonly reason: string } {
  if (network.init.name === 'rademacher' && network.activation.kind !== 'linear') {
    return {
      reason: `The moments of ${name} are known where ties z = 0 have probability 0, which Rademacher weights grant in linear nets alone; ask for a median, a quantile or a probability.`,
    };
  }
  const backward = backwardChain(network, layer);
  if (backward === undefined) {
    return {
      reason: `The moments of ${name} are known for a random readout (or a linear net) alone; ask for a median, a quantile or a probability.`,
    };
  }
  // Forward and backward part are independent (G1).
  const forward = forwardChain(network, layer - 1);
  return {
    logMean: logMean(forward) + logMean(backward),
    logMomentBound: (r) => logMomentBound(forward, r) + logMomentBound(backward, r),
    highestOrder,
  };
}

/** The moments of each layer's gradient take O(L) operations: a tenth of a second or so in all. */
const maxDepth = 500;

/**
 * Of trace = sum over l of gradientNorm2[l]. The mean is the sum of theirs; by Minkowski's inequality (E trace^r)^(1/r) is at most the sum of their
 * (E gradientNorm2[l]^r)^(1/r). O(L^2) operations: not for nets of more than 500 layers.
 */
export function traceMoments(network: Network): Moments | { readonly reason: string } {
  const depth = depthOf(network);
  if (depth > maxDepth) {
    return {
      reason: `The moments of trace are worked out for nets of up to ${maxDepth} layers; ask for a median, a quantile or a probability.`,
    };
  }
  const layers: Moments[] = [];
  for (let l = 1; l <= depth; l++) {
    const moments = gradientMoments('trace', network, l);
    if ('reason' in moments) return moments;
    layers.push(moments);
  }
  return {
    logMean: logOfSum(layers.map((each) => each.logMean)),
    logMomentBound(r) {
      const logs = layers.map((each) => each.logMomentBound(r) / r);
      const log = logOfSum(logs);
      // Each term loses some ulp of its logarithm, the sum one for each term.
      return r * (log + 2 ** -51 * (depth + 10 + Math.max(...logs.map(Math.abs))));
    },
    highestOrder,
  };
}

/** log of the sum of numbers given by their logarithms. */
function logOfSum(logs: readonly number[]): number {
  const most = Math.max(...logs);
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0));
}
