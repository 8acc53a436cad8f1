/** The quantities of a claim enclosed by drawn nets at the points that `check` takes, edges of the domain first. */
import type { QuantityNode } from '../theory/expression/ast.js';
import { ExtendedInterval } from '../theory/expression/enclosure-interval.js';
import { samplePoints } from './domain.js';
import { type ClaimJob, claimOf } from './job.js';
import type { Outcome } from './outcome.js';
import type { Valuation } from './point.js';
import { quantityNodes } from './quantities.js';
import { type RunUnit, required } from './run-units.js';
import { simulatedPoints } from './simulate-point.js';
import type { Unit } from './unit.js';
import type { Point } from './verdict.js';

export type EnclosedPoint =
  /** With why an end of an enclosure is missing, if one is. */
  | { readonly point: Point; readonly valuation: Valuation; readonly obstacle?: string }
  /** Why nets give no value there, a sentence. */
  | { readonly point: Point; readonly reason: string };

/** The enclosures of all points hold together with probability 1 - job.alpha; each point has an equal part of the budget. */
export async function enclosedPoints(job: ClaimJob, run: RunUnit): Promise<readonly EnclosedPoint[]> {
  return enclosedBy(job, (unit) => required(run(job, unit)));
}

/** The same without the points that a run which was stopped did not come to. */
export async function enclosedPointsReached(job: ClaimJob, run: RunUnit): Promise<readonly EnclosedPoint[]> {
  return enclosedBy(job, (unit) => run(job, unit));
}

async function enclosedBy(
  job: ClaimJob,
  enclose: (unit: Unit) => Promise<Outcome | undefined>,
): Promise<readonly EnclosedPoint[]> {
  const claim = claimOf(job);
  const points = samplePoints(claim, job.seed, simulatedPoints);
  const nodes = [claim.left, claim.right].flatMap(quantityNodes);
  const outcomes = await Promise.all(
    points.map((_, index) => enclose({ kind: 'enclose', index, count: points.length })),
  );
  return points.flatMap((point, index): EnclosedPoint[] => {
    const outcome = outcomes[index];
    if (outcome === undefined) return [];
    const { unresolved, enclosures, obstacle } = outcome;
    if (unresolved !== undefined) return [{ point, reason: unresolved.reason }];
    const intervals = enclosures!.map(({ lo, hi, exponent }) => ExtendedInterval.of(lo, hi, exponent));
    return [
      {
        point,
        valuation: (node: QuantityNode) => intervals[nodes.indexOf(node)]!,
        ...(obstacle === undefined ? {} : { obstacle }),
      },
    ];
  });
}
