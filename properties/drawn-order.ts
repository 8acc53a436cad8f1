/** Probabilities, medians and quantiles of drawn nets: Bernoulli questions, which need no assumption. */
import { bernoulliInterval } from '../numerics/inference/bernoulli.js';
import { combine, type Interval } from '../numerics/inference/interval.js';
import { quantileInterval } from '../numerics/inference/quantile.js';
import type { Quantity } from '../theory/expression/ast.js';
import { enclose, fromLog, logToNumber } from '../theory/expression/enclosure.js';
import { ExtendedInterval, join, one, zero } from '../theory/expression/enclosure-interval.js';
import { levelAt } from './exact-quantities.js';
import { certain, type Setting, sampleError, type Tracker } from './tracker.js';

export function probabilityTracker(
  quantity: Extract<Quantity, { functional: 'P' }>,
  { point, observable, alpha }: Setting,
): Tracker {
  const plain = observable.scale === 'plain';
  const atLeast = quantity.relation === '>=';
  const threshold = enclose(quantity.threshold, point);
  // A squared norm is at least 0 whatever is drawn.
  if (!plain && (threshold.hi < 0 || (threshold.hi === 0 && atLeast))) return certain(atLeast ? one : zero);
  const logEvent = plain ? undefined : eventOf(threshold, atLeast);
  let interval: Interval = { lower: 0, upper: 1 };
  let [sure, possible, n] = [0, 0, 0];
  return {
    observe(drawn) {
      const sample = quantity.alive ? drawn.alive : drawn.all;
      // Samples too close to the threshold to call count against us on both sides.
      [sure, possible, n] = [0, 0, sample.length];
      const event = logEvent ?? plainEventOf(threshold, atLeast, drawn.error);
      for (const x of sample) {
        if (event.isSure(x)) sure += 1;
        if (event.isPossible(x)) possible += 1;
      }
      interval = combine(interval, {
        lower: bernoulliInterval(sure, sample.length, alpha).lower,
        upper: bernoulliInterval(possible, sample.length, alpha).upper,
      });
    },
    enclosure: () => ExtendedInterval.of(interval.lower, interval.upper),
    forecast: () => 0,
    obstacle: () =>
      possible - sure > n / 100
        ? `${(100 * (possible - sure)) / n} % of the nets drawn lie so near the threshold that rounding hides on which side`
        : undefined,
  };
}

interface Event {
  /** Whether a drawn log-norm, whatever its rounding, belongs to the event. */
  isSure(x: number): boolean;
  isPossible(x: number): boolean;
}

/** X >= t or X <= t for t not certainly below 0; its sign is read off the mantissas, as it may be smaller than any double. */
function eventOf(threshold: ExtendedInterval, atLeast: boolean): Event {
  const { lo, hi } = threshold;
  const log = logToNumber(threshold);
  // X = 0 counts as at least t for t <= 0, and as at most t for t >= 0; between, a t known only to lie around 0 leaves it open.
  const [low, high] = [lo > 0 ? log.lo : -Infinity, log.hi];
  if (atLeast) {
    return {
      isSure: (x) => x - sampleError >= high,
      isPossible: (x) => lo <= 0 || x + sampleError >= low,
    };
  }
  return {
    isSure: (x) => (x === -Infinity ? lo >= 0 : lo > 0 && x + sampleError <= low),
    isPossible: (x) => x === -Infinity || (hi > 0 && x - sampleError <= high),
  };
}

/** X >= t or X <= t for an X of either sign, drawn as it is with this error. */
function plainEventOf({ lower, upper }: ExtendedInterval, atLeast: boolean, error: number): Event {
  const doubt = (x: number) => sampleError * Math.abs(x) + error;
  return atLeast
    ? { isSure: (x) => x - doubt(x) >= upper, isPossible: (x) => x + doubt(x) >= lower }
    : { isSure: (x) => x + doubt(x) <= lower, isPossible: (x) => x - doubt(x) <= upper };
}

export function quantileTracker(
  quantity: Extract<Quantity, { functional: 'median' | 'quantile' }>,
  { point, observable, alpha }: Setting,
): Tracker {
  const level = levelAt(quantity, point);
  let interval: Interval = { lower: -Infinity, upper: Infinity };
  let error = 0;
  return {
    observe(drawn) {
      error = drawn.error;
      const sorted = quantity.alive ? drawn.sortedAlive() : drawn.sortedAll();
      const found = quantileInterval(sorted, level.lower, alpha);
      const upper =
        level.upper === level.lower ? found.upper : quantileInterval(sorted, level.upper, alpha).upper;
      interval = combine(interval, { lower: found.lower, upper });
    },
    enclosure: () => (observable.scale === 'plain' ? widened(interval, error) : exponentiated(interval)),
    forecast: () => 0,
  };
}

/** e^[lower, upper] and what rounding may have moved, with e^-Infinity = 0: dead nets are known to be dead. */
function exponentiated({ lower, upper }: Interval): ExtendedInterval {
  const low = lower === -Infinity ? zero : fromLog(lower, sampleError);
  if (upper === Infinity) return join(low, ExtendedInterval.of(0, Infinity));
  return join(low, upper === -Infinity ? zero : fromLog(upper, sampleError));
}

function widened({ lower, upper }: Interval, error: number): ExtendedInterval {
  const doubt = (x: number) => (Number.isFinite(x) ? sampleError * Math.abs(x) + error : 0);
  return ExtendedInterval.of(lower - doubt(lower), upper + doubt(upper));
}
