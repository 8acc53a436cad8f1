/**
 * Keys of random streams: a nested hash of whole numbers with 128 bits of state, so that no two streams of any run are ever
 * likely to meet (1e12 streams: probability below 2e-15). Sums of a seed and an index would collide; here every number
 * is absorbed by its own rounds.
 *
 * The rounds are those of HalfSipHash-2-4 (Aumasson & Bernstein 2012): for each word m, v3 ^= m, two rounds, v0 ^= m; at the end
 * v2 ^= 0xff, four rounds. All of v0..v3 is kept. For a given key each step is a bijection of the next word: streams that
 * differ in their last number alone never share a state.
 */

/** Four 32-bit words. */
export type Key = Int32Array;

/** Starting words: the ASCII text of SipHash, cut to 32 bits each, with all four different and none 0. */
const start = Int32Array.of(0x736f6d65, 0x646f7261, 0x6c796765, 0x74656462);

export function rootKey(): Key {
  return start.slice();
}

/** `rounds` rounds on (v0, v1, v2, v3), with `before` added to v3 or v2 first and `after` to v0 at the end, into `out`. */
function mix(key: Key, toV3: number, toV2: number, rounds: number, toV0: number, out: Key): void {
  let v0 = key[0]!;
  let v1 = key[1]!;
  let v2 = key[2]! ^ toV2;
  let v3 = key[3]! ^ toV3;
  for (let round = 0; round < rounds; round++) {
    v0 = (v0 + v1) | 0;
    v2 = (v2 + v3) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v1) | 0;
    v0 = (v0 + v3) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 << 16) | (v2 >>> 16);
  }
  out[0] = v0 ^ toV0;
  out[1] = v1;
  out[2] = v2;
  out[3] = v3;
}

/** out = the key of the child numbered `word` (its low 32 bits count) of `key`; both may be the same array. */
export function absorb(key: Key, word: number, out: Key): void {
  mix(key, word | 0, 0, 2, word | 0, out);
}

/** Absorbs a whole number in 0..2^53-1 as two words. */
export function absorbWide(key: Key, value: number, out: Key): void {
  absorb(key, value >>> 0, out);
  absorb(out, Math.floor(value / 2 ** 32), out);
}

/** out = the state of the generator that belongs to this key; never all zero. */
export function finish(key: Key, out: Key): void {
  mix(key, 0, 0xff, 4, 0, out);
  if ((out[0]! | out[1]! | out[2]! | out[3]!) === 0) out[0] = 1;
}
