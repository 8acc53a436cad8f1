/** Tails with small relative error, however far out. */

import { logBinomialWeight } from './binomial-weight.js';
import { tiltDegrees } from './degrees.js';
import { roundoff } from './enclosed.js';
import { leastIs } from './least-measure.js';
import { type LayerCount, type Measure, onGrid } from './measure.js';
import { logLowerTailOfOne } from './one-layer.js';
import { type BeyondReach, chernoff, type LogTail, type Part, valued } from './part.js';
import { allAtLeast } from './product-measure.js';
import { findSaddle } from './saddle.js';

/** Mean and variance of S, approximately, to start from. */
export interface Centre {
  readonly mean: number;
  readonly variance: number;
}

/** One layer's lower tail is summed up to this width, where its error is still below 1e-10. */
const widestSum = 10_000;

/** No more parts of a law are looked at than have this many weights together: wide nets would have thousands. */
const mostParts = 2 ** 17;

/** A part whose logarithm lies this far below another's is left out, and bounded. */
const negligibleGap = 40;

/** log P(S > x) for x well above the mean; it cannot be valued where it is below about -1e14. */
export function logUpperTail(
  layers: readonly LayerCount[],
  x: number,
  { mean, variance }: Centre,
): LogTail | BeyondReach {
  const measure = allAtLeast(layers);
  const saddle = findSaddle(measure, x, (x - mean) / variance, variance);
  // A line at the left of 0 bounds the other tail.
  if (!(saddle.line.c > 0)) return { bound: 0 };
  return valued({ measure, saddle, bound: chernoff(saddle.line, x) }, x);
}

/**
 * log P(S <= x) for x well below the mean. The law is cut at the least degrees of freedom k of its layers: the part with all
 * N_l >= k has its first pole at -k/2, far enough for its saddle point; the parts with least N_l = 1, ..., k-1 are added, each
 * from its own saddle point, unless bounds show them negligible. Out of reach are sums of two or three layers below
 * about -1e4, whose contours run close to a pole; one layer alone is a plain sum.
 */
export function logLowerTail(
  layers: readonly LayerCount[],
  x: number,
  centre: Centre,
): LogTail | BeyondReach {
  const [only, ...others] = layers;
  const hasEnd = only!.shape.activation !== 'leaky-relu';
  if (only!.count === 1 && others.length === 0 && hasEnd && only!.shape.width <= widestSum)
    return logLowerTailOfOne(only!.shape, x);
  const { mean, variance } = centre;
  const guess = (x - mean) / variance;
  const k = leastKept(layers, x, centre);
  const first = valued(lowerPart(allAtLeast(layers, k), x, guess, variance), x);
  const found: (LogTail | BeyondReach)[] = [first];
  const negligible = belowAll(first) - Math.log(k);
  const fewest: Part[] = [];
  let work = 0;
  for (let least = k - 1; least >= 1; least--) {
    const fewer = logFewer(layers, least + 1);
    if (fewer < negligible) {
      found.push({ bound: fewer });
      break;
    }
    const measure = leastIs(layers, least);
    const quick = measure.tilt(-0.4375 * least);
    work += quick.cost;
    if (work > mostParts) return { bound: lowerTailAtMost(layers, x, k) };
    // A Chernoff bound at a plain exponent may do.
    const bound = chernoff(quick, x);
    if (bound < negligible) found.push({ bound });
    else fewest.push(lowerPart(measure, x, Math.max(guess, -0.45 * least), variance));
  }
  // The largest first: far to the left the parts of few degrees leave the others nothing.
  fewest.sort((one, other) => other.bound - one.bound);
  let cutoff = negligible;
  for (const part of fewest) {
    const tail = part.bound < cutoff ? { bound: part.bound } : valued(part, x);
    found.push(tail);
    // Where one that is not negligible can't be valued neither can the sum, and bounds are all that is left.
    cutoff =
      'value' in tail || part.bound < cutoff ? Math.max(cutoff, belowAll(tail) - Math.log(k)) : Infinity;
  }
  return logSum(found);
}

/** A bound on log P(S <= x): Chernoff's for degrees of at least some l <= k, and the probability of fewer. */
function lowerTailAtMost(layers: readonly LayerCount[], x: number, k: number): number {
  let best = 0;
  let [low, high] = [1, k];
  while (low <= high) {
    const least = Math.floor((low + high) / 2);
    const many = chernoff(allAtLeast(layers, least).tilt(onGrid(-0.45 * least)), x);
    const fewer = logFewer(layers, least);
    best = Math.min(best, Math.max(many, fewer) + Math.LN2 + 1e-9);
    if (fewer < many) low = least + 1;
    else high = least - 1;
  }
  return best;
}

/** Below this a part is negligible beside one already valued. */
function belowAll(tail: LogTail | BeyondReach): number {
  return 'value' in tail ? tail.value - tail.error - negligibleGap - 1 : -Infinity;
}

/** The lower tail of a part of the law. Its line lies at the left of 0 even where x is not in the part's own lower tail. */
function lowerPart(measure: Measure, x: number, guess: number, variance: number): Part {
  const found = findSaddle(measure, x, guess, variance);
  const rightmost = onGrid(Math.max(-1.5 / found.deviation, 0.75 * measure.lowest));
  const saddle = found.line.c <= rightmost ? found : { ...found, line: measure.tilt(rightmost) };
  return { saddle, measure, bound: chernoff(saddle.line, x) };
}

/** The k at which the law is cut: as small as lets the part with all N_l >= k reach its saddle point. */
function leastKept(layers: readonly LayerCount[], x: number, { mean, variance }: Centre): number {
  const relu = layers.filter(({ shape }) => shape.activation === 'relu');
  if (relu.length === 0) return 1;
  const most = Math.min(...layers.map(({ shape }) => shape.width));
  // Wide layers: a normal law suggests how far the poles must lie; as far as fewer degrees are out of the question they may.
  const deviations = (x - mean) / Math.sqrt(variance);
  const isImprobable = (least: number) => logFewer(layers, least) < -0.6 * deviations ** 2 - 60;
  let low = Math.min(most, Math.ceil((-2.4 * deviations) / Math.sqrt(variance)) + 6);
  if (isImprobable(low)) {
    let high = most + 1;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (isImprobable(middle)) low = middle;
      else high = middle;
    }
    return low;
  }
  let k = 1;
  while (k < most && isBarred(layers, k, x)) k = Math.min(most, k < 4 ? k + 1 : Math.ceil(1.35 * k));
  return k;
}

/** Whether a pole of tiny weight at -k/2 bars the way to the saddle point of the part with all N_l >= k. */
function isBarred(layers: readonly LayerCount[], k: number, x: number): boolean {
  const measure = allAtLeast(layers, k);
  const c = measure.lowest + 0.25;
  if (measure.tilt(c).slope() <= x) return false;
  const atPole = layers.reduce((sum, { shape, count }) => {
    const { first, weights } = tiltDegrees(shape, c, k);
    return sum + (first === k ? count * weights[0]! : 0);
  }, 0);
  return atPole < 1e-3;
}

/** log of a bound on the probability that some layer has N < k, infinite where that is not improbable. */
function logFewer(layers: readonly LayerCount[], k: number): number {
  let sum = 0;
  let top = -Infinity;
  for (const { shape, count } of layers) {
    const ratio = k / (shape.width - k + 1);
    if (shape.activation !== 'relu' || k === 1) continue;
    if (ratio >= 0.9) return Infinity;
    // The weights of N = k-1, k-2, ... fall by more than this ratio.
    const log = logBinomialWeight(shape.width, k - 1).value + Math.log(count / (1 - ratio)) + 1e-6;
    sum = sum * Math.exp(Math.min(0, top - log)) + Math.exp(Math.min(0, log - top));
    top = Math.max(top, log);
  }
  return top === -Infinity ? -Infinity : top + Math.log(sum);
}

/** log of the sum of the parts; those that are only bounded must be negligible, or the sum is only bounded too. */
function logSum(parts: readonly (LogTail | BeyondReach)[]): LogTail | BeyondReach {
  const known = parts.filter((part) => 'value' in part);
  const top = Math.max(...known.map(({ value }) => value));
  const bounds = parts.filter((part) => 'bound' in part).map(({ bound }) => bound);
  if (bounds.some((bound) => !(bound < top - negligibleGap))) {
    const most = Math.max(...bounds, ...known.map(({ value, error }) => value + error));
    return { bound: most + Math.log(parts.length) + 1e-9 };
  }
  let error = bounds.reduce((sum, bound) => sum + Math.exp(bound - top), 0);
  let sum = 0;
  let slope = 0;
  for (const part of known) {
    const share = Math.exp(part.value - top);
    sum += share;
    error += share * Math.expm1(part.error) + 4 * roundoff * share;
    slope += share * part.slope;
  }
  const spread = sum > error ? -Math.log1p(-error / sum) : Infinity;
  return { value: top + Math.log(sum), error: spread + 2 * roundoff * Math.abs(top), slope: slope / sum };
}
