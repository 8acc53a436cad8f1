/**
 * Normal weights of eight columns at a time, each in a lane of its own: the ziggurat of ../../random/source.ts, whose three rows take four words. The sure
 * draws, 996 in 1000, are finished here without a branch; the others count as 0 here and are queued (rejected.ts).
 */
import { blockRows, notesAt, packBytes, statesAt, sumsAt, valuesAt, wordsAt } from './layout';
import { queue } from './rejected';
import { isSure, terms } from './table';
import { fillHalfPacks, fillPacks } from './words';

/**
 * sums += the columns of groups `group` and `group` + 1 times their activations; of the first alone unless `pair`. If `fresh`, for pairs alone, sums = them, whatever
 * was there.
 */
export function addNormal(group: i32, rows: i32, pair: bool, fresh: bool): void {
  for (let row = 0; row < rows; row += blockRows) {
    const some = min(blockRows, rows - row);
    const stateAt = statesAt + (usize(group) << 6);
    if (pair) fillPacks(some, stateAt);
    else fillHalfPacks(some, stateAt);
    const noted = fresh ? addFresh(group, row, some) : pair ? addPair(group, row, some) : addSingle(group, row, some);
    if (noted > 0) queue(group, row, noted);
  }
}

/** These return how many packs with rejected draws stand in the notes. */
function addPair(group: i32, row: i32, rows: i32): i32 {
  return addBlock(group, row, rows, true, false);
}
function addFresh(group: i32, row: i32, rows: i32): i32 {
  return addBlock(group, row, rows, true, true);
}
function addSingle(group: i32, row: i32, rows: i32): i32 {
  return addBlock(group, row, rows, false, false);
}

@inline
function addBlock(group: i32, row: i32, rows: i32, pair: bool, fresh: bool): i32 {
  const first = v128.load(valuesAt + (usize(group) << 4));
  const second = v128.load(valuesAt + (usize(group) << 4), 16);
  const half = f32x4.splat(0.5);
  let sum = sumsAt + (usize(row) << 4);
  let note = notesAt;
  const end = wordsAt + usize(rows / 3) * packBytes;
  let pack = wordsAt;
  for (; pack < end; pack += packBytes) {
    const sure0 = isSure(pack, half);
    const one0 = plus(sum, terms(pack, half, sure0, first), fresh);
    const also0 = pair ? isSure(pack + 16, half) : sure0;
    v128.store(sum, pair ? f32x4.add(one0, terms(pack + 16, half, also0, second)) : one0);
    const sure1 = isSure(pack + 32, half);
    const one1 = plus(sum + 16, terms(pack + 32, half, sure1, first), fresh);
    const also1 = pair ? isSure(pack + 48, half) : sure1;
    v128.store(sum + 16, pair ? f32x4.add(one1, terms(pack + 48, half, also1, second)) : one1);
    const sure2 = isSure(pack + 64, half);
    const one2 = plus(sum + 32, terms(pack + 64, half, sure2, first), fresh);
    const also2 = pair ? isSure(pack + 80, half) : sure2;
    v128.store(sum + 32, pair ? f32x4.add(one2, terms(pack + 80, half, also2, second)) : one2);
    const sure = v128.and(v128.and(sure0, sure1), sure2);
    const also = v128.and(v128.and(also0, also1), also2);
    note = noted(note, pack, sure, also, pair);
    sum += 48;
  }
  const left = rows % 3;
  if (left > 0) {
    let sure = isSure(pack, half);
    let also = pair ? isSure(pack + 16, half) : sure;
    const total = plus(sum, terms(pack, half, sure, first), fresh);
    v128.store(sum, pair ? f32x4.add(total, terms(pack + 16, half, also, second)) : total);
    if (left > 1) {
      const sure1 = isSure(pack + 32, half);
      const one1 = plus(sum + 16, terms(pack + 32, half, sure1, first), fresh);
      const also1 = pair ? isSure(pack + 48, half) : sure1;
      v128.store(sum + 16, pair ? f32x4.add(one1, terms(pack + 48, half, also1, second)) : one1);
      sure = v128.and(sure, sure1);
      also = v128.and(also, also1);
    }
    note = noted(note, pack, sure, also, pair);
  }
  return i32((note - notesAt) >> 3);
}

@inline
function plus(sum: usize, x: v128, fresh: bool): v128 {
  return fresh ? x : f32x4.add(v128.load(sum), x);
}

/** Notes the pack if it holds rejected draws; returns where the next note goes. */
@inline
function noted(note: usize, pack: usize, sure: v128, also: v128, pair: bool): usize {
  const bits = i32x4.bitmask(sure) | (pair ? i32x4.bitmask(also) << 4 : 0xf0);
  store<usize>(note, pack);
  store<i32>(note, bits, 4);
  return note + (usize(bits != 0xff) << 3);
}
