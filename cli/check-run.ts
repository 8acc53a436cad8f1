/** A run of `check` as the main thread sees it: that thread only listens, to the run, which has threads of its own, and to signals. */
import { Worker } from 'node:worker_threads';
import type { ClaimJob } from '../properties/job.js';
import type { Pictures } from '../properties/pictures/pictures.js';
import type { Verdict } from '../properties/verdict.js';
import { InputError } from '../theory/errors.js';
import type { Report, Request } from './coordinator.js';
import type { Interruption } from './interrupt.js';
import { openProgress, type Progress } from './progress.js';

/** What a run has said so far. */
export interface CheckRun {
  jobs: readonly ClaimJob[] | undefined;
  /** Units that the journal had. */
  known: number;
  readonly verdicts: (Verdict | undefined)[];
  readonly pictures: (Pictures | undefined)[];
  /** Once it has ended. */
  code: number | undefined;
  /** Why it could not go on: the journal's disk is full. */
  unwritable: string | undefined;
}

export const newRun = (jobs: readonly ClaimJob[] | undefined): CheckRun => ({
  jobs,
  known: 0,
  verdicts: [],
  pictures: [],
  code: undefined,
  unwritable: undefined,
});

/** Until the run has ended, or a signal has come. */
export async function listen(request: Request, run: CheckRun, interruption: Interruption): Promise<void> {
  const progress = await openProgress();
  const thread = new Worker(new URL('./coordinator.js', import.meta.url), { workerData: request });
  try {
    await Promise.race([follow(thread, run, progress), interruption.came]);
  } finally {
    progress.stop();
    await thread.terminate();
  }
}

/** Settles when the run has ended: rejects with an InputError for bad input, with any other error if a thread died. */
function follow(thread: Worker, run: CheckRun, progress: Progress): Promise<void> {
  return new Promise((resolve, reject) => {
    thread.on('error', reject);
    thread.on('exit', () => reject(new Error('a thread ended before its work was done')));
    thread.on('message', (report: Report) => {
      switch (report.kind) {
        case 'jobs':
          run.jobs = report.jobs;
          run.known = report.known;
          return progress.expect(report.jobs.length, report.known);
        case 'working':
          return progress.working(report.id);
        case 'examined':
          return progress.examined(report.points);
        case 'verdict':
          run.verdicts[report.index] = report.verdict;
          return progress.done(report.verdict);
        case 'pictures':
          run.pictures[report.index] = report.pictures;
          return;
        case 'bad input':
          return reject(new InputError(report.message, report.column));
        case 'unwritable':
          run.unwritable = report.message;
          return resolve();
        case 'end':
          run.code = report.code;
          return resolve();
      }
    });
  });
}
