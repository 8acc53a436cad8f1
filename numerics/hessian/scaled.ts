/** Numbers of any size: doubles times a power of two. */

/** 2^bits times the values; bits is 0 unless they would leave 2^±400. */
export interface Scaled<T> {
  readonly values: T;
  readonly bits: number;
}

/** x 2^bits; beyond the range of doubles 0 or ±Infinity. Exact otherwise. */
export function shift(x: number, bits: number): number {
  // Two steps, as 2^bits alone may leave the range.
  const half = Math.trunc(bits / 2);
  return x * 2 ** Math.max(-1074, Math.min(1023, half)) * 2 ** Math.max(-1074, Math.min(1023, bits - half));
}

/** log |x 2^bits|, -Infinity for 0. */
export function logAbs(x: number, bits: number): number {
  return Math.log(Math.abs(x)) + bits * Math.LN2;
}

/** a 2^aBits + b 2^bBits, as a number of about 1 times 2^bits. Rounded once. */
export function addScaled(a: number, aBits: number, b: number, bBits: number): Scaled<number> {
  const top = Math.max(exponent(a) + aBits, exponent(b) + bBits);
  if (top === -Infinity) return { values: 0, bits: 0 };
  return { values: shift(a, aBits - top) + shift(b, bBits - top), bits: top };
}

/** floor(log2 |x|), give or take one; -Infinity for 0. */
export function exponent(x: number): number {
  return x === 0 ? -Infinity : Math.floor(Math.log2(Math.abs(x)));
}

/** The largest exponent among the entries. */
export function largestExponent(values: Float64Array): number {
  let largest = 0;
  for (const value of values) if (Math.abs(value) > largest) largest = Math.abs(value);
  return exponent(largest);
}

/** In place: bits 0 if the largest entry allows, else the largest entry about 1. Exact, but for entries 2^-600 times the largest. */
export function settle(values: Float64Array, bits: number): Scaled<Float64Array> {
  const top = largestExponent(values);
  if (top === -Infinity) return { values, bits: 0 };
  const target = Math.abs(top + bits) <= 400 ? 0 : top + bits;
  if (target !== bits) for (let i = 0; i < values.length; i++) values[i] = shift(values[i]!, bits - target);
  return { values, bits: target };
}
