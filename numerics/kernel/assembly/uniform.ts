/** Uniform weights of eight columns at a time, one word each: the words + 1/2 stand for weights of (-2^31, 2^31). */
import { seedColumns } from './key';
import { places, rotl4 } from './lanes';
import { stateAt, sumsAt, unitsAt, valuesAt } from './layout';

/** sums += the columns of groups `group` and `group` + 1 times their activations, the weights in (-1, 1); of the first alone unless `pair`. */
export function addUniform(group: i32, rows: i32, pair: bool): void {
  if (pair) add(group, rows, true);
  else add(group, rows, false);
}

@inline
function add(group: i32, rows: i32, pair: bool): void {
  const units = unitsAt + (usize(group) << 4);
  const values = valuesAt + (usize(group) << 4);
  seedColumns(v128.load(units), v128.load(units, 16), stateAt);
  const unit = f32x4.splat(4.656612873077393e-10);
  const first = f32x4.mul(v128.load(values), unit);
  const second = f32x4.mul(v128.load(values, 16), unit);
  const half = f32x4.splat(0.5);
  let s0 = v128.load(stateAt);
  let s1 = v128.load(stateAt, 16);
  let s2 = v128.load(stateAt, 32);
  let s3 = v128.load(stateAt, 48);
  let r0 = v128.load(stateAt, 64);
  let r1 = v128.load(stateAt, 80);
  let r2 = v128.load(stateAt, 96);
  let r3 = v128.load(stateAt, 112);
  const end = sumsAt + (usize(rows) << 4);
  for (let at = sumsAt; at < end; at += 16) {
    const words = i32x4.add(rotl4(i32x4.add(s0, s3), 7), s0);
    let total = f32x4.add(v128.load(at), f32x4.mul(first, places(words, half)));
    const s = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, s);
    s3 = rotl4(s3, 11);
    if (pair) {
      const more = i32x4.add(rotl4(i32x4.add(r0, r3), 7), r0);
      total = f32x4.add(total, f32x4.mul(second, places(more, half)));
      const r = i32x4.shl(r1, 9);
      r2 = v128.xor(r2, r0);
      r3 = v128.xor(r3, r1);
      r1 = v128.xor(r1, r2);
      r0 = v128.xor(r0, r3);
      r2 = v128.xor(r2, r);
      r3 = rotl4(r3, 11);
    }
    v128.store(at, total);
  }
}
