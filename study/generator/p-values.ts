/** p-values of the battery's statistics: exact laws where there are any, otherwise rigorous bounds or the limit law, and which of them. */
import erfc from '@stdlib/math-base-special-erfc';
import gammainc from '@stdlib/math-base-special-gammainc';

export interface Outcome {
  readonly test: string;
  readonly p: number;
  /** A bound: at most this for a right generator, but not uniform. Counts of rare events are not uniform either. */
  readonly bound?: true;
}

export const upperTail = (x: number): number => erfc(x / Math.SQRT2) / 2;

const twoSided = (lower: number, upper: number): number => Math.min(1, 2 * Math.min(lower, upper));

/** Both sides: too good a fit is as suspect. */
export function chiSquare(test: string, statistic: number, degrees: number): Outcome {
  const half = degrees / 2;
  // Far beyond what a double can tell from 0 the library has no value.
  if (statistic > 1e3 * (degrees + 10)) return { test, p: 0 };
  const lower = gammainc(statistic / 2, half);
  const upper = gammainc(statistic / 2, half, true, true);
  return { test, p: twoSided(lower, upper) };
}

/** Pearson's statistic; every cell should expect 10 or more. */
export function cells(
  test: string,
  counts: ArrayLike<number>,
  probability: (cell: number) => number,
): Outcome {
  let n = 0;
  for (let i = 0; i < counts.length; i++) n += counts[i]!;
  // No draws are no evidence.
  if (n === 0) return { test, p: 1, bound: true };
  let statistic = 0;
  for (let i = 0; i < counts.length; i++) {
    const expected = n * probability(i);
    statistic += (counts[i]! - expected) ** 2 / expected;
  }
  return chiSquare(test, statistic, counts.length - 1);
}

/** Both sides of the Poisson law. */
export function poisson(test: string, count: number, mean: number): Outcome {
  // P(X >= k) = P(k, mean), the regularised incomplete gamma function.
  const upper = count === 0 ? 1 : gammainc(mean, count);
  const lower = gammainc(mean, count + 1, true, true);
  return { test, p: twoSided(lower, upper), bound: true };
}

/** A sum that is normal in the limit. */
export function normal(test: string, z: number): Outcome {
  return { test, p: 2 * upperTail(Math.abs(z)) };
}

/** P(|mean of n - its expectation| >= deviation) for independent terms of this variance, within `reach` of it (Bernstein). */
export function bernstein(
  test: string,
  n: number,
  deviation: number,
  variance: number,
  reach: number,
): Outcome {
  const exponent = (n * deviation ** 2) / (2 * (variance + (reach * Math.abs(deviation)) / 3));
  return { test, p: Math.min(1, 2 * Math.exp(-exponent)), bound: true };
}

/** P(sup |F_n - F| >= distance) <= 2 exp(-2 n distance^2) (Massart 1990); counts[i] lie in the i-th cell, from the left. */
export function kolmogorov(
  test: string,
  counts: ArrayLike<number>,
  probability: (cell: number) => number,
): Outcome {
  let n = 0;
  for (let i = 0; i < counts.length; i++) n += counts[i]!;
  let [seen, expected, distance] = [0, 0, 0];
  for (let i = 0; i < counts.length; i++) {
    seen += counts[i]!;
    expected += probability(i);
    distance = Math.max(distance, Math.abs(seen / n - expected));
  }
  return { test, p: Math.min(1, 2 * Math.exp(-2 * n * distance ** 2)), bound: true };
}

/** An event of known probability under the hypothesis, continuous on both sides. */
export function probabilityBelow(test: string, lower: number): Outcome {
  return { test, p: twoSided(lower, 1 - lower) };
}
