/** A claim as data: what the text of the claim language means. */
import type Fraction from 'fraction.js';
import type { Expression, Span } from '../expression/ast.js';

/** `equal` without a tolerance is exact equality. */
export type Relation = '=' | '<=' | '>=';

/** `within e` (relative: |lhs/rhs - 1| <= e) or `within abs e` (|lhs - rhs| <= e); only with `=`. */
export interface Tolerance {
  readonly kind: 'relative' | 'absolute';
  readonly value: Expression;
}

/** `name in from..to`: integers for L, d, k, l, n; reals for every other name. */
export interface DomainRange {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly integer: boolean;
  /** Of the ends that are rational as written, but no doubles: 3/10 in 0.3..1. */
  readonly rounded?: readonly RoundedEnd[];
  readonly span: Span;
}

/** An end of a range, and the double that stands for it among points. */
export interface RoundedEnd {
  /** Exactly, a fraction of fraction.js. */
  readonly written: Fraction;
  /** `from` or `to` as the claim was parsed: a range with another end has none there. */
  readonly double: number;
}

export type Comparison = '<' | '<=' | '>' | '>=' | '=' | '!=';

/** The `where` part: comparisons of expressions in the range names, joined with and, or, not. */
export type Condition =
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly operand: Condition };

export type ActivationSetting =
  | { readonly kind: 'relu' }
  | { readonly kind: 'linear' }
  | { readonly kind: 'leaky-relu'; readonly slope: Expression };

export const initNames = [
  'he-normal',
  'he-uniform',
  'xavier-normal',
  'xavier-uniform',
  'lecun-normal',
  'lecun-uniform',
  'pytorch',
  'rademacher',
  'orthogonal',
  'normal',
  'uniform',
] as const;
export type InitName = (typeof initNames)[number];

/** `gain` is present for normal(g) and uniform(g), optional for rademacher and orthogonal (default 2, He's). */
export interface InitSetting {
  readonly name: InitName;
  readonly gain?: Expression;
}

/** The `with` part, with what was left out filled in: which nets are meant. */
export interface Settings {
  readonly activation: ActivationSetting;
  readonly init: InitSetting;
  /** sigma_b^2 = readoutGain / d_L. Default 1. */
  readonly readoutGain: Expression;
  readonly readout: 'random' | 'fixed' | 'none';
  /** y of the loss 1/2 (F - y)^2. Default 1. */
  readonly target: Expression;
  readonly input: 'dense' | 'sparse';
  /** d_0, d_1, ..., d_L where layers have widths of their own; else all have the width d. */
  readonly widths?: readonly Expression[];
}

/** `LEFT RELATION RIGHT [within TOLERANCE] for RANGES [where CONDITION] with SETTINGS`, every word resolved. */
export interface Claim {
  /** The text as given, trimmed. */
  readonly text: string;
  readonly left: Expression;
  readonly relation: Relation;
  readonly right: Expression;
  readonly tolerance?: Tolerance;
  readonly ranges: readonly DomainRange[];
  readonly condition?: Condition;
  readonly settings: Settings;
}
