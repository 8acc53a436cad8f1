/** Haar-distributed orthogonal weight matrices, times scale_l = sqrt(gain). */
import { portableLog } from '../random/portable.js';
import { type WeightSource, weightSource } from '../random/source.js';
import { depthOf, type Network, orthogonalGain, widest } from './network.js';
import type { Weights } from './weights.js';

/**
 * W^l/sqrt(gain) is the upper left d_l x d_(l-1) corner of a Haar-distributed orthogonal n x n matrix Q_n, n = max(d_(l-1), d_l): its
 * rows are orthonormal if d_l <= d_(l-1), else its columns.
 *
 * Q_n is never formed (Stewart 1980; Diaconis & Shahshahani 1987): with u uniform on the unit sphere, R_u an orthogonal map that
 * takes e_1 to u, and Q_(n-1) independent of u, Q_n = R_u diag(1, Q_(n-1)) is Haar again. Taking R_u as a reflection up to sign,
 * Q_n b costs n^2/2 draws and O(n^2) operations. The u of length n - j is the stream (seed, net, l, j), normalised.
 */
export function orthogonalWeights(network: Network, seed: number): Weights {
  const source = weightSource(seed, 'normal');
  const { widths } = network;
  const size = widest(widths);
  const vector = new Float64Array(size);
  const direction = new Float64Array(size);
  const logScales = new Float64Array(depthOf(network) + 1).fill(portableLog(orthogonalGain(network.init)), 1);
  const weights: Weights = {
    logScales,
    columns(net, layer, units, count, out) {
      const unit = new Float64Array(size);
      for (let p = 0; p < count; p++) {
        unit[units[p]!] = 1;
        weights.multiply(net, layer, unit, out.subarray(p * widths[layer]!));
        unit[units[p]!] = 0;
      }
    },
    multiply(net, layer, input, output) {
      const fanIn = widths[layer - 1]!;
      const fanOut = widths[layer]!;
      const n = Math.max(fanIn, fanOut);
      for (let i = 0; i < n; i++) vector[i] = i < fanIn ? input[i]! : 0;
      let last = fanIn - 1;
      while (last >= 0 && vector[last] === 0) last -= 1;
      // From the inside out; maps that act on zeros alone are left out.
      for (let j = last; j >= 0; j--) rotate(source, net, layer, j, vector, n, direction);
      for (let i = 0; i < fanOut; i++) output[i] = vector[i]!;
    },
    multiplyTransposed(net, layer, input, output) {
      const fanIn = widths[layer - 1]!;
      const fanOut = widths[layer]!;
      const n = Math.max(fanIn, fanOut);
      for (let i = 0; i < n; i++) vector[i] = i < fanOut ? input[i]! : 0;
      // The maps are symmetric, so the transpose applies them from the outside in; those beyond fanIn act on what is cut off.
      for (let j = 0; j < fanIn; j++) rotate(source, net, layer, j, vector, n, direction);
      for (let j = 0; j < fanIn; j++) output[j] = vector[j]!;
    },
  };
  return weights;
}

/**
 * Applies R_u to vector[from..n): with s the sign of u_1 (1 if 0) and v = e_1 + s u, R_u = -s (I - v v'/(1 + |u_1|)). It takes
 * e_1 to u, and 1 + |u_1| = |v|^2/2 never cancels.
 */
function rotate(
  source: WeightSource,
  net: number,
  layer: number,
  from: number,
  vector: Float64Array,
  n: number,
  direction: Float64Array,
): void {
  const length = n - from;
  source.column(net, layer, from, direction, length);
  let norm2 = 0;
  let product = 0;
  for (let i = 0; i < length; i++) {
    norm2 += direction[i]! * direction[i]!;
    product += direction[i]! * vector[from + i]!;
  }
  const norm = Math.sqrt(norm2);
  const sign = direction[0]! < 0 ? -1 : 1;
  const first = vector[from]!;
  // v'b / (1 + |u_1|), with u = direction/norm.
  const share = (first + (sign * product) / norm) / (1 + Math.abs(direction[0]!) / norm);
  const alongU = share / norm;
  for (let i = 0; i < length; i++) vector[from + i] = alongU * direction[i]! - sign * vector[from + i]!;
  vector[from]! += sign * share;
}
