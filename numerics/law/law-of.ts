import { depthOf, family, type Network, varianceRatio } from '../network/network.js';
import { type LayerGroup, ProductLaw } from './product-law.js';

/**
 * The exact law of log forwardNorm2, given alive, of nets with normal weights and relu or linear layers (theory F3).
 * @throws RangeError for any other init or activation.
 */
export function exactLawOf(network: Network): ProductLaw {
  const { widths, activation, init } = network;
  if (family(init) !== 'normal' || activation.kind === 'leaky-relu') {
    const what = activation.kind === 'leaky-relu' ? 'activation leaky-relu' : `init ${init.name}`;
    throw new RangeError(
      `There is no exact law for ${what}: it takes normal weights (he-normal, xavier-normal, lecun-normal, normal(gain)) and relu or linear; draw nets with simulate instead.`,
    );
  }
  const groups: LayerGroup[] = [];
  // A gain that is a rounded quotient is off by at most 2^-52 of itself, and so is its logarithm.
  let rounding = 0;
  for (let layer = 1; layer <= depthOf(network); layer++) {
    const width = widths[layer]!;
    const [numerator, denominator] = varianceRatio(network, layer);
    const gain = denominator === width ? numerator : (width * numerator) / denominator;
    if (!Number.isInteger(gain)) rounding += denominator === width ? 0 : 2 ** -52;
    const last = groups.at(-1);
    if (last?.width === width && last.gain === gain)
      groups[groups.length - 1] = { ...last, count: last.count + 1 };
    else groups.push({ width, gain, activation: activation.kind, count: 1 });
  }
  return new ProductLaw(groups, { value: 0, error: rounding });
}
