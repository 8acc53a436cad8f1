/**
 * A unit: the smallest piece of work that is handed out. It depends on its job alone, never on a clock, on other units or on
 * how many workers there are, so a run gives the same verdicts however its units are spread.
 */
import { InputError } from '../theory/errors.js';
import { proveJob } from './algebra.js';
import { pointsBetween, samplePoints } from './domain.js';
import { walkPoints } from './exact-walk.js';
import { runExperiment } from './experiments/run.js';
import type { ClaimJob } from './job.js';
import { claimOf } from './job.js';
import type { Outcome } from './outcome.js';
import { checkFinite } from './point.js';
import { planScan } from './scan.js';
import { confirmFailure, shrinkExact, shrinkSimulated } from './shrink.js';
import { simulatePoint } from './simulate-point.js';
import { roomAt } from './tightness/room.js';
import type { Point } from './verdict.js';
import { proveForAllWidths } from './whole-domain.js';

export type Unit =
  /** Bad input first: are the closed forms finite numbers throughout the domain? */
  | { readonly kind: 'scan' }
  /** Series and exact equalities: reduce the difference to zero. */
  | { readonly kind: 'algebra' }
  /** An unbounded domain: all widths from some one on. */
  | { readonly kind: 'whole' }
  /** The room that the claim leaves at these points, by the exact law. */
  | { readonly kind: 'rooms'; readonly points: readonly Point[] }
  /** Exact oracle on the points of the box with index in [from, to). */
  | { readonly kind: 'walk'; readonly from: number; readonly to: number }
  /** Exact oracle on sampled points from..to-1 of `count`. */
  | { readonly kind: 'sample'; readonly from: number; readonly to: number; readonly count: number }
  /** Drawn nets at the index-th of `count` sampled points. */
  | { readonly kind: 'simulate'; readonly index: number; readonly count: number }
  /** From a failing point to a smallest one. */
  | {
      readonly kind: 'shrink';
      readonly point: Point;
      readonly oracle: 'exact' | 'simulated';
      readonly count: number;
    }
  /** An experiment's points from..to-1 of `count`; `stream` names their randomness. */
  | {
      readonly kind: 'experiment';
      readonly from: number;
      readonly to: number;
      readonly count: number;
      readonly stream: 'examine' | 'confirm';
    }
  /** A failing point again, on fresh nets. */
  | { readonly kind: 'confirm'; readonly point: Point; readonly count: number };

/** Bad input is part of the outcome: which unit meets it first must not depend on how units are spread. */
export function runUnit(job: ClaimJob, unit: Unit): Outcome {
  try {
    return examine(job, unit);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { message, column } = error;
    return { points: 0, badInput: { message, ...(column === undefined ? {} : { column }) } };
  }
}

function examine(job: ClaimJob, unit: Unit): Outcome {
  switch (unit.kind) {
    case 'scan':
      for (const point of planScan(claimOf(job), job.seed).points) checkFinite(claimOf(job), point);
      return { points: 0 };
    case 'algebra':
      return proveJob(job);
    case 'whole':
      return proveForAllWidths(job);
    case 'rooms':
      return { points: unit.points.length, rooms: unit.points.map((point) => roomAt(claimOf(job), point)) };
    case 'walk':
      return walkPoints(job, pointsBetween(claimOf(job), unit.from, unit.to));
    case 'sample':
      return walkPoints(job, samplePoints(claimOf(job), job.seed, unit.count).slice(unit.from, unit.to));
    case 'simulate':
      return simulatePoint(job, unit.index, unit.count);
    case 'shrink':
      return unit.oracle === 'exact'
        ? shrinkExact(job, unit.point)
        : shrinkSimulated(job, unit.point, unit.count);
    case 'experiment':
      return runExperiment(job, unit);
    case 'confirm':
      return confirmFailure(job, unit.point, unit.count);
  }
}
