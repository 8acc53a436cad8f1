/** Operations on four 32-bit lanes. */

@inline
export function rotl4(x: v128, k: i32): v128 {
  return v128.or(i32x4.shl(x, k), i32x4.shr_u(x, 32 - k));
}
/** The same for whole bytes, in one instruction. */
@inline
export function rotl4By8(x: v128): v128 {
  return i8x16.swizzle(x, i8x16(3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14));
}
@inline
export function rotl4By16(x: v128): v128 {
  return i8x16.swizzle(x, i8x16(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13));
}
/** The words of xoshiro128++ as places: words + 1/2. */
@inline
export function places(words: v128, half: v128): v128 {
  return f32x4.add(f32x4.convert_i32x4_s(words), half);
}
