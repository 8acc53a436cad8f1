/** The ziggurat's table in f32. */
import { slabs, ziggurat } from '../random/ziggurat.js';

let cached: Float32Array | undefined;

/**
 * For each slab i, at 2i: k such that fl(f^2) < k, f = word + 1/2 rounded to f32, only if (word + 1/2) x_i/2^31 lies below x_(i+1) (rounding is
 * monotone, and k <= fl(g^2) for the largest f32 g up to the true limit); at 2i + 1: x_i/2^31.
 */
export function singleTable(): Float32Array {
  cached ??= build();
  return cached;
}

function build(): Float32Array {
  const { table } = ziggurat();
  const single = new Float32Array(table.length);
  for (let i = 0; i < slabs; i++) {
    const limit = floor32(table[2 * i + 1]!);
    single[2 * i] = Math.fround(limit * limit);
    single[2 * i + 1] = table[2 * i]!;
  }
  return single;
}

/** The largest f32 number <= x, x >= 0. */
function floor32(x: number): number {
  const words = new Int32Array(1);
  const single = new Float32Array(words.buffer);
  single[0] = x;
  if (single[0] > x) words[0]! -= 1;
  return single[0];
}
