/** The readout row b of F = b . a^L. */
import { portableLog } from '../random/portable.js';
import { weightSource } from '../random/source.js';
import { depthOf, family, type Network } from './network.js';

export interface Readout {
  /** Writes the d_L entries of b / scale for a net. */
  fill(net: number, out: Float64Array): void;
  /** log scale^2: the entries' variance where they are random. */
  readonly logScale: number;
}

/**
 * random: entries of the init's family and variance readoutGain/d_L, the streams of layer L + 1 (one row); for orthogonal nets a uniform unit
 * vector times sqrt(readoutGain). fixed: all entries sqrt(readoutGain/d_L). none: all 1, for chains whose F is a product of weights.
 */
export function readoutOf(network: Network, seed: number): Readout {
  const width = network.widths.at(-1)!;
  const layer = depthOf(network) + 1;
  const logScale = logReadoutScale(network);
  if (network.readout !== 'random') return { fill: (_net, out) => void out.fill(1, 0, width), logScale };
  const kind = family(network.init);
  if (kind === 'orthogonal') {
    const source = weightSource(seed, 'normal');
    return {
      fill(net, out) {
        source.column(net, layer, 0, out, width);
        let norm2 = 0;
        for (let i = 0; i < width; i++) norm2 += out[i]! * out[i]!;
        const factor = Math.sqrt(width / norm2);
        for (let i = 0; i < width; i++) out[i]! *= factor;
      },
      logScale,
    };
  }
  const source = weightSource(seed, kind);
  const entry = new Float64Array(1);
  return {
    fill(net, out) {
      for (let j = 0; j < width; j++) {
        source.column(net, layer, j, entry, 1);
        out[j] = entry[0]!;
      }
    },
    logScale,
  };
}

/** log scale^2 of a readout. */
export function logReadoutScale({ readout, readoutGain, widths }: Network): number {
  return readout === 'none' ? 0 : portableLog(readoutGain) - portableLog(widths.at(-1)!);
}
