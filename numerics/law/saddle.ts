/** The line through the saddle point of M(z) e^(-zx), near which a tail's contour is short and nothing cancels. */
import { type Measure, onGrid, type TiltedMeasure } from './measure.js';

export interface Saddle {
  readonly line: TiltedMeasure;
  /** Standard deviation of the tilted measure. */
  readonly deviation: number;
  /** False where the saddle point lies farther out than 1e140 or than tilts are valued, or was not found. */
  readonly reached: boolean;
}

/** No saddle point is sought beyond this exponent. */
const farthest = 1e140;
const mostRounds = 200;

/**
 * c with d log M(c)/dc about x, between the end of the strip and infinity, by safeguarded secant steps from `guess`; a few
 * tenths of a standard deviation are near enough.
 */
export function findSaddle(measure: Measure, x: number, guess: number, variance: number): Saddle {
  let low = measure.lowest;
  let high = Infinity;
  let c = Math.max(guess, low / 2);
  let curvature = variance;
  let previous: { c: number; slope: number } | undefined;
  let leap = 3;
  for (let round = 0; ; round++) {
    c = Math.min(inStrip(measure, c), onGrid(measure.highest - 1));
    const line = measure.tilt(c);
    const slope = line.slope();
    if (previous !== undefined && previous.c !== c)
      curvature = Math.max((slope - previous.slope) / (c - previous.c), 1e-300);
    const gap = slope - x;
    if (gap < 0) low = Math.max(low, c);
    else high = Math.min(high, c);
    const narrow = high - low < 1e-7 * (1 + Math.abs(c)) || (c - measure.lowest <= 2 ** -27 && gap > 0);
    if ((round > 0 && Math.abs(gap) < 0.2 * Math.sqrt(curvature)) || narrow)
      return { line, deviation: deviationAt(measure, line, curvature), reached: true };
    if (((c > farthest || c >= measure.highest - 2) && gap < 0) || round === mostRounds)
      return { line, deviation: Math.sqrt(curvature), reached: false };
    previous = { c, slope };
    let next = c - gap / curvature;
    // Far up the slope rises like log c: leaps grow, and what they pass over is halved on a logarithmic scale.
    if (high === Infinity) {
      next = Math.min(next, leap * Math.max(c, 1 / Math.sqrt(variance)));
      if (next > c) leap = Math.min(leap ** 1.5, 1e40);
    } else if (next >= high || next <= low) {
      next = low > 0 && high > 4 * low ? Math.sqrt(low) * Math.sqrt(high) : (low + high) / 2;
    }
    if (next <= low) next = (c + low) / 2;
    c = next;
  }
}

function inStrip(measure: Measure, c: number): number {
  const rounded = onGrid(c);
  return rounded > measure.lowest ? rounded : measure.lowest + 2 ** -28;
}

function deviationAt(measure: Measure, line: TiltedMeasure, curvature: number): number {
  const room = line.c - measure.lowest;
  const step = onGrid(Math.min(0.1 / Math.sqrt(curvature), 0.1 * room, (measure.highest - line.c) / 2));
  if (step === 0) return Math.sqrt(curvature);
  const slope = (measure.tilt(line.c + step).slope() - line.slope()) / step;
  return slope > 0 ? Math.sqrt(slope) : Math.sqrt(curvature);
}
