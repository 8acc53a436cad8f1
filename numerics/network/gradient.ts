/**
 * The backward pass of drawn nets: gradientNorm2[l] = |dF/dW^l|_F^2/|x|^2 = |delta^l|^2 |a^(l-1)|^2/|x|^2, with delta^L = D^L b',
 * delta^l = D^l (W^(l+1))' delta^(l+1), D^l = diag phi'(z^l) (backward.ts). No gradient is formed: its matrix has rank one.
 */
import { netsOf } from '../kernel/default.js';
import { checkNets, roomIn } from './check-nets.js';
import { emptyRecord } from './forward-pass.js';
import { checkNetwork, depthOf, type Network } from './network.js';

/** log gradientNorm2[l] of one net of the seed at entry l, l = 1..L (entry 0 is NaN); -Infinity where the gradient is 0. */
export function gradientNorms(network: Network, seed: number, net: number): Float64Array {
  const out = new Float64Array(depthOf(network) + 1);
  gradientPass(network, seed)(net, out);
  return out;
}

/** A function that writes what `gradientNorms` gives of one net of the seed, and returns whether a^L != 0; no allocation for each net. */
export function gradientPass(
  network: Network,
  seed: number,
  nets = netsOf(network, seed),
): (net: number, out: Float64Array) => boolean {
  const record = emptyRecord(network);
  return (net, out) => {
    const isAlive = nets.forward(net, record) !== -Infinity;
    nets.backward(net, record, 1, out);
    out[0] = Number.NaN;
    for (let l = 1; l < out.length; l++) out[l]! += record.logNorms[l - 1]!;
    return isAlive;
  };
}

/**
 * Writes log gradientNorm2[layer] of the nets firstNet..firstNet+count-1 of a seed into out[0..count), and into alive[0..count)
 * whether a^L != 0. Each net depends on (network, seed, net) alone, the same nets as those of `forwardSamples`. Twice the cost of a forward
 * pass at most.
 * @throws RangeError unless 1 <= layer <= L, seed and nets are whole numbers in 0..2^53-1, and there is room.
 */
export function gradientSamples(
  network: Network,
  layer: number,
  seed: number,
  firstNet: number,
  count: number,
  out: Float64Array,
  alive: Uint8Array,
): void {
  checkNetwork(network);
  const depth = depthOf(network);
  if (!(Number.isInteger(layer) && layer >= 1 && layer <= depth)) {
    throw new RangeError(`The layer must be a whole number from 1 to ${depth}, not ${layer}.`);
  }
  checkNets(firstNet, count, roomIn(out, alive));
  netsOf(network, seed).gradientSamples(layer, firstNet, count, out, alive);
}
