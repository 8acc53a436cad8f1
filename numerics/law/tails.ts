/** Tails with small relative error, however far out. */
import { Contour } from './contour.js';
import { tiltDegrees } from './degrees.js';
import { type Enclosed, roundoff } from './enclosed.js';
import { leastIs } from './least-measure.js';
import type { LayerCount, Measure } from './measure.js';
import { planTail } from './plan.js';
import { allAtLeast } from './product-measure.js';
import { findSaddle, type Saddle } from './saddle.js';

/** Mean and variance of S, approximately, to start from. */
export interface Centre {
  readonly mean: number;
  readonly variance: number;
}

/** log P, and d log P/dx approximately. */
export interface LogTail extends Enclosed {
  readonly slope: number;
}

/** What the contours' aliases and cut may add, relative to a tail. */
const relative = 1e-13;

/** A tail too far out to be valued: its logarithm is at most `bound`. */
export interface BeyondReach {
  readonly bound: number;
}

/** log P(S > x) for x well above the mean; it cannot be valued where it is below about -1e9. */
export function logUpperTail(
  layers: readonly LayerCount[],
  x: number,
  { mean, variance }: Centre,
): LogTail | BeyondReach {
  const measure = allAtLeast(layers);
  return tailThrough(measure, findSaddle(measure, x, (x - mean) / variance, variance), x);
}

function tailThrough(
  measure: Measure,
  { line, deviation, reached }: Saddle,
  x: number,
): LogTail | BeyondReach {
  const plan = planTail(measure, line, x, deviation, relative);
  if (!reached || !Contour.isShort(plan))
    return {
      bound: line.logTotal.value + line.logTotal.error - line.c * x * (1 - Math.sign(line.c * x) * 1e-12),
    };
  const { logScale, logScaleError, factor, error, density } = new Contour(plan).tail(x);
  const value = logScale + Math.log(factor);
  const spread = factor > error ? -Math.log1p(-error / factor) : Infinity;
  return {
    value,
    error: spread + logScaleError + 2 * roundoff * Math.abs(value),
    slope: (-Math.sign(line.c) * density) / factor,
  };
}

/**
 * log P(S <= x) for x well below the mean. The law is cut at the least degrees of freedom k of its layers: the part with all
 * N_l >= k has its first pole at -k/2, far enough for its saddle point; the parts with least N_l = 1, ..., k-1 are added, each
 * from its own saddle point, unless Chernoff's bound shows them negligible. Out of reach are sums of one to three layers
 * below about -1e4, whose contours run close to a pole.
 */
export function logLowerTail(
  layers: readonly LayerCount[],
  x: number,
  { mean, variance }: Centre,
): LogTail | BeyondReach {
  const most = layers.some(({ shape }) => shape.activation === 'relu')
    ? Math.min(...layers.map(({ shape }) => shape.width))
    : 1;
  const guess = (x - mean) / variance;
  let k = 1;
  while (k < most && barred(layers, k, x)) k = Math.min(most, k < 4 ? k + 1 : Math.ceil(1.35 * k));
  const main = allAtLeast(layers, k);
  const first = tailThrough(main, findSaddle(main, x, guess, variance), x);
  const parts = [first];
  let neglected = 0;
  for (let least = k - 1; least >= 1; least--) {
    const part = leastIs(layers, least);
    // A Chernoff bound at a plain exponent may do.
    const quick = part.tilt(-0.4375 * least);
    const bound = quick.logTotal.value + quick.logTotal.error - quick.c * x;
    if ('value' in first && bound < Math.log(1e-16 / k) + first.value)
      neglected += Math.exp(bound - first.value);
    else parts.push(tailThrough(part, findSaddle(part, x, Math.max(guess, -0.45 * least), variance), x));
  }
  return logSum(parts, neglected);
}

/** Whether a pole of tiny weight at -k/2 bars the way to the saddle point of the part with all N_l >= k. */
function barred(layers: readonly LayerCount[], k: number, x: number): boolean {
  const measure = allAtLeast(layers, k);
  const c = measure.lowest + 0.25;
  if (measure.tilt(c).slope() <= x) return false;
  const atPole = layers.reduce((sum, { shape, count }) => {
    const { first, weights } = tiltDegrees(shape, c, k);
    return sum + (first === k ? count * weights[0]! : 0);
  }, 0);
  return atPole < 0.05;
}

/** log of the sum of the parts; `neglected` is relative to the first. */
function logSum(parts: readonly (LogTail | BeyondReach)[], neglected: number): LogTail | BeyondReach {
  const valued = parts.filter((part) => 'value' in part);
  const top = Math.max(...valued.map(({ value }) => value));
  const bounds = parts.filter((part) => 'bound' in part).map(({ bound }) => bound);
  const most = Math.max(top, ...bounds);
  // A part beyond reach may still be negligible against the others.
  if (bounds.some((bound) => !(bound < top - 40))) return { bound: most + Math.log(parts.length) + 1e-9 };
  const first = parts[0]!;
  let error = bounds.reduce(
    (sum, bound) => sum + Math.exp(bound - top),
    'value' in first ? neglected * Math.exp(first.value - top) : 0,
  );
  let sum = 0;
  let slope = 0;
  for (const part of valued) {
    const share = Math.exp(part.value - top);
    sum += share;
    error += share * Math.expm1(part.error) + 4 * roundoff * share;
    slope += share * part.slope;
  }
  const spread = sum > error ? -Math.log1p(-error / sum) : Infinity;
  return { value: top + Math.log(sum), error: spread + 2 * roundoff * Math.abs(top), slope: slope / sum };
}
