/** The backward vectors delta^l of a net: delta^L = D^L b', delta^l = D^l (W^(l+1))' delta^(l+1), D^l = diag phi'(z^l); in plain TypeScript. */
import { differentiate, logSquaredNorm, rescale, slopeOf } from './activation.js';
import type { ForwardRecord } from './forward-pass.js';
import { depthOf, family, type Network, widest } from './network.js';
import { readoutOf } from './readout.js';
import { tieKeeper } from './ties.js';
import type { Weights } from './weights.js';

/**
 * A function that writes log |delta^l|^2 into entry l, l = L..last, for the net whose way forward the record holds: -Infinity where it is 0.
 * Rounding: about 1e-16 sqrt(d) a layer, relative to the norm; for Rademacher weights zeros are exact (ties.ts).
 */
export function backwardPass(
  network: Network,
  seed: number,
  weights: Weights,
): (net: number, record: ForwardRecord, last: number, logDeltas: Float64Array) => void {
  const { widths } = network;
  const depth = depthOf(network);
  const size = widest(widths);
  const slope = slopeOf(network.activation);
  const ties = family(network.init) === 'rademacher' ? tieKeeper(size, slope) : undefined;
  const readout = readoutOf(network, seed);
  const wanted = slope === 0 ? new Uint8Array(size) : undefined;
  let delta = new Float64Array(size);
  let next = new Float64Array(size);

  return (net, record, last, logDeltas) => {
    logDeltas.fill(-Infinity, last);
    let bits = 0;
    let logScale = readout.logScale;
    readout.fill(net, delta);
    ties?.restart(delta, widths[depth]!);
    for (let layer = depth; ; layer--) {
      const width = widths[layer]!;
      const bent = record.bent[layer]!;
      differentiate(delta, width, slope, bent);
      const shift = rescale(delta, width);
      if (shift === undefined) return;
      bits += shift;
      logDeltas[layer] = logSquaredNorm(delta, width, bits) + logScale;
      if (layer === last) return;
      const below = record.bent[layer - 1]!;
      if (wanted) for (let j = 0; j < widths[layer - 1]!; j++) wanted[j] = 1 - below[j]!;
      const multiply = (from: Float64Array, to: Float64Array) =>
        weights.multiplyTransposed(net, layer, from, to, wanted);
      multiply(delta, next);
      ties?.mend(multiply, delta, width, bent, next, widths[layer - 1]!);
      logScale += weights.logScales[layer]!;
      [delta, next] = [next, delta];
    }
  };
}
