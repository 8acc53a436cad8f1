/** The exact arithmetic that the expansions are written in: polynomials, and power series cut off at an order. */
import Fraction from 'fraction.js';

/** A commutative ring that holds the rationals. */
export interface Ring<T> {
  readonly zero: T;
  readonly one: T;
  add(a: T, b: T): T;
  multiply(a: T, b: T): T;
  scale(a: T, factor: Fraction): T;
}

/** Coefficients of 1, t, t^2, ...; the length is not fixed, so that degrees grow as needed. */
export type Polynomial = readonly Fraction[];

const zero = new Fraction(0);
const one = new Fraction(1);

export const polynomials: Ring<Polynomial> = {
  zero: [],
  one: [one],
  add: (a, b) =>
    Array.from({ length: Math.max(a.length, b.length) }, (_, k) => (a[k] ?? zero).add(b[k] ?? zero)),
  multiply(a, b) {
    if (a.length === 0 || b.length === 0) return [];
    const product = Array.from({ length: a.length + b.length - 1 }, () => zero);
    a.forEach((x, i) => {
      b.forEach((y, j) => {
        product[i + j] = product[i + j]!.add(x.mul(y));
      });
    });
    return product;
  },
  scale: (a, factor) => a.map((x) => x.mul(factor)),
};

/** Horner's rule. */
export function valueOfPolynomial(polynomial: Polynomial, at: Fraction): Fraction {
  return polynomial.reduceRight((value, coefficient) => value.mul(at).add(coefficient), zero);
}

/** Coefficients of 1, x, ..., x^order over a ring; products drop what is beyond. */
export function powerSeries<T>(ring: Ring<T>, order: number): Ring<readonly T[]> {
  const constant = (value: T): readonly T[] =>
    Array.from({ length: order + 1 }, (_, k) => (k === 0 ? value : ring.zero));
  return {
    zero: constant(ring.zero),
    one: constant(ring.one),
    add: (a, b) => a.map((x, k) => ring.add(x, b[k]!)),
    multiply: (a, b) =>
      a.map((_, k) => {
        let sum = ring.zero;
        for (let i = 0; i <= k; i++) sum = ring.add(sum, ring.multiply(a[i]!, b[k - i]!));
        return sum;
      }),
    scale: (a, factor) => a.map((x) => ring.scale(x, factor)),
  };
}
