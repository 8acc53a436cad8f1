/**
 * Anytime-valid enclosures of quantities from drawn nets. Probabilities, medians and quantiles are Bernoulli questions and
 * need no assumption; means need a bound on the second moment (F2 and moments above it, which bound the spread and never decide);
 * distances of laws use the Dvoretzky-Kiefer-Wolfowitz band.
 */
import { bernoulliInterval } from '../numerics/inference/bernoulli.js';
import { type Checkpoints, samplesNeeded } from '../numerics/inference/checkpoints.js';
import { combine, type Interval } from '../numerics/inference/interval.js';
import { lawDistanceInterval } from '../numerics/inference/kolmogorov.js';
import {
  secondMomentHalfWidth,
  secondMomentInterval,
  varianceHalfWidth,
  varianceInterval,
} from '../numerics/inference/mean.js';
import { quantileInterval } from '../numerics/inference/quantile.js';
import { exactLawOf } from '../numerics/law/index.js';
import type { Network } from '../numerics/network/network.js';
import type { Quantity, QuantityNode } from '../theory/expression/ast.js';
import { enclose, fromLog, logToNumber, toNumber, width } from '../theory/expression/enclosure.js';
import { sqrt } from '../theory/expression/enclosure-elementary.js';
import { ExtendedInterval, join, multiply, zero } from '../theory/expression/enclosure-interval.js';
import type { Claim } from '../theory/language/claim.js';
import { hasExactLaw } from '../theory/language/settings.js';
import { normalCdf } from '../theory/special/normal.js';
import { absoluteCdf } from './absolute-cdf.js';
import { exactValuation, levelAt } from './exact-quantities.js';
import { momentBounds } from './moment-bounds.js';
import type { Valuation } from './point.js';
import { toleranceAt } from './point.js';
import { quantityNodes } from './quantities.js';
import type { Point } from './verdict.js';

/** All log forwardNorm2 drawn so far (-Infinity: dead), and of which the last ones are new. */
interface Drawn {
  readonly all: Float64Array;
  readonly alive: Float64Array;
  readonly sortedAll: () => Float64Array;
  readonly sortedAlive: () => Float64Array;
  /** Index of the checkpoint: its share of alpha is what a look may spend. */
  readonly look: number;
}

interface Tracker {
  observe(drawn: Drawn): void;
  enclosure(): ExtendedInterval;
  /** Nets needed to resolve half-width `margin`, as far as can be told beforehand; 0 if it cannot. */
  forecast(margin: number): number;
  /** What makes the quantity hard to resolve, if that is known. */
  readonly difficulty?: string;
}

interface NoTracker {
  readonly reason: string;
}

export interface DrawnQuantities {
  readonly valuation: Valuation;
  /** Looks at all samples drawn so far, one checkpoint after the other. */
  observe(samples: Float64Array): void;
  /** Nets needed to decide, as far as can be told beforehand. */
  forecast(): number;
  /** What makes the claim hard to decide, if that is known. */
  readonly difficulty: string | undefined;
}

/** Trackers for the quantities of a claim at a point, which share alpha; or why there can be none. */
export function drawnQuantities(
  claim: Claim,
  point: Point,
  network: Network,
  alpha: number,
  schedule: Checkpoints,
): DrawnQuantities | NoTracker {
  const nodes = [claim.left, claim.right].flatMap(quantityNodes);
  const setting: Setting = { claim, point, network, alpha: alpha / nodes.length, schedule };
  const trackers = new Map<QuantityNode, Tracker>();
  for (const node of nodes) {
    const tracker = trackerFor(node.quantity, setting);
    if ('reason' in tracker) return tracker;
    trackers.set(node, tracker);
  }
  let look = 0;
  return {
    difficulty: [...trackers.values()].find((tracker) => tracker.difficulty !== undefined)?.difficulty,
    valuation: (node) => trackers.get(node)!.enclosure(),
    observe(samples) {
      const alive = samples.filter((x) => x !== -Infinity);
      const drawn: Drawn = {
        all: samples,
        alive,
        sortedAll: lazily(() => Float64Array.from(samples).sort()),
        sortedAlive: lazily(() => Float64Array.from(alive).sort()),
        look,
      };
      for (const tracker of trackers.values()) tracker.observe(drawn);
      look += 1;
    },
    forecast: () =>
      nodes.length === 1 ? trackers.get(nodes[0]!)!.forecast(marginOf(claim, point, nodes[0]!)) : 0,
  };
}

function lazily<T>(compute: () => T): () => T {
  let value: T | undefined;
  return () => {
    value ??= compute();
    return value;
  };
}

interface Setting {
  readonly claim: Claim;
  readonly point: Point;
  readonly network: Network;
  readonly alpha: number;
  readonly schedule: Checkpoints;
}

/** The half-width at which `quantity = closed form within e` is decided if it is true; Infinity for other shapes of claims. */
function marginOf(claim: Claim, point: Point, node: QuantityNode): number {
  const tolerance = toleranceAt(claim, point, true);
  const other = claim.left === node ? claim.right : claim.right === node ? claim.left : undefined;
  if (tolerance === undefined || other === undefined) return Infinity;
  const margin = toNumber(tolerance.value);
  return tolerance.kind === 'absolute' ? margin : margin * Math.abs(toNumber(enclose(other, point)));
}

function trackerFor(quantity: Quantity, setting: Setting): Tracker | NoTracker {
  switch (quantity.functional) {
    case 'mean':
      return meanTracker(quantity, setting);
    case 'median':
    case 'quantile':
      return quantileTracker(quantity, setting);
    case 'P':
      return probabilityTracker(quantity, setting);
    case 'logMean':
      return logMeanTracker(setting);
    case 'lawDistance':
      return distanceTracker(quantity, setting);
    default:
      return {
        reason: `Drawn nets cannot enclose ${quantity.functional}: no bound on the fourth moment of the log-norm is known; for normal weights the exact law values it.`,
      };
  }
}

function probabilityTracker(quantity: Extract<Quantity, { functional: 'P' }>, setting: Setting): Tracker {
  const { point, alpha } = setting;
  const threshold = enclose(quantity.threshold, point);
  const atLeast = quantity.relation === '>=';
  // log of the threshold, -Infinity at 0; below 0 the event is certain or impossible.
  const { lo: low, hi: high } = logToNumber(threshold);
  let interval: Interval = { lower: 0, upper: 1 };
  return {
    observe(drawn) {
      const sample = quantity.alive ? drawn.alive : drawn.all;
      if (threshold.hi < 0) {
        interval = atLeast ? { lower: 1, upper: 1 } : { lower: 0, upper: 0 };
        return;
      }
      // Samples too close to the threshold to call count against us on both sides.
      let sure = 0;
      let possible = 0;
      for (const x of sample) {
        if (atLeast ? x >= high : x <= low) sure += 1;
        if (atLeast ? x >= low : x <= high) possible += 1;
      }
      interval = combine(interval, {
        lower: bernoulliInterval(sure, sample.length, alpha).lower,
        upper: bernoulliInterval(possible, sample.length, alpha).upper,
      });
    },
    enclosure: () => ExtendedInterval.of(interval.lower, interval.upper),
    forecast: () => 0,
  };
}

function quantileTracker(
  quantity: Extract<Quantity, { functional: 'median' | 'quantile' }>,
  { point, alpha }: Setting,
): Tracker {
  const level = levelAt(quantity, point);
  let interval: Interval = { lower: -Infinity, upper: Infinity };
  return {
    observe(drawn) {
      const sorted = quantity.alive ? drawn.sortedAlive() : drawn.sortedAll();
      const found = quantileInterval(sorted, level.lower, alpha);
      const upper =
        level.upper === level.lower ? found.upper : quantileInterval(sorted, level.upper, alpha).upper;
      interval = combine(interval, { lower: found.lower, upper });
    },
    enclosure: () => exponentiated(interval),
    forecast: () => 0,
  };
}

/** e^[lower, upper], with e^-Infinity = 0. */
function exponentiated({ lower, upper }: Interval): ExtendedInterval {
  const low = lower === -Infinity ? zero : fromLog(lower, 0);
  if (upper === Infinity) return join(low, ExtendedInterval.of(0, Infinity));
  return join(low, upper === -Infinity ? zero : fromLog(upper, 0));
}

function meanTracker(
  quantity: Extract<Quantity, { functional: 'mean' }>,
  setting: Setting,
): Tracker | NoTracker {
  const { point, network, alpha, schedule } = setting;
  const power = toNumber(enclose(quantity.power, point));
  const bounds = momentBounds(network, power, quantity.alive);
  if ('reason' in bounds) return bounds;
  // Work with X^power / sqrt(B): its second moment is at most 1 (and a little, for rounding), whatever the depth.
  const logScale = bounds.logSecondMoment / 2;
  const bound = {
    secondMoment: 1 + 1e-9,
    center: centre(setting, quantity, bounds.logCenter, logScale),
    nonnegative: true,
  };
  const scale = fromLog(logScale, 1e-12 * Math.max(1, Math.abs(logScale)));
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
    forecast: (margin) =>
      margin === Infinity
        ? 0
        : samplesNeeded(
            (n, share) => secondMomentHalfWidth(bound, n, share),
            margin * Math.exp(-logScale),
            schedule,
            alpha,
          ),
  };
}

/**
 * Where the mean is looked for: at the claim's own value, else at (E X)^power. It sets how fast the interval narrows, never
 * whether it is valid. Below 0.9 of the root of the second moment, as a centre at the root itself would leave no spread.
 */
function centre({ claim, point }: Setting, quantity: Quantity, logCenter: number, logScale: number): number {
  const node = [claim.left, claim.right].find(
    (side) => side.kind === 'quantity' && side.quantity === quantity,
  );
  const other = node === claim.left ? claim.right : claim.left;
  const claimed = node !== undefined && quantityNodes(other).length === 0 ? enclose(other, point) : undefined;
  const log = claimed !== undefined && claimed.lo > 0 ? logToNumber(claimed).lo : logCenter;
  return Math.min(0.9, Math.exp(log - logScale));
}

function logMeanTracker(setting: Setting): Tracker | NoTracker {
  const { claim, network, alpha, schedule } = setting;
  if (!hasExactLaw(claim.settings)) {
    return {
      reason:
        'No bound on the variance of log forwardNorm2 is known for these weights; ask for a median or a quantile, which need none.',
    };
  }
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
    enclosure: () => ExtendedInterval.of(interval.lower, interval.upper),
    forecast: (margin) =>
      margin === Infinity
        ? 0
        : samplesNeeded((n, share) => varianceHalfWidth(variance, n, share), margin, schedule, alpha),
  };
}

/** The Dvoretzky-Kiefer-Wolfowitz band around the drawn log-norms of alive nets, seen through the target's distribution function. */
function distanceTracker(
  quantity: Extract<Quantity, { functional: 'lawDistance' }>,
  setting: Setting,
): Tracker | NoTracker {
  const { alpha, schedule } = setting;
  const target = targetOf(quantity, setting);
  if ('reason' in target) return target;
  let interval: Interval = { lower: 0, upper: 1 };
  // Where the target's distribution function has been taken already; looks only add samples at the end.
  let seen = 0;
  let values = new Float64Array(0);
  return {
    observe({ alive, look }) {
      const grown = new Float64Array(alive.length);
      grown.set(values);
      for (let i = seen; i < alive.length; i++) grown[i] = target.cdf(alive[i]!);
      values = grown;
      seen = alive.length;
      // The distance is the same after both laws are mapped to [0, 1] by the target's distribution function.
      const sorted = Float64Array.from(values).sort();
      interval = combine(
        interval,
        lawDistanceInterval(sorted, sorted, target.error, alpha * schedule.share(look)),
      );
    },
    enclosure: () => ExtendedInterval.of(interval.lower, interval.upper),
    forecast: () => 0,
  };
}

interface TargetLaw {
  /** P(Y <= x) under the target, with absolute error at most `error`. */
  cdf(x: number): number;
  readonly error: number;
}

function targetOf(
  quantity: Extract<Quantity, { functional: 'lawDistance' }>,
  { claim, point, network }: Setting,
): TargetLaw | NoTracker {
  const { target } = quantity;
  if (target.kind === 'exactLaw') return exactTarget(network);
  const valuation = exactValuation(claim, point);
  const needsLaw = [target.mean, target.variance].some((each) => quantityNodes(each).length > 0);
  if (needsLaw && valuation === undefined) {
    return {
      reason:
        'The normal law has a mean or variance that only the exact law of normal weights values; write them as expressions in L and d.',
    };
  }
  const mean = enclose(target.mean, point, valuation);
  const deviation = sqrt(enclose(target.variance, point, valuation), () => {});
  const [m, sd] = [toNumber(mean), toNumber(deviation)];
  if (!(sd > 0)) return { reason: 'The normal law of lawDistance needs a positive variance.' };
  // sup_x |Phi((x-m)/sd) - Phi((x-m')/sd')| <= |m-m'| / (sd sqrt(2 pi)) + |log sd/sd'| / sqrt(2 pi e).
  const error = width(mean) / (2 * sd) + width(deviation) / (3 * sd) + 1e-15;
  return { cdf: (x) => normalCdf((x - m) / sd), error };
}

/** The exact law of normal weights of the same variance, whatever the weights drawn. */
function exactTarget(network: Network): TargetLaw | NoTracker {
  if (network.activation.kind === 'leaky-relu') {
    return { reason: 'leaky relu nets have no exact law to compare with; ask for a median or a quantile.' };
  }
  const law = exactLawOf(network);
  const { at, error } = absoluteCdf(law, 12);
  return { cdf: at, error };
}
