/** Syntax trees built by hand, so that tests of expressions do not depend on the parser. */
import Fraction from 'fraction.js';
import type { BinaryOperator, Expression } from '../../../theory/expression/ast.js';

const span = { start: 0, end: 0 };

/** A decimal with an optional exponent, exactly. */
export function number(text: string): Expression {
  const [digits, exponent = '0'] = text.split(/e/i);
  const scale = new Fraction(10).pow(Number(exponent))!;
  return { kind: 'number', value: new Fraction(digits!).mul(scale), text, span };
}
export const name = (word: string): Expression => ({ kind: 'name', name: word, span });
export const negate = (operand: Expression): Expression => ({ kind: 'negate', operand, span });
export const binary = (operator: BinaryOperator, left: Expression, right: Expression): Expression => ({
  kind: 'binary',
  operator,
  left,
  right,
  span,
});
export const call = (word: string, ...args: Expression[]): Expression => ({
  kind: 'call',
  name: word,
  args,
  span,
});
export const sum = (index: string, from: Expression, to: Expression, body: Expression): Expression => ({
  kind: 'sum',
  index,
  from,
  to,
  body,
  span,
});
export const median: Expression = {
  kind: 'quantity',
  quantity: { functional: 'median', observable: { name: 'forwardNorm2', indices: [] }, alive: true },
  span,
};

/** A number's text (`1/2` means the quotient), a name, or an operator with its operands, as the references write them. */
export type Sketch = string | readonly [string, ...Sketch[]];

/** The tree of a sketch: `['+', 'L', ['exp', '2']]`. */
export function tree(sketch: Sketch): Expression {
  if (typeof sketch === 'string') {
    if (/^[a-zA-Z]/.test(sketch)) return name(sketch);
    const [top, bottom] = sketch.split('/');
    return bottom === undefined ? number(sketch) : binary('/', number(top!), number(bottom));
  }
  const [operator, ...operands] = sketch;
  const [first, ...rest] = operands.map(tree);
  if (operator === 'neg') return negate(first!);
  if (['+', '-', '*', '/', '^'].includes(operator))
    return binary(operator as BinaryOperator, first!, rest[0]!);
  return call(operator, first!, ...rest);
}
