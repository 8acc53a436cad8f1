/** The parts of the search for a constant by the exact law, each a unit of work. */
import { samplePoints } from '../domain.js';
import { rationalWorkOfUnit } from '../exact-at.js';
import { hashText, mix } from '../hash.js';
import { type ClaimJob, claimOf } from '../job.js';
import type { Outcome } from '../outcome.js';
import { pointsOf, type Stretch } from '../stretch.js';
import type { Point } from '../verdict.js';
import { type Climb, climb } from './climb.js';
import { type ConstantAt, exactConstantAt } from './constant-at.js';
import { polish } from './polish.js';
import { type End, probe } from './probes.js';

export type SharpenUnit =
  /** For which values the claim holds, as far as some points (and these too) tell. */
  | { readonly kind: 'probe'; readonly also: readonly Point[] }
  /** The best value over a part of the points, from `start` on. */
  | { readonly kind: 'climb'; readonly stretch: Stretch; readonly end: End; readonly start: number }
  /** From a point to others near it that ask for more. */
  | { readonly kind: 'polish'; readonly found: Climb & { readonly point: Point }; readonly end: End };

/** Points that are asked about every value of the grid. */
const probedPoints = 24;

export function searchConstant(job: ClaimJob, unit: SharpenUnit): Outcome {
  const claim = claimOf(job);
  const { name, digits } = job.constant!;
  const work = { left: rationalWorkOfUnit };
  const constantAt = (point: Point): ConstantAt => exactConstantAt(claim, name, point, work);
  switch (unit.kind) {
    case 'probe': {
      const points = [...unit.also, ...samplePoints(claim, job.seed, probedPoints)];
      const probing = probe(
        job.constant!,
        points.map((point) => [point, constantAt(point)]),
      );
      return { points: points.length, probing };
    }
    case 'climb': {
      const points = shuffled([...pointsOf(job, unit.stretch)], mix(job.seed, hashText(job.text)));
      const found = climb(points, constantAt, unit.end, unit.start, digits);
      return { points: found.points, climb: found };
    }
    case 'polish': {
      const found = polish(claim, { ...unit.found, points: 0 }, constantAt, unit.end, digits);
      return { points: found.points, climb: found };
    }
  }
}

/** Fisher and Yates, with hashes of the seed for random numbers: all it has to do is to break the order of the domain. */
function shuffled<T>(items: T[], seed: number): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = mix(seed, i) % (i + 1);
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
  return items;
}
