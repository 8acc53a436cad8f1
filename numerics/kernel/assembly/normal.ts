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
    const packs = (min(blockRows, rows - row) + 2) / 3;
    fillWords(4 * packs, statesAt + (usize(group) << 6));
    const noted = pair ? addPair(group, row, packs) : addSingle(group, row, packs);
    if (noted > 0) queue(group, row, noted);
  }
}

/** Both return how many packs with rejected draws stand in the notes. */
function addPair(group: i32, row: i32, packs: i32): i32 {
  return addBlock(group, row, packs, true);
}
function addSingle(group: i32, row: i32, packs: i32): i32 {
  return addBlock(group, row, packs, false);
}

@inline
function addBlock(group: i32, row: i32, packs: i32, pair: bool): i32 {
  const first = v128.load(valuesAt + (usize(group) << 4));
  const second = v128.load(valuesAt + (usize(group) << 4), 16);
  const half = f32x4.splat(0.5);
  let sum = sumsAt + (usize(row) << 4);
  let note = notesAt;
  const end = wordsAt + (usize(packs) << 7);
  for (let at = wordsAt; at < end; at += 128) {
    const low0 = load<u64>(at);
    const high0 = load<u64>(at, 8);
    const low1 = load<u64>(at, 16);
    const high1 = load<u64>(at, 24);

    let low = pairs(low0, 19);
    let high = pairs(high0, 19);
    let f = places(v128.load(at, 32), half);
    let sure = isSure(f, low, high);
    let all = sure;
    let total = f32x4.add(v128.load(sum), terms(f, low, high, sure, first));
    if (pair) {
      low = pairs(low1, 19);
      high = pairs(high1, 19);
      f = places(v128.load(at, 48), half);
      sure = isSure(f, low, high);
      all = v128.and(all, sure);
      total = f32x4.add(total, terms(f, low, high, sure, second));
    }
    v128.store(sum, total);

    low = pairs(low0, 9);
    high = pairs(high0, 9);
    f = places(v128.load(at, 64), half);
    sure = isSure(f, low, high);
    all = v128.and(all, sure);
    total = f32x4.add(v128.load(sum, 16), terms(f, low, high, sure, first));
    if (pair) {
      low = pairs(low1, 9);
      high = pairs(high1, 9);
      f = places(v128.load(at, 80), half);
      sure = isSure(f, low, high);
      all = v128.and(all, sure);
      total = f32x4.add(total, terms(f, low, high, sure, second));
    }
    v128.store(sum, total, 16);

    low = lastPairs(low0);
    high = lastPairs(high0);
    f = places(v128.load(at, 96), half);
    sure = isSure(f, low, high);
    all = v128.and(all, sure);
    total = f32x4.add(v128.load(sum, 32), terms(f, low, high, sure, first));
    if (pair) {
      low = lastPairs(low1);
      high = lastPairs(high1);
      f = places(v128.load(at, 112), half);
      sure = isSure(f, low, high);
      all = v128.and(all, sure);
      total = f32x4.add(total, terms(f, low, high, sure, second));
    }
    v128.store(sum, total, 32);

    store<usize>(note, at);
    note += usize(i32x4.bitmask(all) != 15) << 2;
    sum += 48;
  }
  return i32((note - notesAt) >> 2);
}
