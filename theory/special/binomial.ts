/** Binomial coefficients of real arguments, without overflow. */
import { pi } from './constants.js';
import { add, type DoubleDouble, divide, fromDouble, multiply, toDouble, twoSum } from './double-double.js';
import { digamma, gamma, stirlingError } from './gamma.js';
import { fromScaled, powerOfPositive, product, type Scaled } from './scaled.js';

const zero: Scaled = { mantissa: 0, exponent: 0 };
const undefinedValue: Scaled = { mantissa: Number.NaN, exponent: 0 };

/**
 * C(n, k) = gamma(n+1)/(gamma(k+1) gamma(n-k+1)) for real n > -1 and k between -1 and n+1, and 0 where k or n - k is a
 * negative integer; NaN otherwise, and for n above 2^40. For integers exact up to 2^53; relative error below 2^-47.
 */
export function binomialScaled(n: number, k: number): Scaled {
  const rest = twoSum(n, -k);
  if (!(n > -1) || !Number.isFinite(k) || n > 2 ** 40) return undefinedValue;
  if (isNegativeInteger(k) || (rest.tail === 0 && isNegativeInteger(rest.head))) return zero;
  if (k <= -1 || rest.head <= -1) return undefinedValue;
  if (Number.isInteger(n) && Number.isInteger(k)) {
    const smaller = Math.min(k, n - k);
    if (smaller <= 64) return ofFewFactors(n, smaller);
  } else if (n < 150) {
    const mantissa =
      gammaOfSuccessor(fromDouble(n)) / gammaOfSuccessor(fromDouble(k)) / gammaOfSuccessor(rest);
    return { mantissa, exponent: 0 };
  }
  // Stirling's form wants both parts >= 1: C(n,k) = C(n,k+1) (k+1)/(n-k), and its mirror image.
  const plusOne = fromDouble(1);
  const minusOne = fromDouble(-1);
  if (k < 1) return product([byStirling(n, twoSum(k, 1), add(rest, minusOne))], (k + 1) / rest.head);
  if (rest.head < 1)
    return product([byStirling(n, twoSum(k, -1), add(rest, plusOne))], (toDouble(rest) + 1) / k);
  return byStirling(n, fromDouble(k), rest);
}

/** C(n, k) as a double: Infinity beyond 1.8e308. */
export function binomial(n: number, k: number): number {
  return fromScaled(binomialScaled(n, k));
}

/** gamma(x + 1), the rounding of x + 1 corrected to first order: near 100 it would cost 30 units in the last place. */
function gammaOfSuccessor(x: DoubleDouble): number {
  const { head, tail } = twoSum(x.head, 1);
  const left = tail + x.tail;
  return gamma(head) * (left === 0 ? 1 : 1 + digamma(head) * left);
}

const isNegativeInteger = (x: number): boolean => x < 0 && Number.isInteger(x);

/** The product of (n-k+i)/i, i = 1..k, in double-double: each partial product is an integer, so small ones are exact. */
function ofFewFactors(n: number, k: number): Scaled {
  let value = fromDouble(1);
  let exponent = 0;
  for (let i = 1; i <= k; i++) {
    value = divide(multiply(value, fromDouble(n - k + i)), fromDouble(i));
    if (value.head > 2 ** 600) {
      value = { head: value.head * 2 ** -600, tail: value.tail * 2 ** -600 };
      exponent += 600;
    }
  }
  const mantissa = toDouble(value);
  return { mantissa: exponent === 0 && mantissa < 2 ** 53 ? Math.round(mantissa) : mantissa, exponent };
}

/** sqrt(n/(2 pi k r)) (n/k)^k (n/r)^r exp(s(n) - s(k) - s(r)), r = n - k, s Stirling's error; k, r >= 1. */
function byStirling(n: number, k: DoubleDouble, r: DoubleDouble): Scaled {
  const errors = stirlingError(n) - stirlingError(k.head) - stirlingError(r.head);
  const front = Math.sqrt(n / (2 * pi.head * k.head * r.head)) * Math.exp(errors);
  const first = realPower(divide(fromDouble(n), k), k);
  const second = realPower(divide(fromDouble(n), r), r);
  return product([first, second], front);
}

function realPower(base: DoubleDouble, power: DoubleDouble): Scaled {
  const whole = Math.floor(power.head);
  const fraction = power.head - whole + power.tail;
  return product([powerOfPositive(base, whole)], Math.exp(fraction * Math.log(base.head)));
}
