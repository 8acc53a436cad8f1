/** Look-ups in the table of the ziggurat, for two columns each. */
import { tableAt } from './layout';

/** {k, w, k, w} of two columns whose slabs stand `shift` + 3 bits above the ends of these words. */
@inline
export function pairs(words: u64, shift: u64): v128 {
  const first = usize(words >> shift) & 0x1ff8;
  const second = usize(words >> (shift + 32)) & 0x1ff8;
  return v128.load_lane<u64>(second, v128.load_zero<u64>(first, tableAt), 1, tableAt);
}
/** The same for slabs 2 bits above the end. */
@inline
export function lastPairs(words: u64): v128 {
  const first = usize(words << 1) & 0x1ff8;
  const second = usize(words >> 31) & 0x1ff8;
  return v128.load_lane<u64>(second, v128.load_zero<u64>(first, tableAt), 1, tableAt);
}
@inline
export function limits(low: v128, high: v128): v128 {
  return v128.shuffle<f32>(low, high, 0, 2, 4, 6);
}
@inline
function widths(low: v128, high: v128): v128 {
  return v128.shuffle<f32>(low, high, 1, 3, 5, 7);
}
@inline
export function isSure(f: v128, low: v128, high: v128): v128 {
  return f32x4.lt(f32x4.mul(f, f), limits(low, high));
}
/** The weights of the sure draws times these activations; the others give 0. */
@inline
export function terms(f: v128, low: v128, high: v128, sure: v128, factors: v128): v128 {
  return f32x4.mul(factors, v128.and(f32x4.mul(f, widths(low, high)), sure));
}
