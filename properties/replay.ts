/** The command that gives a verdict again, to be pasted into a shell where the package is installed (npx finds a global one too). */
import type { CheckClaimOptions } from './check-claim.js';
import type { ClaimJob } from './job.js';

/** What a check takes where nothing else is said. */
export const defaultAlpha = 1e-6;
export const defaultBudget = 120;

/** @param alpha that of a run of this claim alone. */
export function replayCommand(
  {
    kind,
    text,
    id,
    oracle,
    budget,
    seed,
  }: Pick<ClaimJob, 'kind' | 'text' | 'id' | 'oracle' | 'budget' | 'seed'>,
  alpha: number,
): string {
  // What is no claim of the language (a power series, a closed form without a quantity) has only its id in the catalogue.
  const words = ['check', ...(kind === 'claim' ? ['--claim', text] : [id])];
  if (oracle !== undefined) words.push('--oracle', oracle);
  if (alpha !== defaultAlpha) words.push('--alpha', String(alpha));
  if (budget !== defaultBudget) words.push('--budget', String(budget));
  words.push('--seed', String(seed));
  return commandLine(words);
}

/** The command that gives `checkClaim`'s verdict. */
export function replayOfCheck(text: string, options: CheckClaimOptions): string {
  const { alpha = defaultAlpha, seed = 1, budget = defaultBudget, oracle } = options;
  const kind = 'claim' as const;
  return replayCommand({ id: '', kind, text, seed, budget, ...(oracle ? { oracle } : {}) }, alpha);
}

export function commandLine(words: readonly string[]): string {
  return ['npx', 'vanishing-curvature', ...words.map(quoteForShell)].join(' ');
}

/** One word for a POSIX shell: within single quotes only the single quote itself has a meaning. */
export function quoteForShell(word: string): string {
  return /^[\w./+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
