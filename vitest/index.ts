/** `vanishing-curvature/vitest`: claims as tests of vitest. */
import { test } from 'vitest';
import { type CheckClaimOptions, checkClaim } from '../properties/check-claim.js';
import { failureText } from '../properties/failure-text.js';
import { checkClaimText, checkNames, claimOptionNames } from '../properties/given.js';
import { replayOfCheck } from '../properties/replay.js';
import { InputError, named } from '../theory/errors.js';

/** How a claim is to be decided, and what its test makes of the verdict. */
export interface TheoremOptions extends CheckClaimOptions {
  /** Whether `undecided` passes too: nothing was shown then. Default false. */
  readonly allowUndecided?: boolean;
  /** Milliseconds after which the test fails whatever the claim, more than 0; the default follows from the budget. */
  readonly timeout?: number;
}

/** A nominal second is one of a core of some years ago; a machine under load may take several times as long. */
const slowest = 10;

/** What a timer takes; a longer one would go off at once. */
const longestTimeout = 2 ** 31 - 1;

const theoremOptionNames = [...claimOptionNames, 'allowUndecided', 'timeout'];

/**
 * Makes a vitest test of a claim; its name is the claim, on one line. It fails where the claim is refuted, with the smallest counterexample, the
 * seed and the command that replays it; where it is undecided, unless that is allowed; and where it is malformed.
 * @param claim a claim of the claim language, e.g. `median(forwardNorm2) <= exp(-2*L/d) for L in 1..10, d in 4..8`.
 * @param options budget is 20 nominal seconds where it is left out.
 * @throws InputError for a claim that is no text, options that there are not, and an allowUndecided or a timeout of the wrong kind.
 */
export function theorem(claim: string, options: TheoremOptions = {}): void {
  checkClaimText(claim);
  checkNames(options, theoremOptionNames);
  const site = whereFrom(theorem);
  const { allowUndecided = false, budget = 20, timeout = timeoutFor(budget), ...rest } = options;
  if (typeof allowUndecided !== 'boolean')
    throw new InputError(`allowUndecided is true or false, not ${named(allowUndecided)}.`);
  if (typeof timeout !== 'number' || !(timeout > 0))
    throw new InputError(`timeout must be a positive number of milliseconds, not ${named(timeout)}.`);
  const asked = { ...rest, budget };
  test(titleOf(claim), { timeout: Math.min(timeout, longestTimeout) }, async () => {
    const verdict = await checkClaim(claim, asked).catch((error: unknown) => {
      throw error instanceof InputError && site ? pointedTo(site, error) : error;
    });
    const passes = allowUndecided || verdict.verdict !== 'undecided';
    if (verdict.verdict !== 'refuted' && passes) return;
    const failure = new Error(failureText(verdict, replayText(claim, asked)));
    throw site ? pointedTo(site, failure) : failure;
  });
}

const titleOf = (claim: string) => claim.trim().replace(/\s+/g, ' ');

/** A budget that is no number is for the test to refuse. */
function timeoutFor(budget: number): number {
  return budget > 0 ? 5000 + 1000 * slowest * budget : 5000;
}

/** The stack of who called this function, where the engine can tell. */
function whereFrom(called: typeof theorem): string | undefined {
  const site: { stack?: string } = {};
  Error.captureStackTrace?.(site, called);
  return site.stack?.replace(/^Error\n?/, '');
}

/** The error with the line of the claim in place of its own: the verdict comes long after that. */
function pointedTo(site: string, error: Error): Error {
  error.stack = `${error.name}: ${error.message}\n${site}`;
  return error;
}

function replayText(claim: string, options: CheckClaimOptions): string {
  const { observables = [], oracles = [] } = options;
  if (observables.length + oracles.length === 0) return replayOfCheck(claim, options);
  return 'this test: the command line does not know its observables and oracles';
}
