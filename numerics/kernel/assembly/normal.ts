/**
 * Normal weights of eight columns at a time, each in a lane of its own: the ziggurat of ../../random/source.ts, whose three rows take four words. The sure
 * draws, 996 in 1000, are finished here without a branch; the others count as 0 here and are queued (rejected.ts).
 */
import { blockRows, notesAt, packBytes, statesAt, sumsAt, valuesAt, wordsAt } from './layout';
import { queue } from './rejected';
import { isSure, terms } from './table';
import { fillHalfPacks, fillPacks } from './words';

/** sums += the columns of groups `group` and `group` + 1 times their activations; of the first alone unless `pair`. */
export function addNormal(group: i32, rows: i32, pair: bool): void {
  for (let row = 0; row < rows; row += blockRows) {
    const some = min(blockRows, rows - row);
    const packs = (some + 2) / 3;
    const stateAt = statesAt + (usize(group) << 6);
    if (pair) fillPacks(packs, stateAt);
    else fillHalfPacks(packs, stateAt);
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
  const end = wordsAt + usize((rows + 2) / 3) * packBytes;
  // The last pack may have rows that are none: their sums are cleared when the layer is done.
  for (let pack = wordsAt; pack < end; pack += packBytes) {
    const sure0 = isSure(pack, half);
    let total = f32x4.add(v128.load(sum), terms(pack, half, sure0, first));
    const also0 = pair ? isSure(pack + 16, half) : sure0;
    if (pair) total = f32x4.add(total, terms(pack + 16, half, also0, second));
    v128.store(sum, total);
    const sure1 = isSure(pack + 32, half);
    total = f32x4.add(v128.load(sum, 16), terms(pack + 32, half, sure1, first));
    const also1 = pair ? isSure(pack + 48, half) : sure1;
    if (pair) total = f32x4.add(total, terms(pack + 48, half, also1, second));
    v128.store(sum, total, 16);
    const sure2 = isSure(pack + 64, half);
    total = f32x4.add(v128.load(sum, 32), terms(pack + 64, half, sure2, first));
    const also2 = pair ? isSure(pack + 80, half) : sure2;
    if (pair) total = f32x4.add(total, terms(pack + 80, half, also2, second));
    v128.store(sum, total, 32);
    const sure = i32x4.bitmask(v128.and(v128.and(sure0, sure1), sure2));
    const also = i32x4.bitmask(v128.and(v128.and(also0, also1), also2));
    const bits = sure | (pair ? also << 4 : 0xf0);
    store<usize>(note, pack);
    store<i32>(note, bits, 4);
    note += usize(bits != 0xff) << 3;
    sum += 48;
  }
  return i32((note - notesAt) >> 3);
}

