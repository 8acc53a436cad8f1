/** Which oracle values a claim's quantities: the exact law where there is one, else drawn nets, else none. */

import { isUnbounded } from '../theory/bounds/claimed.js';
import type { CatalogueClaim } from '../theory/catalogue/theorem.js';
import { InputError } from '../theory/errors.js';
import type { Claim } from '../theory/language/claim.js';
import { parseClaim } from '../theory/language/parse-claim.js';
import { type CustomOracle, oracleFor } from './custom-oracle.js';
import { experiments } from './experiments/index.js';
import { hasLaw } from './has-law.js';
import { isDrawable } from './observables.js';
import { quantitiesOf } from './quantities.js';

export type OracleChoice =
  | { readonly kind: 'exact' | 'simulated' }
  /** The exact law, and for the quantities that have none these oracles. */
  | { readonly kind: 'custom'; readonly oracles: readonly CustomOracle[] }
  | { readonly kind: 'none'; readonly reason: string };

/** @throws InputError if nets are asked for where a range has no end: nothing but a proof covers that. */
export function refuseEndless(claim: Claim, asked?: 'exact' | 'simulated'): void {
  const range = claim.ranges.find(({ to }) => to === Infinity);
  if (range === undefined || asked !== 'simulated') return;
  throw new InputError(
    `A range without an end is covered by a proof, never by drawn nets: leave out --oracle simulated, or give the range of ${range.name} an end.`,
  );
}

/** Exact by default where every quantity has the exact law, or else a custom oracle; `asked` overrides it where both are possible. */
export function chooseOracle(
  claim: Claim,
  asked?: 'exact' | 'simulated',
  oracles: readonly CustomOracle[] = [],
): OracleChoice {
  const quantities = [claim.left, claim.right].flatMap(quantitiesOf);
  const missing = quantities.find(({ observable }) => !isDrawable(observable));
  if (missing !== undefined) {
    return {
      kind: 'none',
      reason: `No oracle values ${missing.observable.name} yet.`,
    };
  }
  if (quantities.length === 0) return { kind: 'exact' };
  // A law is its own exact law: the distance is a question to drawn nets alone.
  const onlyDrawn = quantities.some(
    (each) => each.functional === 'lawDistance' && each.target.kind === 'exactLaw',
  );
  const lawless = quantities.filter((each) => !hasLaw(each, claim));
  const exact = lawless.length === 0 && !onlyDrawn;
  const custom = lawless.map((each) => oracleFor(each, claim, oracles));
  if (asked !== 'simulated' && !onlyDrawn && lawless.length > 0 && custom.every((each) => each !== undefined))
    return { kind: 'custom', oracles: [...new Set(custom)] };
  if (asked === 'exact' && !exact) {
    return {
      kind: 'none',
      reason:
        'There is no exact law for these nets (normal weights have one, gradients behind a random readout; with leaky relu if the size of the slope is 0 or lies between 1/4 and 4, and d is at most some hundreds, but moments of whole order up to 8 always); drop --oracle exact.',
    };
  }
  return { kind: exact && asked !== 'simulated' ? 'exact' : 'simulated' };
}

const experimentWords = {
  algebra: 'algebra in exact rationals',
  exact: 'numbers with error bounds, net by net',
  simulated: 'drawn nets',
} as const;

/** How a catalogue claim is going to be decided, in words. */
export function plannedOracle(entry: CatalogueClaim): string {
  if (entry.kind === 'series') return 'algebra in exact rationals';
  if (entry.kind === 'closed-form') return 'enclosures of both sides';
  if (entry.kind === 'experiment') return experimentWords[experiments.get(entry.experiment)!.oracle];
  const claim = parseClaim(entry.claim);
  if (isUnbounded(claim)) return 'exact law and bounds, for all widths';
  const { kind } = chooseOracle(claim, entry.oracle);
  if (kind === 'simulated') return 'drawn nets';
  return claim.relation === '=' && claim.tolerance === undefined ? 'algebra on the exact law' : 'exact law';
}
