/** How far a law is from a normal one. */
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import type { ProductLaw } from './product-law.js';
import { allAtLeast } from './product-measure.js';

/** Standard deviations from the mean within which the law is walked: beyond, it has less than about 1e-9 at either end. */
const walkedReach = 6;
/** Cells that the walk starts with. */
const firstCells = 48;
/** Points at which the distribution functions are compared, at most. */
const mostPlaces = 3000;
/** What rounding adds to Phi: its own, and that of its argument, whose relative error of 3 roundings moves Phi by 0.242 times as much. */
const slack = 1e-15;

/** Both distribution functions at x: F lies within low..high, Phi is `normal`. */
interface Place {
  readonly x: number;
  /** (x - mean)/deviation */
  readonly z: number;
  readonly low: number;
  readonly high: number;
  readonly normal: number;
  /** A bound on |F - Phi| at x. */
  readonly size: number;
}

interface Cell {
  readonly a: Place;
  readonly b: Place;
  /** A bound on |F - Phi| over the cell. */
  readonly bound: number;
}

/**
 * sup_x |F(x) - Phi((x - mean)/sqrt(variance))| for F the law given alive, enclosed: upper - lower is at most
 * `tolerance` (default a thousandth of the distance, at least 1e-6) and the mass of F beyond 6 standard deviations, unless
 * 3000 points do not suffice for it; the enclosure is then wider.
 *
 * On a cell [a, b] the difference D = F - Phi lies within (b-a)^2/8 sup|D''| of its chord, so |D| is at most the larger of
 * |D(a)|, |D(b)| plus that; and as both functions rise, at most the larger of F(b) - Phi(a) and Phi(b) - F(a), however steep
 * they are. The cell with the largest bound is halved until that exceeds the largest difference found by no more than the
 * tolerance. @throws RangeError unless the variance is positive and both are finite.
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
  const steepest = steepestDensity(law);
  let lower = 0;

  const look = (x: number): Place => {
    const { value, error } = cdf(x);
    const z = (x - mean) / deviation;
    const normal = normalCdf(z, 0, 1);
    const difference = Math.abs(value - normal);
    lower = Math.max(lower, difference - error - slack);
    return { x, z, low: value - error, high: value + error, normal, size: difference + error + slack };
  };
  const cellOf = (a: Place, b: Place): Cell => {
    const bend = (steepest * (b.x - a.x) ** 2 + steepestNormal(a.z, b.z) * (b.z - a.z) ** 2) / 8;
    const chord = Math.max(a.size, b.size) + bend;
    const steps = Math.max(b.high - a.normal, b.normal - a.low) + slack;
    // Beyond all doubles the bend is no number.
    return { a, b, bound: Number.isFinite(chord) ? Math.min(chord, steps) : steps };
  };

  const width = (2 * walkedReach * law.logSpread) / firstCells;
  const start = law.logMean().value - walkedReach * law.logSpread;
  const places = Array.from({ length: firstCells + 1 }, (_, i) => look(start + i * width));
  const [first, last] = [places[0]!, places[firstCells]!];
  // Outside, D is at most the larger of F and Phi below, of their complements above.
  const outside = Math.max(first.high, first.normal + slack, 1 - last.low, 1 - last.normal + slack);
  const cells = places.slice(1).map((b, i) => cellOf(places[i]!, b));
  for (let count = places.length; ; count++) {
    let worst = 0;
    for (let i = 1; i < cells.length; i++) if (cells[i]!.bound > cells[worst]!.bound) worst = i;
    const { a, b, bound } = cells[worst]!;
    const middle = a.x + (b.x - a.x) / 2;
    const enough = bound <= Math.max(outside, lower + (tolerance ?? Math.max(1e-6, lower / 1000)));
    if (enough || count >= mostPlaces || !(a.x < middle && middle < b.x))
      return { lower: Math.max(0, lower), upper: Math.min(1, Math.max(outside, bound)) };
    const place = look(middle);
    cells[worst] = cellOf(a, place);
    cells.push(cellOf(place, b));
  }
}

/** The largest |phi'(z)| = |z| e^(-z^2/2)/sqrt(2 pi) for z from a to b: it rises up to |z| = 1 and falls from there. */
function steepestNormal(a: number, b: number): number {
  const nearest = a > 0 ? a : b < 0 ? -b : 0;
  const farthest = Math.max(Math.abs(a), Math.abs(b));
  const z = Math.min(Math.max(1, nearest), farthest);
  return 0.39895 * z * Math.exp((-z * z) / 2);
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
