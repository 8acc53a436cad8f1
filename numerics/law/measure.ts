/**
 * Laws of sums of logarithms of independent layer factors, as positive measures mu with moments M(z) = int e^(zs) dmu(s):
 * all of the law, the part on which every N_l >= k, and the part on which the least N_l is k. The parts matter in the lower
 * tail: M has poles at -1/2, -1, ... with tiny weights (N = 1, 2, ...), which bar the way to the saddle point at the left.
 */
import { type LayerShape, type TiltedDegrees, tiltDegrees } from './degrees.js';
import { type Enclosed, logOnePlus } from './enclosed.js';
import { ratioMinusOne } from './layer-transform.js';

/** Equal layers; the law of one is that of chi^2_N / (p d). */
export interface LayerCount {
  readonly shape: LayerShape;
  readonly count: number;
}

export interface Measure {
  /** M(c) is finite for c above this. */
  readonly lowest: number;
  /** Tilts beyond this are not valued. */
  readonly highest: number;
  tilt(c: number): TiltedMeasure;
}

/** A measure seen from the line Re z = c. */
export interface TiltedMeasure {
  readonly c: number;
  /** log M(c) */
  readonly logTotal: Enclosed;
  /** How many weights one value at y sums. */
  readonly cost: number;
  /** d log M(c) / dc, approximately: it only serves to choose contours. */
  slope(): number;
  /** log(M(c + x)/M(c)), rounded up: for Chernoff bounds. */
  logRatio(x: number): number;
  /** M(c + iy)/M(c) = exp(logModulus + i phase) up to an absolute `error`. */
  at(y: number): ComplexFactor;
  /** The same at the multiples k of a step. */
  along(step: number): (k: number) => ComplexFactor;
  /** log of a bound on |M(c + iy)/M(c)|, falling in y > 0. */
  envelope(y: number): number;
  /** For t >= y the envelope falls at least like exp(-decay(y) t). */
  decay(y: number): number;
}

export interface ComplexFactor {
  readonly logModulus: number;
  readonly phase: number;
  readonly error: number;
}

/** Contours' real parts are multiples of this, so that n/2 + c is exact for widths up to 3e7. */
const tiltGrid = 2 ** -28;

export function onGrid(c: number): number {
  return Math.round(c / tiltGrid) * tiltGrid;
}

/** Tells shapes apart. */
export function keyOf(shape: LayerShape): string {
  return `${shape.activation} ${shape.width} ${shape.activation === 'leaky-relu' ? shape.p : ''}`;
}

const untiltedCache = new Map<string, TiltedDegrees>();
const cacheEntries = 400;

/** The degrees at tilt 0, which every law of that width needs; the oldest of 400 is forgotten. */
export function untilted(shape: LayerShape): TiltedDegrees {
  const key = keyOf(shape);
  const known = untiltedCache.get(key);
  if (known !== undefined) return known;
  const made = tiltDegrees(shape, 0);
  if (untiltedCache.size >= cacheEntries) untiltedCache.delete(untiltedCache.keys().next().value!);
  untiltedCache.set(key, made);
  return made;
}

/** log phi(c) for one layer given N >= least, at the tilt. */
export function logLayerMoment({ shape, tilt: c, least, logTotal }: TiltedDegrees): Enclosed {
  if (c === 0 && least === 1) return { value: 0, error: 0 };
  // Summed as 1 + small from tilt 0 where that errs less than the logarithms of its parts.
  if (least > 1 || c < -0.45 || c > Math.max(0.45, Math.sqrt(shape.width) / 2)) return logTotal;
  const { re, error } = ratioMinusOne(untilted(shape), c, 0);
  const direct = logOnePlus({ value: re, error });
  return direct.error < logTotal.error ? direct : logTotal;
}
