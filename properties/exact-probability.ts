/** Probabilities by the exact law: P(X >= t) or P(X <= t), with relative accuracy in whichever tail is small. */
import type { Enclosed } from '../numerics/law/index.js';
import type { Quantity } from '../theory/expression/ast.js';
import { enclose, fromBall, fromLog, logToNumber } from '../theory/expression/enclosure.js';
import {
  add,
  ExtendedInterval,
  join,
  multiply,
  one,
  subtract,
  zero,
} from '../theory/expression/enclosure-interval.js';
import type { LawAt } from './law-at.js';
import type { Point } from './verdict.js';

export function exactProbability(
  quantity: Extract<Quantity, { functional: 'P' }>,
  at: LawAt,
  point: Point,
): ExtendedInterval {
  // Signs are read off the mantissas: a threshold of -e^-1000 is below 0 although no double says so.
  const threshold = enclose(quantity.threshold, point);
  const above = quantity.relation === '>=';
  if (threshold.hi < 0) return above ? one : zero;
  const { law } = at;
  const dead = quantity.alive ? zero : fromBall(law.deadProbability.value, law.deadProbability.error);
  const alive = quantity.alive ? one : fromLog(law.logAlive.value, law.logAlive.error);
  const exceed = (x: number) => multiply(alive, survival(x, at));
  const stayBelow = (x: number) => add(dead, multiply(alive, cdf(x, at)));
  const { lo, hi } = logToNumber(threshold);
  if (threshold.lo > 0) return above ? join(exceed(hi), exceed(lo)) : join(stayBelow(lo), stayBelow(hi));
  // The law is continuous but for the dead nets at 0, where P(X >= 0) = 1 and P(X <= 0) = P(dead).
  if (above) return threshold.hi === 0 ? one : join(exceed(hi), one);
  return join(threshold.lo < 0 ? zero : dead, threshold.hi === 0 ? dead : stayBelow(hi));
}

/** P(S > x) for S = log X given alive, x known up to the gain's rounding. */
function survival(x: number, at: LawAt): ExtendedInterval {
  if (at.absolute !== undefined) return subtract(one, cdf(x, at));
  const { law, shift } = at;
  const from = (y: number) =>
    tail(
      law.logSurvival(y),
      () => law.logCdf(y),
      () => law.survival(y),
    );
  return shift === 0 ? from(x) : join(from(x + shift), from(x - shift));
}

function cdf(x: number, { law, shift, absolute }: LawAt): ExtendedInterval {
  const from =
    absolute === undefined
      ? (y: number) =>
          tail(
            law.logCdf(y),
            () => law.logSurvival(y),
            () => law.cdf(y),
          )
      : (y: number) => clipped(absolute(y));
  return shift === 0 ? from(x) : join(from(x - shift), from(x + shift));
}

function clipped({ value, error }: Enclosed): ExtendedInterval {
  return ExtendedInterval.of(
    Math.max(0, Math.min(1, value - error)),
    Math.max(0, Math.min(1, value + error)),
  );
}

/**
 * A probability from its logarithm; above 1/2 from its complement's, which is then known better. Of a tail that is only bounded the logarithm may be next to
 * unknown where the plain value is not: then that one counts.
 */
function tail(logProbability: Enclosed, complement: () => Enclosed, plain: () => Enclosed): ExtendedInterval {
  const byLog = fromLogarithms(logProbability, complement);
  if (byLog.lower >= 0 && byLog.upper <= 1) return byLog;
  const { lower, upper } = clipped(plain());
  return ExtendedInterval.of(Math.max(lower, byLog.lower), Math.min(upper, byLog.upper));
}

function fromLogarithms(logProbability: Enclosed, complement: () => Enclosed): ExtendedInterval {
  if (logProbability.value < -0.7) return fromLog(logProbability.value, logProbability.error);
  const other = complement();
  return subtract(one, fromLog(other.value, other.error));
}
