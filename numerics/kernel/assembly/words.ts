/** The words of xoshiro128++ (../../random/words.ts), of eight columns at once: two groups, to hide the latency of one. */
import { rotl4 } from './lanes';
import { packWordsAt, wordsAt } from './layout';

/** Writes the next `count` words of both groups to `words`, in turns, and moves their states on. */
export function fillWords(count: i32, stateAt: usize): void {
  fill(1, 0, usize(count) << 5, stateAt, true);
}

/**
 * The same for `count` packs, each of three rows of normal weights: where in the table their slabs stand, in bytes, for the eight columns in the first row, in the
 * second, in the third; and their words likewise. Scalar work beside that of vectors is done for nothing.
 */
export function fillPacks(count: i32, stateAt: usize): void {
  fill(count, packWordsAt - 32, 128, stateAt, true);
}
/** The same for the first group alone. */
export function fillHalfPacks(count: i32, stateAt: usize): void {
  fill(count, packWordsAt - 32, 128, stateAt, false);
}

/** `count` packs of words, `bytes` each and as many as `head` behind the last one's end; if there is a head, it is filled with what the first word says. */
@inline
function fill(count: i32, head: usize, bytes: usize, stateAt: usize, pair: bool): void {
  let s0 = v128.load(stateAt);
  let s1 = v128.load(stateAt, 16);
  let s2 = v128.load(stateAt, 32);
  let s3 = v128.load(stateAt, 48);
  let r0 = v128.load(stateAt, 64);
  let r1 = v128.load(stateAt, 80);
  let r2 = v128.load(stateAt, 96);
  let r3 = v128.load(stateAt, 112);
  const end = wordsAt + usize(count) * (head + bytes);
  for (let pack = wordsAt; pack < end; pack += head + bytes) {
    const packEnd = pack + head + bytes;
    for (let at = pack + head; at < packEnd; at += 32) {
      v128.store(at, i32x4.add(rotl4(i32x4.add(s0, s3), 7), s0));
      if (pair) v128.store(at, i32x4.add(rotl4(i32x4.add(r0, r3), 7), r0), 16);
      const s = i32x4.shl(s1, 9);
      s2 = v128.xor(s2, s0);
      s3 = v128.xor(s3, s1);
      s1 = v128.xor(s1, s2);
      s0 = v128.xor(s0, s3);
      s2 = v128.xor(s2, s);
      s3 = rotl4(s3, 11);
      if (pair) {
        const r = i32x4.shl(r1, 9);
        r2 = v128.xor(r2, r0);
        r3 = v128.xor(r3, r1);
        r1 = v128.xor(r1, r2);
        r0 = v128.xor(r0, r3);
        r2 = v128.xor(r2, r);
        r3 = rotl4(r3, 11);
      }
    }
    if (head != 0) placeSlabs(pack, pair);
  }
  v128.store(stateAt, s0);
  v128.store(stateAt, s1, 16);
  v128.store(stateAt, s2, 32);
  v128.store(stateAt, s3, 48);
  v128.store(stateAt, r0, 64);
  v128.store(stateAt, r1, 80);
  v128.store(stateAt, r2, 96);
  v128.store(stateAt, r3, 112);
}

/** Takes slabs of 10 bits, the first above the others, out of the word in front of the pack's first row of words. */
@inline
function placeSlabs(pack: usize, pair: bool): void {
  placePair(pack);
  placePair(pack + 8);
  if (!pair) return;
  placePair(pack + 16);
  placePair(pack + 24);
}
@inline
function placePair(at: usize): void {
  const words = load<u64>(at, packWordsAt - 32);
  const mask: u64 = 0x00001ff800001ff8;
  store<u64>(at, (words >> 19) & mask);
  store<u64>(at, (words >> 9) & mask, 32);
  store<u64>(at, (words << 1) & mask, 64);
}
