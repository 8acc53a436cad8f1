/** A part of the points that the exact oracle examines, small enough for one unit of work. */
import { pointsBetween, samplePoints } from './domain.js';
import { type ClaimJob, claimOf } from './job.js';
import type { Point } from './verdict.js';

export type Stretch =
  /** The points of the box with index in [from, to). */
  | { readonly kind: 'walk'; readonly from: number; readonly to: number }
  /** Sampled points from..to-1 of `count`. */
  | { readonly kind: 'sample'; readonly from: number; readonly to: number; readonly count: number };

export function pointsOf(job: ClaimJob, stretch: Stretch): Iterable<Point> {
  const claim = claimOf(job);
  if (stretch.kind === 'walk') return pointsBetween(claim, stretch.from, stretch.to);
  return samplePoints(claim, job.seed, stretch.count).slice(stretch.from, stretch.to);
}
