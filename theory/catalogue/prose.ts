/** The catalogue's texts hold formulas between backticks: words and formulas apart, or all of it as plain text. */
import type { CatalogueClaim, Theorem } from './theorem.js';

export interface ProsePart {
  readonly text: string;
  readonly isFormula: boolean;
}

/** In the order written; no part is empty. */
export function proseParts(text: string): ProsePart[] {
  return text
    .split('`')
    .map((part, i) => ({ text: part, isFormula: i % 2 === 1 }))
    .filter((part) => part.text !== '');
}

/** As it is read in a terminal: formulas are legible as they are written. */
const plain = (text: string) => text.replaceAll('`', '');

/** The theorem with plain texts. */
export function plainTheorem(theorem: Theorem): Theorem {
  return {
    ...theorem,
    statement: plain(theorem.statement),
    conditions: theorem.conditions.map(plain),
    source: plain(theorem.source),
    derivation: plain(theorem.derivation),
    claims: theorem.claims.map(plainClaim),
  };
}

const plainClaim = (claim: CatalogueClaim): CatalogueClaim =>
  claim.kind === 'experiment' ? { ...claim, claim: plain(claim.claim) } : claim;
