/** A worker thread: runs one unit at a time and answers in plain data. */

import type { ClaimJob } from '../properties/job.js';
import type { Outcome } from '../properties/outcome.js';
import { runUnit, type Unit } from '../properties/unit.js';
import { InputError } from '../theory/errors.js';

/** Errors lose their class on the way between threads, so bad input travels as data. */
export type Answer = { readonly outcome: Outcome } | { readonly badInput: string; readonly column?: number };

export default function work({ job, unit }: { job: ClaimJob; unit: Unit }): Answer {
  try {
    return { outcome: runUnit(job, unit) };
  } catch (error) {
    if (error instanceof InputError) return { badInput: error.message, column: error.column };
    throw error;
  }
}
