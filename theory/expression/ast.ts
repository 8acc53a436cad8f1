/**
 * The syntax tree of expressions and quantities. It is the one truth for what a text means: numbers, enclosures, TeX and
 * the strings handed to the computer algebra system are all made from it.
 */
import type Fraction from 'fraction.js';
import { InputError, named } from '../errors.js';

/** Half-open range of characters [start, end) in the source text, counted from 0. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '^';

/** A numeric literal keeps its exact rational value (`1e-17` is 1/10^17) and its spelling. */
export interface NumberNode {
  readonly kind: 'number';
  readonly value: Fraction;
  readonly text: string;
  readonly span: Span;
}

/** A range name (`L`, `d`, `eps`), a bound index of an enclosing sum, or a constant (`pi`, `e`, `EulerGamma`). */
export interface NameNode {
  readonly kind: 'name';
  readonly name: string;
  readonly span: Span;
}

export interface NegateNode {
  readonly kind: 'negate';
  readonly operand: Expression;
  readonly span: Span;
}

/** `^` binds tighter than unary minus and is right-associative; the others are left-associative. */
export interface BinaryNode {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

export interface CallNode {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
  readonly span: Span;
}

/** The name of the call that `d[l]` is, which no text can spell: its arguments are l and the widths d_0, d_1, ..., d_L. */
export const widthCall = 'd[]';

/** `sum(index, from, to, body)` over the integers from..to; 0 if to < from. */
export interface SumNode {
  readonly kind: 'sum';
  readonly index: string;
  readonly from: Expression;
  readonly to: Expression;
  readonly body: Expression;
  readonly span: Span;
}

/** A functional of an observable as a leaf of an expression; only claims hold these. */
export interface QuantityNode {
  readonly kind: 'quantity';
  readonly quantity: Quantity;
  readonly span: Span;
}

/** A closed form, or a side of a claim: a tree whose leaves are numbers, names and (in claims) quantities. */
export type Expression = NumberNode | NameNode | NegateNode | BinaryNode | CallNode | SumNode | QuantityNode;

export const observableNames = [
  'forwardNorm2',
  'gradientNorm2',
  'hessianBlockNorm2',
  'hessianNorm2',
  'lambdaMin',
  'lambdaMax',
  'trace',
  'escapeTime',
] as const;
export type ObservableName = (typeof observableNames)[number];

/** An observable that is none of the program's own, as far as the language needs to know it. */
export interface ObservableDeclaration {
  /** A letter, then letters, digits and `_`; no word of the language. */
  readonly name: string;
  /** How many layer indices it takes in brackets. Default 0. */
  readonly indices?: 0 | 1 | 2;
}

/** `gradientNorm2[l]`: an observable with its layer indices (integers >= 1), in the order written. */
export type Observable =
  | {
      readonly name: ObservableName;
      readonly indices: readonly Expression[];
      readonly declaration?: undefined;
    }
  | {
      readonly name: string;
      readonly indices: readonly Expression[];
      /** The very object that the name was declared with. */
      readonly declaration: ObservableDeclaration;
    };

/**
 * The law a `lawDistance` is measured to: the normal law with this mean and variance (which may hold quantities), or the
 * exact law of the same observable for normal weights of the same gain.
 */
export type TargetLaw =
  | { readonly kind: 'normal'; readonly mean: Expression; readonly variance: Expression }
  | { readonly kind: 'exactLaw' };

interface QuantityBase {
  readonly observable: Observable;
  /** True when conditioned on a^L != 0; logMean, logVariance, lawDistance and beta3 always are. */
  readonly alive: boolean;
}

/** A functional of an observable. */
export type Quantity =
  /** E X^power (power 1 if not written). */
  | (QuantityBase & { readonly functional: 'mean'; readonly power: Expression })
  | (QuantityBase & { readonly functional: 'median' })
  /** inf{x : P(X <= x) >= level}. */
  | (QuantityBase & { readonly functional: 'quantile'; readonly level: Expression })
  | (QuantityBase & { readonly functional: 'logMean' })
  | (QuantityBase & { readonly functional: 'logVariance' })
  /** P(X >= threshold) or P(X <= threshold). */
  | (QuantityBase & {
      readonly functional: 'P';
      readonly relation: '<=' | '>=';
      readonly threshold: Expression;
    })
  /** sup_x |P(log X <= x) - target(x)|. */
  | (QuantityBase & { readonly functional: 'lawDistance'; readonly target: TargetLaw })
  /** E|Y - m|^3 / v^(3/2) of the log Y of one layer's factor X_l, as Berry-Esseen bounds need it. */
  | (QuantityBase & { readonly functional: 'beta3' });

const kinds: readonly unknown[] = Object.keys({
  number: true,
  name: true,
  negate: true,
  binary: true,
  call: true,
  sum: true,
  quantity: true,
} satisfies Record<Expression['kind'], true>);

/** @throws InputError for what plain JavaScript may pass in place of a tree, such as its text. */
export function checkExpression(given: unknown): void {
  if (typeof given === 'object' && given !== null && 'kind' in given && kinds.includes(given.kind)) return;
  throw new InputError(
    `An expression is a tree, as parseExpression makes it of a text, not ${named(given)}.`,
  );
}
