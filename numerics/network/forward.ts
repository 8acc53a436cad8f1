/** The forward pass of drawn nets: log forwardNorm2 = log(|a^L|^2/|x|^2), whatever its size. */
import { netsOf } from '../kernel/default.js';
import { checkNets, roomIn } from './check-nets.js';
import { checkNetwork, type Network } from './network.js';

/** log forwardNorm2 of one net of the seed; -Infinity if and only if it is dead (a^L = 0). See `forwardSamples`. */
export function forwardSample(network: Network, seed: number, net: number): number {
  const out = new Float64Array(1);
  forwardSamples(network, seed, net, 1, out);
  return out[0]!;
}

/**
 * Writes log forwardNorm2 of the nets firstNet..firstNet+count-1 of a seed into out[0..count). Each depends on (network, seed, net)
 * alone. Rounding: about 1e-16 sqrt(d) a layer, relative to the norm. Activations are rescaled by powers of two, so nothing
 * underflows; O(sum d_l d_(l-1)) operations, half of it for relu; no allocation for each net.
 * @param seed, firstNet whole numbers in 0..2^53-1.
 * @throws RangeError if they are not, or `out` is too short.
 */
export function forwardSamples(
  network: Network,
  seed: number,
  firstNet: number,
  count: number,
  out: Float64Array,
): void {
  checkNetwork(network);
  checkNets(firstNet, count, roomIn(out));
  netsOf(network, seed).forwardSamples(firstNet, count, out);
}
