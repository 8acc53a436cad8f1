/** Which oracle values a claim's quantities: the exact law where there is one, else drawn nets, else none. */

import type { CatalogueClaim } from '../theory/catalogue/theorem.js';
import type { Quantity } from '../theory/expression/ast.js';
import type { Claim } from '../theory/language/claim.js';
import { parseClaim } from '../theory/language/parse-claim.js';
import { hasExactLaw } from '../theory/language/settings.js';
import { quantitiesOf } from './quantities.js';

export type OracleChoice =
  | { readonly kind: 'exact' | 'simulated' }
  | { readonly kind: 'none'; readonly reason: string };

/** Exact by default where every quantity has the exact law; `asked` overrides it where both are possible. */
export function chooseOracle(claim: Claim, asked?: 'exact' | 'simulated'): OracleChoice {
  const quantities = [claim.left, claim.right].flatMap(quantitiesOf);
  const missing = quantities.find((each) => !isKnownObservable(each));
  if (missing !== undefined) {
    return {
      kind: 'none',
      reason: `No oracle values ${missing.observable.name} yet; forwardNorm2 has both.`,
    };
  }
  if (quantities.length === 0) return { kind: 'exact' };
  // A law is its own exact law: the distance is a question to drawn nets alone.
  const onlyDrawn = quantities.some(
    (each) => each.functional === 'lawDistance' && each.target.kind === 'exactLaw',
  );
  const exact = hasExactLaw(claim.settings) && !onlyDrawn;
  if (asked === 'exact' && !exact) {
    return {
      kind: 'none',
      reason:
        'There is no exact law for this init and activation (normal weights with relu or linear have one); drop --oracle exact.',
    };
  }
  return { kind: exact && asked !== 'simulated' ? 'exact' : 'simulated' };
}

function isKnownObservable(quantity: Quantity): boolean {
  return quantity.observable.name === 'forwardNorm2';
}

/** How a catalogue claim is going to be decided, in words. */
export function plannedOracle(entry: CatalogueClaim): string {
  if (entry.kind === 'series') return 'algebra in exact rationals';
  if (entry.kind === 'closed-form') return 'enclosures of both sides';
  const claim = parseClaim(entry.claim);
  const { kind } = chooseOracle(claim, entry.oracle);
  if (kind === 'simulated') return 'drawn nets';
  return claim.relation === '=' && claim.tolerance === undefined ? 'algebra on the exact law' : 'exact law';
}
