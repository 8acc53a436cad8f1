/** Distances between the law of drawn nets and a target: the Dvoretzky-Kiefer-Wolfowitz band. */
import { combine, type Interval } from '../numerics/inference/interval.js';
import { searchLawDistance } from '../numerics/inference/kolmogorov.js';
import { type Enclosed, exactLawOf } from '../numerics/law/index.js';
import type { Network } from '../numerics/network/network.js';
import type { Quantity } from '../theory/expression/ast.js';
import { ExtendedInterval } from '../theory/expression/enclosure-interval.js';
import { normalCdf } from '../theory/special/normal.js';
import { absoluteCdf } from './absolute-cdf.js';
import { exactValuation } from './exact-quantities.js';
import { normalTargetAt } from './normal-target.js';
import type { DrawnObservable } from './observables.js';
import { quantityNodes } from './quantities.js';
import { type NoTracker, type Setting, sampleError, type Tracker } from './tracker.js';

/** The Dvoretzky-Kiefer-Wolfowitz band around the drawn log-norms of alive nets, seen through the target's distribution function. */
export function distanceTracker(
  quantity: Extract<Quantity, { functional: 'lawDistance' }>,
  setting: Setting,
): Tracker | NoTracker {
  const { alpha, schedule, observable } = setting;
  if (observable.scale === 'plain') {
    return {
      reason: `${observable.text} may be negative and has no logarithm; ask for a median, a quantile or a probability.`,
    };
  }
  const target = targetOf(quantity, setting);
  if ('reason' in target) return target;
  let interval: Interval = { lower: 0, upper: 1 };
  // The distance is the same after both laws are mapped to [0, 1] by the target's distribution function.
  const around = (x: number): Enclosed => {
    const [before, after] = [target(x - sampleError), target(x + sampleError)];
    // A sample's own rounding moves its value by no more than the target rises around it.
    const error = Math.abs(after.value - before.value) + before.error + after.error;
    return { value: Math.min(1, Math.max(0, (before.value + after.value) / 2)), error };
  };
  return {
    observe({ sortedAlive, look }) {
      interval = combine(interval, searchLawDistance(sortedAlive(), around, alpha * schedule.share(look)));
    },
    enclosure: () => ExtendedInterval.of(interval.lower, interval.upper),
    forecast: () => 0,
  };
}

/** P(Y <= x) under the target. */
type TargetCdf = (x: number) => Enclosed;

function targetOf(
  quantity: Extract<Quantity, { functional: 'lawDistance' }>,
  { claim, point, network, observable }: Setting,
): TargetCdf | NoTracker {
  const { target } = quantity;
  if (target.kind === 'exactLaw') return exactTarget(network, observable);
  const valuation = exactValuation(claim, point);
  const needsLaw = [target.mean, target.variance].some((each) => quantityNodes(each).length > 0);
  if (needsLaw && valuation === undefined) {
    return {
      reason:
        'The normal law has a mean or variance that only the exact law of normal weights values; write them as expressions in L and d.',
    };
  }
  const { mean, variance, doubt } = normalTargetAt(target, point, valuation);
  const deviation = Math.sqrt(variance);
  return (x) => ({ value: normalCdf((x - mean) / deviation), error: doubt + 1e-15 });
}

/**
 * The exact law of normal weights of the same variance and a random readout, whatever is drawn. That the gain is rounded moves it by some
 * 1e-16 a layer, which is lost in what is allowed for the samples.
 */
function exactTarget(network: Network, { text, law }: DrawnObservable): TargetCdf | NoTracker {
  if (law === undefined) return { reason: `No exact law of ${text} is known; compare it with a normal law.` };
  if (network.activation.kind === 'leaky-relu') {
    return { reason: 'leaky relu nets have no exact law to compare with; ask for a median or a quantile.' };
  }
  return absoluteCdf(exactLawOf(network, law), 12);
}
