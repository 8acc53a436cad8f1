/**
 * Normal weights of four columns at a time, one in each lane: the ziggurat of ../../random/source.ts, whose three rows take four words. The sure draws, 996
 * in 1000, are finished here without a branch; the others count as 0 and wait in a queue, with their words, until `drain`.
 */
import { nextWord, seedColumns, startRow } from './key';
import { extraAt, queueAt, recordBytes, stateAt, sumsAt, tableAt, unitsAt, valuesAt } from './layout';
import { settle } from './settle';

let queued: usize = 0;

export function clearQueue(): void {
  queued = queueAt;
}
/** Where the next record will be. */
export function queueTop(): usize {
  return queued;
}

@inline
function rotl4(x: v128, k: i32): v128 {
  return v128.or(i32x4.shl(x, k), i32x4.shr_u(x, 32 - k));
}

/** {k, w, k, w} of two lanes whose 10 bits begin at `shift` + 3 of each half. */
@inline
function pairs(halves: u64, shift: u64): v128 {
  const first = usize(halves >> shift) & 0x1ff8;
  const second = usize(halves >> (shift + 32)) & 0x1ff8;
  return v128.load_lane<u64>(second, v128.load_zero<u64>(first, tableAt), 1, tableAt);
}
@inline
function lastPairs(halves: u64): v128 {
  const first = usize(halves << 1) & 0x1ff8;
  const second = usize(halves >> 31) & 0x1ff8;
  return v128.load_lane<u64>(second, v128.load_zero<u64>(first, tableAt), 1, tableAt);
}
@inline
function places(words: v128): v128 {
  return f32x4.add(f32x4.convert_i32x4_s(words), f32x4.splat(0.5));
}
@inline
function limits(low: v128, high: v128): v128 {
  return v128.shuffle<f32>(low, high, 0, 2, 4, 6);
}
@inline
function slopes(low: v128, high: v128): v128 {
  return v128.shuffle<f32>(low, high, 1, 3, 5, 7);
}
@inline
function addTo(at: usize, offset: usize, terms: v128): void {
  v128.store(at + offset, f32x4.add(v128.load(at + offset), terms));
}

/** Adds the columns of a group times their activations to the sums of rows 0..rows-1. */
export function addNormal(group: i32, rows: i32): void {
  let s0 = v128.load(stateAt);
  let s1 = v128.load(stateAt, 16);
  let s2 = v128.load(stateAt, 32);
  let s3 = v128.load(stateAt, 48);
  const factors = v128.load(valuesAt + (usize(group) << 4));
  let at = sumsAt;
  let top = queued;
  const end = at + (usize(rows) << 4);
  for (; at < end; at += 48) {
    let t = i32x4.shl(s1, 9);
    const slabs = i32x4.add(rotl4(i32x4.add(s0, s3), 7), s0);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotl4(s3, 11);
    const low = u64(i64x2.extract_lane(slabs, 0));
    const high = u64(i64x2.extract_lane(slabs, 1));

    t = i32x4.shl(s1, 9);
    const wordsA = i32x4.add(rotl4(i32x4.add(s0, s3), 7), s0);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotl4(s3, 11);
    let lows = pairs(low, 19);
    let highs = pairs(high, 19);
    let f = places(wordsA);
    const sureA = f32x4.lt(f32x4.abs(f), limits(lows, highs));
    addTo(at, 0, f32x4.mul(factors, v128.and(f32x4.mul(f, slopes(lows, highs)), sureA)));

    t = i32x4.shl(s1, 9);
    const wordsB = i32x4.add(rotl4(i32x4.add(s0, s3), 7), s0);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotl4(s3, 11);
    lows = pairs(low, 9);
    highs = pairs(high, 9);
    f = places(wordsB);
    const sureB = f32x4.lt(f32x4.abs(f), limits(lows, highs));
    addTo(at, 16, f32x4.mul(factors, v128.and(f32x4.mul(f, slopes(lows, highs)), sureB)));

    t = i32x4.shl(s1, 9);
    const wordsC = i32x4.add(rotl4(i32x4.add(s0, s3), 7), s0);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, t);
    s3 = rotl4(s3, 11);
    lows = lastPairs(low);
    highs = lastPairs(high);
    f = places(wordsC);
    const sureC = f32x4.lt(f32x4.abs(f), limits(lows, highs));
    addTo(at, 32, f32x4.mul(factors, v128.and(f32x4.mul(f, slopes(lows, highs)), sureC)));

    if (i32x4.bitmask(v128.and(sureA, v128.and(sureB, sureC))) != 15) {
      v128.store(top, slabs);
      v128.store(top, wordsA, 16);
      v128.store(top, wordsB, 32);
      v128.store(top, wordsC, 48);
      store<i32>(top, group, 64);
      store<i32>(top, i32((at - sumsAt) >> 4), 68);
      const sure = i32x4.bitmask(sureA) | (i32x4.bitmask(sureB) << 4) | (i32x4.bitmask(sureC) << 8);
      store<i32>(top, sure ^ 0xfff, 72);
      top += recordBytes;
    }
  }
  queued = top;
}

/** Finishes the draws in the queue and adds them to `extra`, each row's in the order of its columns. */
export function drain(count: i32, rows: i32): void {
  for (let at = queueAt; at < queued; at += recordBytes) {
    const group = load<i32>(at, 64);
    const firstRow = load<i32>(at, 68);
    for (let left = load<i32>(at, 72); left != 0; left &= left - 1) {
      const bit = ctz(left);
      const lane = bit & 3;
      const part = bit >> 2;
      const row = firstRow + part;
      const position = 4 * group + lane;
      if (position >= count || row >= rows) continue;
      const slab = (load<u32>(at + (usize(lane) << 2)) >> (22 - 10 * part)) & 1023;
      const word = load<i32>(at + 16 + (usize(bit) << 2));
      startRow(load<i32>(unitsAt + (usize(position) << 2)), row);
      const weight = f32(settle(f64(word) + 0.5, slab));
      const sum = extraAt + (usize(row) << 2);
      store<f32>(sum, load<f32>(sum) + load<f32>(valuesAt + (usize(position) << 2)) * weight);
    }
  }
  queued = queueAt;
}
