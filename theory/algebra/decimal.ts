/** Elementary expressions to any number of digits, as a second opinion on what the algebra says. */
import { Decimal } from 'decimal.js';
import type Fraction from 'fraction.js';
import { type BinaryOperator, type CallNode, type Expression, widthCall } from '../expression/ast.js';

type Arithmetic = typeof Decimal;

/** Digits of all terms of sums together: 500 terms of 40 digits in one evaluation. */
const maxDigitsOfTerms = 20_000;

const arithmetics = new Map<number, Arithmetic>();

function arithmeticOf(digits: number): Arithmetic {
  let arithmetic = arithmetics.get(digits);
  if (arithmetic === undefined) {
    // Ten guard digits; the range of exponents is as large as the library has it.
    arithmetic = Decimal.clone({ precision: digits + 10, maxE: 9e15, minE: -9e15, defaults: true });
    arithmetics.set(digits, arithmetic);
  }
  return arithmetic;
}

/** Thrown inside for a function that has no decimal routine here: nothing is known about the value. */
class NoRoutine extends Error {}

/**
 * The value with about this many digits (fewer after cancellation); undefined if it uses functions other than exp, log,
 * sqrt, abs, min, max, floor, ceil; NaN or an infinity outside the domain.
 */
export function evaluateDecimal(
  expression: Expression,
  env: ReadonlyMap<string, Fraction>,
  digits: number,
  shared: DigitsOfTerms = { left: maxDigitsOfTerms },
): Decimal | undefined {
  const arithmetic = arithmeticOf(digits);
  const values = new Map([...env].map(([name, value]) => [name, decimalOf(arithmetic, value)]));
  try {
    return new Evaluation(arithmetic, shared).value(expression, values);
  } catch (error) {
    if (error instanceof NoRoutine || isDigitLimit(error)) return undefined;
    throw error;
  }
}

/** decimal.js has 1025 digits of log 10 and pi, and an exponent of many digits takes as many more of them. */
function isDigitLimit(error: unknown): boolean {
  return error instanceof Error && error.message === '[DecimalError] Precision limit exceeded';
}

function decimalOf(arithmetic: Arithmetic, { n, d, s }: Fraction): Decimal {
  return new arithmetic((s < 0n ? -n : n).toString()).div(d.toString());
}

/** decimal.js works for minutes on exp(1e10); such a point is left to enclosures. */
const isSlowExponent = (x: Decimal): boolean => x.abs().gt(1e6);

/** What the terms of sums of several evaluations may cost together. */
export interface DigitsOfTerms {
  left: number;
}

class Evaluation {
  #digitsLeft = maxDigitsOfTerms;

  constructor(
    readonly arithmetic: Arithmetic,
    readonly shared: DigitsOfTerms,
  ) {}

  value(node: Expression, env: ReadonlyMap<string, Decimal>): Decimal {
    switch (node.kind) {
      case 'number':
        return decimalOf(this.arithmetic, node.value);
      case 'name':
        return env.get(node.name) ?? this.constant(node.name);
      case 'negate':
        return this.value(node.operand, env).neg();
      case 'binary':
        return this.combine(node.operator, this.value(node.left, env), this.value(node.right, env));
      case 'call':
        return this.call(node, env);
      case 'sum': {
        const [from, to] = [this.value(node.from, env), this.value(node.to, env)];
        if (!from.isInteger() || !to.isInteger()) throw new NoRoutine();
        let total = new this.arithmetic(0);
        for (let index = from; index.lte(to); index = index.plus(1)) {
          this.#digitsLeft -= this.arithmetic.precision;
          this.shared.left -= this.arithmetic.precision;
          if (Math.min(this.#digitsLeft, this.shared.left) < 0) throw new NoRoutine();
          total = total.plus(this.value(node.body, new Map(env).set(node.index, index)));
        }
        return total;
      }
      case 'quantity':
        throw new NoRoutine();
    }
  }

  constant(name: string): Decimal {
    if (name === 'e') return this.arithmetic.exp(1);
    if (name === 'pi') return this.arithmetic.acos(-1);
    throw new NoRoutine();
  }

  combine(operator: BinaryOperator, left: Decimal, right: Decimal): Decimal {
    switch (operator) {
      case '+':
        return left.plus(right);
      case '-':
        return left.minus(right);
      case '*':
        return left.times(right);
      case '/':
        return left.div(right);
      case '^':
        if (!right.isInteger() && left.gt(0) && isSlowExponent(right.times(left.ln()))) throw new NoRoutine();
        return left.pow(right);
    }
  }

  call({ name, args }: CallNode, env: ReadonlyMap<string, Decimal>): Decimal {
    const values = args.map((arg) => this.value(arg, env));
    const [first] = values as [Decimal];
    switch (name) {
      case widthCall: {
        const width = first.isInteger() && first.gte(0) ? values[first.toNumber() + 1] : undefined;
        if (width === undefined) throw new NoRoutine();
        return width;
      }
      case 'exp':
        if (isSlowExponent(first)) throw new NoRoutine();
        return first.exp();
      case 'log':
        return first.ln();
      case 'sqrt':
        return first.sqrt();
      case 'abs':
        return first.abs();
      case 'floor':
        return first.floor();
      case 'ceil':
        return first.ceil();
      case 'min':
        return values.reduce((a, b) => this.arithmetic.min(a, b));
      case 'max':
        return values.reduce((a, b) => this.arithmetic.max(a, b));
      default:
        throw new NoRoutine();
    }
  }
}
