/** The thread that searches for `sharpen` and `domain` and hands units to the pool; the main thread must hear Ctrl-C meanwhile. */
import { parentPort, workerData } from 'node:worker_threads';
import type { RunUnit } from '../properties/run-units.js';
import { InputError } from '../theory/errors.js';
import { openPool } from './pool.js';
import type { SearchReport, SearchTask } from './search.js';

const tell = (report: SearchReport<unknown>) => parentPort!.postMessage(report);

const task = workerData as SearchTask;
const pool = openPool(task.workers);
const { sharpen } = await import('../properties/sharpen/sharpen.js');
const { largestPart } = await import('../properties/largest-part.js');

const run: RunUnit = async (job, unit, wanted) => {
  const done = await pool.run(job, unit, wanted);
  if (done !== undefined) tell({ kind: 'examined', points: done.outcome.points });
  return done?.outcome;
};

try {
  for (const job of task.jobs) {
    tell({ kind: 'working', on: job.id });
    const result =
      job.constant === undefined
        ? await largestPart(job, run, (on) => tell({ kind: 'working', on }))
        : await sharpen(job, run);
    tell({ kind: 'result', result });
  }
  tell({ kind: 'end' });
} catch (error) {
  // Anything else goes to the main thread as the error of this thread.
  if (!(error instanceof InputError)) throw error;
  tell({ kind: 'bad input', message: error.message, column: error.column });
}
