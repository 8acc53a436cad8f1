/** `vanishing-curvature/vitest`: claims as tests of vitest. */
import { test } from 'vitest';
import { type CheckClaimOptions, checkClaim } from '../properties/check-claim.js';
import { failureText } from '../properties/failure-text.js';
import { checkClaimText } from '../properties/given.js';
import { replayOfCheck } from '../properties/replay.js';

/** How a claim is to be decided, and what its test makes of the verdict. */
export interface TheoremOptions extends CheckClaimOptions {
  /** Whether `undecided` passes too: nothing was shown then. Default false. */
  readonly allowUndecided?: boolean;
  /** Milliseconds after which the test fails whatever the claim; the default follows from the budget. */
  readonly timeout?: number;
}

/** A nominal second is one of a core of some years ago; a machine under load may take several times as long. */
const slowest = 10;

/**
 * Makes a vitest test of a claim; its name is the claim, on one line. It fails where the claim is refuted, with the smallest counterexample, the
 * seed and the command that replays it; where it is undecided, unless that is allowed; and where it is malformed.
 * @param claim a claim of the claim language, e.g. `median(forwardNorm2) <= exp(-2*L/d) for L in 1..10, d in 4..8`.
 * @param options budget is 20 nominal seconds where it is left out.
 */
export function theorem(claim: string, options: TheoremOptions = {}): void {
  checkClaimText(claim);
  const site = whereFrom(theorem);
  const { allowUndecided = false, budget = 20, timeout = 5000 + 1000 * slowest * budget, ...rest } = options;
  const asked = { ...rest, budget };
  test(claim.trim().replace(/\s+/g, ' '), { timeout }, async () => {
    const verdict = await checkClaim(claim, asked);
    const passes = allowUndecided || verdict.verdict !== 'undecided';
    if (verdict.verdict !== 'refuted' && passes) return;
    throw failureAt(site, failureText(verdict, replayText(claim, asked)));
  });
}

/** The stack of who called this function, where the engine can tell. */
function whereFrom(called: typeof theorem): string | undefined {
  const site: { stack?: string } = {};
  Error.captureStackTrace?.(site, called);
  return site.stack?.replace(/^Error\n?/, '');
}

/** An error that points to the line of the claim: the verdict comes long after it. */
function failureAt(site: string | undefined, message: string): Error {
  const error = new Error(message);
  if (site) error.stack = `Error: ${message}\n${site}`;
  return error;
}

function replayText(claim: string, options: CheckClaimOptions): string {
  const { observables = [], oracles = [] } = options;
  if (observables.length + oracles.length === 0) return replayOfCheck(claim, options);
  return 'this test: the command line does not know its observables and oracles';
}
