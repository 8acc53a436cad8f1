/** Uniform weights of variance 1 in doubles, of eight columns at a time, one word each. */
import { blockRows, deltaAt, matrixAt, pairSumsAt, statesAt, valuesAt, wordsAt } from './layout';
import { fillWords } from './words';

/** sqrt 3/2^31. */
const scale: f64 = 1.7320508075688772 / 2147483648.0;

/** Weights of two columns whose words are at `at`. */
@inline
function weights(at: usize): v128 {
  const place = f64x2.add(f64x2.convert_low_i32x4_s(v128.load_zero<u64>(at)), f64x2.splat(0.5));
  return f64x2.mul(place, f64x2.splat(scale));
}

/** sums += the columns of groups `group` and `group` + 1 times their activations. */
export function addUniforms(group: i32, rows: i32): void {
  const values = valuesAt + (usize(group) << 5);
  const first = v128.load(values);
  const second = v128.load(values, 16);
  const third = v128.load(values, 32);
  const fourth = v128.load(values, 48);
  for (let row = 0; row < rows; row += blockRows) {
    const some = min(blockRows, rows - row);
    fillWords(some, statesAt + (usize(group) << 6));
    let sum = pairSumsAt + (usize(row) << 4);
    const end = wordsAt + (usize(some) << 5);
    for (let at = wordsAt; at < end; at += 32) {
      let total = f64x2.add(v128.load(sum), f64x2.mul(first, weights(at)));
      total = f64x2.add(total, f64x2.mul(second, weights(at + 8)));
      total = f64x2.add(total, f64x2.mul(third, weights(at + 16)));
      v128.store(sum, f64x2.add(total, f64x2.mul(fourth, weights(at + 24))));
      sum += 16;
    }
  }
}

/** values of groups `group` and `group` + 1 = the columns times delta. */
export function dotUniforms(group: i32, rows: i32): void {
  let first = f64x2.splat(0);
  let second = f64x2.splat(0);
  let third = f64x2.splat(0);
  let fourth = f64x2.splat(0);
  let delta = deltaAt;
  for (let row = 0; row < rows; row += blockRows) {
    const some = min(blockRows, rows - row);
    fillWords(some, statesAt + (usize(group) << 6));
    const end = wordsAt + (usize(some) << 5);
    for (let at = wordsAt; at < end; at += 32) {
      const factor = v128.load_splat<u64>(delta);
      first = f64x2.add(first, f64x2.mul(factor, weights(at)));
      second = f64x2.add(second, f64x2.mul(factor, weights(at + 8)));
      third = f64x2.add(third, f64x2.mul(factor, weights(at + 16)));
      fourth = f64x2.add(fourth, f64x2.mul(factor, weights(at + 24)));
      delta += 8;
    }
  }
  const values = valuesAt + (usize(group) << 5);
  v128.store(values, first);
  v128.store(values, second, 16);
  v128.store(values, third, 32);
  v128.store(values, fourth, 48);
}

/** Writes `rows` rows of eight columns, a row after the other, whose states are at `states`. */
export function storeUniforms(rows: i32, to: usize, states: usize): void {
  fillWords(rows, states);
  const end = wordsAt + (usize(rows) << 5);
  for (let at = wordsAt; at < end; at += 8) {
    v128.store(to, weights(at));
    to += 16;
  }
}

/** Writes the columns of groups `group` and `group` + 1, to `matrix`, `rows` numbers each. */
export function writeUniforms(group: i32, rows: i32): void {
  const columnBytes = usize(rows) << 3;
  let to = matrixAt + 4 * usize(group) * columnBytes;
  for (let row = 0; row < rows; row += blockRows) {
    const some = min(blockRows, rows - row);
    fillWords(some, statesAt + (usize(group) << 6));
    const end = wordsAt + (usize(some) << 5);
    for (let at = wordsAt; at < end; at += 32) {
      let place = to;
      for (let pair: usize = 0; pair < 4; pair++) {
        const some = weights(at + 8 * pair);
        v128.store_lane<u64>(place, some, 0);
        v128.store_lane<u64>(place + columnBytes, some, 1);
        place += 2 * columnBytes;
      }
      to += 8;
    }
  }
}
