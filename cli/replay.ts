/** Commands to be pasted into a shell: one that gives a verdict of a run again, one that goes on with a run that was stopped. */
import type { ClaimJob } from '../properties/job.js';
import type { Verdict } from '../properties/verdict.js';
import { type CheckOptions, defaultAlpha, defaultBudget } from './commands/check.js';
import { defaultWorkers } from './options.js';

/** `alpha` is the whole run's. */
export function replayCommand(job: ClaimJob, verdict: Verdict, alpha: number): string {
  // What is no claim of the language (a power series, a closed form without a quantity) has only its id in the catalogue.
  const words = ['check', ...(job.kind === 'claim' ? ['--claim', job.text] : [job.id])];
  if (job.oracle !== undefined) words.push('--oracle', job.oracle);
  // Alone in its run, the claim gets the whole of --alpha. Drawn nets are judged by the share that it had here.
  const share = verdict.oracle === 'simulated' ? job.alpha : alpha;
  if (share !== defaultAlpha) words.push('--alpha', String(share));
  if (job.budget !== defaultBudget) words.push('--budget', String(job.budget));
  words.push('--seed', String(job.seed));
  return commandLine(words);
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

function commandLine(words: readonly string[]): string {
  return ['vanishing-curvature', ...words.map(quoteForShell)].join(' ');
}

/** One word for a POSIX shell: within single quotes only the single quote itself has a meaning. */
export function quoteForShell(word: string): string {
  return /^[\w./+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
