/** Positive numbers far beyond the range of doubles: mantissa * 2^exponent, with powers of them in double-double. */
import { type DoubleDouble, fromDouble, multiply } from './double-double.js';

export interface Scaled {
  readonly mantissa: number;
  /** An integer. */
  readonly exponent: number;
}

interface ScaledDoubleDouble {
  readonly value: DoubleDouble;
  readonly exponent: number;
}

const large = 2 ** 200;

function balanced(value: DoubleDouble, exponent: number): ScaledDoubleDouble {
  let { head, tail } = value;
  while (head >= large) {
    head /= large;
    tail /= large;
    exponent += 200;
  }
  while (head < 1 / large && head > 0) {
    head *= large;
    tail *= large;
    exponent -= 200;
  }
  return { value: { head, tail }, exponent };
}

/**
 * base^power for base > 0 and an integer power >= 0 by repeated squaring; relative error at most power * 2^-100, and
 * rounding of the result to a double.
 */
export function powerOfPositive(base: DoubleDouble, power: number): Scaled {
  let square = balanced(base, 0);
  let result: ScaledDoubleDouble = { value: fromDouble(1), exponent: 0 };
  for (let rest = power; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) {
      result = balanced(multiply(result.value, square.value), result.exponent + square.exponent);
    }
    square = balanced(multiply(square.value, square.value), 2 * square.exponent);
  }
  return { mantissa: result.value.head, exponent: result.exponent };
}

/** The product of scaled numbers and plain positive factors (each within 2^+-200). */
export function product(numbers: readonly Scaled[], factor: number): Scaled {
  let mantissa = factor;
  let exponent = 0;
  for (const number of numbers) {
    const next = balanced(fromDouble(mantissa * number.mantissa), exponent + number.exponent);
    mantissa = next.value.head;
    exponent = next.exponent;
  }
  return { mantissa, exponent };
}

/** The nearest double: Infinity or 0 beyond the range. */
export function fromScaled({ mantissa, exponent }: Scaled): number {
  if (exponent > 2000) return Number.POSITIVE_INFINITY;
  if (exponent < -3000) return 0;
  const half = Math.trunc(exponent / 2);
  return mantissa * 2 ** half * 2 ** (exponent - half);
}
