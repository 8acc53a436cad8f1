/** A worker thread: runs one unit at a time and answers in plain data. */

import type { ClaimJob } from '../properties/job.js';
import { runUnit, type Unit } from '../properties/unit.js';
import { InputError } from '../theory/errors.js';
import type { Done } from './pool.js';

/** Errors lose their class on the way between threads, so bad input travels as data. */
export type Answer = Done | { readonly badInput: string; readonly column?: number };

export default function work({ job, unit }: { job: ClaimJob; unit: Unit }): Answer {
  const start = performance.now();
  try {
    const outcome = runUnit(job, unit);
    return { outcome, milliseconds: performance.now() - start };
  } catch (error) {
    if (error instanceof InputError) return { badInput: error.message, column: error.column };
    throw error;
  }
}
