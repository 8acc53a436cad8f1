/** Means of drawn nets: a sample mean says nothing without a bound on the spread, which F2 and moments above it give. */
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
import { ExtendedInterval, join, multiply, one, zero } from '../theory/expression/enclosure-interval.js';
import { claimedLog, lowerBoundNets, lowerMean, lowerMeanTracker } from './drawn-lower-mean.js';
import { hasLaw } from './has-law.js';
import { momentBounds } from './moment-bounds.js';
import { certain, type NoTracker, type Setting, sampleError, type Tracker } from './tracker.js';

/** Part of alpha for the bound that needs no second moment: it costs the other one little, and pays where that is blunt. */
const lowerShare = 1 / 16;

export function meanTracker(
  quantity: Extract<Quantity, { functional: 'mean' }>,
  setting: Setting,
): Tracker | NoTracker {
  const { point, network, observable, alpha, schedule } = setting;
  const order = enclose(quantity.power, point);
  if (order.lo === 0 && order.hi === 0) return certain(one);
  const power = toNumber(order);
  if (width(order) > 1e-12 * Math.abs(power)) {
    return {
      reason: `The exponent of ${observable.text} is known too roughly; write it without cancellation.`,
    };
  }
  const bounds = momentBounds(observable, network, power, quantity.alive);
  if ('reason' in bounds) return lowerMeanTracker(quantity, setting, power, bounds.reason);
  // E X^(2r) = 0: X is 0 surely (the Hessian of a single layer).
  if (bounds.logSecondMoment === -Infinity) return certain(zero);
  // Work with X^power / sqrt(B): its second moment is at most 1 (and a little, for rounding), whatever the depth. Samples that
  // err by factors within e^+-doubt lie between those of two laws that are scaled by e^+-doubt.
  const logScale = bounds.logSecondMoment / 2;
  const doubt = 2 * power * sampleError;
  const bound = {
    secondMoment: (1 + 1e-9) * Math.exp(2 * doubt),
    // Below 0.9 of the root of the second moment, as a centre at the root itself would leave no spread.
    center: Math.min(0.9, Math.exp((claimedLog(setting, quantity) ?? bounds.logCenter) - logScale)),
    nonnegative: true,
  };
  const scale = fromLog(logScale, doubt + 1e-12 * Math.max(1, Math.abs(logScale)));
  let interval: Interval = { lower: 0, upper: 1 };
  let scaled = new Float64Array(0);
  // Where the bound on the second moment is far above the truth, as high ones are, this one is much the sharper.
  const catoniAlpha = alpha * (1 - lowerShare);
  const below = lowerMean(quantity, setting, power, alpha * lowerShare, bounds.logCenter);
  const heaviness = (bounds.logSecondMoment - 2 * bounds.logCenter) / Math.LN10;
  return {
    ...(heaviness > 2
      ? {
          difficulty: `rare nets carry this mean (its second moment may be 10^${heaviness.toFixed(0)} times its square), and a sample mean misses them`,
        }
      : {}),
    observe(drawn) {
      const sample = quantity.alive ? drawn.alive : drawn.all;
      const before = scaled;
      scaled = new Float64Array(sample.length);
      scaled.set(before);
      for (let i = before.length; i < sample.length; i++) scaled[i] = Math.exp(power * sample[i]! - logScale);
      interval = combine(
        interval,
        secondMomentInterval(scaled, bound, catoniAlpha * schedule.share(drawn.look)),
      );
      below?.observe(drawn);
    },
    enclosure: () => {
      const enclosed = multiply(ExtendedInterval.of(interval.lower, interval.upper), scale);
      const ends = logToNumber(enclosed);
      // A lower bound beyond the upper end: one of the two is wrong, and which one is unknown.
      const isSharper = below !== undefined && below.log - below.error > ends.lo && below.log <= ends.hi;
      return isSharper ? join(fromLog(below.log, below.error), enclosed) : enclosed;
    },
    fallback: lowerBoundNets,
    forecast: (margin) => {
      if (margin === Infinity) return 0;
      const needed = (halfWidth: number) =>
        samplesNeeded((n, share) => secondMomentHalfWidth(bound, n, share), halfWidth, schedule, catoniAlpha);
      const scaled = margin * Math.exp(-logScale);
      // What is claimed may be far from what is expected: then it takes fewer nets to refute it than to support it.
      const claimed = claimedLog(setting, quantity);
      const expected = Math.exp(bounds.logCenter - logScale);
      const gap = claimed === undefined ? expected : Math.abs(Math.exp(claimed - logScale) - expected);
      return Math.min(needed(scaled), gap > scaled ? needed((gap - scaled) / 2) : Infinity);
    },
  };
}

export function logMeanTracker(quantity: Quantity, setting: Setting): Tracker | NoTracker {
  const { claim, network, observable, alpha, schedule } = setting;
  if (!hasLaw(quantity, claim)) {
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
