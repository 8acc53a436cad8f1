/**
 * Exact zeros among sums of Rademacher weights. With entries ±1 and an input of equal entries all activations of a relu or
 * linear net are integers, and z = 0 has positive probability; relu's mask is 0 there. Sums are exact as long as
 * the integers stay within 2^53, but grow by about half of log2 d bits a layer. From then on each integer is also kept modulo
 * the prime 2^31 - 1, exactly: z is a tie if its residue is 0 and its rounded value is below 2^-20 of the sum of absolute values. So
 * a true tie is found unless rounding errors have grown to 2^-20 of the sum; another z is taken for one with probability about 2^-50.
 */
import type { Weights } from './weights.js';

const prime = 2 ** 31 - 1;
const exactLimit = 2 ** 53;
const suspicious = 2 ** -20;

export interface TieKeeper {
  /**
   * Puts zeros where z = W^l input is 0 in truth. Called for the layers 1, 2, ... of a net in turn; rescaling the input by powers of two
   * does no harm once the sum of a layer's absolute values has reached 2^53.
   */
  mend(net: number, layer: number, input: Float64Array, z: Float64Array): void;
}

/** @param widths d_0..d_L. */
export function tieKeeper(weights: Weights, widths: readonly number[]): TieKeeper {
  const size = Math.max(...widths);
  let residues = new Float64Array(size);
  let next = new Float64Array(size);
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
        if (total < exactLimit) return;
        // The input itself is still exact: the sums of the layer below were.
        for (let j = 0; j < fanIn; j++) residues[j] = input[j]! % prime;
        tracking = true;
      } else {
        // Relu has set some entries to 0 since.
        for (let j = 0; j < fanIn; j++) if (input[j] === 0) residues[j] = 0;
      }
      // At most 2^20 terms below 2^31: exact.
      weights.multiply(net, layer, residues, next);
      for (let i = 0; i < fanOut; i++) {
        next[i]! %= prime;
        if (next[i] === 0 && Math.abs(z[i]!) <= suspicious * total) z[i] = 0;
      }
      [residues, next] = [next, residues];
    },
  };
}
