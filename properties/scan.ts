import type { Claim } from '../theory/language/claim.js';
import { scanCost } from './cost.js';
import { boxSize, countPoints, exhaustiveLimit, pointsBetween, probePoints, samplePoints } from './domain.js';
import type { Point } from './verdict.js';

/** Nominal seconds that looking for bad input may cost. */
const scanSeconds = 2;

export interface ScanPlan {
  readonly points: Iterable<Point>;
  /** Whether they are the whole domain. */
  readonly whole: boolean;
}

/** The whole domain where that is cheap, else as many of its sampled points as are. */
export function planScan(claim: Claim, seed: number): ScanPlan {
  const probes = probePoints(claim, seed);
  const cost = Math.max(...probes.map((point) => scanCost(claim, point)));
  const counted = countPoints(claim);
  if (counted !== undefined && counted.inside <= exhaustiveLimit && counted.inside * cost <= scanSeconds) {
    return { points: pointsBetween(claim, 0, boxSize(claim)), whole: counted.unresolved === 0 };
  }
  const count = Math.max(1, Math.min(3000, Math.floor(scanSeconds / cost)));
  return { points: samplePoints(claim, seed, count), whole: false };
}
