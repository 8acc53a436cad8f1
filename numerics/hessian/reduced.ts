/**
 * The Hessian on the few directions on which it is not 0. Its rows of layer k are spanned by the directions e_i x a^(k-1) (where blocks above
 * hit W^k) and delta^k x e_n (where blocks below do): d_k + d_(k-1) - 1 of them instead of d_k d_(k-1), so in an orthonormal basis it
 * is a matrix of order sum_k (d_k + d_(k-1) - 1), with the same eigenvalues but for zeros. With â = a/|a| and f_n, n = 1..d_(k-1)-1, an
 * orthonormal basis of the complement of a^(k-1), the basis is p_(k,i) = e_i x â and s_(k,n) = delta^k/|delta^k| x f_n. For k < l and M as in
 * dense.ts:
 *   p_(k,i)' H p_(l,m) = |a^(k-1)| delta^l_m (M' â^(l-1))_i,  p_(k,i)' H s_(l,n) = |a^(k-1)| |delta^l| (M' f_n)_i,
 * and s_(k,.)' H = 0 towards layers above. The gradient's coordinates are |a^(k-1)| delta^k_i on p_(k,i), 0 on s. Ours; it follows from the
 * rank one of dF/dW^k.
 */
import type { Network } from '../network/network.js';
import type { Derivatives } from './dense.js';
import { type DrawnNet, drawnNet, parameterCount } from './drawn-net.js';
import { settle, shift } from './scaled.js';
import { transfersFrom } from './transfer.js';

/** Beyond, the matrix takes more than 72 MB, and its eigenvalues more than some seconds. */
export const maxReducedOrder = 3000;

/** Derivatives in the reduced basis; `zeros` further eigenvalues are 0. */
export interface ReducedDerivatives extends Derivatives {
  readonly zeros: number;
}

/**
 * F, gradient and Hessian of net number `net` of a seed in the reduced basis, dead units left out: for `lossDerivatives` and `eigenvaluesOf`.
 * Exact but for rounding: about 1e-16 L d relative to the norm. O(L^2 d^3) operations.
 * @throws RangeError if the reduced order exceeds 3,000, or unless seed and net are whole numbers in 0..2^53-1.
 */
export function reducedDerivatives(network: Network, seed: number, net: number): ReducedDerivatives {
  const drawn = drawnNet(network, seed, net);
  const depth = drawn.widths.length - 1;
  const frames = [undefined, ...drawn.widths.slice(1).map((_, index) => frameOf(drawn, index + 1))];
  let order = 0;
  const starts = [0];
  for (let k = 1; k <= depth; k++) {
    starts.push(order);
    order += frames[k]!.units.length + frames[k]!.across.length;
  }
  if (order > maxReducedOrder) {
    throw new RangeError(
      `All eigenvalues are computed up to order ${maxReducedOrder} of the reduced Hessian; this net has ${order}. hessianExtremes finds the largest and the smallest.`,
    );
  }
  const gradient = new Float64Array(order);
  const bitsOf = (k: number) => drawn.deltas[k]!.bits + drawn.activations[k - 1]!.bits;
  let gradientBits = -Infinity;
  for (let k = 1; k <= depth; k++) gradientBits = Math.max(gradientBits, bitsOf(k));
  for (let k = 1; k <= depth; k++) {
    const { units, norm } = frames[k]!;
    units.forEach((unit, i) => {
      const value = norm * drawn.deltas[k]!.values[unit]!;
      gradient[starts[k]! + i] = shift(value, bitsOf(k) - gradientBits);
    });
  }

  const blocks: { k: number; l: number; values: Float64Array; bits: number }[] = [];
  for (let k = 1; k < depth; k++) {
    const { units, norm } = frames[k]!;
    for (const { layer, values: m, bits } of transfersFrom(drawn, k)) {
      const delta = drawn.deltas[layer]!;
      const sum = bits + delta.bits + drawn.activations[k - 1]!.bits;
      blocks.push({
        k,
        l: layer,
        values: blockOf(m, drawn.widths[k]!, units, norm, frames[layer]!, delta.values),
        bits: sum,
      });
    }
  }
  const hessianBits = blocks.reduce((most, { bits }) => Math.max(most, bits), -Infinity);
  const hessian = new Float64Array(order ** 2);
  for (const { k, l, values, bits } of blocks) {
    const rows = frames[k]!.units.length;
    const columns = frames[l]!.units.length + frames[l]!.across.length;
    for (let i = 0, at = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++, at++) {
        const value = shift(values[at]!, bits - hessianBits);
        hessian[(starts[k]! + i) * order + starts[l]! + j] = value;
        hessian[(starts[l]! + j) * order + starts[k]! + i] = value;
      }
    }
  }
  return {
    parameters: order,
    zeros: parameterCount(network) - order,
    alive: drawn.alive,
    output: drawn.output,
    gradient: settle(gradient, gradientBits),
    hessian: settle(hessian, hessianBits),
  };
}

/** The basis of a layer k. */
interface Frame {
  /** The i of p_(k,i): live units of layer k. */
  readonly units: readonly number[];
  /** The n of s_(k,n): f_n = e_n - beta v_n v for live units n of layer k-1 but one; none if delta^k = 0. */
  readonly across: readonly number[];
  readonly v: Float64Array;
  readonly beta: number;
  /** â and |a|, for a^(k-1) less its power of two; any unit vector if a = 0. */
  readonly direction: Float64Array;
  readonly norm: number;
  /** |delta^k| less its power of two. */
  readonly size: number;
}

function frameOf({ widths, slope, bent, activations, deltas }: DrawnNet, k: number): Frame {
  const isLive = (layer: number, i: number) => slope !== 0 || layer === 0 || bent[layer]![i] === 0;
  const live = (layer: number) =>
    Array.from({ length: widths[layer]! }, (_, i) => i).filter((i) => isLive(layer, i));
  const a = activations[k - 1]!.values;
  const norm = Math.sqrt(a.reduce((sum, x) => sum + x * x, 0));
  const size = Math.sqrt(deltas[k]!.values.reduce((sum, x) => sum + x * x, 0));
  let pivot = 0;
  for (let n = 1; n < a.length; n++) if (Math.abs(a[n]!) > Math.abs(a[pivot]!)) pivot = n;
  const direction = a.map((x, n) => (norm > 0 ? x / norm : n === pivot ? 1 : 0));
  // Householder: I - beta v v' takes e_pivot to -sign â, and the other e_n to the complement of â.
  const v = direction.slice();
  v[pivot]! += direction[pivot]! < 0 ? -1 : 1;
  const beta = 1 / (1 + Math.abs(direction[pivot]!));
  // The input's zeros are directions on which nothing depends at k = 1: no block lies below.
  const below = k === 1 || size === 0 ? [] : live(k - 1).filter((n) => n !== pivot);
  return { units: live(k), across: below, v, beta, direction, norm, size };
}

/** Rows p_(k,i), columns p_(l,m) and then s_(l,n). `m` is M, d_(l-1) x width. */
function blockOf(
  m: Float64Array,
  width: number,
  rows: readonly number[],
  norm: number,
  { units, across, v, beta, direction, size }: Frame,
  delta: Float64Array,
): Float64Array {
  const columns = units.length + across.length;
  const block = new Float64Array(rows.length * columns);
  rows.forEach((i, row) => {
    let along = 0;
    let reflected = 0;
    for (let n = 0; n < v.length; n++) {
      along += m[n * width + i]! * direction[n]!;
      reflected += m[n * width + i]! * v[n]!;
    }
    const start = row * columns;
    units.forEach((unit, j) => {
      block[start + j] = norm * along * delta[unit]!;
    });
    across.forEach((n, j) => {
      block[start + units.length + j] = norm * size * (m[n * width + i]! - beta * reflected * v[n]!);
    });
  });
  return block;
}
