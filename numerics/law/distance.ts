/** How far a law is from a normal one. */
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { roundoff } from './enclosed.js';
import type { ProductLaw } from './product-law.js';

/** Standard deviations from the mean within which the law is walked: beyond, both laws have less than about 1e-9. */
const walkedReach = 6;

interface Place {
  readonly x: number;
  readonly low: number;
  readonly high: number;
  readonly normal: number;
}

/**
 * sup_x |F(x) - Phi((x - mean)/sqrt(variance))| for F the law given alive, enclosed: upper - lower is at most
 * `tolerance` (default a thousandth of the distance, at least 1e-6) and the mass of F beyond 6 standard deviations.
 *
 * Both functions rise, so on [a, b] the difference is at most max(F(b) - Phi(a), Phi(b) - F(a)): cells whose bound
 * exceeds the largest difference found by more than the tolerance are halved. @throws RangeError unless variance > 0.
 */
export function distanceToNormal(
  law: ProductLaw,
  mean: number,
  variance: number,
  tolerance?: number,
): { lower: number; upper: number } {
  if (!(variance > 0 && variance < Infinity && Number.isFinite(mean))) {
    throw new RangeError(
      `A normal law needs a finite mean and a positive variance, not ${mean} and ${variance}.`,
    );
  }
  const deviation = Math.sqrt(variance);
  const cdf = law.cdfWithin(walkedReach);
  const at = (x: number): Place => {
    const { value, error } = cdf(x);
    return { x, low: value - error, high: value + error, normal: normalCdf((x - mean) / deviation, 0, 1) };
  };
  // The normal distribution function rounds to a few units, its argument to three more.
  const slack = 1e-15 + 4 * roundoff * (1 + Math.abs(mean) / deviation);
  let lower = 0;
  const look = (place: Place): Place => {
    lower = Math.max(lower, place.low - place.normal - slack, place.normal - place.high - slack);
    return place;
  };

  const start = law.logMean().value - walkedReach * law.logSpread;
  const width = (2 * walkedReach * law.logSpread) / 96;
  const places = Array.from({ length: 97 }, (_, i) => look(at(start + i * width)));
  const [first, last] = [places[0]!, places[96]!];
  // Outside the walk: below, at most the larger of F and Phi; above, of their complements.
  let upper = Math.max(first.high, first.normal, 1 - last.low, 1 - last.normal);
  const cells = places.slice(1).map((b, i): [Place, Place] => [places[i]!, b]);
  while (cells.length > 0) {
    const [a, b] = cells.pop()!;
    const bound = Math.max(b.high - a.normal, b.normal - a.low);
    const enough = tolerance ?? Math.max(1e-6, lower / 1000);
    if (bound <= lower + enough || b.x - a.x < 1e-12 * width) {
      upper = Math.max(upper, bound);
      continue;
    }
    const middle = look(at((a.x + b.x) / 2));
    cells.push([a, middle], [middle, b]);
  }
  return { lower: Math.max(0, lower), upper: Math.min(1, Math.max(upper, lower) + slack) };
}
