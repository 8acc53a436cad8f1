import { InputError, named } from '../theory/errors.js';
import { decide } from './check.js';
import type { CustomObservable } from './custom-observable.js';
import type { CustomOracle } from './custom-oracle.js';
import { checkClaimText, checkKinds, checkNames, claimOptionNames } from './given.js';
import type { ClaimJob } from './job.js';
import { defaultAlpha, defaultBudget } from './replay.js';
import { runHere } from './run-here.js';
import type { Verdict } from './verdict.js';

/** A verdict without a clock: what a claim, a seed and a budget determine. */
export type ClaimVerdict = Omit<Verdict, 'seconds'>;

/** How a claim is to be decided; what is left out has the default of the command line. */
export interface CheckClaimOptions {
  /** Probability, at most, that the verdict is wrong by chance, in (0, 1). Default 1e-6. */
  readonly alpha?: number;
  /** Fixes everything random: a whole number in 0..2^32-1. Default 1. */
  readonly seed?: number;
  /** Work that the claim may cost, in nominal seconds of one core. Default 120. */
  readonly budget?: number;
  /** `simulated` asks for drawn nets where the exact law would be the default; `exact` forbids them. */
  readonly oracle?: 'exact' | 'simulated';
  /** Observables of your own that the claim may name (docs/extending.md). */
  readonly observables?: readonly CustomObservable[];
  /** Oracles of your own, for quantities that have no exact law here; the first that covers one is used. Ignored by `simulated`. */
  readonly oracles?: readonly CustomOracle[];
}

/**
 * Decides one claim in this thread: the verdict of `vanishing-curvature check --claim` with the same options.
 * @param text a claim of the claim language (docs/claim-language.md).
 * @throws InputError for a malformed claim, a closed form that is not finite somewhere in the domain, or an option out of range.
 */
export async function checkClaim(text: string, options: CheckClaimOptions = {}): Promise<ClaimVerdict> {
  const job = jobOf(text, options);
  const finding = await decide(job, runHere);
  return { id: job.id, claim: job.text, ...finding, seed: job.seed };
}

/** @throws InputError for an option of the wrong kind or out of range. */
export function jobOf(text: string, options: CheckClaimOptions): ClaimJob {
  checkClaimText(text);
  checkNames(options, claimOptionNames);
  checkKinds(options);
  const {
    alpha = defaultAlpha,
    seed = 1,
    budget = defaultBudget,
    oracle,
    observables = [],
    oracles = [],
  } = options;
  if (typeof alpha !== 'number' || !(alpha > 0 && alpha < 1))
    throw new InputError(`alpha must be a number between 0 and 1, not ${named(alpha)}.`);
  if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32))
    throw new InputError(`seed must be a whole number from 0 to 2^32 - 1, not ${named(seed)}.`);
  if (typeof budget !== 'number' || !(budget > 0 && budget < Infinity))
    throw new InputError(`budget must be a positive number of seconds, not ${named(budget)}.`);
  return {
    id: 'claim',
    text,
    kind: 'claim',
    alpha,
    seed,
    budget,
    ...(oracle === undefined ? {} : { oracle }),
    // Copies: what the caller puts into the lists later is no part of this job, nor of what is kept of it.
    observables: [...observables],
    oracles: [...oracles],
  };
}
