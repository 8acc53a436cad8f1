/** A claim as a fast-check property, for users' own test suites and any runner. */
import fc from 'fast-check';
import { InputError } from '../theory/errors.js';
import { type CheckClaimOptions, jobOf } from './check-claim.js';
import { describe } from './describe.js';
import { pointArbitrary } from './domain.js';
import { exactAt, exactValues } from './exact-at.js';
import { checkNames } from './given.js';
import { claimOf } from './job.js';
import { chooseOracle } from './oracle.js';
import { textOf } from './outcome.js';
import { auditOracles, simulateAt } from './simulate-point.js';
import type { Point } from './verdict.js';

/** How each point of a property is decided. */
export interface PropertyOptions extends Pick<CheckClaimOptions, 'oracle' | 'observables' | 'oracles'> {
  /** Probability, at most, that one point of a true claim fails by chance (drawn nets only). Default 1e-9. */
  readonly alphaPerPoint?: number;
  /** Nominal seconds that one point may cost (drawn nets only). Default 2. */
  readonly budgetPerPoint?: number;
  /** Seed of the nets; fast-check's own seed chooses the points. Default 1. */
  readonly seed?: number;
}

const propertyOptionNames = Object.keys({
  alphaPerPoint: true,
  budgetPerPoint: true,
  seed: true,
  oracle: true,
  observables: true,
  oracles: true,
} satisfies Record<keyof PropertyOptions, true>);

/** Points at which custom oracles are confronted with drawn nets, at most: of those where the claim holds, and with the first where it fails. */
const auditedPoints = 3;
const auditedFailures = 10;

/**
 * `fc.assert(claimProperty('mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..100, d in 2..256'))`: each run takes a
 * point of the domain and throws where the claim fails, or cannot be decided there; fast-check shrinks the point.
 * @throws InputError for a malformed claim, one that no oracle can value, or an option out of range.
 */
export function claimProperty(text: string, options: PropertyOptions = {}): fc.IProperty<[Point]> {
  checkNames(options, propertyOptionNames);
  const { alphaPerPoint: alpha = 1e-9, budgetPerPoint: budget = 2, ...rest } = options;
  const job = jobOf(text, { ...rest, alpha, budget });
  const claim = claimOf(job);
  const choice = chooseOracle(claim, job.oracle, job.oracles);
  if (choice.kind === 'none') throw new InputError(choice.reason);
  const audited = new Map<string, string | undefined>();
  const audit = (point: Point) => {
    const key = textOf(point);
    if (!audited.has(key)) audited.set(key, auditOracles({ ...job, budget: 20 * budget }, point, 1).obstacle);
    const obstacle = audited.get(key);
    if (obstacle !== undefined) throw new Error(`Undecided: ${obstacle}; one of them is wrong.`);
  };
  return fc.property(pointArbitrary(claim), (point) => {
    if (choice.kind === 'simulated') {
      const outcome = simulateAt(job, point, { alpha, budget, stream: 'property' });
      if (outcome.failure !== undefined) throw new Error(`The claim fails at ${describe(point)}.`);
      if (outcome.unresolved !== undefined)
        throw new Error(`Undecided at ${describe(point)}: ${outcome.unresolved.reason}`);
      return;
    }
    const { state } = exactAt(claim, point, undefined, exactValues(claim, point, job.oracles));
    const most = state === 'fails' ? auditedFailures : auditedPoints;
    if (choice.kind === 'custom' && audited.size < most) audit(point);
    if (state !== 'holds')
      throw new Error(`${state === 'fails' ? 'The claim fails' : 'Undecided'} at ${describe(point)}.`);
  });
}
