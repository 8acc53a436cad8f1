/** One net's way forward, in plain TypeScript. */
import { portableLog } from '../random/portable.js';
import { activate, logSquaredNorm, rescale, slopeOf } from './activation.js';
import { depthOf, family, type Network, widest } from './network.js';
import { tieKeeper } from './ties.js';
import type { Weights } from './weights.js';

/** What a backward pass needs to know of the way forward. */
export interface ForwardRecord {
  /** Entry l: log(|a^l|^2/|x|^2), l = 0..L. */
  readonly logNorms: Float64Array;
  /** Entry l, l = 1..L: which units have phi'(z) = slope (see `activate`). */
  readonly bent: readonly Uint8Array[];
  /** All of `bent`, one layer after the other from the input's on. */
  readonly masks: Uint8Array;
}

export function emptyRecord({ widths }: Network): ForwardRecord {
  const masks = new Uint8Array(widths.reduce((sum, width) => sum + width, 0));
  let at = 0;
  const bent = widths.map((width) => {
    at += width;
    return masks.subarray(at - width, at);
  });
  return { logNorms: new Float64Array(widths.length), bent, masks };
}

/** The log of |x|^2, for inputs whose entries are 1 or 0. */
export function logInputOf({ widths, input }: Network): number {
  return portableLog(input === 'dense' ? widths[0]! : 1);
}

/** A function that runs one net and returns its log forwardNorm2; with a record it writes down the way there. */
export function forwardPass(
  network: Network,
  weights: Weights,
): (net: number, record?: ForwardRecord) => number {
  const { widths, input } = network;
  const depth = depthOf(network);
  const size = widest(widths);
  const slope = slopeOf(network.activation);
  const ties = family(network.init) === 'rademacher' ? tieKeeper(size, slope) : undefined;
  let a = new Float64Array(size);
  let z = new Float64Array(size);
  const scratch = new Uint8Array(size);
  // The input's entries are 1, not 1/sqrt d_0, so that sums of ±1 are exact.
  const start = new Float64Array(widths[0]!);
  start.fill(1, 0, input === 'dense' ? start.length : 1);
  const logInput = logInputOf(network);
  const straight = new Uint8Array(size);

  return (net, record) => {
    let bits = 0;
    let logScale = -logInput;
    let bent: Uint8Array = straight;
    a.set(start);
    ties?.restart(start, start.length);
    for (let layer = 1; layer <= depth; layer++) {
      const [fanIn, fanOut] = [widths[layer - 1]!, widths[layer]!];
      weights.multiply(net, layer, a, z);
      ties?.mend((from, to) => weights.multiply(net, layer, from, to), a, fanIn, bent, z, fanOut);
      bent = record?.bent[layer] ?? scratch;
      activate(z, fanOut, slope, bent);
      const shift = rescale(z, fanOut);
      if (shift === undefined) {
        if (record) die(record, layer);
        return -Infinity;
      }
      bits += shift;
      logScale += weights.logScales[layer]!;
      if (record) record.logNorms[layer] = logSquaredNorm(z, fanOut, bits) + logScale;
      [a, z] = [z, a];
    }
    return logSquaredNorm(a, widths[depth]!, bits) + logScale;
  };
}

/** From `layer` on all activations are 0, and all units bent. */
function die({ logNorms, bent }: ForwardRecord, layer: number): void {
  logNorms.fill(-Infinity, layer);
  for (let l = layer; l < bent.length; l++) bent[l]!.fill(1);
}
