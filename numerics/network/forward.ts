/** The forward pass of drawn nets: log forwardNorm2 = log(|a^L|^2/|x|^2), whatever its size. */
import { type Activation, depthOf, family, type Network } from './network.js';
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
  if (!(Number.isInteger(count) && count >= 0 && count <= out.length)) {
    throw new RangeError(`The number of nets must be a whole number from 0 to ${out.length}, not ${count}.`);
  }
  if (!(Number.isSafeInteger(firstNet) && firstNet >= 0 && Number.isSafeInteger(firstNet + count))) {
    throw new RangeError(`Nets are numbered from 0 to 2^53 - 1; ${firstNet} is out of range.`);
  }
  const pass = forwardPass(network, weightsOf(network, seed));
  for (let i = 0; i < count; i++) out[i] = pass(firstNet + i);
}

/** Beyond 2^±200 activations are brought back; one layer cannot change them by more than 2^350. */
const rescaling = 2 ** 200;
const rescalingBits = 200;

function forwardPass(network: Network, weights: Weights): (net: number) => number {
  const { widths, input } = network;
  const depth = depthOf(network);
  const size = Math.max(...widths);
  const slope = slopeOf(network.activation);
  const ties = family(network.init) === 'rademacher' ? tieKeeper(weights, widths, slope) : undefined;
  let a = new Float64Array(size);
  let z = new Float64Array(size);
  // The input's entries are 1, not 1/sqrt d_0, so that sums of ±1 are exact.
  const start = new Float64Array(widths[0]!);
  start.fill(1, 0, input === 'dense' ? start.length : 1);
  const logOffset = weights.logScale - Math.log(input === 'dense' ? start.length : 1);

  return (net) => {
    let exponent = 0;
    a.set(start);
    for (let layer = 1; layer <= depth; layer++) {
      const width = widths[layer]!;
      weights.multiply(net, layer, a, z);
      ties?.mend(net, layer, a, z);
      const largest = activate(z, width, slope);
      if (largest === 0) return -Infinity;
      exponent += rescale(z, width, largest);
      [a, z] = [z, a];
    }
    let norm2 = 0;
    for (let i = 0; i < widths[depth]!; i++) norm2 += a[i]! * a[i]!;
    return Math.log(norm2) + 2 * exponent * Math.LN2 + logOffset;
  };
}

/** phi(z) = slope z for z <= 0. */
function slopeOf(activation: Activation): number {
  if (activation.kind === 'leaky-relu') return activation.slope;
  return activation.kind === 'relu' ? 0 : 1;
}

/** z = phi(z) in place; returns the largest absolute value. */
function activate(z: Float64Array, width: number, slope: number): number {
  let largest = 0;
  for (let i = 0; i < width; i++) {
    const value = z[i]! > 0 ? z[i]! : slope * z[i]!;
    z[i] = value;
    const size = Math.abs(value);
    if (size > largest) largest = size;
  }
  return largest;
}

/** Multiplies a by 2^-k, exactly, so that its largest entry lies within 2^±200; returns k. */
function rescale(a: Float64Array, width: number, largest: number): number {
  let bits = 0;
  let factor = 1;
  for (; largest * factor > rescaling; bits += rescalingBits) factor /= rescaling;
  for (; largest * factor < 1 / rescaling; bits -= rescalingBits) factor *= rescaling;
  if (bits !== 0) for (let i = 0; i < width; i++) a[i]! *= factor;
  return bits;
}
