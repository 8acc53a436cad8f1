import type { Expression, Span } from './ast.js';
import { toText } from './text.js';

/** A (sub-)expression that has no finite real value at a point, or cannot be told from one that has none. */
export class NotFinite extends Error {
  override readonly name = 'NotFinite';
  /** The sub-expression in canonical text. */
  readonly text: string;
  readonly span: Span;
  /** Where the sub-expression starts in the claim's text, counted from 1. */
  readonly column: number;

  constructor(
    readonly expression: Expression,
    /** What it is instead, as a noun phrase: "the logarithm of a number that is not positive". */
    readonly reason: string,
    /** True if a quantity stands in the sub-expression, so that the claim's text alone is not to blame. */
    readonly fromQuantity: boolean,
  ) {
    const text = toText(expression);
    super(`${text} is not a finite real number: it is ${reason}`);
    this.text = text;
    this.span = expression.span;
    this.column = expression.span.start + 1;
  }
}
