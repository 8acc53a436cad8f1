import { decide } from './check.js';
import type { ClaimJob } from './job.js';
import { runHere } from './run-here.js';
import type { Verdict } from './verdict.js';

/** A verdict without a clock: what a claim, a seed and a budget determine. */
export type ClaimVerdict = Omit<Verdict, 'seconds'>;

/**
 * Decides one claim in this thread.
 * @param text a claim of the claim language (docs/claim-language.md).
 * @param options alpha: probability, at most, of a verdict wrong by chance (1e-6); seed (1); budget in nominal seconds of
 * one core (120); oracle `simulated` to draw nets where the exact law would be the default.
 * @throws InputError for a malformed claim, or a closed form that is not finite somewhere in the domain.
 */
export async function checkClaim(
  text: string,
  options: Partial<Pick<ClaimJob, 'alpha' | 'seed' | 'budget' | 'oracle'>> = {},
): Promise<ClaimVerdict> {
  const job: ClaimJob = { id: 'claim', text, kind: 'claim', alpha: 1e-6, seed: 1, budget: 120, ...options };
  const finding = await decide(job, runHere);
  return { id: job.id, claim: job.text, ...finding, seed: job.seed };
}
