/**
 * Exact zeros among sums of Rademacher weights. With entries ±1 and an input of equal entries z = 0 has positive probability:
 * relu's mask is 0 there, and a layer of such z is dead whatever the activation. Activations of relu and linear nets are integers,
 * whose sums are exact as long as they stay within 2^53, but grow by about half of log2 d bits a layer; those of leaky relu nets are
 * polynomials in the slope and never exact. So each number is also kept modulo the prime 2^31 - 1, exactly: z is a tie if its residue
 * is 0 and its rounded value is below 2^-20 of the sum of absolute values. A true tie is found unless rounding errors have grown to
 * 2^-20 of the sum; another z is taken for one with probability about 2^-50.
 */
import Fraction from 'fraction.js';
import type { Weights } from './weights.js';

const prime = 2 ** 31 - 1;
const exactLimit = 2 ** 53;
const suspicious = 2 ** -20;

export interface TieKeeper {
  /**
   * Puts zeros where z = W^l input is 0 in truth. Called for the layers 1, 2, ... of a net in turn, with the activations of the last
   * mended z as input; rescaling them by powers of two does no harm once the sum of a layer's absolute values has reached 2^53.
   */
  mend(net: number, layer: number, input: Float64Array, z: Float64Array): void;
}

/**
 * @param widths d_0..d_L.
 * @param slope phi(z) = slope z for z < 0: 0 for relu, 1 for linear; else read as the short fraction it was written as (0.2 is 1/5).
 * @throws RangeError for a slope whose denominator is a multiple of 2^31 - 1.
 */
export function tieKeeper(weights: Weights, widths: readonly number[], slope: number): TieKeeper {
  const size = Math.max(...widths);
  const slopeResidue = residueOf(new Fraction(slope));
  const integral = slope === 0 || slope === 1;
  let residues = new Float64Array(size);
  let next = new Float64Array(size);
  const isNegative = new Uint8Array(size);
  let tracking = false;
  return {
    mend(net, layer, input, z) {
      const fanIn = widths[layer - 1]!;
      const fanOut = widths[layer]!;
      if (layer === 1) tracking = false;
      let total = 0;
      for (let j = 0; j < fanIn; j++) total += Math.abs(input[j]!);
      if (!tracking) {
        // Rounding is monotone: the rounded total is below 2^53 if and only if the true one is.
        if (integral && total < exactLimit) return;
        // The input itself is still exact: the sums of the layer below were.
        for (let j = 0; j < fanIn; j++) residues[j] = input[j]! % prime;
        tracking = true;
      } else {
        for (let j = 0; j < fanIn; j++)
          if (isNegative[j] === 1) residues[j] = multiply(residues[j]!, slopeResidue);
      }
      // At most 2^20 terms below 2^31: exact.
      weights.multiply(net, layer, residues, next);
      for (let i = 0; i < fanOut; i++) {
        next[i]! %= prime;
        if (next[i] === 0 && Math.abs(z[i]!) <= suspicious * total) z[i] = 0;
        isNegative[i] = z[i]! < 0 ? 1 : 0;
      }
      [residues, next] = [next, residues];
    },
  };
}

/** a b modulo the prime, for |a|, |b| below it; no product exceeds 2^53. */
function multiply(a: number, b: number): number {
  const low = b % 65536;
  return (((a * ((b - low) / 65536)) % prime) * 65536 + a * low) % prime;
}

/** A fraction modulo the prime: numerator times the denominator's inverse. */
function residueOf({ s, n, d }: Fraction): number {
  const p = BigInt(prime);
  if (d % p === 0n) throw new RangeError(`A slope's denominator must not be a multiple of ${prime}.`);
  // Fermat: d^(p-2) inverts d.
  let inverse = 1n;
  let square = d % p;
  for (let bits = p - 2n; bits > 0n; bits >>= 1n) {
    if (bits & 1n) inverse = (inverse * square) % p;
    square = (square * square) % p;
  }
  return Number((s * (n % p) * inverse) % p);
}
