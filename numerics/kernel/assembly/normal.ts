/**
 * Normal weights of eight columns at a time, each in a lane of its own: the ziggurat of ../../random/source.ts, whose three rows take four words. The sure
 * draws, 996 in 1000, are finished here without a branch; the others count as 0 here and are queued (rejected.ts).
 */
import { places } from './lanes';
import { blockRows, notesAt, statesAt, sumsAt, valuesAt, wordsAt } from './layout';
import { queue } from './rejected';
import { isSure, lastPairs, pairs, terms } from './table';
import { fillWords } from './words';

/** sums += the columns of groups `group` and `group` + 1 times their activations; of the first alone unless `pair`. */
export function addNormal(group: i32, rows: i32, pair: bool): void {
  for (let row = 0; row < rows; row += blockRows) {
    const some = min(blockRows, rows - row);
    fillWords((4 * some + 2) / 3, statesAt + (usize(group) << 6));
    const noted = pair ? addPair(group, row, some) : addSingle(group, row, some);
    if (noted > 0) queue(group, row, noted);
  }
}

/** Both return how many packs with rejected draws stand in the notes. */
function addPair(group: i32, row: i32, rows: i32): i32 {
  return addBlock(group, row, rows, true);
}
function addSingle(group: i32, row: i32, rows: i32): i32 {
  return addBlock(group, row, rows, false);
}

@inline
function addBlock(group: i32, row: i32, rows: i32, pair: bool): i32 {
  const first = v128.load(valuesAt + (usize(group) << 4));
  const second = v128.load(valuesAt + (usize(group) << 4), 16);
  const half = f32x4.splat(0.5);
  let sum = sumsAt + (usize(row) << 4);
  let note = notesAt;
  let at = wordsAt;
  const end = wordsAt + (usize(rows / 3) << 7);
  for (; at < end; at += 128) {
    let sure = addRow(0, at, sum, first, second, half, pair);
    sure = v128.and(sure, addRow(1, at, sum, first, second, half, pair));
    sure = v128.and(sure, addRow(2, at, sum, first, second, half, pair));
    store<usize>(note, at);
    note += usize(i32x4.bitmask(sure) != 15) << 2;
    sum += 48;
  }
  const rest = rows % 3;
  if (rest > 0) {
    let sure = addRow(0, at, sum, first, second, half, pair);
    if (rest > 1) sure = v128.and(sure, addRow(1, at, sum, first, second, half, pair));
    store<usize>(note, at);
    note += usize(i32x4.bitmask(sure) != 15) << 2;
  }
  return i32((note - notesAt) >> 2);
}

/** Adds one row of the pack whose words are at `at` to the sums from `sum` on; returns which columns' draws are sure. */
@inline
function addRow(part: usize, at: usize, sum: usize, first: v128, second: v128, half: v128, pair: bool): v128 {
  let words = load<u64>(at);
  let moreWords = load<u64>(at, 8);
  let low = part == 2 ? lastPairs(words) : pairs(words, part == 0 ? 19 : 9);
  let high = part == 2 ? lastPairs(moreWords) : pairs(moreWords, part == 0 ? 19 : 9);
  let f = places(v128.load(at + 32 + 32 * part), half);
  const sure = isSure(f, low, high);
  const total = f32x4.add(v128.load(sum + 16 * part), terms(f, low, high, sure, first));
  if (!pair) {
    v128.store(sum + 16 * part, total);
    return sure;
  }
  words = load<u64>(at, 16);
  moreWords = load<u64>(at, 24);
  low = part == 2 ? lastPairs(words) : pairs(words, part == 0 ? 19 : 9);
  high = part == 2 ? lastPairs(moreWords) : pairs(moreWords, part == 0 ? 19 : 9);
  f = places(v128.load(at + 48 + 32 * part), half);
  const alsoSure = isSure(f, low, high);
  v128.store(sum + 16 * part, f32x4.add(total, terms(f, low, high, alsoSure, second)));
  return v128.and(sure, alsoSure);
}
