/** The words of xoshiro128++ (../../random/words.ts), of eight columns at once: two groups, to hide the latency of one. */
import { rotl4 } from './lanes';
import { packWordsAt, wordsAt } from './layout';

/** Writes the next `count` words of both groups to `words`, in turns, and moves their states on. */
export function fillWords(count: i32, stateAt: usize): void {
  fill(1, 0, usize(count) << 5, 0, stateAt, true);
}

/**
 * The same for packs, each of three of the `rows` rows of normal weights, the last of what is left of them: where in the table their slabs stand, in bytes, for the
 * eight columns in the first row, in the second, in the third; and their words likewise. Scalar work beside that of vectors is done for nothing.
 */
export function fillPacks(rows: i32, stateAt: usize): void {
  fill(rows / 3, packWordsAt - 32, 128, rows % 3, stateAt, true);
}
/** The same for the first group alone. */
export function fillHalfPacks(rows: i32, stateAt: usize): void {
  fill(rows / 3, packWordsAt - 32, 128, rows % 3, stateAt, false);
}

/**
 * `count` packs of words, `bytes` each and as many as `head` behind the last one's end; if there is a head, it is filled with what the first word says. Then, of
 * another, the first word and `more` after it, unless that is 0.
 */
@inline
function fill(count: i32, head: usize, bytes: usize, more: i32, stateAt: usize, pair: bool): void {
  let s0 = v128.load(stateAt);
  let s1 = v128.load(stateAt, 16);
  let s2 = v128.load(stateAt, 32);
  let s3 = v128.load(stateAt, 48);
  let r0 = v128.load(stateAt, 64);
  let r1 = v128.load(stateAt, 80);
  let r2 = v128.load(stateAt, 96);
  let r3 = v128.load(stateAt, 112);
  const whole = wordsAt + usize(count) * (head + bytes);
  const end = whole + (head != 0 ? usize(more) << 5 : 0);
  for (let pack = wordsAt; pack < end; pack += head + bytes) {
    const packEnd = head == 0 || pack < whole ? pack + head + bytes : end + head + 32;
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
