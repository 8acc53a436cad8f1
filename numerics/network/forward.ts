/** The forward pass of drawn nets: log forwardNorm2 = log(|a^L|^2/|x|^2), whatever its size. */
import { activate, logSquaredNorm, rescale, slopeOf } from './activation.js';
import { depthOf, family, type Network, widest } from './network.js';
import { tieKeeper } from './ties.js';
import type { Weights } from './weights.js';
import { weightsOf } from './weights-of.js';

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
  checkNets(firstNet, count, out.length);
  const pass = forwardPass(network, weightsOf(network, seed));
  for (let i = 0; i < count; i++) out[i] = pass(firstNet + i);
}

/** @throws RangeError unless the nets firstNet..firstNet+count-1 exist and there is room for them. */
export function checkNets(firstNet: number, count: number, room: number): void {
  if (!(Number.isInteger(count) && count >= 0 && count <= room)) {
    throw new RangeError(`The number of nets must be a whole number from 0 to ${room}, not ${count}.`);
  }
  if (!(Number.isSafeInteger(firstNet) && firstNet >= 0 && Number.isSafeInteger(firstNet + count))) {
    throw new RangeError(`Nets are numbered from 0 to 2^53 - 1; ${firstNet} is out of range.`);
  }
}

/** What a backward pass needs to know of the way forward. */
export interface ForwardRecord {
  /** Entry l: log(|a^l|^2/|x|^2), l = 0..L. */
  readonly logNorms: Float64Array;
  /** Entry l, l = 1..L: which units have phi'(z) = slope (see `activate`). */
  readonly bent: readonly Uint8Array[];
}

export function emptyRecord({ widths }: Network): ForwardRecord {
  return { logNorms: new Float64Array(widths.length), bent: widths.map((width) => new Uint8Array(width)) };
}

/** A function that runs one net and returns its log forwardNorm2; with a record it writes down the way there. */
export function forwardPass(
  network: Network,
  weights: Weights,
  record?: ForwardRecord,
): (net: number) => number {
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
  const logInput = Math.log(input === 'dense' ? start.length : 1);
  const straight = new Uint8Array(size);

  return (net) => {
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
