/** From a net to the exact law of its forward norm (theory F3). */
import { checkNetwork, depthOf, type Network, varianceRatio } from '../network/network.js';
import { type Enclosed, exactly, plus, roundoff } from './enclosed.js';
import type { LayerGroup } from './layer-group.js';
import { ProductLaw } from './product-law.js';

/** Which law of the net is meant. */
export interface LawOptions {
  /** The net's layers are repeated so many times; default 1. A deep square net is one layer repeated. */
  readonly repeat?: number;
  /** The law of gradientNorm2[layer] in place of forwardNorm2's, for a random normal readout (G2). */
  readonly gradientLayer?: number;
}

/**
 * The law of log forwardNorm2, or of log gradientNorm2[l], given alive, for normal weights of the net's variances, whatever the family
 * it draws from. @throws RangeError for leaky relu of a slope too near 0 for its widths (or as far above 1).
 */
export function exactLawOf(network: Network, { repeat = 1, gradientLayer }: LawOptions = {}): ProductLaw {
  checkNetwork(network);
  const { kind: activation } = network.activation;
  const slope = network.activation.kind === 'leaky-relu' ? { slope: network.activation.slope } : {};
  const groups = new Map<string, LayerGroup>();
  let inexact = 0;
  const depth = depthOf(network);
  for (let layer = 1; layer <= depth; ) {
    const count = equalFrom(network.widths, layer);
    const width = network.widths[layer]!;
    const [numerator, denominator] = varianceRatio(network, layer);
    const { gain, exact } = gainOf(width, numerator, denominator);
    if (!exact) inexact += count * repeat;
    const key = `${width} ${gain}`;
    const known = groups.get(key)?.count ?? 0;
    groups.set(key, { width, gain, activation, ...slope, count: known + count * repeat });
    layer += count;
  }
  const offset = gradientLayer === undefined ? exactly(0) : gradientOffset(network, gradientLayer);
  return new ProductLaw([...groups.values()], plus(offset, { value: 0, error: 3 * roundoff * inexact }));
}

/** log(sigma_b^2/sigma_l^2): the backward pass goes through the readout in place of W^l. */
function gradientOffset(network: Network, layer: number): Enclosed {
  const [numerator, denominator] = varianceRatio(network, layer);
  // The ratio itself may leave the range of doubles.
  const logs = [network.readoutGain, denominator, 1 / network.widths.at(-1)!, 1 / numerator].map(Math.log);
  const value = logs.reduce((sum, log) => sum + log, 0);
  const size = logs.reduce((sum, log) => sum + Math.abs(log) + 1, 0);
  return { value, error: 8 * roundoff * size };
}

/** How many layers from this one on have its fan-in and fan-out: all of a square net, in one go. */
function equalFrom(widths: readonly number[], layer: number): number {
  const [fanIn, fanOut] = [widths[layer - 1], widths[layer]];
  if (fanIn !== fanOut) return 1;
  let next = layer + 1;
  while (next < widths.length && widths[next] === fanOut) next++;
  return next - layer;
}

/** width times numerator/denominator, and whether it is exactly that. */
function gainOf(width: number, numerator: number, denominator: number): { gain: number; exact: boolean } {
  if (width === denominator) return { gain: numerator, exact: true };
  const product = width * numerator;
  return { gain: product / denominator, exact: Number.isSafeInteger(product) && product % denominator === 0 };
}
