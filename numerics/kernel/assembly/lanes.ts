/** Operations on four 32-bit lanes. */

@inline
export function rotl4(x: v128, k: i32): v128 {
  return v128.or(i32x4.shl(x, k), i32x4.shr_u(x, 32 - k));
}
/** The words of xoshiro128++ as places: words + 1/2. */
@inline
export function places(words: v128, half: v128): v128 {
  return f32x4.add(f32x4.convert_i32x4_s(words), half);
}
