/** The points of an experiment, one after the other, up to the first failure. */
import { streamSeedOf } from '../hash.js';
import type { ClaimJob } from '../job.js';
import { splitClaim } from '../ledger.js';
import { type Outcome, type Tightness, tighter } from '../outcome.js';
import type { Experiment } from './experiment.js';
import { experiments } from './index.js';

/** The job's experiment. @throws RangeError if there is none of that name. */
export function experimentOf({ experiment }: ClaimJob): Experiment {
  const found = experiment && experiments.get(experiment.name);
  if (found === undefined) throw new RangeError(`There is no experiment called ${experiment?.name}.`);
  return found;
}

export interface ExperimentPart {
  readonly from: number;
  readonly to: number;
  /** Points in all: alpha and budget are split over them. */
  readonly count: number;
  readonly stream: 'examine' | 'confirm';
}

export function runExperiment(job: ClaimJob, { from, to, count, stream }: ExperimentPart): Outcome {
  const experiment = experimentOf(job);
  const { parameters } = job.experiment!;
  const shares = splitClaim(job.alpha, count);
  const alpha = stream === 'confirm' ? shares.confirmation : shares.point;
  const budget = job.budget / (stream === 'confirm' ? Math.min(4, count) : count);
  let points = 0;
  let unresolved: Outcome['unresolved'];
  let tightest: Tightness | undefined;
  let resolution: number | undefined;
  let proved = true;
  let path: Outcome['path'];
  for (const point of experiment.points(parameters).slice(from, to)) {
    const seed = streamSeedOf(job.seed, `${job.id}|${JSON.stringify(point)}|${stream}`);
    const outcome = experiment.examine(parameters, point, { seed, alpha, budget });
    points += outcome.points;
    path ??= outcome.path;
    unresolved ??= outcome.unresolved;
    tightest = tighter(tightest, outcome.tightest);
    if (outcome.resolution !== undefined) resolution = Math.max(resolution ?? 0, outcome.resolution);
    proved &&= outcome.proved === true;
    if (outcome.failure !== undefined) return { ...outcome, points };
  }
  return {
    points,
    proved,
    ...(path ? { path } : {}),
    ...(unresolved ? { unresolved } : {}),
    ...(tightest ? { tightest } : {}),
    ...(resolution === undefined ? {} : { resolution }),
  };
}
