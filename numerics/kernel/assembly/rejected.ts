/** The draws that missed the sure part of their slab, 4 in 1000: queued with their slabs and words, finished by the dozen. */
import { seedRows } from './key';
import { rotl4 } from './lanes';
import { edgesAt, extraAt, heightsAt, notesAt, nowhereAt, packBytes, packWordsAt, queueAt, queueRoom, tableAt, unitsAt, valuesAt, wordsAt } from './layout';
import { estimatedTwice, settle, setState } from './settle';

/** How many wait, and how many rows and columns there are: what lies beyond is padding. */
let queued: i32 = 0;
let rowCount: i32 = 0;
let columnCount: i32 = 0;

const columns: usize = 0;
const rows: usize = 4 * 4096;
const slabs: usize = 8 * 4096;
const words: usize = 12 * 4096;
/** The next words of each stream: 16 bytes each for four draws. */
const nextWords: usize = 16 * 4096;
const states: usize = 28 * 4096;
/** Where a draw is added, and what it is multiplied by before, f64. */
const targets: usize = 44 * 4096;
const factors: usize = 48 * 4096;

export function clearQueue(columnsOfLayer: i32, rowsOfLayer: i32): void {
  queued = 0;
  columnCount = columnsOfLayer;
  rowCount = rowsOfLayer;
}

/** Whether the queue must be drained before another pack's draws go in. */
@inline
export function isFull(): bool {
  return queued > queueRoom - 32;
}

/** Queues the draw in column `place` of the layer's active ones, unless it is padding. */
@inline
export function enqueue(place: i32, column: i32, row: i32, slab: i32, word: i32, factor: f64, target: usize): void {
  const to = queueAt + (usize(queued) << 2);
  store<i32>(to, column, columns);
  store<i32>(to, row, rows);
  store<i32>(to, slab, slabs);
  store<i32>(to, word, words);
  store<usize>(to, target, targets);
  store<f64>(queueAt + (usize(queued) << 3), factor, factors);
  queued += i32(place < columnCount) & i32(row < rowCount);
}

/** Whether the draw whose place in the table stands here misses the sure part of its slab. */
@inline
function isUnsure(at: usize): i32 {
  const f = f32(load<i32>(at, packWordsAt)) + <f32>0.5;
  return i32(!(f * f < load<f32>(load<u32>(at), tableAt)));
}

/** Queues the rejected draws of the first `noted` packs in the notes, of a block that begins at `firstRow`. */
export function queue(group: i32, firstRow: i32, noted: i32): void {
  for (let note = 0; note < noted; note++) {
    const pack = load<usize>(notesAt + (usize(note) << 3));
    const row = firstRow + 3 * (i32(pack - wordsAt) / packBytes);
    for (let lanes = load<i32>(notesAt + (usize(note) << 3), 4) ^ 0xff; lanes != 0; lanes &= lanes - 1) {
      const lane = ctz(lanes);
      const at = pack + (usize(lane) << 2);
      const place = 4 * group + lane;
      const unit = load<i32>(unitsAt + (usize(place) << 2));
      const value = f64(load<f32>(valuesAt + (usize(place) << 2)));
      for (let left = isUnsure(at) | (isUnsure(at + 32) << 1) | (isUnsure(at + 64) << 2); left != 0; left &= left - 1) {
        const part = ctz(left);
        const draw = at + (usize(part) << 5);
        enqueue(place, unit, row + part, load<i32>(draw) >> 3, load<i32>(draw, packWordsAt), value, extraAt + (usize(row + part) << 2));
      }
    }
    if (isFull()) drain();
  }
}

/** Finishes the draws in the queue and adds them to their f32 targets, in order. */
export function drain(): void {
  drawAllOn();
  for (let i = 0; i < queued; i += 2) {
    const pair = finish(i);
    add(i, f64x2.extract_lane(pair, 0));
    add(i + 1, f64x2.extract_lane(pair, 1));
  }
  queued = 0;
}
@inline
function add(i: i32, weight: f64): void {
  const sum = load<usize>(queueAt + (usize(i) << 2), targets);
  const factor = f32(load<f64>(queueAt + (usize(i) << 3), factors));
  store<f32>(sum, load<f32>(sum) + factor * f32(weight));
}

/** The same for targets in doubles. */
export function drainDoubles(): void {
  drawAllOn();
  for (let i = 0; i < queued; i += 2) {
    const pair = finish(i);
    addDouble(i, f64x2.extract_lane(pair, 0));
    addDouble(i + 1, f64x2.extract_lane(pair, 1));
  }
  queued = 0;
}
@inline
function addDouble(i: i32, weight: f64): void {
  const sum = load<usize>(queueAt + (usize(i) << 2), targets);
  store<f64>(sum, load<f64>(sum) + load<f64>(queueAt + (usize(i) << 3), factors) * weight);
}

function drawAllOn(): void {
  // A draw that fills up the last pair, under the density for certain: 0 is added to nothing, without a branch.
  const at = queueAt + (usize(queued) << 2);
  store<i32>(at, 512, slabs);
  store<i32>(at, 0, words);
  store<usize>(at, nowhereAt, targets);
  store<f64>(queueAt + (usize(queued) << 3), 0, factors);
  for (let i = 0; i < queued; i += 8) drawOn(i);
}

/** The states in which draws i..i+7 go on, and the next three words of each. */
function drawOn(i: i32): void {
  const at = queueAt + (usize(i) << 2);
  const state = queueAt + states + (usize(i) << 4);
  seedRows(v128.load(at, columns), v128.load(at, columns + 16), v128.load(at, rows), v128.load(at, rows + 16), state);
  let s0 = v128.load(state);
  let s1 = v128.load(state, 16);
  let s2 = v128.load(state, 32);
  let s3 = v128.load(state, 48);
  let r0 = v128.load(state, 64);
  let r1 = v128.load(state, 80);
  let r2 = v128.load(state, 96);
  let r3 = v128.load(state, 112);
  const end = at + 12 * usize(queueRoom);
  for (let to = at; to < end; to += 4 * usize(queueRoom)) {
    v128.store(to, i32x4.add(rotl4(i32x4.add(s0, s3), 7), s0), nextWords);
    v128.store(to, i32x4.add(rotl4(i32x4.add(r0, r3), 7), r0), nextWords + 16);
    const s = i32x4.shl(s1, 9);
    const r = i32x4.shl(r1, 9);
    s2 = v128.xor(s2, s0);
    r2 = v128.xor(r2, r0);
    s3 = v128.xor(s3, s1);
    r3 = v128.xor(r3, r1);
    s1 = v128.xor(s1, s2);
    r1 = v128.xor(r1, r2);
    s0 = v128.xor(s0, s3);
    r0 = v128.xor(r0, r3);
    s2 = v128.xor(s2, s);
    r2 = v128.xor(r2, r);
    s3 = rotl4(s3, 11);
    r3 = rotl4(r3, 11);
  }
}

/**
 * What `settle` makes of draws i and i + 1, i even. Nearly all end either under the density in their wedge or with a sure second draw: both are worked out, and
 * which of them it is costs no branch that cannot be foreseen.
 */
function finish(i: i32): v128 {
  const at = queueAt + (usize(i) << 2);
  const slab = usize(load<i32>(at, slabs)) << 3;
  const otherSlab = usize(load<i32>(at, slabs + 4)) << 3;
  const place = placesInDoubles(v128.load_zero<u64>(at, words));
  const edge = two(edgesAt + slab, edgesAt + otherSlab);
  const x = f64x2.mul(f64x2.mul(place, f64x2.splat(1.0 / 2147483648.0)), edge);
  const foot = two(heightsAt + slab, heightsAt + otherSlab);
  const top = two(heightsAt + slab + 8, heightsAt + otherSlab + 8);
  const next = f64x2.convert_low_i32x4_s(v128.load_zero<u64>(at, nextWords));
  const share = f64x2.mul(
    f64x2.add(f64x2.add(next, f64x2.splat(2147483648.0)), f64x2.splat(0.5)),
    f64x2.splat(1.0 / 4294967296.0),
  );
  const level = f64x2.add(foot, f64x2.mul(share, f64x2.sub(top, foot)));
  const estimate = estimatedTwice(f64x2.abs(x), edge, foot);

  const nextSlab = usize(u32(load<i32>(at, nextWords + 4 * 4096) ^ 0x80000000) >> 22) << 3;
  const otherNextSlab = usize(u32(load<i32>(at, nextWords + 4 * 4096 + 4) ^ 0x80000000) >> 22) << 3;
  const nextPlace = placesInDoubles(v128.load_zero<u64>(at, nextWords + 8 * 4096));
  const nextX = f64x2.mul(
    f64x2.mul(nextPlace, f64x2.splat(1.0 / 2147483648.0)),
    two(edgesAt + nextSlab, edgesAt + otherNextSlab),
  );
  const limit = two(edgesAt + nextSlab + 8, edgesAt + otherNextSlab + 8);

  const under = f64x2.lt(level, f64x2.mul(estimate, f64x2.splat(1 - 1e-5)));
  const over = v128.and(
    f64x2.gt(level, f64x2.mul(estimate, f64x2.splat(1 + 1e-5))),
    f64x2.lt(f64x2.abs(nextX), limit),
  );
  const known = i64x2.bitmask(v128.or(under, over)) & (i32(slab != 0) | (i32(otherSlab != 0) << 1));
  let weights = v128.bitselect(x, nextX, under);
  if (known == 3) return weights;
  if ((known & 1) == 0) weights = f64x2.replace_lane(weights, 0, settleAt(i));
  if ((known & 2) == 0) weights = f64x2.replace_lane(weights, 1, settleAt(i + 1));
  return weights;
}

@inline
function placesInDoubles(words: v128): v128 {
  return f64x2.add(f64x2.convert_low_i32x4_s(words), f64x2.splat(0.5));
}
@inline
function two(at: usize, otherAt: usize): v128 {
  return v128.load_lane<u64>(otherAt, v128.load_zero<u64>(at), 1);
}

function settleAt(i: i32): f64 {
  const at = queueAt + (usize(i) << 2);
  setState(queueAt + states + (usize(i & ~3) << 4) + (usize(i & 3) << 2));
  return settle(f64(load<i32>(at, words)) + 0.5, load<i32>(at, slabs));
}
