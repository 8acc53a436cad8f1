/** A closed interval of the extended reals, lower <= upper. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * What two confidence intervals for the same number leave together: their intersection.
 *
 * Two that are disjoint happen only when one of them misses the truth. Which one is unknown, so the hull of both is
 * given: it claims least.
 */
export function combine(a: Interval, b: Interval): Interval {
  const lower = Math.max(a.lower, b.lower);
  const upper = Math.min(a.upper, b.upper);
  if (lower <= upper) return { lower, upper };
  return { lower: Math.min(a.lower, b.lower), upper: Math.max(a.upper, b.upper) };
}
