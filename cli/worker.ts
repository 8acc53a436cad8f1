/** A worker thread: runs one unit at a time and answers in plain data. */

import type { ClaimJob } from '../properties/job.js';
import { runUnit, type Unit } from '../properties/unit.js';
import type { Done } from './pool.js';

export default function work({ job, unit }: { job: ClaimJob; unit: Unit }): Done {
  const start = performance.now();
  const outcome = runUnit(job, unit);
  return { outcome, milliseconds: performance.now() - start };
}
