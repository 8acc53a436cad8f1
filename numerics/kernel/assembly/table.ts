/** Draws of four columns at a time, whose places in the table of the ziggurat stand at `at` and their words behind (layout.ts). */
import { places } from './lanes';
import { packWordsAt, tableAt } from './layout';

/** {k, w, k, w} of two columns. */
@inline
function pairs(at: usize): v128 {
  return v128.load_lane<u64>(load<u32>(at, 4), v128.load_zero<u64>(load<u32>(at), tableAt), 1, tableAt);
}
@inline
export function isSure(at: usize, half: v128): v128 {
  const f = places(v128.load(at, packWordsAt), half);
  return f32x4.lt(f32x4.mul(f, f), v128.shuffle<f32>(pairs(at), pairs(at + 8), 0, 2, 4, 6));
}
/** The weights of the sure draws times these activations; the others give 0. */
@inline
export function terms(at: usize, half: v128, sure: v128, factors: v128): v128 {
  const f = places(v128.load(at, packWordsAt), half);
  const widths = v128.shuffle<f32>(pairs(at), pairs(at + 8), 1, 3, 5, 7);
  return f32x4.mul(factors, v128.and(f32x4.mul(f, widths), sure));
}
