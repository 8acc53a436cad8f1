/** Expressions in L and d that are sums of rational multiples of L^i d^j, whole i and j: what claims about all widths may state. */
import Fraction from 'fraction.js';
import type { Expression } from '../expression/ast.js';

/** Coefficients by `i j`; none is 0. */
type Laurent = ReadonlyMap<string, Fraction>;

export interface LaurentTerm {
  readonly powerOfL: number;
  readonly powerOfD: number;
  readonly coefficient: Fraction;
}

/** Beyond these, expressions are of no use here and only cost time. */
const largestPower = 64;
const mostTerms = 100;
const mostBits = 4000;

/** The terms of an expression, or undefined where it is not of this form. */
export function laurentTerms(expression: Expression): LaurentTerm[] | undefined {
  const terms = laurentOf(expression);
  return (
    terms &&
    [...terms].map(([key, coefficient]) => {
      const [powerOfL, powerOfD] = key.split(' ').map(Number);
      return { powerOfL: powerOfL!, powerOfD: powerOfD!, coefficient };
    })
  );
}

function laurentOf(node: Expression): Laurent | undefined {
  switch (node.kind) {
    case 'number':
      return only(0, 0, node.value);
    case 'name':
      if (node.name === 'L') return only(1, 0, new Fraction(1));
      return node.name === 'd' ? only(0, 1, new Fraction(1)) : undefined;
    case 'negate':
      return both(only(0, 0, new Fraction(-1)), laurentOf(node.operand), product);
    case 'binary': {
      const left = laurentOf(node.left);
      const right = laurentOf(node.right);
      if (node.operator === '+') return both(left, right, sum);
      if (node.operator === '*') return both(left, right, product);
      if (node.operator === '-')
        return both(left, right, (a, b) => sum(a, product(only(0, 0, new Fraction(-1)), b)));
      if (node.operator === '/') return both(left, right && inverse(right), product);
      return both(left, right, raised);
    }
    default:
      return undefined;
  }
}

function only(i: number, j: number, coefficient: Fraction): Laurent {
  return new Map(coefficient.equals(0) ? [] : [[`${i} ${j}`, coefficient]]);
}

function both(
  a: Laurent | undefined,
  b: Laurent | undefined,
  combine: (a: Laurent, b: Laurent) => Laurent | undefined,
): Laurent | undefined {
  const result = a && b && combine(a, b);
  return result !== undefined && isModest(result) ? result : undefined;
}

function isModest(a: Laurent): boolean {
  if (a.size > mostTerms) return false;
  const bits = (n: bigint) => 4 * n.toString(16).length;
  return [...a].every(
    ([key, { n, d }]) =>
      key.split(' ').every((power) => Math.abs(Number(power)) <= largestPower) &&
      bits(n) + bits(d) <= mostBits,
  );
}

function sum(a: Laurent, b: Laurent): Laurent {
  const total = new Map(a);
  for (const [key, coefficient] of b) {
    const value = coefficient.add(total.get(key) ?? 0);
    if (value.equals(0)) total.delete(key);
    else total.set(key, value);
  }
  return total;
}

function product(a: Laurent, b: Laurent): Laurent {
  const total = new Map<string, Fraction>();
  for (const [first, x] of a) {
    for (const [second, y] of b) {
      const [i, j] = first.split(' ').map(Number);
      const [k, l] = second.split(' ').map(Number);
      const key = `${i! + k!} ${j! + l!}`;
      total.set(key, x.mul(y).add(total.get(key) ?? 0));
    }
  }
  for (const [key, coefficient] of total) if (coefficient.equals(0)) total.delete(key);
  return total;
}

/** Of a single term. */
function inverse(a: Laurent): Laurent | undefined {
  const [term, further] = [...a];
  if (term === undefined || further !== undefined) return undefined;
  const [i, j] = term[0].split(' ').map(Number);
  return only(-i!, -j!, term[1].inverse());
}

function raised(base: Laurent, exponent: Laurent): Laurent | undefined {
  const value = exponent.size === 0 ? new Fraction(0) : exponent.size === 1 ? exponent.get('0 0') : undefined;
  if (value === undefined || value.d !== 1n || value.abs().compare(largestPower) > 0) return undefined;
  const power = Number(value.s * value.n);
  const factor = power < 0 ? inverse(base) : base;
  let result: Laurent | undefined = only(0, 0, new Fraction(1));
  for (let k = 0; k < Math.abs(power); k++) result = both(result, factor, product);
  return result;
}
