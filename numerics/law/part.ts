/** One tail of a law, or of a part of it, from a contour through its saddle point. */
import { Contour } from './contour.js';
import { type Enclosed, roundoff } from './enclosed.js';
import { type Measure, onGrid, type TiltedMeasure } from './measure.js';
import { planTail } from './plan.js';
import type { Saddle } from './saddle.js';

/** log P, and d log P/dx approximately. */
export interface LogTail extends Enclosed {
  readonly slope: number;
}

/** A tail too far out to be valued: its logarithm is at most `bound`. */
export interface BeyondReach {
  readonly bound: number;
}

/** A part of the law with the saddle point at which its tail is valued, and Chernoff's bound there on the tail's logarithm. */
export interface Part extends BeyondReach {
  readonly measure: Measure;
  readonly saddle: Saddle;
}

/** What the contours' aliases and cut may add, relative to a tail. */
const relative = 1e-13;

/** log(M(c) e^(-cx)), rounded up: a bound on log P(S > x) for c > 0, on log P(S <= x) for c < 0. */
export function chernoff({ logTotal, c }: TiltedMeasure, x: number): number {
  const exponent = c * x;
  return (
    logTotal.value +
    logTotal.error -
    exponent +
    4 * roundoff * (Math.abs(exponent) + Math.abs(logTotal.value))
  );
}

export function valued(part: Part, x: number): LogTail | BeyondReach {
  const { saddle, bound } = part;
  if (!saddle.reached) return { bound };
  const { line, deviation, loss } = awayFromPole(part, x);
  const plan = planTail(part.measure, line, x, deviation, relative * Math.exp(-loss));
  if (!Contour.isShort(plan)) return { bound };
  const { logScale, logScaleError, factor, error, density } = new Contour(plan).tail(x);
  if (!(factor > 2 * error)) return { bound };
  const value = logScale + Math.log(factor);
  const spread = -Math.log1p(-error / factor);
  return {
    value,
    error: spread + logScaleError + 2 * roundoff * Math.abs(value),
    slope: (-Math.sign(line.c) * density) / factor,
  };
}

/** How many times its distance from a pole a line may move away, and by how much log(M(c) e^(-cx)) may then grow. */
const withdrawals = [16, 8, 4, 2];
const mostLoss = 5;

/**
 * Close to a pole a contour's length goes like 1/(c - lowest), while M(c) e^(-cx) hardly grows at the right of the saddle point:
 * there a line further out needs far fewer terms, for two digits of cancellation.
 */
function awayFromPole({ measure, saddle, bound }: Part, x: number) {
  const { line, deviation } = saddle;
  const room = line.c - measure.lowest;
  if (line.c < 0 && room < 0.02 && room * deviation < 3) {
    for (const times of withdrawals) {
      const further = measure.tilt(onGrid(measure.lowest + times * room));
      const loss = chernoff(further, x) - bound;
      if (loss < mostLoss) return { line: further, deviation: deviation / times, loss: Math.max(0, loss) };
    }
  }
  return { line, deviation, loss: 0 };
}
