/** Enclosures of binomial and hyp2f1, functions of several arguments. */
import { binomialScaled } from '../special/binomial.js';
import { hyp2f1WithError } from '../special/hypergeometric.js';
import { type Outside, power } from './enclosure-elementary.js';
import {
  add,
  divide,
  ExtendedInterval,
  everything,
  multiply,
  negate,
  one,
  subtract,
} from './enclosure-interval.js';
import { encloseGamma, paddedScaled } from './enclosure-special.js';

/**
 * binomial(n, k): from its double-double value where both are exact doubles, else
 * gamma(n+1)/(gamma(k+1) gamma(n-k+1)) with all three arguments positive.
 */
export function encloseBinomial(
  n: ExtendedInterval,
  k: ExtendedInterval,
  outside: Outside,
): ExtendedInterval {
  if (n.isPoint && k.isPoint && n.exponent === 0 && k.exponent === 0) {
    const value = binomialScaled(n.lo, k.lo);
    if (Number.isNaN(value.mantissa)) outside('binomial outside n > -1, -1 < k < n + 1 (n up to 2^40)', true);
    const integers = Number.isInteger(n.lo) && Number.isInteger(k.lo);
    if (integers && value.exponent === 0 && value.mantissa < 2 ** 53)
      return ExtendedInterval.point(value.mantissa);
    return paddedScaled(value, 2 ** -47);
  }
  const factorials = [n, k, subtract(n, k)].map((x) => add(x, one)) as [
    ExtendedInterval,
    ExtendedInterval,
    ExtendedInterval,
  ];
  if (factorials.some((x) => x.lo <= 0)) {
    outside(
      'binomial that may be outside n > -1, -1 < k < n + 1',
      factorials.some((x) => x.hi <= 0),
    );
    return everything;
  }
  const [top, left, right] = factorials.map((x) => encloseGamma(x, outside)) as typeof factorials;
  return divide(top, multiply(left, right));
}

type Four = readonly [ExtendedInterval, ExtendedInterval, ExtendedInterval, ExtendedInterval];

/**
 * hyp2f1(a, b, c, x), x < 1. Where a, b, c > 0 and x >= 0 all terms are positive: rising in a, b and x, falling in c, so
 * two corners bound it rigorously; x < 0 comes to this by Pfaff's transformation if b, c - b > 0 or a, c - a > 0.
 * Otherwise arguments must be points, or as narrow as rounding makes them (1e-9 relative): then the value in the
 * middle, give or take four times the largest deviation of a corner.
 */
export function encloseHyp2f1(args: Four, outside: Outside): ExtendedInterval {
  const [a, b, c, x] = args;
  if (x.upper >= 1) outside('hyp2f1 at a number that is not below 1', x.lower >= 1);
  if (c.lo <= 0 && Math.floor(c.upper) >= c.lower)
    outside('hyp2f1 with c at a pole (0, -1, -2, ...)', c.isPoint);
  if (x.upper >= 1 || !args.every((arg) => arg.isBounded && arg.exponent <= 0)) return everything;
  if (args.every((arg) => arg.isPoint)) return atPoint(a.lower, b.lower, c.lower, x.lower, outside);
  if (a.lo > 0 && b.lo > 0 && c.lo > 0 && x.lo >= 0) return ofPositive(args, outside);
  if (x.hi <= 0 && c.lo > 0) {
    const swap = !(a.lo > 0 && subtract(c, b).lo > 0);
    const [kept, other] = swap ? [b, a] : [a, b];
    const rest = subtract(c, other);
    const oneMinusX = subtract(one, x);
    const z = subtract(one, divide(one, oneMinusX));
    if (kept.lo > 0 && rest.lo > 0 && z.lo >= 0 && z.upper < 1) {
      return multiply(power(oneMinusX, negate(kept), outside), ofPositive([kept, rest, c, z], outside));
    }
  }
  return nearMiddle(args, outside);
}

function ofPositive([a, b, c, x]: Four, outside: Outside): ExtendedInterval {
  const low = atPoint(a.lower, b.lower, c.upper, x.lower, outside);
  const high = atPoint(a.upper, b.upper, c.lower, x.upper, outside);
  return ExtendedInterval.of(low.lower, high.upper);
}

function atPoint(a: number, b: number, c: number, x: number, outside: Outside): ExtendedInterval {
  const { value, error } = hyp2f1WithError(a, b, c, x);
  if (Number.isNaN(value)) {
    outside('hyp2f1 beyond what can be computed', true);
    return everything;
  }
  return ExtendedInterval.of(value - error * (1 + 2 ** -50), value + error * (1 + 2 ** -50));
}

function nearMiddle(args: Four, outside: Outside): ExtendedInterval {
  const wide = args.some(
    (arg) => arg.upper - arg.lower > 1e-9 * Math.max(Math.abs(arg.lower), Math.abs(arg.upper)),
  );
  if (wide) {
    outside('hyp2f1 of an argument known only roughly', true);
    return everything;
  }
  const centre = args.map((arg) => arg.lower / 2 + arg.upper / 2) as [number, number, number, number];
  const middle = hyp2f1WithError(...centre);
  const unknown = () => {
    outside('hyp2f1 beyond what can be computed', true);
    return everything;
  };
  let deviation = 0;
  let error = middle.error;
  for (let corner = 0; corner < 16; corner++) {
    const at = args.map((arg, i) => ((corner >> i) & 1 ? arg.upper : arg.lower)) as typeof centre;
    if (!Number.isFinite(deviation + error)) return unknown();
    const there = hyp2f1WithError(...at);
    deviation = Math.max(deviation, Math.abs(there.value - middle.value));
    error = Math.max(error, there.error);
  }
  if (!Number.isFinite(deviation + error)) return unknown();
  const spread = 4 * deviation + 4 * error;
  return ExtendedInterval.of(middle.value - spread, middle.value + spread);
}
