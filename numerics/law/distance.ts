/** How far a law is from a normal one. */
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { roundoff } from './enclosed.js';
import type { ProductLaw } from './product-law.js';
import { allAtLeast } from './product-measure.js';

/** Standard deviations from the mean within which the law is walked: beyond, it has less than about 1e-9 at either end. */
const walkedReach = 6;
/** Cells that the walk starts with. */
const firstCells = 48;

/**
 * sup_x |F(x) - Phi((x - mean)/sqrt(variance))| for F the law given alive, enclosed: upper - lower is at most
 * `tolerance` (default a thousandth of the distance, at least 1e-6) and the mass of F beyond 6 standard deviations.
 *
 * On a cell [a, b] the difference D = F - Phi lies within (b-a)^2/8 sup|D''| of its chord (and D'' = f' - phi'), so |D| is
 * at most the larger of |D(a)|, |D(b)| plus that: cells whose bound exceeds the largest difference found by more than the
 * tolerance are halved. @throws RangeError unless the variance is positive.
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
  // The largest slope of the normal density is 1/sqrt(2 pi e) < 0.242 at one deviation.
  const curvature = steepestDensity(law) + 0.242 / variance;
  // Rounding of Phi and of its argument.
  const slack = 1e-15 + 4 * roundoff * (1 + Math.abs(mean) / deviation);
  let lower = 0;
  let upper = 0;

  const look = (x: number): { x: number; low: number; high: number; size: number } => {
    const { value, error } = cdf(x);
    const normal = normalCdf((x - mean) / deviation, 0, 1);
    const difference = Math.abs(value - normal);
    lower = Math.max(lower, difference - error - slack);
    return { x, low: value - error, high: value + error, size: difference + error + slack };
  };

  const width = (2 * walkedReach * law.logSpread) / firstCells;
  const start = law.logMean().value - walkedReach * law.logSpread;
  const places = Array.from({ length: firstCells + 1 }, (_, i) => look(start + i * width));
  const [first, last] = [places[0]!, places[firstCells]!];
  // Outside, D is at most the larger of F and Phi below, of their complements above.
  upper = Math.max(first.high, first.size + first.high, 1 - last.low, last.size + 1 - last.low);
  const cells = places.slice(1).map((b, i): [typeof b, typeof b] => [places[i]!, b]);
  while (cells.length > 0) {
    const [a, b] = cells.pop()!;
    const bound = Math.max(a.size, b.size) + (curvature * (b.x - a.x) ** 2) / 8;
    if (bound <= lower + (tolerance ?? Math.max(1e-6, lower / 1000)) || b.x - a.x < 1e-9 * width) {
      upper = Math.max(upper, bound);
      continue;
    }
    const middle = look((a.x + b.x) / 2);
    cells.push([a, middle], [middle, b]);
  }
  return { lower, upper: Math.min(1, upper) };
}

/**
 * A bound on the slope of the density, |f'| <= (1/pi) int_0^inf t |E e^(itS)| dt: the envelope of the integrand falls, so that
 * a sum of rectangles and a geometric rest bound the integral.
 */
function steepestDensity(law: ProductLaw): number {
  const line = allAtLeast(law.layers).tilt(0);
  const step = 0.05 / law.logSpread;
  let sum = 0;
  for (let k = 0; ; k++) {
    const height = k === 0 ? 1 : Math.exp(line.envelope(k * step));
    sum += step * (k + 1) * step * height;
    // Beyond y the envelope falls like e^(-decay t): int t e^(-decay (t - y)) dt = y/decay + 1/decay^2.
    const y = (k + 1) * step;
    const decay = line.decay(y);
    const rest = Math.exp(line.envelope(y)) * (y / decay + 1 / decay ** 2);
    if (rest < 0.01 * sum) return ((sum + rest) / Math.PI) * (1 + 1e-9);
  }
}
