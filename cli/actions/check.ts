/** `check`: verdicts on the catalogue, on claims files and on claims typed in. */
import type { Verdict } from '../../properties/verdict.js';
import type { CheckReport, ReportedClaim } from '../../report/check-report.js';
import { oneLine } from '../../theory/errors.js';
import { saveCertificates } from '../certificate-file.js';
import { checkHeader } from '../check-header.js';
import { type CheckRun, listen, newRun } from '../check-run.js';
import type { CheckOptions } from '../commands/check.js';
import type { Interruption } from '../interrupt.js';
import { isClaimsFile, readJobs } from '../jobs.js';
import { openJournal } from '../journal.js';
import { lockFile } from '../lock.js';
import { refuseUnwritable } from '../output-files.js';
import { renderVerdicts } from '../render.js';
import { replayOfRun, resumeCommand } from '../replay.js';
import { writeReports } from '../reports.js';
import { OutputError } from '../system-error.js';
import { version } from '../version.js';

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
  const run = newRun(jobs);
  const unlock = resume === undefined ? () => {} : lockFile(resume, `The journal '${resume}'`);
  try {
    if (resume !== undefined && jobs !== undefined) openJournal(resume, checkHeader(jobs, options)).close();
    await listen({ what, options, jobs, pictures: options.html !== undefined }, run, interruption);
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

const outputsOf = ({ certificate, html, junit, markdown }: CheckOptions) => [
  { option: '--certificate', what: 'The certificate', path: certificate },
  { option: '--html', what: 'The report', path: html },
  { option: '--junit', what: 'The JUnit file', path: junit },
  { option: '--markdown', what: 'The summary', path: markdown },
];

const verdictsOf = (run: CheckRun) => run.verdicts.filter((each) => each !== undefined);

/** On standard error, which is not part of what a program reads. */
function note(message: string, { json }: CheckOptions): void {
  process.stderr.write(`${json ? JSON.stringify({ note: { message } }) : message}\n`);
}

function print(what: readonly string[], options: CheckOptions, run: CheckRun, partial: boolean): void {
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
    replayOfRun(run.jobs!.find((each) => each.id === verdict.id)!, verdict, alpha);
  const summary = { alpha, asked: run.jobs?.length, known: run.known, stopped: partial, resume, replay };
  process.stdout.write(renderVerdicts(known, summary));
}

function reportOf(run: CheckRun, { seed, alpha, budget }: CheckOptions, partial: boolean): CheckReport {
  const claims = (run.jobs ?? []).map((job, index): ReportedClaim => {
    const verdict = run.verdicts[index];
    const replay = verdict && replayOfRun(job, verdict, alpha);
    return { job, verdict, pictures: run.pictures[index], replay };
  });
  return { version, seed, alpha, budget, partial, claims };
}
