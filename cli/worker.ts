/** A worker thread: runs one unit, or hunts for one mutant, at a time and answers in plain data. */

import type { ClaimJob } from '../properties/job.js';
import type { HuntSettings, MutantResult } from '../properties/mutants/hunt.js';
import { runUnit, type Unit } from '../properties/unit.js';
import type { Done } from './pool.js';

interface UnitTask {
  readonly job: ClaimJob;
  readonly unit: Unit;
}

export interface MutantTask {
  /** Of the claim in the catalogue. */
  readonly id: string;
  /** Among the claim's mutants. */
  readonly index: number;
  readonly settings: HuntSettings;
}

export type Task = UnitTask | MutantTask;

export default async function work(task: Task): Promise<Done | MutantResult> {
  if (!('unit' in task)) {
    const { huntMutant } = await import('../properties/mutants/hunt.js');
    return huntMutant(task.id, task.index, task.settings);
  }
  const start = performance.now();
  const outcome = runUnit(task.job, task.unit);
  return { outcome, milliseconds: performance.now() - start };
}
