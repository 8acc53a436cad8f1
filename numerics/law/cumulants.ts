/** The first three cumulants of log U for one layer, U = chi^2_N / (p d) given N > 0. */
import type { LayerShape } from './degrees.js';
import { type Enclosed, roundoff } from './enclosed.js';
import { ratioMinusOne } from './layer-transform.js';
import { keyOf, untilted } from './measure.js';

export interface Cumulants {
  readonly mean: Enclosed;
  readonly variance: Enclosed;
  readonly third: Enclosed;
}

const cache = new Map<string, Cumulants>();
const cacheEntries = 4000;

/** Radii of the circle that is summed over, and of the one that bounds what the sum aliases; the poles lie at -1/2 and beyond. */
const radius = 0.22;
const outerRadius = 0.44;
const points = 64;

/**
 * Taylor coefficients a_1, a_2, a_3 of E U^s at 0 by Cauchy's integral over |s| = r: the trapezoidal rule with N points
 * gives a_k + sum_(j >= 1) a_(k+jN) r^(jN), and |a_k| R^k <= E U^R + E U^-R. E U^s - 1 comes without cancellation, so the
 * digamma function is not involved. All bounds are computed.
 */
export function layerCumulants(shape: LayerShape): Cumulants {
  const key = keyOf(shape);
  const known = cache.get(key);
  if (known !== undefined) return known;
  const degrees = untilted(shape);
  const sums = [0, 0, 0];
  let size = 0;
  let errors = 0;
  for (let j = 0; j <= points / 2; j++) {
    const angle = (2 * Math.PI * j) / points;
    const { re, im, error } = ratioMinusOne(degrees, radius * Math.cos(angle), radius * Math.sin(angle));
    // The value at the conjugate point is the conjugate: each inner point counts twice, with its real part.
    const share = (j === 0 || 2 * j === points ? 1 : 2) / points;
    for (let k = 1; k <= 3; k++)
      sums[k - 1]! += share * (re * Math.cos(k * angle) + im * Math.sin(k * angle));
    size += share * (Math.abs(re) + Math.abs(im));
    errors += share * error;
  }
  const bound = 2 + ratioMinusOne(degrees, outerRadius, 0).re + ratioMinusOne(degrees, -outerRadius, 0).re;
  const shrink = (radius / outerRadius) ** points;
  const coefficient = (k: number): Enclosed => ({
    value: sums[k - 1]! / radius ** k,
    // The points' own rounding moves the function by |phi'| radius roundoff, at most about its size.
    error:
      (errors + 12 * roundoff * size) / radius ** k +
      (1.01 * bound * shrink) / (1 - shrink) / outerRadius ** k,
  });
  const [a, b, c] = [coefficient(1), coefficient(2), coefficient(3)];
  const first = Math.abs(a.value) + a.error;
  const cumulants: Cumulants = {
    mean: a,
    variance: enclose(
      2 * b.value - a.value ** 2,
      2 * b.error + 2 * first * a.error,
      2 * Math.abs(b.value) + a.value ** 2,
    ),
    third: enclose(
      6 * c.value - 6 * a.value * b.value + 2 * a.value ** 3,
      6 * c.error +
        6 * (first * b.error + (Math.abs(b.value) + b.error) * a.error) +
        6 * first ** 2 * a.error,
      6 * Math.abs(c.value) + 6 * Math.abs(a.value * b.value) + 2 * Math.abs(a.value) ** 3,
    ),
  };
  if (cache.size >= cacheEntries) cache.delete(cache.keys().next().value!);
  cache.set(key, cumulants);
  return cumulants;
}

function enclose(value: number, error: number, size: number): Enclosed {
  return { value, error: error + 6 * roundoff * size };
}
