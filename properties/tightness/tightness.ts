/** `tightness`: a claim's domain surveyed by the exact law, or by drawn nets; `run` may send the units anywhere. */
import { InputError } from '../../theory/errors.js';
import { exactPointCost } from '../cost.js';
import { type ClaimJob, claimOf } from '../job.js';
import { chooseOracle, refuseEndless } from '../oracle.js';
import { textOf } from '../outcome.js';
import type { RunUnit } from '../run-units.js';
import type { Unit } from '../unit.js';
import type { Point } from '../verdict.js';
import { type DrawnSurvey, surveyByDrawnNets } from './drawn-survey.js';
import type { Room } from './room.js';
import { type Survey, surveyOf } from './survey.js';
import { gridOf, pointsOfGrid, surveySample } from './survey-points.js';

/** Nominal seconds of one unit. */
const unitSeconds = 0.25;

/**
 * By the exact law where there is one, unless job.oracle asks for nets.
 * @param at values of names other than L and d for the grid.
 * @throws InputError for a claim that nothing values, or one that is no finite number somewhere.
 */
export async function surveyClaim(job: ClaimJob, at: Point, run: RunUnit): Promise<Survey | DrawnSurvey> {
  const oracle = chooseOracle(claimOf(job), job.oracle);
  if (oracle.kind !== 'simulated') return surveyExactly(job, at, run);
  refuseUnmeasurable(job);
  const [name] = Object.keys(at);
  if (name !== undefined)
    throw new InputError(
      `--at ${name}: it places a grid, and drawn nets have none; give ${name} its value in the claim.`,
    );
  return surveyByDrawnNets(job, run);
}

/** The same by the exact law; of a run that was stopped (units come to nothing then), the points reached, of which there must be one. */
export async function surveyExactly(job: ClaimJob, at: Point, run: RunUnit): Promise<Survey> {
  const claim = claimOf(job);
  const oracle = chooseOracle(claim, 'exact');
  if (oracle.kind === 'none') throw new InputError(oracle.reason);
  refuseUnmeasurable(job);
  const grid = gridOf(claim, at);
  const onGrid = pointsOfGrid(grid);
  // Counts are of points of the domain, so none is counted twice.
  const known = new Set(onGrid.map(textOf));
  const points = [...onGrid, ...surveySample(claim, job.seed).filter((each) => !known.has(textOf(each)))];
  const cost = points.reduce((sum, point) => sum + exactPointCost(claim, point), 0);
  if (cost > job.budget)
    throw new InputError(
      `The ${points.length} points of a survey would take about ${cost.toPrecision(2)} nominal seconds, more than ${job.budget}: narrow the ranges of L and d.`,
    );
  const units = unitsOf(points, cost / points.length);
  const outcomes = await Promise.all(units.map((unit) => run(job, unit)));
  const rooms = outcomes.flatMap((outcome, i): (Room | undefined)[] => {
    if (outcome?.badInput !== undefined)
      throw new InputError(outcome.badInput.message, outcome.badInput.column);
    return outcome?.rooms?.slice() ?? units[i]!.points.map(() => undefined);
  });
  if (rooms.every((room) => room === undefined)) throw new Error('No point of the survey was reached.');
  return surveyOf(claim, grid, rooms);
}

function refuseUnmeasurable(job: ClaimJob): void {
  const claim = claimOf(job);
  refuseEndless(claim, job.oracle);
  if (claim.relation === '=' && claim.tolerance === undefined)
    throw new InputError('An equality without a margin (within) has no room to measure.');
}

type RoomsUnit = Extract<Unit, { kind: 'rooms' }>;

function unitsOf(points: readonly Point[], cost: number): RoomsUnit[] {
  const size = Math.max(1, Math.round(unitSeconds / cost));
  const units: RoomsUnit[] = [];
  for (let from = 0; from < points.length; from += size)
    units.push({ kind: 'rooms', points: points.slice(from, from + size) });
  return units;
}
