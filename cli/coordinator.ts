/**
 * The thread that reads claims files, plans the units of all claims and hands them to the pool. It is not the main thread because planning
 * takes its time too (counting a domain, drawing points where a condition rarely holds), and Ctrl-C must not wait for it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { ClaimJob } from '../properties/job.js';
import type { Verdict } from '../properties/verdict.js';
import { InputError } from '../theory/errors.js';
import type { CheckOptions } from './commands/check.js';
import { openPool } from './pool.js';

export interface Request {
  readonly what: readonly string[];
  readonly options: CheckOptions;
  /** The claims, where they have been read already. */
  readonly jobs: readonly ClaimJob[] | undefined;
}

/** What the main thread is told, in plain data: errors lose their class on the way between threads. */
export type Report =
  | { readonly kind: 'jobs'; readonly jobs: readonly ClaimJob[] }
  | { readonly kind: 'working'; readonly id: string }
  | { readonly kind: 'examined'; readonly points: number }
  | { readonly kind: 'verdict'; readonly index: number; readonly verdict: Verdict }
  | { readonly kind: 'bad input'; readonly message: string; readonly column: number | undefined }
  | { readonly kind: 'end'; readonly code: number };

const tell = (report: Report) => parentPort!.postMessage(report);

const { what, options, jobs: given } = workerData as Request;
// The first worker loads its modules while this thread loads the ones below.
const pool = openPool(options.workers);
const { nameClaim, readJobs } = await import('./jobs.js');
const { decide, exitCode } = await import('../properties/check.js');
try {
  const jobs = given ?? (await readJobs(what, options));
  tell({ kind: 'jobs', jobs });
  const verdicts = await Promise.all(
    jobs.map(async (job, index) => {
      const verdict = await decideJob(job);
      tell({ kind: 'verdict', index, verdict });
      return verdict;
    }),
  );
  tell({ kind: 'end', code: exitCode(verdicts) });
} catch (error) {
  // Anything else goes to the main thread as the error of this thread.
  if (!(error instanceof InputError)) throw error;
  tell({ kind: 'bad input', message: error.message, column: error.column });
}

async function decideJob(job: ClaimJob): Promise<Verdict> {
  let milliseconds = 0;
  try {
    const finding = await decide(job, async (each, unit, wanted) => {
      const done = await pool.run(each, unit, () => {
        if (wanted?.() === false) return false;
        tell({ kind: 'working', id: job.id });
        return true;
      });
      if (done === undefined) return undefined;
      milliseconds += done.milliseconds;
      tell({ kind: 'examined', points: done.outcome.points });
      return done.outcome;
    });
    return { id: job.id, claim: job.text, ...finding, seconds: milliseconds / 1000, seed: job.seed };
  } catch (error) {
    throw nameClaim(job, error);
  }
}
