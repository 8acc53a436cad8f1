/**
 * The thread that reads claims files, plans the units of all claims and hands them to the pool. It is not the main thread because planning
 * takes its time too (counting a domain, drawing points where a condition rarely holds), and Ctrl-C must not wait for it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { ClaimJob } from '../properties/job.js';
import type { Pictures } from '../properties/pictures/pictures.js';
import type { Verdict } from '../properties/verdict.js';
import { InputError } from '../theory/errors.js';
import type { CheckOptions } from './commands/check.js';
import type { Journal } from './journal.js';
import { openPool } from './pool.js';
import { OutputError } from './system-error.js';
import type { Decided, DoUnit } from './verdict-on.js';

export interface Request {
  readonly what: readonly string[];
  readonly options: CheckOptions;
  /** The claims, where they have been read already. */
  readonly jobs: readonly ClaimJob[] | undefined;
  /** Whether what a report draws is wanted too. */
  readonly pictures: boolean;
}

/** What the main thread is told, in plain data: errors lose their class on the way between threads. */
export type Report =
  /** `known` units of work come from the journal. */
  | { readonly kind: 'jobs'; readonly jobs: readonly ClaimJob[]; readonly known: number }
  | { readonly kind: 'working'; readonly id: string }
  | { readonly kind: 'examined'; readonly points: number }
  | { readonly kind: 'verdict'; readonly index: number; readonly verdict: Verdict }
  | { readonly kind: 'pictures'; readonly index: number; readonly pictures: Pictures }
  | { readonly kind: 'bad input'; readonly message: string; readonly column: number | undefined }
  | { readonly kind: 'unwritable'; readonly message: string }
  | { readonly kind: 'end'; readonly code: number };

const tell = (report: Report) => parentPort!.postMessage(report);

const { what, options, jobs: given, pictures } = workerData as Request;
// The first worker loads its modules while this thread loads the ones below.
const pool = openPool(options.workers);
const { nameClaim, readJobs } = await import('./jobs.js');
const { exitCode } = await import('../properties/check.js');
const { verdictOn } = await import('./verdict-on.js');
const doUnit: DoUnit = async (job, unit, wanted) => {
  const done = await pool.run(job, unit, () => {
    if (wanted?.() === false) return false;
    tell({ kind: 'working', id: job.id });
    return true;
  });
  if (done !== undefined) tell({ kind: 'examined', points: done.outcome.points });
  return done;
};

try {
  const jobs = given ?? (await readJobs(what, options));
  const journal = await openJournalOf(jobs);
  const verdictsKnown = jobs.filter((job) => journal?.get(job.id) !== undefined).length;
  tell({ kind: 'jobs', jobs, known: (journal?.known ?? 0) - verdictsKnown });
  const verdicts = await Promise.all(
    jobs.map(async (job, index) => {
      const decided = await verdictOn(job, doUnit, journal).catch((error) => {
        throw error instanceof OutputError ? error : nameClaim(job, error);
      });
      tell({ kind: 'verdict', index, verdict: decided.verdict });
      if (pictures) tell({ kind: 'pictures', index, pictures: await picture(job, decided) });
      return decided.verdict;
    }),
  );
  tell({ kind: 'end', code: exitCode(verdicts) });
} catch (error) {
  // Anything else goes to the main thread as the error of this thread.
  if (error instanceof OutputError) tell({ kind: 'unwritable', message: error.message });
  else if (error instanceof InputError)
    tell({ kind: 'bad input', message: error.message, column: error.column });
  else throw error;
}

async function picture(job: ClaimJob, { verdict, trails }: Decided): Promise<Pictures> {
  const { picturesOf } = await import('../properties/pictures/pictures.js');
  return picturesOf(job, verdict, trails, async (each, unit) => (await pool.run(each, unit))?.outcome);
}

async function openJournalOf(jobs: readonly ClaimJob[]): Promise<Journal | undefined> {
  if (options.resume === undefined) return undefined;
  const { openJournal } = await import('./journal.js');
  const { checkHeader } = await import('./check-header.js');
  return openJournal(options.resume, checkHeader(jobs, options));
}
