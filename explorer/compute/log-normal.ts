/** The log-normal law that log forwardNorm2 comes close to in wide nets: its moments to leading order in 1/d (theory F1, F5, U2). */
import { type Activation, depthOf, type Network, varianceRatio } from '../../numerics/network/network.js';
import { equalFrom } from '../shape.js';

const slopeOf = (activation: Activation) =>
  activation.kind === 'leaky-relu' ? activation.slope : activation.kind === 'relu' ? 0 : 1;

/** p = E phi'(z)^2. */
export const passOf = (activation: Activation) => (1 + slopeOf(activation) ** 2) / 2;

/** c: the variance is c times the sum of 1/d_l over the layers, and the mean lies c/2 times that below the logarithm of the norm's mean. */
export function decayOf(activation: Activation): number {
  const square = slopeOf(activation) ** 2;
  return (5 * square * square - 2 * square + 5) / (1 + square) ** 2;
}

/** log E forwardNorm2 = sum over the layers of log(p d_l sigma_l^2). */
export function logMeanOf(network: Network): number {
  const { widths, activation } = network;
  const pass = passOf(activation);
  let sum = 0;
  for (let l = 1; l <= depthOf(network); ) {
    const count = equalFrom(widths, l);
    const [numerator, denominator] = varianceRatio(network, l);
    // In this order it is exactly 1 where the mean is kept.
    sum += count * Math.log((pass * widths[l]! * numerator) / denominator);
    l += count;
  }
  return sum;
}
