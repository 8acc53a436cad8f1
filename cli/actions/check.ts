/** `check`: verdicts on the catalogue, on claims files and on claims typed in. */
import { Worker } from 'node:worker_threads';
import type { ClaimJob } from '../../properties/job.js';
import type { Pictures } from '../../properties/pictures/pictures.js';
import type { Verdict } from '../../properties/verdict.js';
import type { CheckReport, ReportedClaim } from '../../report/check-report.js';
import { InputError, oneLine } from '../../theory/errors.js';
import { saveCertificates } from '../certificate-file.js';
import { checkHeader } from '../check-header.js';
import type { CheckOptions } from '../commands/check.js';
import type { Report, Request } from '../coordinator.js';
import type { Interruption } from '../interrupt.js';
import { isClaimsFile, readJobs } from '../jobs.js';
import { openJournal } from '../journal.js';
import { lockFile } from '../lock.js';
import { type OutputFile, refuseUnwritable } from '../output-files.js';
import { openProgress, type Progress } from '../progress.js';
import { renderVerdicts } from '../render.js';
import { replayCommand, resumeCommand } from '../replay.js';
import { writeReports } from '../reports.js';
import { OutputError } from '../system-error.js';
import { version } from '../version.js';

/** What a run has said so far. */
interface Run {
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

/** The main thread only listens: to the run, which has threads of its own, and to signals. */
export async function check(
  what: readonly string[],
  options: CheckOptions,
  interruption: Interruption,
): Promise<number> {
  // Claims files may take seconds to read: that is the other thread's. All else is refused before a thread is started.
  const jobs = what.some(isClaimsFile) ? undefined : await readJobs(what, options);
  const { resume, certificate } = options;
  const inUse = [...what.filter(isClaimsFile), ...(resume === undefined ? [] : [resume])];
  refuseUnwritable(outputsOf(options), inUse);
  const run: Run = { jobs, known: 0, verdicts: [], pictures: [], code: undefined, unwritable: undefined };
  const unlock = resume === undefined ? () => {} : lockFile(resume, `The journal '${resume}'`);
  try {
    if (resume !== undefined && jobs !== undefined) openJournal(resume, checkHeader(jobs, options)).close();
    await listen({ what, options, jobs }, run, interruption);
  } finally {
    unlock();
  }
  const partial = interruption.code() !== undefined || run.unwritable !== undefined;
  print(what, options, run, partial);
  if (certificate !== undefined && run.unwritable === undefined) {
    const remark = saveCertificates(certificate, verdictsOf(run), partial);
    if (remark !== undefined) note(oneLine(remark), options);
  }
  await writeReports(options, () => reportOf(run, options, partial));
  if (interruption.code() !== undefined) return interruption.code()!;
  if (run.unwritable !== undefined) throw new OutputError(run.unwritable);
  return run.code!;
}

function outputsOf({ certificate, html, junit, markdown }: CheckOptions): OutputFile[] {
  const outputs = [
    { option: '--certificate', what: 'The certificate', path: certificate },
    { option: '--html', what: 'The report', path: html },
    { option: '--junit', what: 'The JUnit file', path: junit },
    { option: '--markdown', what: 'The summary', path: markdown },
  ];
  return outputs.flatMap(({ path, ...each }) => (path === undefined ? [] : [{ ...each, path }]));
}

/** Until the run has ended, or a signal has come. */
async function listen(request: Request, run: Run, interruption: Interruption): Promise<void> {
  const progress = await openProgress();
  const thread = new Worker(new URL('../coordinator.js', import.meta.url), { workerData: request });
  try {
    await Promise.race([follow(thread, run, progress), interruption.came]);
  } finally {
    progress.stop();
    await thread.terminate();
  }
}

const verdictsOf = (run: Run) => run.verdicts.filter((each) => each !== undefined);

/** On standard error, which is not part of what a program reads. */
function note(message: string, { json }: CheckOptions): void {
  process.stderr.write(`${json ? JSON.stringify({ note: { message } }) : message}\n`);
}

function print(what: readonly string[], options: CheckOptions, run: Run, partial: boolean): void {
  const known = verdictsOf(run);
  const resume = partial && options.resume !== undefined ? resumeCommand(what, options) : undefined;
  if (options.json) {
    const report = {
      ...(partial ? { partial } : {}),
      ...(resume === undefined ? {} : { resume }),
      verdicts: known,
    };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return;
  }
  const { alpha } = options;
  const replay = (verdict: Verdict) =>
    replayCommand(run.jobs!.find((each) => each.id === verdict.id)!, verdict, alpha);
  const summary = { alpha, asked: run.jobs?.length, known: run.known, stopped: partial, resume, replay };
  process.stdout.write(renderVerdicts(known, summary));
}

function reportOf(run: Run, { seed, alpha, budget }: CheckOptions, partial: boolean): CheckReport {
  const claims = (run.jobs ?? []).map((job, index): ReportedClaim => {
    const verdict = run.verdicts[index];
    const replay = verdict && replayCommand(job, verdict, alpha);
    return { job, verdict, pictures: run.pictures[index], replay };
  });
  return { version, seed, alpha, budget, partial, claims };
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
