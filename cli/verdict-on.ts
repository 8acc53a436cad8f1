/** From a claim to its verdict, unit by unit, with a journal of what is done. */
import { decide } from '../properties/check.js';
import type { ClaimJob } from '../properties/job.js';
import { openTrails, type Trail } from '../properties/trail.js';
import type { Unit } from '../properties/unit.js';
import type { Verdict } from '../properties/verdict.js';
import type { Journal } from './journal.js';
import type { Done } from './pool.js';

/** Does a unit; undefined if `wanted`, asked just before, says that it is no longer needed. */
export type DoUnit = (job: ClaimJob, unit: Unit, wanted?: () => boolean) => Promise<Done | undefined>;

export interface Decided {
  readonly verdict: Verdict;
  /** What drawn nets showed on the way. */
  readonly trails: readonly Trail[];
}

/** The same with a journal, wherever the run before was broken off: units depend on the claim alone. */
export async function verdictOn(
  job: ClaimJob,
  doUnit: DoUnit,
  journal: Journal | undefined,
): Promise<Decided> {
  // Ids hold no blank, so that this is no unit's key.
  const known = journal?.get(job.id);
  if (known !== undefined) return known as Decided;
  let milliseconds = 0;
  const trails = openTrails();
  const finding = await decide(job, async (each, unit, wanted) => {
    const key = `${each.id} ${JSON.stringify(unit)}`;
    const before = journal?.get(key) as Done | undefined;
    const done = before ?? (await doUnit(each, unit, wanted));
    if (done === undefined) return undefined;
    if (before === undefined) journal?.record(key, done);
    milliseconds += done.milliseconds;
    trails.note(unit, done.outcome);
    return done.outcome;
  });
  const { id, text: claim, seed } = job;
  const verdict: Verdict = { id, claim, ...finding, seconds: milliseconds / 1000, seed };
  const decided: Decided = { verdict, trails: trails.all() };
  journal?.record(id, decided);
  return decided;
}
