/** What encloses a quantity from drawn nets: one tracker for each quantity of a claim at a point. */
import type { Checkpoints } from '../numerics/inference/checkpoints.js';
import type { Network } from '../numerics/network/network.js';
import type { ExtendedInterval } from '../theory/expression/enclosure-interval.js';
import type { Claim } from '../theory/language/claim.js';
import type { DrawnObservable } from './observables.js';
import type { Point } from './verdict.js';

/** All values of an observable drawn so far, those of the look before first; logs (-Infinity for 0) on the log scale. */
export interface Drawn {
  readonly all: Float64Array;
  readonly alive: Float64Array;
  readonly sortedAll: () => Float64Array;
  readonly sortedAlive: () => Float64Array;
  /** The largest error of the values beyond `sampleError`, on the plain scale. */
  readonly error: number;
  /** Index of the checkpoint: its share of alpha is what a look may spend. */
  readonly look: number;
}

export interface Tracker {
  observe(drawn: Drawn): void;
  enclosure(): ExtendedInterval;
  /** Nets needed to resolve half-width `margin`, as far as can be told beforehand; 0 if it cannot. */
  forecast(margin: number): number;
  /** Nets beyond which more of them are not expected to help; none if left out. */
  readonly worthwhile?: number;
  /** Nets that may refute what is far off, although the forecast is more than can be had; none if left out. */
  readonly fallback?: number;
  /** What makes the quantity hard to resolve, if that is known. */
  readonly difficulty?: string;
  /** Whether the enclosure owes nothing to the nets. */
  readonly sure?: boolean;
  /** What more nets cannot mend, if the nets drawn so far show that. */
  obstacle?(): string | undefined;
}

/** Of a quantity that has this value whatever is drawn. */
export function certain(value: ExtendedInterval): Tracker {
  return { sure: true, observe() {}, enclosure: () => value, forecast: () => 0 };
}

export interface NoTracker {
  readonly reason: string;
}

export interface Setting {
  readonly claim: Claim;
  readonly point: Point;
  readonly network: Network;
  readonly observable: DrawnObservable;
  /** This quantity's share of alpha at this point. */
  readonly alpha: number;
  readonly schedule: Checkpoints;
}

/**
 * How far a drawn log-norm (relatively: an eigenvalue) may lie from the one that exact arithmetic would give for the same weights. Measured
 * against exact integers it is below 1e-12 (test/numerics/network/rounding.test.ts). Only laws with atoms can tell: Rademacher
 * nets, or orthogonal linear ones, whose norm is certain. A net that is dead is known to be so exactly (ties.ts).
 */
export const sampleError = 1e-9;
