/** Random identities, true by construction, and false ones that differ from a true one by one unit in one number. */
import Fraction from 'fraction.js';
import type { Expression } from '../../../theory/expression/ast.js';
import { binary, name, negate } from '../expression/trees.js';

/** A linear congruential generator (Numerical Recipes), so that every run sees the same cases. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function integer(value: number): Expression {
  return { kind: 'number', value: new Fraction(value), text: String(value), span: { start: 0, end: 0 } };
}

export class Source {
  constructor(readonly random: () => number) {}

  below(n: number): number {
    return Math.floor(this.random() * n);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** A rational expression in L, d, x, defined for L, d >= 1 and x > 0, with powers of whole and symbolic exponents. */
  expression(depth: number): Expression {
    if (depth === 0) return this.pick([name('L'), name('d'), name('x'), integer(1 + this.below(9))]);
    const [a, b] = [this.expression(depth - 1), this.expression(depth - 1)];
    switch (this.below(7)) {
      case 0:
      case 1:
        return binary('+', a, b);
      case 2:
        return binary('-', a, b);
      case 3:
        return binary('*', a, b);
      case 4:
        return binary('/', a, this.positive());
      case 5:
        return binary('^', a, integer(2));
      default:
        return binary(
          '^',
          this.positive(),
          this.pick([name('L'), negate(name('d')), binary('+', name('L'), name('d'))]),
        );
    }
  }

  /** Positive wherever L, d >= 1 and x > 0. */
  positive(): Expression {
    const variable = name(this.pick(['d', 'L', 'x']));
    const shift = integer(1 + this.below(9));
    return this.pick([
      variable,
      binary('+', variable, shift),
      binary('+', integer(1), binary('/', shift, variable)),
    ]);
  }

  /** Another way to write the same thing: each node may be rewritten by a rule that keeps its value. */
  rewrite(node: Expression): Expression {
    if (node.kind !== 'binary') return this.random() < 0.1 ? this.disguise(node) : node;
    // Exponents stay whole, so that both sides have exact values.
    const right = node.operator === '^' ? node.right : this.rewrite(node.right);
    const rewritten = this.rule(binary(node.operator, this.rewrite(node.left), right));
    return this.random() < 0.1 ? this.disguise(rewritten) : rewritten;
  }

  private rule(node: Extract<Expression, { kind: 'binary' }> | Expression): Expression {
    if (node.kind !== 'binary') return node;
    const { operator, left: a, right: b } = node;
    switch (operator) {
      case '+':
        return binary('+', b, a);
      case '-':
        return binary('+', negate(b), a);
      case '*':
        if (a.kind === 'binary' && (a.operator === '+' || a.operator === '-')) {
          return binary(a.operator, binary('*', a.left, b), binary('*', b, a.right));
        }
        return binary('*', b, a);
      case '/':
        return binary('*', binary('/', integer(1), b), a);
      case '^':
        return this.rewritePower(a, b);
    }
  }

  private rewritePower(base: Expression, exponent: Expression): Expression {
    if (exponent.kind === 'number') return binary('*', base, base);
    if (exponent.kind === 'negate') return binary('/', integer(1), binary('^', base, exponent.operand));
    if (exponent.kind === 'binary') {
      return binary('*', binary('^', base, exponent.left), binary('^', base, exponent.right));
    }
    return binary('/', binary('^', base, binary('+', exponent, integer(1))), base);
  }

  /** a + b - b, a * b / b, or (a + 1)^2 - (a^2 + 2 a + 1) + a. */
  private disguise(node: Expression): Expression {
    const other = this.positive();
    switch (this.below(3)) {
      case 0:
        return binary('-', binary('+', node, other), other);
      case 1:
        return binary('/', binary('*', other, node), other);
      default: {
        const square = binary('^', binary('+', other, integer(1)), integer(2));
        const terms = binary(
          '+',
          binary('^', other, integer(2)),
          binary('+', binary('*', integer(2), other), integer(1)),
        );
        return binary('+', binary('-', square, terms), node);
      }
    }
  }

  /** The same expression with one of its numbers one larger. */
  nudge(node: Expression): Expression {
    let left = this.below(count(node));
    const visit = (here: Expression): Expression => {
      if (here.kind === 'number') return left-- === 0 ? integer(here.value.valueOf() + 1) : here;
      if (here.kind === 'negate') return negate(visit(here.operand));
      return here.kind === 'binary' ? binary(here.operator, visit(here.left), visit(here.right)) : here;
    };
    return visit(node);
  }
}

export function count(node: Expression): number {
  if (node.kind === 'number') return 1;
  if (node.kind === 'negate') return count(node.operand);
  return node.kind === 'binary' ? count(node.left) + count(node.right) : 0;
}
