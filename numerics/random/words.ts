/** Random 32-bit words by xoshiro128++ (Blackman & Vigna 2021): period 2^128 - 1, every bit usable. */
import type { Key } from './key.js';

/** Writes the next n words (as signed 32-bit integers) and moves the state, which must not be all zero, on. */
export function fillWords(state: Key, out: Int32Array, n: number): void {
  // In local variables the state stays in registers.
  let s0 = state[0]!;
  let s1 = state[1]!;
  let s2 = state[2]!;
  let s3 = state[3]!;
  for (let i = 0; i < n; i++) {
    const sum = (s0 + s3) | 0;
    out[i] = ((sum << 7) | (sum >>> 25)) + s0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
  }
  state[0] = s0;
  state[1] = s1;
  state[2] = s2;
  state[3] = s3;
}
