/** The recurrence of a layer's tilted weights, n to n + 2 and back, in numbers of twice the precision. */

/** An unevaluated sum: the recurrence runs over up to 1e5 steps, whose roundings must not add up. */
export type DoubleDouble = readonly [head: number, tail: number];

export const fromNumber = (x: number): DoubleDouble => [x, 0];

const splitter = 2 ** 27 + 1;

/** a b - fl(a b), exactly (Dekker 1971). */
function productError(a: number, b: number, product: number): number {
  const aHigh = splitter * a - (splitter * a - a);
  const bHigh = splitter * b - (splitter * b - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** x * numerator / denominator; the factors are exact. */
export function scaled(x: DoubleDouble, numerator: number, denominator = 1): DoubleDouble {
  const head = x[0] * numerator;
  const tail = productError(x[0], numerator, head) + x[1] * numerator;
  if (denominator === 1) return [head, tail];
  const quotient = head / denominator;
  const back = quotient * denominator;
  return [quotient, (head - back - productError(quotient, denominator, back) + tail) / denominator];
}

/** From n to n + 2. */
export function stepUp(x: DoubleDouble, d: number, c: number, n: number): DoubleDouble {
  const next = scaled(x, (d - n) * (d - n - 1), (n + 1) * (n + 2));
  return c === 0 ? next : shiftedFactor(next, n, 2 * c, false);
}

/** From n + 2 to n. */
export function stepDown(x: DoubleDouble, d: number, c: number, n: number): DoubleDouble {
  const next = scaled(x, (n + 1) * (n + 2), (d - n) * (d - n - 1));
  return c === 0 ? next : shiftedFactor(next, n, 2 * c, true);
}

/** Times (n + s)/n, or its inverse; n + s is taken with its rounding error. */
function shiftedFactor(x: DoubleDouble, n: number, s: number, inverse: boolean): DoubleDouble {
  const sum = n + s;
  const sRounded = sum - n;
  const lost = n - (sum - sRounded) + (s - sRounded);
  const [head, tail] = inverse ? scaled(x, n, sum) : scaled(x, sum, n);
  const correction = (head * lost) / sum;
  return [head, tail + (inverse ? -correction : correction)];
}
