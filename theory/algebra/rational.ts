/** Expressions in exact rational arithmetic, wherever their value is rational. */
import Fraction from 'fraction.js';
import {
  type BinaryOperator,
  type CallNode,
  type Expression,
  type SumNode,
  widthCall,
} from '../expression/ast.js';
import { type Environment, lookUp } from '../expression/evaluate.js';

/** Numerators and denominators beyond this are not worth their cost: an enclosure or decimals serve there. */
const maxBits = 60_000;
/** Of all (nested) sums in one evaluation. */
const maxTerms = 2_000;
/** Squares of the bits of both operands together, added up: what greatest common divisors cost. Some tenths of a second. */
const maxWork = 4e9;

/**
 * The exact value at a point, or undefined where it is not rational, not defined, or has more than 60,000 bits. A double
 * means the dyadic number that it is: 0.1 is not 1/10.
 */
export function evaluateRational(
  expression: Expression,
  env: Environment<number | Fraction>,
  shared: RationalWork = { left: maxWork },
): Fraction | undefined {
  const work = Math.min(maxWork, shared.left);
  const allowed: Allowance = { terms: maxTerms, work };
  const value = bounded(expression, env, allowed);
  shared.left -= work - allowed.work;
  return value;
}

/** What several evaluations together may cost, in products of bits; some ten thousand million are a second. */
export interface RationalWork {
  left: number;
}

/** What is left to be spent on one evaluation. */
interface Allowance {
  terms: number;
  work: number;
}

function bounded(
  expression: Expression,
  env: Environment<number | Fraction>,
  allowed: Allowance,
): Fraction | undefined {
  const value = exactValue(expression, env, allowed);
  return value !== undefined && allowed.work >= 0 && bits(value) <= maxBits ? value : undefined;
}

/** A finite double, exactly. */
export function exactFraction(x: number): Fraction {
  let denominator = 1n;
  while (!Number.isInteger(x)) {
    x *= 2;
    denominator *= 2n;
  }
  return new Fraction(BigInt(x), denominator);
}

function bits({ n, d }: Fraction): number {
  return Math.max(n.toString(16).length, d.toString(16).length) * 4;
}

function exactValue(
  node: Expression,
  env: Environment<number | Fraction>,
  allowed: Allowance,
): Fraction | undefined {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'name': {
      const value = lookUp(env, node.name);
      if (typeof value !== 'number') return value;
      return Number.isFinite(value) ? exactFraction(value) : undefined;
    }
    case 'negate':
      return bounded(node.operand, env, allowed)?.neg();
    case 'binary': {
      const left = bounded(node.left, env, allowed);
      const right = left && bounded(node.right, env, allowed);
      if (left === undefined || right === undefined) return undefined;
      spend(allowed, left, right);
      if (node.operator === '^') spendOnPower(allowed, left, right);
      return allowed.work < 0 ? undefined : combine(node.operator, left, right);
    }
    case 'call':
      return called(node, env, allowed);
    case 'sum':
      return summed(node, env, allowed);
    case 'quantity':
      return undefined;
  }
}

/** A power's own size is limited in `raised`. */
function spend(allowed: Allowance, left: Fraction, right: Fraction): void {
  allowed.work -= (bits(left) + bits(right)) ** 2;
}

/** The library seeks a common divisor of a power of a fraction, too: as dear as its own size, unless that is refused. */
function spendOnPower(allowed: Allowance, base: Fraction, exponent: Fraction): void {
  const size = bits(base) * Number(exponent.n);
  if (base.d !== 1n && size <= maxBits) allowed.work -= size ** 2;
}

function combine(operator: BinaryOperator, left: Fraction, right: Fraction): Fraction | undefined {
  switch (operator) {
    case '+':
      return left.add(right);
    case '-':
      return left.sub(right);
    case '*':
      return left.mul(right);
    case '/':
      return right.n === 0n ? undefined : left.div(right);
    case '^':
      return raised(left, right);
  }
}

function raised(base: Fraction, exponent: Fraction): Fraction | undefined {
  if (exponent.n === 0n) return new Fraction(1);
  if (base.n === 0n) return exponent.s > 0n ? base : undefined;
  if (base.n === 1n && base.d === 1n && exponent.d === 1n) {
    return base.s > 0n || exponent.n % 2n === 0n ? base.abs() : base;
  }
  if (exponent.d === 2n) {
    const root = squareRoot(base);
    return root && raised(root, exponent.mul(2));
  }
  if (exponent.d !== 1n || bits(base) * Number(exponent.n) > maxBits) return undefined;
  return base.pow(exponent) ?? undefined;
}

function squareRoot(value: Fraction): Fraction | undefined {
  if (value.s < 0n) return undefined;
  const [numerator, denominator] = [integerRoot(value.n), integerRoot(value.d)];
  if (numerator === undefined || denominator === undefined) return undefined;
  return new Fraction(numerator, denominator);
}

/** The square root of a square, by Newton's iteration in integers; undefined for any other number. */
function integerRoot(n: bigint): bigint | undefined {
  if (n < 2n) return n;
  let x = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (x + n / x) / 2n;
    if (next >= x) return x * x === n ? x : undefined;
    x = next;
  }
}

function called(
  { name, args }: CallNode,
  env: Environment<number | Fraction>,
  allowed: Allowance,
): Fraction | undefined {
  const values: Fraction[] = [];
  for (const arg of args) {
    const value = bounded(arg, env, allowed);
    if (value === undefined) return undefined;
    values.push(value);
  }
  const [first, second] = values as [Fraction, Fraction];
  switch (name) {
    case widthCall:
      return first.d === 1n && first.s >= 0n ? values[Number(first.n) + 1] : undefined;
    case 'abs':
      return first.abs();
    case 'floor':
      return first.floor();
    case 'ceil':
      return first.ceil();
    case 'min':
      return values.reduce((a, b) => (a.compare(b) <= 0 ? a : b));
    case 'max':
      return values.reduce((a, b) => (a.compare(b) >= 0 ? a : b));
    case 'sqrt':
      return squareRoot(first);
    case 'binomial':
      return binomial(first, second);
    default:
      return undefined;
  }
}

/** For integers 0 <= k <= n; other arguments go through the gamma function and are left to enclosures. */
function binomial(n: Fraction, k: Fraction): Fraction | undefined {
  const isCount = (x: Fraction) => x.d === 1n && x.s >= 0n && x.n <= 4000n;
  if (!isCount(n) || !isCount(k) || k.n > n.n) return undefined;
  let result = 1n;
  for (let i = 1n; i <= k.n; i++) result = (result * (n.n - k.n + i)) / i;
  return new Fraction(result, 1n);
}

function summed(
  node: SumNode,
  env: Environment<number | Fraction>,
  allowed: Allowance,
): Fraction | undefined {
  const [from, to] = [bounded(node.from, env, allowed), bounded(node.to, env, allowed)];
  if (from === undefined || to === undefined || from.d !== 1n || to.d !== 1n) return undefined;
  if (to.sub(from).compare(allowed.terms) > 0) return undefined;
  const inner = new Map<string, number | Fraction>(env instanceof Map ? env : Object.entries(env));
  let total = new Fraction(0);
  for (let index = from; index.compare(to) <= 0; index = index.add(1)) {
    allowed.terms -= 1;
    if (allowed.terms < 0) return undefined;
    const term = bounded(node.body, inner.set(node.index, index), allowed);
    if (term === undefined) return undefined;
    spend(allowed, total, term);
    if (allowed.work < 0) return undefined;
    total = total.add(term);
  }
  return total;
}
