/**
 * Polynomials over opaque symbols, numbered from 0, with rational coefficients and rational exponents >= 0: as trees (what
 * was asked) and as lists of monomials (expanded). A fractional power is a symbol of its own kind: x^(3/2) is the third
 * power of x^(1/2), which nothing but its definition (see atoms.ts) ties to x.
 */
import Fraction from 'fraction.js';

export type Tree =
  | { readonly kind: 'constant'; readonly value: Fraction }
  | { readonly kind: 'power'; readonly atom: number; readonly exponent: Fraction }
  | { readonly kind: 'sum' | 'product'; readonly parts: readonly Tree[] };

/** Symbol -> exponent, none of them 0. */
export type Powers = ReadonlyMap<number, Fraction>;

export interface Monomial {
  readonly coefficient: Fraction;
  readonly powers: Powers;
}

/** Monomials of different powers, none with the coefficient 0, in a fixed order. */
export type Expanded = readonly Monomial[];

export const noPowers: Powers = new Map();

export const constant = (value: Fraction | number): Tree => ({
  kind: 'constant',
  value: new Fraction(value),
});

export const one = constant(1);

const isConstant = (tree: Tree, value: number): boolean =>
  tree.kind === 'constant' && tree.value.equals(value);

export function sumOf(parts: readonly Tree[]): Tree {
  const terms = parts.filter((part) => !isConstant(part, 0));
  if (terms.length === 1) return terms[0]!;
  return terms.length === 0 ? constant(0) : { kind: 'sum', parts: terms };
}

export function productOf(parts: readonly Tree[]): Tree {
  if (parts.some((part) => isConstant(part, 0))) return constant(0);
  const factors = parts.filter((part) => !isConstant(part, 1));
  if (factors.length === 1) return factors[0]!;
  return factors.length === 0 ? one : { kind: 'product', parts: factors };
}

export function treeOfPowers(powers: Powers): Tree {
  return productOf([...powers].map(([atom, exponent]): Tree => ({ kind: 'power', atom, exponent })));
}

export function treeOf(expanded: Expanded): Tree {
  return sumOf(
    expanded.map(({ coefficient, powers }) => productOf([constant(coefficient), treeOfPowers(powers)])),
  );
}

/** a * b^exponent. */
export function multiplyPowers(a: Powers, b: Powers, exponent = new Fraction(1)): Powers {
  const product = new Map(a);
  for (const [atom, power] of b) {
    const total = (product.get(atom) ?? new Fraction(0)).add(power.mul(exponent));
    if (total.n === 0n) product.delete(atom);
    else product.set(atom, total);
  }
  return product;
}

/** The largest common divisor of several power products, exponents of either sign: what can be taken out of their sum. */
export function commonPowers(several: readonly Powers[]): Powers {
  const common = new Map<number, Fraction>();
  for (const atom of new Set(several.flatMap((powers) => [...powers.keys()]))) {
    const exponents = several.map((powers) => powers.get(atom) ?? new Fraction(0));
    const least = exponents.reduce((x, y) => (x.compare(y) <= 0 ? x : y));
    if (least.n !== 0n) common.set(atom, least);
  }
  return common;
}

/** Equal power products have equal keys. */
export function keyOf(powers: Powers): string {
  return [...powers]
    .sort(([a], [b]) => a - b)
    .map(([atom, exponent]) => `${atom}^${exponent.toFraction()}`)
    .join(' ');
}

/** Sums up equal monomials, drops zeros, and orders by key, so that equal polynomials become equal lists. */
export function collect(monomials: Iterable<Monomial>): Expanded {
  const byKey = new Map<string, Monomial>();
  for (const { coefficient, powers } of monomials) {
    const key = keyOf(powers);
    const before = byKey.get(key);
    byKey.set(key, { powers, coefficient: before ? before.coefficient.add(coefficient) : coefficient });
  }
  return [...byKey]
    .filter(([, { coefficient }]) => coefficient.n !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, monomial]) => monomial);
}

export function multiplyMonomials(a: Monomial, b: Monomial): Monomial {
  return { coefficient: a.coefficient.mul(b.coefficient), powers: multiplyPowers(a.powers, b.powers) };
}

export function multiply(a: Expanded, b: Expanded): Expanded {
  return collect(a.flatMap((x) => b.map((y) => multiplyMonomials(x, y))));
}

/** The symbols of a tree, each with the least common denominator of its exponents. */
export function denominatorsOf(tree: Tree, found = new Map<number, bigint>()): Map<number, bigint> {
  if (tree.kind === 'power') {
    found.set(tree.atom, leastCommonMultiple(found.get(tree.atom) ?? 1n, tree.exponent.d));
  } else if (tree.kind !== 'constant') {
    for (const part of tree.parts) denominatorsOf(part, found);
  }
  return found;
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y > 0n) [x, y] = [y, x % y];
  return (a / x) * b;
}

/** a / b where it is a polynomial, else undefined: long division by the lexicographically largest monomial. */
export function divideExactly(a: Expanded, b: Expanded): Expanded | undefined {
  const atoms = [...new Set([...a, ...b].flatMap(({ powers }) => [...powers.keys()]))].sort((x, y) => x - y);
  const divisor = leading(b, atoms);
  const quotient: Monomial[] = [];
  // The degree of each quotient term falls in this order; a division with remainder stops at the first term not divisible.
  for (let rest = a; rest.length > 0; ) {
    const dividend = leading(rest, atoms);
    const powers = multiplyPowers(dividend.powers, divisor.powers, new Fraction(-1));
    if ([...powers.values()].some((exponent) => exponent.s < 0n)) return undefined;
    const term = { coefficient: dividend.coefficient.div(divisor.coefficient), powers };
    quotient.push(term);
    const negative = { coefficient: term.coefficient.neg(), powers };
    const product = b.map((monomial) => multiplyMonomials(monomial, negative));
    rest = collect([...rest, ...product]);
  }
  return collect(quotient);
}

function leading(expanded: Expanded, atoms: readonly number[]): Monomial {
  const none = new Fraction(0);
  return expanded.reduce((a, b) => {
    for (const atom of atoms) {
      const order = (a.powers.get(atom) ?? none).compare(b.powers.get(atom) ?? none);
      if (order !== 0) return order > 0 ? a : b;
    }
    return a;
  });
}
