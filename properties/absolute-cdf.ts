import type { ProductLaw } from '../numerics/law/index.js';

/** A distribution function known to within an absolute error, the same everywhere. */
export interface AbsoluteCdf {
  /** P(S <= x). */
  at(x: number): number;
  readonly error: number;
}

/**
 * P(S <= x) at every x from one contour: cheap, but without relative precision in the tails. Beyond `reach` standard
 * deviations it is taken as 0 or 1, and the error covers what lies out there.
 */
export function absoluteCdf(law: ProductLaw, reach: number): AbsoluteCdf {
  const mean = law.logMean().value;
  const deviation = Math.sqrt(law.logVariance().value);
  const cdf = law.cdfWithin(reach);
  const [lowest, highest] = [mean - 0.999 * reach * deviation, mean + 0.999 * reach * deviation];
  const [below, above] = [cdf(lowest), cdf(highest)];
  // The bound of one contour is worst at the ends of its reach; a few points between guard against surprises.
  const inside = [-0.9, -0.5, 0, 0.5, 0.9].map((part) => cdf(mean + part * reach * deviation).error);
  const error = 2 * Math.max(below.value + below.error, 1 - above.value + above.error, ...inside) + 1e-13;
  return {
    at: (x) => (x <= lowest ? 0 : x >= highest ? 1 : cdf(x).value),
    error,
  };
}
