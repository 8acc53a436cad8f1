/** A claim as a fast-check property, for users' own test suites and any runner. */
import fc from 'fast-check';
import { InputError } from '../theory/errors.js';
import { parseClaim } from '../theory/language/parse-claim.js';
import { describe } from './describe.js';
import { pointArbitrary } from './domain.js';
import { exactAt } from './exact-at.js';
import type { ClaimJob } from './job.js';
import { chooseOracle } from './oracle.js';
import { simulateAt } from './simulate-point.js';
import type { Point } from './verdict.js';

export interface PropertyOptions {
  /** `simulated` asks for drawn nets where the exact law would be the default. */
  readonly oracle?: 'exact' | 'simulated';
  /** Probability, at most, that one point of a true claim fails by chance (drawn nets only). Default 1e-9. */
  readonly alphaPerPoint?: number;
  /** Nominal seconds that one point may cost (drawn nets only). Default 2. */
  readonly budgetPerPoint?: number;
  /** Seed of the nets; fast-check's own seed chooses the points. Default 1. */
  readonly seed?: number;
}

/**
 * `fc.assert(claimProperty('mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..100, d in 2..256'))`: each run takes a
 * point of the domain and throws where the claim fails, or cannot be decided there; fast-check shrinks the point.
 * @throws InputError for a malformed claim, or one that no oracle can value.
 */
export function claimProperty(text: string, options: PropertyOptions = {}): fc.IProperty<[Point]> {
  const claim = parseClaim(text);
  const oracle = chooseOracle(claim, options.oracle);
  if (oracle.kind === 'none') throw new InputError(oracle.reason);
  const job: ClaimJob = { id: 'property', text, kind: 'claim', alpha: 1, seed: options.seed ?? 1, budget: 1 };
  const { alphaPerPoint: alpha = 1e-9, budgetPerPoint: budget = 2 } = options;
  return fc.property(pointArbitrary(claim), (point) => {
    if (oracle.kind === 'exact') {
      const { state } = exactAt(claim, point);
      if (state !== 'holds')
        throw new Error(`${state === 'fails' ? 'The claim fails' : 'Undecided'} at ${describe(point)}.`);
      return;
    }
    const outcome = simulateAt(job, point, { alpha, budget, stream: 'property' });
    if (outcome.failure !== undefined) throw new Error(`The claim fails at ${describe(point)}.`);
    if (outcome.unresolved !== undefined)
      throw new Error(`Undecided at ${describe(point)}: ${outcome.unresolved.reason}`);
  });
}
