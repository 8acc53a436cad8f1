/**
 * A unit: the smallest piece of work that is handed out. It depends on its job alone, never on a clock, on other units or on
 * how many workers there are, so a run gives the same verdicts however its units are spread.
 */
import { InputError } from '../theory/errors.js';
import { proveJob } from './algebra.js';
import { descendFrom, listFailures, walkPoints } from './exact-walk.js';
import { experimentOf, runExperiment } from './experiments/run.js';
import { streamSeedOf } from './hash.js';
import type { ClaimJob } from './job.js';
import { claimOf } from './job.js';
import type { Outcome } from './outcome.js';
import { lawPictureAt } from './pictures/law-picture.js';
import { checkFinite } from './point.js';
import { planScan } from './scan.js';
import { type SharpenUnit, searchConstant } from './sharpen/unit.js';
import { confirmFailure, shrinkExact, shrinkSimulated } from './shrink.js';
import { auditOracles, enclosePoint, simulatePoint } from './simulate-point.js';
import { pointsOf, type Stretch } from './stretch.js';
import { roomAt } from './tightness/room.js';
import type { Point } from './verdict.js';
import { proveForAllWidths } from './whole-domain/prove.js';

export type Unit = CheckUnit | AuditUnit | SearchUnit | PictureUnit;

/** What decides a claim. */
export type CheckUnit =
  /** Bad input first: are the closed forms finite numbers throughout the domain? */
  | { readonly kind: 'scan' }
  /** Series and exact equalities: reduce the difference to zero. */
  | { readonly kind: 'algebra' }
  /** An unbounded domain: all widths from some one on. */
  | { readonly kind: 'whole' }
  /** Exact oracle, up to the first failure. */
  | Stretch
  /** Exact oracle on points with less and less slack than there is at this one. */
  | {
      readonly kind: 'descend';
      readonly from: Point;
      readonly slack: number;
      readonly evaluations: number;
    }
  /** Drawn nets at the index-th of `count` sampled points, for an equal part of the claim's budget or for this one. */
  | {
      readonly kind: 'simulate';
      readonly index: number;
      readonly count: number;
      readonly budget?: number;
    }
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

/** Of jobs that bring oracles of their own, which are code and never leave this thread: what they say at a point, against drawn nets. */
export type AuditUnit = { readonly kind: 'audit'; readonly point: Point; readonly count: number };

/** What surveys a claim, finds a constant, or the part of a domain where a claim holds. */
export type SearchUnit =
  /** The room that the claim leaves at these points, by the exact law. */
  | { readonly kind: 'rooms'; readonly points: readonly Point[] }
  /** A part of the search for a constant (sharpen/). */
  | SharpenUnit
  /** Exact oracle: all points of a stretch at which the claim does not certainly hold. */
  | { readonly kind: 'failures'; readonly stretch: Stretch }
  /** Drawn nets at the index-th of `count` sampled points, as many as the budget allows: enclosures of the quantities. */
  | { readonly kind: 'enclose'; readonly index: number; readonly count: number };

/** What a report draws of a claim, beside rooms. */
export type PictureUnit =
  /** Nets at a point, and their laws. */
  | { readonly kind: 'law'; readonly point: Point }
  /** What an experiment has to show. */
  | { readonly kind: 'escape' };

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
    case 'sample':
      return walkPoints(job, pointsOf(job, unit));
    case 'descend':
      return descendFrom(job, unit.from, unit.slack, unit.evaluations);
    case 'simulate':
      return simulatePoint(job, unit.index, unit.count, unit.budget);
    case 'shrink':
      return unit.oracle === 'exact'
        ? shrinkExact(job, unit.point)
        : shrinkSimulated(job, unit.point, unit.count);
    case 'experiment':
      return runExperiment(job, unit);
    case 'audit':
      return auditOracles(job, unit.point, unit.count);
    case 'confirm':
      return confirmFailure(job, unit.point, unit.count);
    case 'probe':
    case 'climb':
    case 'polish':
      return searchConstant(job, unit);
    case 'failures':
      return listFailures(job, unit.stretch);
    case 'enclose':
      return enclosePoint(job, unit.index, unit.count);
    case 'law': {
      const law = lawPictureAt(job, unit.point);
      return { points: 0, ...(law === undefined ? {} : { law }) };
    }
    case 'escape': {
      const seed = streamSeedOf(job.seed, `${job.id}|picture`);
      const picture = experimentOf(job).picture?.(job.experiment!.parameters, seed);
      return { points: 0, ...(picture === undefined ? {} : { escape: picture }) };
    }
  }
}
