/** The weights of a layer between units that are not dead, as a matrix: what products of masked weights need of it. */
import { slopeOf } from '../network/activation.js';
import { depthOf, type Network, widest } from '../network/network.js';
import type { Weights } from '../network/weights.js';

/** Matrices are kept whole, so wider layers than this (2^26 entries each) are refused. */
const maxWidth = 8192;

/** @throws RangeError if a width of the net is beyond what is kept as a matrix. */
export function checkMatrixWidths({ widths }: Network): void {
  const size = widest(widths);
  if (size > maxWidth) {
    throw new RangeError(
      `Second derivatives take whole weight matrices, up to width ${maxWidth}; this net has width ${size}.`,
    );
  }
}

/** Which units of a layer have phi'(z) != 0: all, or for relu those that are not bent. */
export interface LiveUnits {
  readonly index: Int32Array;
  count: number;
}

export function liveUnits(size: number): LiveUnits {
  return { index: new Int32Array(size), count: 0 };
}

/** Writes down the live units among the first `width`, given the layer's bent ones. */
export function findLive(units: LiveUnits, bent: Uint8Array, width: number, slope: number): void {
  units.count = 0;
  for (let i = 0; i < width; i++) if (slope !== 0 || bent[i] === 0) units.index[units.count++] = i;
}

/**
 * A function that writes W^layer / scale between live units into `out`, column after column (entry (i, j) at j rows.count + i). Each layer
 * costs d_l d_(l-1) draws for independent weights, and d times as many operations for orthogonal ones.
 */
export function liveMatrix(
  network: Network,
  weights: Weights,
): (net: number, layer: number, rows: LiveUnits, columns: LiveUnits, out: Float64Array) => void {
  const { widths } = network;
  const whole = new Float64Array(widest(widths) ** 2);
  return (net, layer, rows, columns, out) => {
    const fanOut = widths[layer]!;
    weights.columns(net, layer, columns.index, columns.count, whole);
    for (let j = 0, to = 0; j < columns.count; j++) {
      const start = j * fanOut;
      for (let i = 0; i < rows.count; i++) out[to++] = whole[start + rows.index[i]!]!;
    }
  };
}

/** The widest hidden layer and the slope: what buffers for live units depend on. */
export function hiddenSize(network: Network): { readonly size: number; readonly slope: number } {
  return {
    size: widest(network.widths.slice(1, depthOf(network) + 1)),
    slope: slopeOf(network.activation),
  };
}
