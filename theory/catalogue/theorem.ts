/** The form in which every theorem of the catalogue is written down: as data, in one fixed order. Formulas of its texts are marked (prose.ts). */

/** A nearby false statement; the checker must refute it, or it could not see the difference. */
export interface Mutant {
  readonly claim: string;
  /** What was changed, and why that makes it false. */
  readonly change: string;
}

/** A claim of the claim language, decided by the exact law or by drawn nets. */
export interface TextClaim {
  readonly kind: 'claim';
  /** Completes the theorem's id: `forward-mean` + `he-normal` is `forward-mean/he-normal`; empty: the theorem's id itself. */
  readonly part: string;
  readonly claim: string;
  /** Asks for drawn nets where the exact law would be the default. */
  readonly oracle?: 'simulated';
  readonly mutant: Mutant;
}

/** A claim between closed forms alone, without a quantity: `gammaMedian(L) >= L - 1/3 for L in 1..1000`. */
export interface ClosedFormClaim {
  readonly kind: 'closed-form';
  readonly part: string;
  readonly claim: string;
  readonly mutant: Mutant;
}

/** An identity that exact rational algebra derives: a formal power series in 1/d against the stated coefficients. */
export interface SeriesClaim {
  readonly kind: 'series';
  readonly part: string;
  /** Which cumulant of one layer's log factor: 1 mean, 2 variance, 3 third cumulant. */
  readonly cumulant: 1 | 2 | 3;
  readonly activation: 'relu' | 'linear' | 'leaky-relu';
  /** The stated expansion in d (and alpha, the slope, for leaky relu), to be derived up to 1/d^order. */
  readonly expansion: string;
  readonly order: number;
  readonly mutant: { readonly expansion: string; readonly change: string };
}

/** What an experiment is given: plain data. */
export type Parameters = Readonly<Record<string, number | string | readonly number[]>>;

/**
 * `value`: any other number makes the statement false. `upper`, `lower`: a bound from above or below, so that a larger or a smaller number makes the
 * statement weaker. Lists `least` and `most` hold bounds of the same numbers, and are equal where those are known.
 */
export type ConstantRole = 'value' | 'upper' | 'lower';

/**
 * A statement about every single net (true for each draw), or about runs of an optimizer, that the claim language has no words for. A
 * named experiment decides it (properties/experiments).
 */
export interface ExperimentClaim {
  readonly kind: 'experiment';
  readonly part: string;
  /** The statement in words, and where it is examined. */
  readonly claim: string;
  readonly experiment: string;
  readonly parameters: Parameters;
  /** Which parameters are the statement's own constants (the others say where it is examined), and what they do to it. */
  readonly constants: Readonly<Record<string, ConstantRole>>;
  readonly mutant: { readonly parameters: Parameters; readonly change: string };
}

/** One claim of a theorem, by the way in which it is decided. */
export type CatalogueClaim = TextClaim | ClosedFormClaim | SeriesClaim | ExperimentClaim;

/** A theorem with everything that is known of it: statement, conditions, source, derivation, and the claims that check it. */
export interface Theorem {
  readonly id: string;
  /** The statement's name in docs/theory.md or docs/theory-curvature.md: F1, W2, C1, H4 ... */
  readonly label: string;
  readonly title: string;
  readonly statement: string;
  readonly conditions: readonly string[];
  readonly source: string;
  /** The argument in a few sentences; docs/derivations/ has it in full. */
  readonly derivation: string;
  readonly claims: readonly CatalogueClaim[];
}

/** The id by which `check` and reports name a claim of the catalogue, e.g. `forward-mean/he-normal`. */
export function claimId(theorem: Theorem, claim: CatalogueClaim): string {
  return claim.part === '' ? theorem.id : `${theorem.id}/${claim.part}`;
}
