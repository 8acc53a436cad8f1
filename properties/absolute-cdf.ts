import type { Enclosed, ProductLaw } from '../numerics/law/index.js';

/** A distribution function known to within an absolute error: P(S <= x) at any x, -Infinity and Infinity included. */
export type AbsoluteCdf = (x: number) => Enclosed;

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
  const [beneath, beyond] = [
    { value: 0, error: Math.max(0, below.value) + below.error },
    { value: 1, error: Math.max(0, 1 - above.value) + above.error },
  ];
  return (x) => (x <= lowest ? beneath : x >= highest ? beyond : cdf(x));
}
