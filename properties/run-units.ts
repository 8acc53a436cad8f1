/** Units sent out, and what they found put together again. */
import { InputError } from '../theory/errors.js';
import { describe } from './describe.js';
import type { ClaimJob } from './job.js';
import { type Outcome, type Tightness, tighter } from './outcome.js';
import type { Unit } from './unit.js';
import type { Counterexample } from './verdict.js';

/** Runs a unit of a job, here or in a worker. `wanted` is asked just before the start: false means that the unit is no longer needed. */
export type RunUnit = (job: ClaimJob, unit: Unit, wanted?: () => boolean) => Promise<Outcome | undefined>;

/** Runs no unit of a job twice: what it finds depends on both alone. */
export function onceEach(run: RunUnit): RunUnit {
  const known = new Map<string, Outcome>();
  return async (job, unit, wanted) => {
    const key = `${job.budget} ${job.text} ${JSON.stringify(unit)}`;
    const outcome = known.get(key) ?? (await run(job, unit, wanted));
    if (outcome !== undefined) known.set(key, outcome);
    return outcome;
  };
}

export async function required(outcome: Promise<Outcome | undefined>): Promise<Outcome> {
  const result = await outcome;
  if (result === undefined) throw new Error('A unit that was needed was not run.');
  refuseBadInput(result);
  return result;
}

function refuseBadInput({ badInput }: Outcome): void {
  if (badInput !== undefined) throw new InputError(badInput.message, badInput.column);
}

/** Runs units side by side; none is started once an earlier one has settled the claim. */
export async function runAll(
  job: ClaimJob,
  units: readonly Unit[],
  run: RunUnit,
): Promise<(Outcome | undefined)[]> {
  let firstSettled = Infinity;
  return Promise.all(
    units.map(async (unit, index) => {
      const outcome = await run(job, unit, () => index < firstSettled);
      if (outcome?.failure !== undefined || outcome?.badInput !== undefined) {
        firstSettled = Math.min(firstSettled, index);
      }
      return outcome;
    }),
  );
}

export async function shrink(
  job: ClaimJob,
  failure: Counterexample,
  oracle: 'exact' | 'simulated',
  count: number,
  run: RunUnit,
): Promise<Counterexample> {
  const outcome = await required(run(job, { kind: 'shrink', point: failure.point, oracle, count }));
  return outcome.failure ?? failure;
}

/** What units found, in the order of the domain, up to and including the first failure. @throws InputError if bad input came first. */
export function collect(outcomes: readonly (Outcome | undefined)[]) {
  let points = 0;
  let unresolved: string | undefined;
  let tightest: Tightness | undefined;
  let resolution: number | undefined;
  for (const outcome of outcomes) {
    // Units before the first failure are skipped only when the run was stopped: then there is no verdict.
    if (outcome === undefined) throw new Error('The run was stopped before this claim was decided.');
    refuseBadInput(outcome);
    points += outcome.points;
    tightest = tighter(tightest, outcome.tightest);
    if (outcome.resolution !== undefined) resolution = Math.max(resolution ?? 0, outcome.resolution);
    if (outcome.failure !== undefined)
      return { points, failure: outcome.failure, unresolved, tightest, resolution };
    if (outcome.unresolved !== undefined && unresolved === undefined) {
      unresolved = `At ${describe(outcome.unresolved.point)}: ${outcome.unresolved.reason}`;
    }
  }
  return { points, failure: undefined, unresolved, tightest, resolution };
}
