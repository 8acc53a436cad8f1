/** `check`: verdicts on the catalogue, on claims files and on claims typed in. */
import { Worker } from 'node:worker_threads';
import type { ClaimJob } from '../../properties/job.js';
import type { Verdict } from '../../properties/verdict.js';
import { InputError } from '../../theory/errors.js';
import type { CheckOptions } from '../commands/check.js';
import type { Report, Request } from '../coordinator.js';
import type { Interruption } from '../interrupt.js';
import { isClaimsFile, readJobs } from '../jobs.js';
import { openProgress, type Progress } from '../progress.js';
import { renderVerdicts } from '../render.js';
import { replayCommand } from '../replay.js';

/** What a run has said so far. */
interface Run {
  jobs: readonly ClaimJob[] | undefined;
  readonly verdicts: (Verdict | undefined)[];
  /** Once it has ended. */
  code: number | undefined;
}

/** The main thread only listens: to the run, which has threads of its own, and to signals. */
export async function check(
  what: readonly string[],
  options: CheckOptions,
  interruption: Interruption,
): Promise<number> {
  const run: Run = { jobs: undefined, verdicts: [], code: undefined };
  // Claims files may take seconds to read: that is the other thread's. All else is refused before a thread is started.
  const jobs = what.some(isClaimsFile) ? undefined : await readJobs(what, options);
  const request: Request = { what, options, jobs };
  const progress = await openProgress();
  const thread = new Worker(new URL('../coordinator.js', import.meta.url), { workerData: request });
  try {
    await Promise.race([follow(thread, run, progress), interruption.came]);
  } finally {
    progress.stop();
    await thread.terminate();
  }
  const known = run.verdicts.filter((each) => each !== undefined);
  const partial = interruption.code() !== undefined;
  if (options.json) {
    const report = { ...(partial ? { partial } : {}), verdicts: known };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  } else {
    const replay = (verdict: Verdict) => {
      const job = run.jobs!.find((each) => each.id === verdict.id)!;
      return replayCommand(job, verdict, options.alpha);
    };
    const summary = { alpha: options.alpha, asked: run.jobs?.length, stopped: partial, replay };
    process.stdout.write(renderVerdicts(known, summary));
  }
  return interruption.code() ?? run.code!;
}

/** Settles when the run has ended: rejects with an InputError for bad input, with any other error if a thread died. */
function follow(thread: Worker, run: Run, progress: Progress): Promise<void> {
  return new Promise((resolve, reject) => {
    thread.on('error', reject);
    thread.on('exit', () => reject(new Error('a thread ended before its work was done')));
    thread.on('message', (report: Report) => {
      switch (report.kind) {
        case 'jobs':
          run.jobs = report.jobs;
          return progress.expect(report.jobs.length);
        case 'working':
          return progress.working(report.id);
        case 'examined':
          return progress.examined(report.points);
        case 'verdict':
          run.verdicts[report.index] = report.verdict;
          return progress.done(report.verdict);
        case 'bad input':
          return reject(new InputError(report.message, report.column));
        case 'end':
          run.code = report.code;
          return resolve();
      }
    });
  });
}
