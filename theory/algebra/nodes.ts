/** Syntax trees made by algebra rather than parsed: they stand nowhere in a text. */
import Fraction from 'fraction.js';
import type { BinaryOperator, Expression } from '../expression/ast.js';

const span = { start: 0, end: 0 };

/** Any rational, negative ones too; toText brackets it where needed. */
export function rational(value: Fraction | number): Expression {
  const exact = typeof value === 'number' ? new Fraction(value) : value;
  return { kind: 'number', value: exact, text: exact.toFraction(), span };
}

export const named = (name: string): Expression => ({ kind: 'name', name, span });

export const call = (name: string, ...args: readonly Expression[]): Expression => ({
  kind: 'call',
  name,
  args,
  span,
});

const isNumber = (node: Expression, value: number): boolean =>
  node.kind === 'number' && node.value.equals(value);

function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { kind: 'binary', operator, left, right, span };
}

export function plus(left: Expression, right: Expression): Expression {
  if (isNumber(left, 0)) return right;
  if (isNumber(right, 0)) return left;
  return right.kind === 'negate' ? binary('-', left, right.operand) : binary('+', left, right);
}

export function minus(left: Expression, right: Expression): Expression {
  return isNumber(right, 0) ? left : plus(left, negated(right));
}

export function negated(node: Expression): Expression {
  if (node.kind === 'negate') return node.operand;
  return node.kind === 'number' ? rational(node.value.neg()) : { kind: 'negate', operand: node, span };
}

/** 0 * x is 0: callers use it where x has a value. */
export function times(left: Expression, right: Expression): Expression {
  if (isNumber(left, 0) || isNumber(right, 0)) return rational(0);
  if (isNumber(left, 1)) return right;
  if (isNumber(right, 1)) return left;
  if (isNumber(left, -1)) return negated(right);
  return binary('*', left, right);
}

export function over(left: Expression, right: Expression): Expression {
  return isNumber(right, 1) ? left : binary('/', left, right);
}

export function power(base: Expression, exponent: Expression): Expression {
  return isNumber(exponent, 1) ? base : binary('^', base, exponent);
}
