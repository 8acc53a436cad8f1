/** The derivatives M = da^(l-1)/dz^k = D^(l-1) W^(l-1) ... W^(k+1) D^k of a drawn net. */
import { rescale } from '../network/activation.js';
import type { DrawnNet } from './drawn-net.js';
import type { Scaled } from './scaled.js';

/** Transfers from layer k, for l = k+1, ..., L in turn; d_(l-1) x d_k, row after row. The array is used again. */
export function* transfersFrom(
  { widths, slope, bent, matrices, matrixBits }: DrawnNet,
  k: number,
): Generator<Scaled<Float64Array> & { readonly layer: number }> {
  const depth = widths.length - 1;
  const columns = widths[k]!;
  const factor = (layer: number, i: number) => (bent[layer]![i] === 1 ? slope : 1);
  let m = new Float64Array(columns * columns);
  for (let i = 0; i < columns; i++) m[i * columns + i] = factor(k, i);
  let bits = 0;
  for (let layer = k + 1; layer <= depth; layer++) {
    const shifted = rescale(m, m.length);
    bits += shifted ?? 0;
    yield { layer, values: m, bits };
    if (layer === depth) return;
    const [rows, inner] = [widths[layer]!, widths[layer - 1]!];
    const w = matrices[layer]!;
    const next = new Float64Array(rows * columns);
    for (let i = 0; i < rows; i++) {
      const mask = factor(layer, i);
      if (mask === 0 || shifted === undefined) continue;
      const row = i * columns;
      for (let n = 0; n < inner; n++) {
        const weight = mask * w[i * inner + n]!;
        const from = n * columns;
        for (let j = 0; j < columns; j++) next[row + j]! += weight * m[from + j]!;
      }
    }
    bits += matrixBits[layer]!;
    m = next;
  }
}
