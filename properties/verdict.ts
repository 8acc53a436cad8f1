/** What the checker answers, in the shape that `check --json` prints. */

import type { Certificate } from './whole-domain/certificate.js';

/** The five answers (docs/verdicts.md); `undecided` asserts nothing. */
export type VerdictWord = 'proved' | 'verified' | 'supported' | 'refuted' | 'undecided';

/** Values of the range names; integers for L, d, k, l, n. */
export type Point = Readonly<Record<string, number>>;

/** A point at which the claim fails beyond all error, and the two sides there. */
export interface Counterexample {
  readonly point: Point;
  /** Midpoint of the left side's enclosure at the point, and its half-width. */
  readonly lhs: number;
  readonly lhsError: number;
  readonly rhs: number;
  /** Natural logarithms of |lhs| and |rhs|, given where the values themselves leave the range of doubles. */
  readonly logLhs?: number;
  readonly logRhs?: number;
  /** Given where an enclosure has one end only, as that of a mean bounded from below alone: the side is at least, or at most, that number. */
  readonly lhsIs?: OneSided;
  readonly rhsIs?: OneSided;
}

/** How a side is enclosed of which one end alone is known. */
export type OneSided = 'at least' | 'at most';

/** What is said of one claim, and the evidence. */
export interface Verdict {
  readonly id: string;
  readonly claim: string;
  readonly verdict: VerdictWord;
  /** Points of the domain examined. */
  readonly points: number;
  /** True if they were the whole domain (for `proved`: the algebra covers it), and the claim passed. */
  readonly exhaustive: boolean;
  /** Probability, at most, that this verdict is wrong by chance; 0 for algebra and exact laws. */
  readonly alpha: number;
  /** Half-width that the drawn nets resolved at the least sharp point, in the margin's own units. */
  readonly resolution?: number;
  readonly counterexample?: Counterexample;
  /** The examined point with the least room, and how much there is (see outcome.ts). */
  readonly tightest?: { readonly point: Point; readonly slack: number };
  /** For `undecided`: why, and what would be needed. For others: a remark, such as the margin that was used. */
  readonly reason?: string;
  /** Of a proof about all widths (docs/derivations/bounds.md). */
  readonly certificate?: Certificate;
  readonly seconds: number;
  readonly seed: number;
  /** `custom`: on the word of an oracle that the caller brought. */
  readonly oracle: 'algebra' | 'exact' | 'simulated' | 'custom';
}

/** Everything of a verdict but what the job and the clock know. */
export type Finding = Omit<Verdict, 'id' | 'claim' | 'seconds' | 'seed'>;
