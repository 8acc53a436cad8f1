/** What a report draws of a claim beyond what deciding it has shown: bounded extra work that no verdict depends on. */
import { InputError } from '../../theory/errors.js';
import { experimentOf } from '../experiments/run.js';
import { type ClaimJob, claimOf } from '../job.js';
import type { RunUnit } from '../run-units.js';
import type { Survey } from '../tightness/survey.js';
import type { Trail } from '../trail.js';
import type { Finding, Point } from '../verdict.js';
import type { EscapePicture } from './escape-picture.js';
import { type LawPicture, lawPoint } from './law-picture.js';
import { surveyPicture } from './survey-picture.js';

export interface Pictures {
  readonly survey?: Survey;
  readonly law?: LawPicture;
  readonly escape?: EscapePicture;
  readonly trails: readonly Trail[];
  /** Of an experiment on drawn nets: what the trails' nets were asked. */
  readonly measured?: string;
}

/** In a run that is stopped, as far as it came. */
export async function picturesOf(
  job: ClaimJob,
  finding: Finding,
  trails: readonly Trail[],
  run: RunUnit,
): Promise<Pictures> {
  // What was too dear to be looked at is too dear for pictures.
  if (finding.points === 0) return { trails };
  const measured = job.kind === 'experiment' ? experimentOf(job).measured : undefined;
  const [survey, law, outcome] = await Promise.all([
    orNone(() => surveyPicture(job, run)),
    orNone(() => lawOf(job, finding, run)),
    job.kind === 'experiment' ? run(job, { kind: 'escape' }) : undefined,
  ]);
  return {
    trails,
    ...(survey === undefined ? {} : { survey }),
    ...(law === undefined ? {} : { law }),
    ...(outcome?.escape === undefined ? {} : { escape: outcome.escape }),
    ...(measured === undefined ? {} : { measured }),
  };
}

/** A picture looks at points that the check did not: where the claim is undefined there, it is left out. */
async function orNone<T>(picture: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await picture();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

async function lawOf(job: ClaimJob, finding: Finding, run: RunUnit): Promise<LawPicture | undefined> {
  if (job.kind !== 'claim') return undefined;
  const { ranges, settings } = claimOf(job);
  if (ranges.some(({ to }) => to === Infinity)) return undefined;
  // One list of widths has one law after the other: it is shown where nets decided.
  if (settings.widths !== undefined && finding.oracle !== 'simulated') return undefined;
  const preferred: Point[] = [finding.counterexample, finding.tightest].flatMap((each) =>
    each === undefined ? [] : [each.point],
  );
  const point = lawPoint(job, preferred);
  return point === undefined ? undefined : (await run(job, { kind: 'law', point }))?.law;
}
