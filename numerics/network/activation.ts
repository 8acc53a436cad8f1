/** The activation along a pass: phi(z) = z for z > 0 and slope z otherwise, in vectors that are rescaled as they go. */
import { portableLog } from '../random/portable.js';
import type { Activation } from './network.js';

/** phi(z) = slope z for z <= 0: 0 for relu, 1 for linear. */
export function slopeOf(activation: Activation): number {
  if (activation.kind === 'leaky-relu') return activation.slope;
  return activation.kind === 'relu' ? 0 : 1;
}

/**
 * z = phi(z) in place; bent[i] = 1 where z_i <= 0, so that phi'(z_i) is the slope there and 1 elsewhere. (A tie z = 0 counts as bent: relu's
 * mask is 0 there.)
 */
export function activate(z: Float64Array, width: number, slope: number, bent: Uint8Array): void {
  for (let i = 0; i < width; i++) {
    const isBent = !(z[i]! > 0);
    bent[i] = isBent ? 1 : 0;
    if (isBent) z[i]! *= slope;
  }
}

/** v = phi'(z) v in place. */
export function differentiate(v: Float64Array, width: number, slope: number, bent: Uint8Array): void {
  for (let i = 0; i < width; i++) if (bent[i] === 1) v[i]! *= slope;
}

/** Beyond 2^±200 vectors are brought back; one layer cannot change them by more than 2^350. */
const rescaling = 2 ** 200;
const rescalingBits = 200;

/** Multiplies v by 2^-k, exactly, so that its largest entry lies within 2^±200; returns k, or undefined if v is 0. */
export function rescale(v: Float64Array, width: number): number | undefined {
  let largest = 0;
  for (let i = 0; i < width; i++) {
    const size = Math.abs(v[i]!);
    if (size > largest) largest = size;
  }
  if (largest === 0) return undefined;
  let bits = 0;
  let factor = 1;
  for (; largest * factor > rescaling; bits += rescalingBits) factor /= rescaling;
  for (; largest * factor < 1 / rescaling; bits -= rescalingBits) factor *= rescaling;
  if (bits !== 0) for (let i = 0; i < width; i++) v[i]! *= factor;
  return bits;
}

/** log |v|^2 + 2 bits log 2, of a v that is not 0. */
export function logSquaredNorm(v: Float64Array, width: number, bits: number): number {
  // Two sums, as the kernel has them.
  let [even, odd] = [0, 0];
  let i = 0;
  for (; i + 1 < width; i += 2) {
    even += v[i]! * v[i]!;
    odd += v[i + 1]! * v[i + 1]!;
  }
  if (i < width) even += v[i]! * v[i]!;
  return logOf(even + odd, bits);
}

/** log (norm2 4^bits), norm2 > 0: the same bits on every engine. */
export function logOf(norm2: number, bits: number): number {
  return portableLog(norm2) + 2 * bits * Math.LN2;
}
