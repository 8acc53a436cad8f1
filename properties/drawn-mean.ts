/** Means of drawn nets: a sample mean says nothing without a bound on the spread, which F2 and moments above it give. */
import { bernoulliInterval } from '../numerics/inference/bernoulli.js';
import { samplesNeeded } from '../numerics/inference/checkpoints.js';
import { combine, type Interval } from '../numerics/inference/interval.js';
import {
  secondMomentHalfWidth,
  secondMomentInterval,
  varianceHalfWidth,
  varianceInterval,
} from '../numerics/inference/mean.js';
import { exactLawOf } from '../numerics/law/index.js';
import type { Quantity } from '../theory/expression/ast.js';
import { enclose, fromLog, logToNumber, toNumber, width } from '../theory/expression/enclosure.js';
import {
  ExtendedInterval,
  everything,
  join,
  multiply,
  one,
  zero,
} from '../theory/expression/enclosure-interval.js';
import { freeNames } from '../theory/expression/evaluate.js';
import { isExact } from '../theory/language/settings.js';
import { momentBounds } from './moment-bounds.js';
import { quantityNodes } from './quantities.js';
import { type NoTracker, type Setting, sampleError, type Tracker } from './tracker.js';

export function meanTracker(
  quantity: Extract<Quantity, { functional: 'mean' }>,
  setting: Setting,
): Tracker | NoTracker {
  const { point, network, observable, alpha, schedule } = setting;
  const order = enclose(quantity.power, point);
  if (order.lo === 0 && order.hi === 0) return { observe() {}, enclosure: () => one, forecast: () => 0 };
  const power = toNumber(order);
  if (width(order) > 1e-12 * Math.abs(power)) {
    return {
      reason: `The exponent of ${observable.text} is known too roughly; write it without cancellation.`,
    };
  }
  const bounds = momentBounds(observable, network, power, quantity.alive);
  if ('reason' in bounds) return lowerBoundTracker(quantity, setting, power, bounds.reason);
  // E X^(2r) = 0: X is 0 surely (the Hessian of a single layer).
  if (bounds.logSecondMoment === -Infinity) return { observe() {}, enclosure: () => zero, forecast: () => 0 };
  // Work with X^power / sqrt(B): its second moment is at most 1 (and a little, for rounding), whatever the depth. Samples that
  // err by factors within e^+-doubt lie between those of two laws that are scaled by e^+-doubt.
  const logScale = bounds.logSecondMoment / 2;
  const doubt = 2 * power * sampleError;
  const bound = {
    secondMoment: (1 + 1e-9) * Math.exp(2 * doubt),
    center: Math.min(0.9, Math.exp((claimedLog(setting, quantity) ?? bounds.logCenter) - logScale)),
    nonnegative: true,
  };
  const scale = fromLog(logScale, doubt + 1e-12 * Math.max(1, Math.abs(logScale)));
  let interval: Interval = { lower: 0, upper: 1 };
  const heaviness = (bounds.logSecondMoment - 2 * bounds.logCenter) / Math.LN10;
  return {
    ...(heaviness > 2
      ? {
          difficulty: `rare nets carry this mean (its second moment may be 10^${heaviness.toFixed(0)} times its square), and a sample mean misses them`,
        }
      : {}),
    observe(drawn) {
      const sample = quantity.alive ? drawn.alive : drawn.all;
      const scaled = sample.map((x) => Math.exp(power * x - logScale));
      interval = combine(interval, secondMomentInterval(scaled, bound, alpha * schedule.share(drawn.look)));
    },
    enclosure: () => multiply(ExtendedInterval.of(interval.lower, interval.upper), scale),
    forecast: (margin) => {
      if (margin === Infinity) return 0;
      const needed = (halfWidth: number) =>
        samplesNeeded((n, share) => secondMomentHalfWidth(bound, n, share), halfWidth, schedule, alpha);
      const scaled = margin * Math.exp(-logScale);
      // What is claimed may be far from what is expected: then it takes fewer nets to refute it than to support it.
      const claimed = claimedLog(setting, quantity);
      const expected = Math.exp(bounds.logCenter - logScale);
      const gap = claimed === undefined ? expected : Math.abs(Math.exp(claimed - logScale) - expected);
      return Math.min(needed(scaled), gap > scaled ? needed((gap - scaled) / 2) : Infinity);
    },
  };
}

/**
 * log of the value that the claim says the mean has or is bounded by, where it is positive. It sets how fast an interval narrows, never whether
 * it is valid: the centre lies below 0.9 of the root of the second moment, as one at the root itself would leave no spread.
 */
function claimedLog({ claim, point }: Setting, quantity: Quantity): number | undefined {
  const node = [claim.left, claim.right].find(
    (side) => side.kind === 'quantity' && side.quantity === quantity,
  );
  const other = node === claim.left ? claim.right : claim.left;
  // A closed form with a constant that is yet to be found has no value.
  const isKnown =
    quantityNodes(other).length === 0 && freeNames(other).every((name) => Object.hasOwn(point, name));
  const claimed = node !== undefined && isKnown ? enclose(other, point) : undefined;
  return claimed !== undefined && claimed.lo > 0 ? logToNumber(claimed).lo : undefined;
}

/** Values are cut off at so many times the mean that is claimed or expected. */
const cutOff = 16;
/** Nets beyond which a lower bound alone is not worth their price. */
const lowerBoundNets = 2 ** 17;

/**
 * Without a bound on the spread a mean of X >= 0 has no upper bound, but a lower one: E X >= E min(X, c). Of Y = min(X, c)/c in [0, 1] with mean p,
 * E (q/p)^Y ((1-q)/(1-p))^(1-Y) <= 1 for every q (it is convex in Y, and 1 for Y = 0 or 1 with these odds), so the mixture of bernoulli.ts is a
 * supermartingale with the sum of the Y as its successes; rounding that down can only lower the bound.
 */
function lowerBoundTracker(
  quantity: Extract<Quantity, { functional: 'mean' }>,
  setting: Setting,
  power: number,
  reason: string,
): Tracker | NoTracker {
  const { observable, network, alpha } = setting;
  if (!(power > 0) || observable.scale === 'plain') return { reason };
  const moments = observable.moments(network);
  const known = 'reason' in moments ? [] : [power * moments.logMean];
  const claimed = claimedLog(setting, quantity);
  const logCut = Math.max(...known, ...(claimed === undefined ? [] : [claimed])) + Math.log(cutOff);
  if (!Number.isFinite(logCut)) return { reason };
  let lower = 0;
  return {
    worthwhile: lowerBoundNets,
    observe(drawn) {
      const sample = quantity.alive ? drawn.alive : drawn.all;
      let sum = 0;
      for (const x of sample) sum += Math.min(1, Math.exp(power * (x - sampleError) - logCut));
      const successes = Math.floor(sum * (1 - 1e-9));
      lower = Math.max(lower, bernoulliInterval(successes, sample.length, alpha).lower);
    },
    enclosure: () =>
      lower === 0
        ? ExtendedInterval.of(0, Infinity)
        : join(fromLog(Math.log(lower) + logCut, 1e-12 * (1 + Math.abs(logCut))), everything),
    forecast: () => 0,
    obstacle: () => reason,
  };
}

export function logMeanTracker(quantity: Quantity, setting: Setting): Tracker | NoTracker {
  const { claim, network, observable, alpha, schedule } = setting;
  if (!isExact(quantity, claim.settings)) {
    return {
      reason: `No bound on the variance of log ${observable.text} is known for these nets; ask for a median or a quantile, which need none.`,
    };
  }
  // A gradient's logarithm is the forward norm's, moved (G2).
  const { value, error } = exactLawOf(network).logVariance();
  const variance = (value + error) * (1 + 1e-12);
  let interval: Interval = { lower: -Infinity, upper: Infinity };
  return {
    observe(drawn) {
      interval = combine(
        interval,
        varianceInterval(drawn.alive, variance, alpha * schedule.share(drawn.look)),
      );
    },
    enclosure: () => ExtendedInterval.of(interval.lower - sampleError, interval.upper + sampleError),
    forecast: (margin) =>
      margin === Infinity
        ? 0
        : samplesNeeded((n, share) => varianceHalfWidth(variance, n, share), margin, schedule, alpha),
  };
}
