/** What every case of the coverage study is: a confidence sequence on a law, followed along independent paths. */

/** The two confidence levels; each path is judged at both. */
export const alphas = [0.05, 0.01] as const;

export interface Case {
  readonly sequence: string;
  readonly law: string;
  /** When it is looked at, in words. */
  readonly looks: string;
  /** Follows the paths numbered from..to-1 up to `longest` samples each. */
  follow(from: number, to: number, longest: number): Followed;
}

export interface Followed {
  /** Paths on which the truth was outside at some look, for each of `alphas`. */
  readonly misses: readonly number[];
  /** At the first of `alphas`: the width at the last look, over that of an interval of the same kind meant for one look. */
  readonly price?: number;
}

/** P(the truth is ever outside) where it can be computed. */
export interface ExactCase {
  readonly sequence: string;
  readonly law: string;
  readonly looks: string;
  /** For each of `alphas`. */
  missing(horizon: number): readonly number[];
}
