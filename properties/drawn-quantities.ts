/**
 * Anytime-valid enclosures of quantities from drawn nets. Probabilities, medians and quantiles are Bernoulli questions and
 * need no assumption; means need a bound on the second moment (F2 and moments above it, which bound the spread and never decide);
 * distances of laws use the Dvoretzky-Kiefer-Wolfowitz band.
 */
import type { Checkpoints } from '../numerics/inference/checkpoints.js';
import { growingSort } from '../numerics/inference/growing-sort.js';
import { exactLawOf } from '../numerics/law/index.js';
import type { Network } from '../numerics/network/network.js';
import { hasSimpleSlope } from '../numerics/network/ties.js';
import type { Quantity, QuantityNode } from '../theory/expression/ast.js';
import { enclose, toNumber } from '../theory/expression/enclosure.js';
import { everything, zero } from '../theory/expression/enclosure-interval.js';
import type { Claim } from '../theory/language/claim.js';
import { distanceTracker } from './drawn-distance.js';
import { logMeanTracker, meanTracker } from './drawn-mean.js';
import { probabilityTracker, quantileTracker } from './drawn-order.js';
import { levelAt } from './exact-quantities.js';
import { hasLaw } from './has-law.js';
import { type DrawnObservable, observableAt } from './observables.js';
import { toleranceAt, type Valuation } from './point.js';
import { quantityNodes } from './quantities.js';
import type { Drawn, NoTracker, Setting, Tracker } from './tracker.js';
import type { Point } from './verdict.js';

/** What was drawn of an observable: its values, and their largest error beyond `sampleError` (0 on the log scale). */
export interface DrawnValues {
  readonly values: Float64Array;
  readonly error: number;
}

export interface DrawnQuantities {
  readonly valuation: Valuation;
  /** What is known of the quantities whatever is drawn. */
  readonly surely: Valuation;
  /** What is to be drawn of each net. */
  readonly observables: readonly DrawnObservable[];
  /** Looks at all samples drawn so far, those of each observable in its place, one checkpoint after the other. */
  observe(samples: readonly DrawnValues[], alive: Uint8Array): void;
  /** Nets needed to decide, as far as can be told beforehand. */
  forecast(): number;
  /** Nets beyond which more of them are not expected to help. */
  readonly worthwhile: number;
  /** Nets that may refute what is far off, although the forecast is more than can be had. */
  readonly fallback: number;
  /** What makes the claim hard to decide, if that is known. */
  readonly difficulty: string | undefined;
  /** What more nets cannot mend, if the nets drawn so far show that. */
  obstacle(): string | undefined;
}

/** Trackers for the quantities of a claim at a point, which share alpha; or why there can be none. */
export function drawnQuantities(
  claim: Claim,
  point: Point,
  network: Network,
  alpha: number,
  schedule: Checkpoints,
): DrawnQuantities | NoTracker {
  const { activation, init } = network;
  if (init.name === 'rademacher' && activation.kind === 'leaky-relu' && !hasSimpleSlope(activation.slope)) {
    return {
      reason: `Behind Rademacher weights a slope must be a fraction p/q with |p|, q <= 1000, not ${activation.slope}: for others sums that nearly cancel cannot be told from ties.`,
    };
  }
  const nodes = [claim.left, claim.right].flatMap(quantityNodes);
  const trackers = new Map<QuantityNode, Tracker>();
  const watched = new Map<string, Group>();
  for (const node of nodes) {
    const observable = observableAt(node.quantity.observable, point, claim.settings);
    const setting: Setting = { claim, point, network, observable, alpha: alpha / nodes.length, schedule };
    const tracker = trackerFor(node.quantity, setting);
    if ('reason' in tracker) return tracker;
    trackers.set(node, tracker);
    const entry = watched.get(observable.text) ?? openGroup(observable);
    entry.trackers.push(tracker);
    watched.set(observable.text, entry);
  }
  const groups = [...watched.values()];
  let look = 0;
  return {
    observables: groups.map(({ observable }) => observable),
    worthwhile: Math.min(...[...trackers.values()].map((tracker) => tracker.worthwhile ?? Infinity)),
    fallback: Math.max(...[...trackers.values()].map((tracker) => tracker.fallback ?? 0)),
    difficulty: [...trackers.values()].find((tracker) => tracker.difficulty !== undefined)?.difficulty,
    obstacle: () =>
      [...trackers.values()].map((each) => each.obstacle?.()).find((each) => each !== undefined),
    valuation: (node) => trackers.get(node)!.enclosure(),
    surely: (node) => {
      const tracker = trackers.get(node)!;
      if (tracker.sure) return tracker.enclosure();
      const observable = observableAt(node.quantity.observable, point, claim.settings);
      return isSurelyZero(claim, point, node.quantity, observable, network) ? zero : everything;
    },
    observe(samples, alive) {
      groups.forEach((group, index) => {
        const drawn = lookAt(group, samples[index]!, alive, look);
        for (const tracker of group.trackers) tracker.observe(drawn);
      });
      look += 1;
    },
    forecast: () =>
      nodes.length === 1 ? trackers.get(nodes[0]!)!.forecast(marginOf(claim, point, nodes[0]!)) : 0,
  };
}

/** Whether a median or quantile is 0 because all nets have an X of 0, or by their known part of dead ones. */
function isSurelyZero(
  claim: Claim,
  point: Point,
  quantity: Quantity,
  observable: DrawnObservable,
  network: Network,
): boolean {
  if (quantity.functional !== 'median' && quantity.functional !== 'quantile') return false;
  const moments = observable.moments(network);
  if ('logMean' in moments && moments.logMean === -Infinity) return true;
  if (quantity.alive || observable.law === undefined || !hasLaw(quantity, claim)) return false;
  const { value, error } = exactLawOf(network).deadProbability;
  return value - error >= levelAt(quantity, point).upper;
}

/** The quantities of one observable, and its values in order. */
interface Group {
  readonly observable: DrawnObservable;
  readonly trackers: Tracker[];
  readonly sortAll: (values: Float64Array) => Float64Array;
  readonly sortAlive: (values: Float64Array) => Float64Array;
}

function openGroup(observable: DrawnObservable): Group {
  return { observable, trackers: [], sortAll: growingSort(), sortAlive: growingSort() };
}

function lookAt(
  { sortAll, sortAlive }: Group,
  { values: all, error }: DrawnValues,
  isAlive: Uint8Array,
  look: number,
): Drawn {
  const alive = lazily(() => aliveOf(all, isAlive));
  return {
    all,
    get alive() {
      return alive();
    },
    sortedAll: () => sortAll(all),
    sortedAlive: () => sortAlive(alive()),
    error,
    look,
  };
}

function aliveOf(all: Float64Array, isAlive: Uint8Array): Float64Array {
  if (!isAlive.includes(0)) return all;
  const alive = new Float64Array(all.length);
  let count = 0;
  for (let net = 0; net < all.length; net++) if (isAlive[net] === 1) alive[count++] = all[net]!;
  return alive.subarray(0, count);
}

function lazily<T>(compute: () => T): () => T {
  let value: T | undefined;
  return () => {
    value ??= compute();
    return value;
  };
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
      return logMeanTracker(quantity, setting);
    case 'lawDistance':
      return distanceTracker(quantity, setting);
    default:
      return {
        reason: `Drawn nets cannot enclose ${quantity.functional}: no bound on the fourth moment of the log-norm is known; for normal weights the exact law values it.`,
      };
  }
}
