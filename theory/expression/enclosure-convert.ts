/** Enclosures from numbers with errors, and numbers for reports from enclosures. */
import { abs, exp, log, type Outside } from './enclosure-elementary.js';
import { ExtendedInterval } from './enclosure-interval.js';
import { addDown, addUp } from './enclosure-rounding.js';

/** The point x; RangeError unless finite. */
export function fromNumber(x: number): ExtendedInterval {
  return ExtendedInterval.point(x);
}

/** All numbers within `error` >= 0 of `value` (an infinite error: nothing is known); RangeError for NaN. */
export function fromBall(value: number, error: number): ExtendedInterval {
  if (!Number.isFinite(value) || !(error >= 0))
    throw new RangeError(`${value} with error ${error} is no enclosure.`);
  return ExtendedInterval.of(addDown(value, -error), addUp(value, error));
}

/** All e^t with |t - logValue| <= logError, far beyond the range of doubles; logValue -Infinity is the point 0. */
export function fromLog(logValue: number, logError: number): ExtendedInterval {
  if (logValue === Number.NEGATIVE_INFINITY) return ExtendedInterval.point(0);
  return exp(fromBall(logValue, logError));
}

/** The middle as a double, one number for a report: 0, an infinity, or for an unbounded interval its finite end, where need be. */
export function toNumber(a: ExtendedInterval): number {
  const { lower, upper } = a;
  if (lower === upper) return lower;
  if (lower === Number.NEGATIVE_INFINITY) return upper === Number.POSITIVE_INFINITY ? 0 : upper;
  if (upper === Number.POSITIVE_INFINITY) return a.hi === Number.POSITIVE_INFINITY ? lower : upper;
  return lower / 2 + upper / 2;
}

/** upper - lower, rounded up. */
export function width(a: ExtendedInterval): number {
  return addUp(a.upper, -a.lower);
}

const quiet: Outside = () => {};

/** Bounds of log |value|, also where the value itself is no double; lo is -Infinity if it may be 0. */
export function logToNumber(a: ExtendedInterval): { readonly lo: number; readonly hi: number } {
  const size = abs(a);
  if (size.hi === 0) return { lo: Number.NEGATIVE_INFINITY, hi: Number.NEGATIVE_INFINITY };
  const { lower, upper } = log(size, quiet);
  return { lo: lower, hi: upper };
}
