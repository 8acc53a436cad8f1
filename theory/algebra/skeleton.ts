/** An expression as a rational function of its leaves: all that is not + - * / or a whole power is a leaf x0, x1, ... */
import type { Expression } from '../expression/ast.js';
import { toText } from '../expression/text.js';
import { parseExpression } from '../language/parse-claim.js';
import { AlgebraFault, Undecided } from './faults.js';
import { evaluateRational } from './rational.js';
import { inverseModulo, modularPower, prime, randomResidue, residueOf } from './residue.js';

const maxText = 10_000;
const maxPower = 1000;

export class Skeleton {
  readonly leaves: readonly Expression[];
  readonly text: string;
  readonly #numbers = new Map<string, number>();

  constructor(expression: Expression) {
    const leaves: Expression[] = [];
    this.text = this.#write(expression, leaves);
    this.leaves = leaves;
    if (this.text.length > maxText) throw new Undecided('The expression is too long for the algebra system.');
  }

  /** An answer over x0, x1, ... with the leaves put back. */
  read(answer: string): Expression {
    return this.#putBack(parseAnswer(answer));
  }

  #write(node: Expression, leaves: Expression[]): string {
    const value = evaluateRational(node, {});
    if (value !== undefined) return `(${value.toFraction()})`;
    if (node.kind === 'negate') return `(-${this.#write(node.operand, leaves)})`;
    if (node.kind === 'binary') {
      const exponent = node.operator === '^' ? evaluateRational(node.right, {}) : undefined;
      if (exponent?.d === 1n && exponent.abs().compare(maxPower) <= 0) {
        return `(${this.#write(node.left, leaves)}^(${exponent.toFraction()}))`;
      }
      if (node.operator !== '^') {
        return `(${this.#write(node.left, leaves)}${node.operator}${this.#write(node.right, leaves)})`;
      }
    }
    const key = toText(node);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = leaves.push(node) - 1;
      this.#numbers.set(key, number);
    }
    return `x${number}`;
  }

  #putBack(node: Expression): Expression {
    switch (node.kind) {
      case 'name':
        return this.leaves[Number(node.name.slice(1))]!;
      case 'negate':
        return { ...node, operand: this.#putBack(node.operand) };
      case 'binary':
        return { ...node, left: this.#putBack(node.left), right: this.#putBack(node.right) };
      default:
        return node;
    }
  }
}

function parseAnswer(text: string): Expression {
  try {
    return parseExpression(text, { names: [...new Set(text.match(/x\d+/g) ?? [])] });
  } catch (error) {
    throw new Undecided(`The answer could not be read: ${String(error).slice(0, 120)}`);
  }
}

/**
 * Throws AlgebraFault unless `answer` is the derivative of `text` by x<leaf>: both at a pseudo-random point modulo a large
 * prime, the derivative by dual numbers.
 */
export function confirmDerivative(text: string, leaf: number, answer: string): void {
  const asked = dual(parseAnswer(text), leaf);
  const answered = dual(parseAnswer(answer), leaf);
  if (asked.slope !== answered.value)
    throw new AlgebraFault(`A wrong derivative by x${leaf} of ${text.slice(0, 120)}`);
}

interface Dual {
  readonly value: bigint;
  readonly slope: bigint;
}

function dual(node: Expression, leaf: number): Dual {
  if (node.kind === 'number') return { value: residueOf(node.value), slope: 0n };
  if (node.kind === 'name') {
    const number = Number(node.name.slice(1));
    return { value: randomResidue(number), slope: number === leaf ? 1n : 0n };
  }
  if (node.kind === 'negate') {
    const { value, slope } = dual(node.operand, leaf);
    return { value: modulo(-value), slope: modulo(-slope) };
  }
  if (node.kind !== 'binary') throw new AlgebraFault('The answer is not a rational function.');
  const a = dual(node.left, leaf);
  if (node.operator === '^') {
    const exponent = evaluateRational(node.right, {});
    if (exponent?.d !== 1n) throw new AlgebraFault('The answer has a fractional power.');
    return powerOf(exponent.s < 0n ? inverse(a) : a, exponent.n);
  }
  const b = dual(node.right, leaf);
  switch (node.operator) {
    case '+':
      return { value: modulo(a.value + b.value), slope: modulo(a.slope + b.slope) };
    case '-':
      return { value: modulo(a.value - b.value), slope: modulo(a.slope - b.slope) };
    case '*':
      return product(a, b);
    case '/':
      return product(a, inverse(b));
  }
}

const modulo = (x: bigint): bigint => ((x % prime) + prime) % prime;

const product = (a: Dual, b: Dual): Dual => ({
  value: modulo(a.value * b.value),
  slope: modulo(a.value * b.slope + a.slope * b.value),
});

function inverse({ value, slope }: Dual): Dual {
  const reciprocal = inverseModulo(value);
  return { value: reciprocal, slope: modulo(-slope * reciprocal * reciprocal) };
}

function powerOf({ value, slope }: Dual, n: bigint): Dual {
  if (n === 0n) return { value: 1n, slope: 0n };
  const lower = modularPower(value, n - 1n);
  return { value: modulo(lower * value), slope: modulo(n * lower * slope) };
}
