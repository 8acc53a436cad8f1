/** Enclosures of the increasing functions of statistics: erf, the normal cdf and quantile, the median of Gamma(a, 1). */

import { pi } from '../special/constants.js';
import { gammaMedian, logGammaMedian } from '../special/gamma-median.js';
import { erf, normalCdf, normalQuantile, normalQuantileOfLog, tailSeries } from '../special/normal.js';
import { exp, log, type Outside, sqrt } from './enclosure-elementary.js';
import { divide, ExtendedInterval, join, multiply, subtract, zero } from './enclosure-interval.js';
import { padded } from './enclosure-special.js';

const unit = ExtendedInterval.of(0, 1);
const quiet: Outside = () => {};

/** 2/sqrt(pi) and sqrt(2 pi) from a double next to pi. */
const piBounds = ExtendedInterval.of(pi.head, pi.head * (1 + 2 ** -52));
const slopeOfErf = divide(ExtendedInterval.point(2), sqrt(piBounds, quiet));
const rootTwoPi = sqrt(multiply(ExtendedInterval.point(2), piBounds), quiet);

export function encloseErf(a: ExtendedInterval): ExtendedInterval {
  // Below 2^-300: 2/sqrt(pi) x (1 - x^2/3) <= erf x <= 2/sqrt(pi) x.
  if (a.exponent < 0) return multiply(multiply(a, slopeOfErf), ExtendedInterval.of(1 - 2 ** -53, 1));
  const [low, high] = [padded(erf(a.lower), 2 ** -51), padded(erf(a.upper), 2 ** -51)];
  return ExtendedInterval.of(
    a.lo === 0 ? 0 : Math.max(-1, low.lower),
    a.hi === 0 ? 0 : Math.min(1, high.upper),
  );
}

export function encloseNormalCdf(a: ExtendedInterval): ExtendedInterval {
  return within(unit, join(normalCdfAt(a.lower), normalCdfAt(a.upper)));
}

function normalCdfAt(x: number): ExtendedInterval {
  if (x === -Infinity) return zero;
  if (x > -37) return padded(normalCdf(x), 2 ** -50);
  // The normal density at t = -x times Mills' ratio.
  const t = ExtendedInterval.point(-x);
  const half = divide(multiply(t, t), ExtendedInterval.point(2));
  const density = divide(exp(subtract(zero, half)), rootTwoPi);
  return divide(multiply(density, padded(tailSeries(-x), 2 ** -50)), t);
}

export function encloseNormalQuantile(a: ExtendedInterval, outside: Outside): ExtendedInterval {
  if (a.hi <= 0 || a.lower >= 1) outside('normalQuantile of a number outside (0, 1)', true);
  if (a.lo <= 0 || a.upper >= 1) outside('normalQuantile of a number that may be outside (0, 1)', false);
  // Where p is far below the range of doubles, its logarithm decides.
  const logs = a.lower < 1e-300 && a.hi > 0 ? log(a, quiet) : zero;
  const at = (p: number, logP: number): ExtendedInterval =>
    p === 0.5 ? zero : padded(p < 1e-300 ? normalQuantileOfLog(logP) : normalQuantile(p), 2 ** -49);
  return ExtendedInterval.of(
    a.lo <= 0 ? -Infinity : at(a.lower, logs.lower).lower,
    a.upper >= 1 ? Infinity : at(a.upper, logs.upper).upper,
  );
}

export function encloseGammaMedian(a: ExtendedInterval, outside: Outside): ExtendedInterval {
  if (a.hi <= 0) outside('gammaMedian of a number that is not positive', true);
  if (a.lo <= 0) outside('gammaMedian of a number that may not be positive', false);
  // a - 1/3 < median < a (Chen and Rubin 1986).
  if (a.lower > 2 ** 300) return subtract(a, unit);
  const high = a.upper > 2 ** 300 ? a : gammaMedianAt(a.upper);
  return join(a.lower < 2 ** -300 ? zero : gammaMedianAt(a.lower), high);
}

function gammaMedianAt(a: number): ExtendedInterval {
  if (a >= 200) return padded(gammaMedian(a), 2 ** -49);
  // Below 2^-300 the median is less than exp(-0.69/a) < 2^-(2^52).
  if (a < 2 ** -300) return exp(ExtendedInterval.point(-(2 ** 100)));
  return exp(padded(logGammaMedian(a), 0, 2 ** -49 * (1 + 1 / a)));
}

function within(bounds: ExtendedInterval, a: ExtendedInterval): ExtendedInterval {
  return join(a.lo < bounds.lo ? bounds : a, a.upper > bounds.hi ? bounds : a);
}
