/**
 * Normal weights in doubles, of eight columns at a time, each in a lane of its own: those of ../../random/source.ts, whose three rows take four words.
 * As in normal.ts the draws that are not sure count as 0 and are queued.
 */
import {
  blockRows,
  deltaAt,
  doubleTableAt,
  extraAt,
  matrixAt,
  notesAt,
  pairSumsAt,
  statesAt,
  unitsAt,
  valuesAt,
  wordsAt,
} from './layout';
import { drainDoubles, enqueue, isFull } from './rejected';
import { settle } from './settle';
import { fillWords } from './words';

/** What the weights of a block are for: to be added to rows' sums, to columns' sums, or to be written down. */
const forwards = 0;
const backwards = 1;
const written = 2;

/** sums += the columns of groups `group` and `group` + 1 times their activations; of the first alone unless `pair`. */
export function addNormals(group: i32, rows: i32, pair: bool): void {
  for (let row = 0; row < rows; row += blockRows) {
    const some = min(blockRows, rows - row);
    fillWords((4 * some + 2) / 3, statesAt + (usize(group) << 6));
    const noted = pair ? addPair(group, row, some) : addSingle(group, row, some);
    if (noted > 0) queue(group, row, noted, forwards, rows);
  }
}

/** values of groups `group` and `group` + 1 = the columns times delta. */
export function dotNormals(group: i32, rows: i32): void {
  const values = valuesAt + (usize(group) << 5);
  for (let offset: usize = 0; offset < 64; offset += 16) v128.store(values + offset, i32x4.splat(0));
  for (let row = 0; row < rows; row += blockRows) {
    const packs = (min(blockRows, rows - row) + 2) / 3;
    fillWords(4 * packs, statesAt + (usize(group) << 6));
    const noted = dotBlock(values, row, packs);
    if (noted > 0) queue(group, row, noted, backwards, rows);
  }
}

/** Writes `rows` rows of eight columns, a row after the other, whose states are at `states`; returns whether any draw is late, and 0 here. */
export function storeNormals(rows: i32, to: usize, states: usize): bool {
  fillWords(4 * ((rows + 2) / 3), states);
  let late = f64x2.splat(0);
  let at = wordsAt;
  for (let left = rows; left > 0; left -= 3) {
    late = v128.or(late, writeRow(0, at, to, 8, 16));
    if (left > 1) late = v128.or(late, writeRow(1, at, to + 64, 8, 16));
    if (left > 2) late = v128.or(late, writeRow(2, at, to + 128, 8, 16));
    to += 192;
    at += 128;
  }
  return v128.any_true(late);
}

/** What `settle` makes of a draw in the words of `storeNormals`, in the stream whose state is set. */
export function settleStored(row: i32, lane: i32): f64 {
  const part = row % 3;
  const at = wordsAt + (usize(row / 3) << 7) + (usize(lane) << 2);
  return settle(f64(load<i32>(at + 32 + 32 * usize(part))) + 0.5, (load<u32>(at) >> (22 - 10 * part)) & 1023);
}

/** Writes the columns of groups `group` and `group` + 1, to `matrix`, `rows` numbers each. */
export function writeNormals(group: i32, rows: i32): void {
  for (let row = 0; row < rows; row += blockRows) {
    const some = min(blockRows, rows - row);
    fillWords((4 * some + 2) / 3, statesAt + (usize(group) << 6));
    const noted = writeBlock(group, row, some, rows);
    if (noted > 0) queue(group, row, noted, written, rows);
  }
}

/** {w, k} of the slab that stands in the top ten bits, the next ten or the ten after those of the first, or the second, of two words. */
@inline
function entry(words: u64, part: usize, second: bool): v128 {
  const shift: u64 = second ? 32 : 0;
  if (part == 0) return v128.load(doubleTableAt + (usize(words >> (18 + shift)) & 0x3ff0));
  if (part == 1) return v128.load(doubleTableAt + (usize(words >> (8 + shift)) & 0x3ff0));
  if (second) return v128.load(doubleTableAt + (usize(words >> 30) & 0x3ff0));
  return v128.load(doubleTableAt + (usize(words << 2) & 0x3ff0));
}

/** Weights of two columns whose slabs stand in the words at `slabs`, and places at `at`; 0, which no weight is, where the draw is not sure. */
@inline
function weights(slabs: usize, part: usize, at: usize): v128 {
  const words = load<u64>(slabs);
  const first = entry(words, part, false);
  const second = entry(words, part, true);
  const place = f64x2.add(f64x2.convert_low_i32x4_s(v128.load_zero<u64>(at)), f64x2.splat(0.5));
  const sure = f64x2.lt(f64x2.abs(place), v128.shuffle<f64>(first, second, 1, 3));
  return v128.and(f64x2.mul(place, v128.shuffle<f64>(first, second, 0, 2)), sure);
}

@inline
function isLate(weights: v128): v128 {
  return f64x2.eq(weights, f64x2.splat(0));
}

/** These return how many packs with rejected draws stand in the notes. */
function addPair(group: i32, row: i32, rows: i32): i32 {
  return addBlock(group, row, rows, true);
}
function addSingle(group: i32, row: i32, rows: i32): i32 {
  return addBlock(group, row, rows, false);
}

@inline
function addBlock(group: i32, row: i32, rows: i32, pair: bool): i32 {
  const values = valuesAt + (usize(group) << 5);
  let sum = pairSumsAt + (usize(row) << 4);
  let note = notesAt;
  let at = wordsAt;
  const end = wordsAt + (usize(rows / 3) << 7);
  for (; at < end; at += 128) {
    let late = addRow(0, at, sum, values, pair);
    late = v128.or(late, addRow(1, at, sum, values, pair));
    late = v128.or(late, addRow(2, at, sum, values, pair));
    store<usize>(note, at);
    note += usize(v128.any_true(late)) << 2;
    sum += 48;
  }
  const rest = rows % 3;
  if (rest > 0) {
    let late = addRow(0, at, sum, values, pair);
    if (rest > 1) late = v128.or(late, addRow(1, at, sum, values, pair));
    store<usize>(note, at);
    note += usize(v128.any_true(late)) << 2;
  }
  return i32((note - notesAt) >> 2);
}

/** Adds one row of the pack whose words are at `at` to the sums from `sum` on; returns which columns' draws are not sure. */
@inline
function addRow(part: usize, at: usize, sum: usize, values: usize, pair: bool): v128 {
  const places = at + 32 + 32 * part;
  let total = v128.load(sum + 16 * part);
  let some = weights(at, part, places);
  let late = isLate(some);
  total = f64x2.add(total, f64x2.mul(v128.load(values), some));
  some = weights(at + 8, part, places + 8);
  late = v128.or(late, isLate(some));
  total = f64x2.add(total, f64x2.mul(v128.load(values, 16), some));
  if (pair) {
    some = weights(at + 16, part, places + 16);
    late = v128.or(late, isLate(some));
    total = f64x2.add(total, f64x2.mul(v128.load(values, 32), some));
    some = weights(at + 24, part, places + 24);
    late = v128.or(late, isLate(some));
    total = f64x2.add(total, f64x2.mul(v128.load(values, 48), some));
  }
  v128.store(sum + 16 * part, total);
  return late;
}

function dotBlock(values: usize, row: i32, packs: i32): i32 {
  let delta = deltaAt + (usize(row) << 3);
  let note = notesAt;
  const end = wordsAt + (usize(packs) << 7);
  for (let at = wordsAt; at < end; at += 128) {
    let late = dotRow(0, at, delta, values);
    late = v128.or(late, dotRow(1, at, delta, values));
    late = v128.or(late, dotRow(2, at, delta, values));
    store<usize>(note, at);
    note += usize(v128.any_true(late)) << 2;
    delta += 24;
  }
  return i32((note - notesAt) >> 2);
}

/** Adds one row of the pack whose words are at `at`, times its delta, to the columns' sums. */
@inline
function dotRow(part: usize, at: usize, delta: usize, sums: usize): v128 {
  const factor = v128.load_splat<u64>(delta + 8 * part);
  const places = at + 32 + 32 * part;
  let some = weights(at, part, places);
  let late = isLate(some);
  v128.store(sums, f64x2.add(v128.load(sums), f64x2.mul(some, factor)));
  some = weights(at + 8, part, places + 8);
  late = v128.or(late, isLate(some));
  v128.store(sums, f64x2.add(v128.load(sums, 16), f64x2.mul(some, factor)), 16);
  some = weights(at + 16, part, places + 16);
  late = v128.or(late, isLate(some));
  v128.store(sums, f64x2.add(v128.load(sums, 32), f64x2.mul(some, factor)), 32);
  some = weights(at + 24, part, places + 24);
  late = v128.or(late, isLate(some));
  v128.store(sums, f64x2.add(v128.load(sums, 48), f64x2.mul(some, factor)), 48);
  return late;
}

function writeBlock(group: i32, row: i32, rows: i32, stride: i32): i32 {
  const columnBytes = usize(stride) << 3;
  let to = matrixAt + 4 * usize(group) * columnBytes + (usize(row) << 3);
  let note = notesAt;
  let at = wordsAt;
  for (let left = rows; left > 0; left -= 3) {
    let late = writeRow(0, at, to, columnBytes, 2 * columnBytes);
    if (left > 1) late = v128.or(late, writeRow(1, at, to + 8, columnBytes, 2 * columnBytes));
    if (left > 2) late = v128.or(late, writeRow(2, at, to + 16, columnBytes, 2 * columnBytes));
    store<usize>(note, at);
    note += usize(v128.any_true(late)) << 2;
    to += 24;
    at += 128;
  }
  return i32((note - notesAt) >> 2);
}

/** Writes one row of eight columns, from `to` on: the second number of each two at `step`, the next two at `stride`. */
@inline
function writeRow(part: usize, at: usize, to: usize, step: usize, stride: usize): v128 {
  const places = at + 32 + 32 * part;
  let late = f64x2.splat(0);
  for (let pair: usize = 0; pair < 4; pair++) {
    const some = weights(at + 8 * pair, part, places + 8 * pair);
    late = v128.or(late, isLate(some));
    if (step == 8) v128.store(to, some);
    else {
      v128.store_lane<u64>(to, some, 0);
      v128.store_lane<u64>(to + step, some, 1);
    }
    to += stride;
  }
  return late;
}

/** Queues the rejected draws of the first `noted` packs in the notes, of a block that begins at `firstRow`. */
function queue(group: i32, firstRow: i32, noted: i32, use: i32, rows: i32): void {
  const units = unitsAt + (usize(group) << 4);
  const values = valuesAt + (usize(group) << 5);
  for (let note = 0; note < noted; note++) {
    const pack = load<usize>(notesAt + (usize(note) << 2));
    const firstOfPack = firstRow + 3 * i32((pack - wordsAt) >> 7);
    for (let part = 0; part < 3; part++) {
      const row = firstOfPack + part;
      for (let lane = 0; lane < 8; lane++) {
        const slab = (load<u32>(pack + (usize(lane) << 2)) >> (22 - 10 * part)) & 1023;
        const word = load<i32>(pack + 32 + 32 * usize(part) + (usize(lane) << 2));
        const limit = load<f64>(doubleTableAt + (usize(slab) << 4), 8);
        if (abs(f64(word) + 0.5) < limit) continue;
        const column = 4 * group + lane;
        let factor: f64 = 1;
        let target = extraAt;
        if (use == forwards) {
          factor = load<f64>(values + (usize(lane) << 3));
          target += usize(row) << 3;
        } else if (use == backwards) {
          factor = load<f64>(deltaAt + (usize(row) << 3));
          target += usize(column) << 3;
        } else target = matrixAt + (usize(column) * usize(rows) + usize(row)) * 8;
        enqueue(column, load<i32>(units + (usize(lane) << 2)), row, slab, word, factor, target);
      }
    }
    if (isFull()) drainDoubles();
  }
}
