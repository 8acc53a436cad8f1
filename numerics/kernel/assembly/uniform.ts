/** Uniform weights of eight columns at a time, one word each: the words + 1/2 stand for weights of (-2^31, 2^31). */
import { places } from './lanes';
import { blockRows, statesAt, sumsAt, valuesAt, wordsAt } from './layout';
import { fillWords } from './words';

/** sums += the columns of groups `group` and `group` + 1 times their activations, the weights in (-1, 1). */
export function addUniform(group: i32, rows: i32): void {
  for (let row = 0; row < rows; row += blockRows) {
    const some = min(blockRows, rows - row);
    fillWords(some, statesAt + (usize(group) << 6));
    addBlock(group, row, some);
  }
}

function addBlock(group: i32, row: i32, rows: i32): void {
  const unit = f32x4.splat(4.656612873077393e-10);
  const first = f32x4.mul(v128.load(valuesAt + (usize(group) << 4)), unit);
  const second = f32x4.mul(v128.load(valuesAt + (usize(group) << 4), 16), unit);
  const half = f32x4.splat(0.5);
  let sum = sumsAt + (usize(row) << 4);
  const end = wordsAt + (usize(rows) << 5);
  for (let at = wordsAt; at < end; at += 32) {
    const total = f32x4.add(v128.load(sum), f32x4.mul(first, places(v128.load(at), half)));
    v128.store(sum, f32x4.add(total, f32x4.mul(second, places(v128.load(at, 16), half))));
    sum += 16;
  }
}
