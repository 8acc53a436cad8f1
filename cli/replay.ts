/** Commands to be pasted into a shell: one that gives a verdict of a run again, one that goes on with a run that was stopped. */
import type { ClaimJob } from '../properties/job.js';
import { commandLine, defaultAlpha, defaultBudget, replayCommand } from '../properties/replay.js';
import type { Verdict } from '../properties/verdict.js';
import type { CheckOptions } from './commands/check.js';
import { defaultWorkers } from './options.js';

/** `alpha` is the whole run's. */
export function replayOfRun(job: ClaimJob, verdict: Verdict, alpha: number): string {
  // Alone in its run, the claim gets the whole of --alpha. Drawn nets are judged by the share that it had here.
  return replayCommand(job, verdict.oracle === 'simulated' ? job.alpha : alpha);
}

export function resumeCommand(what: readonly string[], options: CheckOptions): string {
  const words = ['check', ...what];
  for (const text of options.claim ?? []) words.push('--claim', text);
  if (options.oracle !== undefined) words.push('--oracle', options.oracle);
  if (options.alpha !== defaultAlpha) words.push('--alpha', String(options.alpha));
  if (options.budget !== defaultBudget) words.push('--budget', String(options.budget));
  words.push('--seed', String(options.seed));
  if (options.workers !== defaultWorkers) words.push('--workers', String(options.workers));
  if (options.certificate !== undefined) words.push('--certificate', options.certificate);
  if (options.html !== undefined) words.push('--html', options.html);
  if (options.junit !== undefined) words.push('--junit', options.junit);
  if (options.markdown !== undefined) words.push('--markdown', options.markdown);
  if (options.json) words.push('--json');
  return commandLine([...words, '--resume', options.resume!]);
}
