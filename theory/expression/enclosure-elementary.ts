/**
 * exp, log, sqrt, powers, abs, floor, ceil of intervals. Math.exp, Math.log and Math.log1p are taken to err by less than
 * 2^-51 relative (2 units in the last place; the fdlibm code that engines use stays below 1). Where part of an argument lies
 * outside the function's domain the callback hears of it, and the result encloses the values over the rest.
 */
import { log2 } from '../special/constants.js';
import { twoProduct, twoSum } from '../special/double-double.js';
import {
  divide,
  ExtendedInterval,
  everything,
  join,
  largestExponent,
  maximum,
  multiply,
  negate,
  one,
  zero,
} from './enclosure-interval.js';
import { exponentOf, rootDown, rootUp, scaleDown } from './enclosure-rounding.js';

/** Told of an argument outside the domain; if `certain`, wholly outside, it must throw. */
export type Outside = (reason: string, certain: boolean) => void;

/** Relative error allowed to Math.exp and Math.log, with room for the operations around them. */
const relative = 2 ** -50;

const lowered = (x: number, by: number): number => x - Math.abs(x) * by - Number.MIN_VALUE;
const raised = (x: number, by: number): number => x + Math.abs(x) * by + Number.MIN_VALUE;

export function exp(a: ExtendedInterval): ExtendedInterval {
  const { lower, upper } = a;
  if (lower > -250 && upper < 250) {
    return ExtendedInterval.of(
      lower === 0 ? 1 : lowered(Math.exp(lower), relative),
      upper === 0 ? 1 : raised(Math.exp(upper), relative),
    );
  }
  return join(expOfDouble(lower, 'below'), expOfDouble(upper, 'above'));
}

/** An interval around exp(x), by exp(x - k log 2) 2^k. */
function expOfDouble(x: number, infinite: 'below' | 'above'): ExtendedInterval {
  if (x === -Infinity) return zero;
  if (x === 0) return one;
  const k = Math.round(x / Math.LN2);
  if (k > largestExponent || x === Infinity) {
    return infinite === 'below' && x < Infinity
      ? ExtendedInterval.of(1, Infinity, largestExponent)
      : ExtendedInterval.of(1, Infinity);
  }
  if (k < -largestExponent) return ExtendedInterval.of(0, 1, -largestExponent);
  // x - k log 2 with log 2 in double-double: error below 2^-53 |rest| + 2^-100 |k|.
  const product = twoProduct(k, log2.head);
  const first = twoSum(x, -product.head);
  const rest = first.head + (first.tail - product.tail - k * log2.tail);
  const error = relative + 2 ** -99 * Math.abs(k);
  const value = Math.exp(rest);
  return ExtendedInterval.of(lowered(value, error), raised(value, error), k);
}

export function log(a: ExtendedInterval, outside: Outside): ExtendedInterval {
  if (a.hi <= 0) outside('the logarithm of a number that is not positive', true);
  if (a.lo <= 0) outside('the logarithm of a number that may not be positive', false);
  const low = a.lo <= 0 ? -Infinity : logOfScaled(a.lo, a.exponent, 'below');
  const high = a.hi === Infinity ? Infinity : logOfScaled(a.hi, a.exponent, 'above');
  return ExtendedInterval.of(low, high);
}

/** A bound of log(m 2^exponent), m > 0. */
function logOfScaled(m: number, exponent: number, side: 'below' | 'above'): number {
  const away = side === 'below' ? lowered : raised;
  if (exponent === 0) return m === 1 ? 0 : away(Math.log(m), relative);
  const own = exponentOf(m);
  const unit = scaleDown(m, -own); // in [1, 2), exact
  const power = exponent + own;
  if (Math.abs(power) < 1000) return logOfScaled(unit * 2 ** power, 0, side);
  // Error: 2^-53 of each of the three roundings, relative to a sum that |power| >= 1000 keeps from cancelling.
  return away(power * log2.head + Math.log(unit), relative);
}

export function sqrt(a: ExtendedInterval, outside: Outside): ExtendedInterval {
  if (a.hi < 0) outside('the square root of a negative number', true);
  if (a.lo < 0) outside('the square root of a number that may be negative', false);
  const odd = Math.abs(a.exponent) % 2;
  const factor = odd === 1 ? 2 : 1;
  return ExtendedInterval.of(
    a.lo <= 0 ? 0 : rootDown(a.lo * factor),
    rootUp(a.hi * factor),
    (a.exponent - odd) / 2,
  );
}

export function abs(a: ExtendedInterval): ExtendedInterval {
  if (a.lo >= 0) return a;
  if (a.hi <= 0) return negate(a);
  return ExtendedInterval.of(0, Math.max(-a.lo, a.hi), a.exponent);
}

/** floor or ceil (Math.floor, Math.ceil): monotone; from 2^53 on, doubles are integers. */
export function rounded(a: ExtendedInterval, round: (x: number) => number): ExtendedInterval {
  if (a.exponent > 0) return a;
  return ExtendedInterval.of(round(a.lower), round(a.upper));
}

/**
 * base^exponent: integer exponents for any base, with 0^0 = 1; others for a base >= 0. Not defined: 0 to a negative
 * power, a negative base to a power that is not an integer.
 */
export function power(
  base: ExtendedInterval,
  exponent: ExtendedInterval,
  outside: Outside,
): ExtendedInterval {
  if (exponent.isPoint && (exponent.exponent > 0 || Number.isInteger(exponent.lower))) {
    const n = exponent.lower;
    if (Math.abs(n) <= 2 ** 53) return integerPower(base, n, outside);
    // All doubles beyond 2^53 are even.
    return positivePower(abs(base), exponent, outside);
  }
  if (base.hi < 0)
    outside('a negative number to a power that is not known to be an integer', !holdsInteger(exponent));
  if (base.lo < 0) {
    outside('a number that may be negative to a power that is not known to be an integer', false);
    if (holdsInteger(exponent)) return everything;
  }
  const twice = 2 * exponent.lower;
  if (exponent.isPoint && Number.isInteger(twice) && Math.abs(twice) <= 2 ** 20) {
    return integerPower(sqrt(base, outside), twice, outside);
  }
  return positivePower(join(maximum(base, zero), base), exponent, outside);
}

function holdsInteger(a: ExtendedInterval): boolean {
  return a.exponent > 0 || Math.floor(a.upper) >= a.lower;
}

/** base^n for an integer |n| <= 2^53, by repeated squaring of the endpoints. */
function integerPower(base: ExtendedInterval, n: number, outside: Outside): ExtendedInterval {
  if (n === 0) return one;
  if (n < 0) return reciprocal(integerPower(base, -n, outside), outside);
  if (n % 2 === 0) return powerOfNonNegative(abs(base), n);
  if (base.lo >= 0) return powerOfNonNegative(base, n);
  if (base.hi <= 0) return negate(powerOfNonNegative(negate(base), n));
  const below = powerOfNonNegative(ExtendedInterval.of(0, -base.lo, base.exponent), n);
  const above = powerOfNonNegative(ExtendedInterval.of(0, base.hi, base.exponent), n);
  return join(negate(below), above);
}

/** The squares base^2, base^4, ... of the base last raised to a power: along a sum one base is raised to many. */
let squares: { readonly of: ExtendedInterval; readonly known: ExtendedInterval[] } = {
  of: one,
  known: [one],
};

function powerOfNonNegative(base: ExtendedInterval, n: number): ExtendedInterval {
  if (squares.of !== base) squares = { of: base, known: [base] };
  const { known } = squares;
  let result = one;
  for (let rest = n, i = 0; ; i++) {
    if (i === known.length) known.push(multiply(known[i - 1]!, known[i - 1]!));
    if (rest % 2 === 1) result = multiply(result, known[i]!);
    rest = Math.floor(rest / 2);
    if (rest === 0) return result;
  }
}

/** 1/a, told apart from divide() by its reason. */
function reciprocal(a: ExtendedInterval, outside: Outside): ExtendedInterval {
  if (a.lo <= 0 && a.hi >= 0) outside('zero to a negative power', a.lo === 0 && a.hi === 0);
  return divide(one, a);
}

/** base^exponent = exp(exponent log base) for base >= 0 and any real exponents. */
function positivePower(
  base: ExtendedInterval,
  exponent: ExtendedInterval,
  outside: Outside,
): ExtendedInterval {
  if (base.lo > 0) return exp(multiply(exponent, log(base, outside)));
  if (exponent.lo < 0) {
    outside('zero to a power that may be negative', base.hi === 0 && exponent.hi < 0);
    // Over x in (0, h]: if all powers are negative at least the smaller of h^lo, h^hi; otherwise anything >= 0.
    if (exponent.hi >= 0 || base.hi === 0) return ExtendedInterval.of(0, Infinity);
    return join(exp(multiply(exponent, log(join(base, base), quiet))), ExtendedInterval.of(0, Infinity));
  }
  if (base.hi === 0) return exponent.lo > 0 ? zero : ExtendedInterval.of(0, 1);
  // x^y over (0, h] with y >= 0: exp of y log x, which is unbounded below; 0^0 = 1 where y = 0 is possible.
  const rest = exp(multiply(exponent, log(base, quiet)));
  const top = exponent.lo > 0 ? rest : maximum(rest, one);
  return join(zero, top);
}

const quiet: Outside = () => {};
