/**
 * The backward pass of drawn nets: gradientNorm2[l] = |dF/dW^l|_F^2/|x|^2 = |delta^l|^2 |a^(l-1)|^2/|x|^2, with delta^L = D^L b',
 * delta^l = D^l (W^(l+1))' delta^(l+1), D^l = diag phi'(z^l) (backward.ts). No gradient is formed: its matrix has rank one.
 */
import { logSquaredNorm } from './activation.js';
import { deltas } from './backward.js';
import { checkNets, emptyRecord, type ForwardRecord, forwardPass } from './forward.js';
import { depthOf, type Network } from './network.js';
import type { Weights } from './weights.js';
import { weightsOf } from './weights-of.js';

/** log gradientNorm2[l] of one net of the seed at entry l, l = 1..L (entry 0 is NaN); -Infinity where the gradient is 0. */
export function gradientNorms(network: Network, seed: number, net: number): Float64Array {
  const out = new Float64Array(depthOf(network) + 1);
  gradientPass(network, seed)(net, out);
  return out;
}

/** A function that writes what `gradientNorms` gives of one net of the seed, and returns whether a^L != 0; no allocation for each net. */
export function gradientPass(network: Network, seed: number): (net: number, out: Float64Array) => boolean {
  const record = emptyRecord(network);
  const weights = weightsOf(network, seed);
  const forward = forwardPass(network, weights, record);
  const backward = logDeltaNorms(network, seed, weights, record, 1);
  return (net, out) => {
    const isAlive = forward(net) !== -Infinity;
    backward(net, out);
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
  const depth = depthOf(network);
  if (!(Number.isInteger(layer) && layer >= 1 && layer <= depth)) {
    throw new RangeError(`The layer must be a whole number from 1 to ${depth}, not ${layer}.`);
  }
  checkNets(firstNet, count, Math.min(out.length, alive.length));
  const record = emptyRecord(network);
  const weights = weightsOf(network, seed);
  const forward = forwardPass(network, weights, record);
  const backward = logDeltaNorms(network, seed, weights, record, layer);
  const logDeltas = new Float64Array(depth + 1);
  for (let i = 0; i < count; i++) {
    alive[i] = forward(firstNet + i) === -Infinity ? 0 : 1;
    const logNorm = record.logNorms[layer - 1]!;
    if (logNorm === -Infinity) {
      out[i] = -Infinity;
      continue;
    }
    backward(firstNet + i, logDeltas);
    out[i] = logNorm + logDeltas[layer]!;
  }
}

/** A function that writes log |delta^l|^2 into entry l for l = L..last, for the net whose way forward the record holds. */
function logDeltaNorms(
  network: Network,
  seed: number,
  weights: Weights,
  record: ForwardRecord,
  last: number,
): (net: number, logDeltas: Float64Array) => void {
  const backward = deltas(network, seed, weights, record, last);
  return (net, logDeltas) => {
    logDeltas.fill(-Infinity, last);
    backward(net, (layer, delta, logScale) => {
      logDeltas[layer] = logSquaredNorm(delta, network.widths[layer]!, 0) + logScale;
    });
  };
}
