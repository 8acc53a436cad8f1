/**
 * Moments of one layer's factor as polynomials in x = 1/d, from its law: X = (2/d) chi^2_N with N ~ Binomial(d, 1/2) for relu,
 * X = chi^2_d/d for linear nets. Raw moments first, then those of u = X - 1 by the binomial theorem.
 */
import { coefficient, type Polynomial, polynomial, product, scale, sum } from './polynomial.js';
import { multiply, type Rational, rational } from './rational.js';

export type Activation = 'relu' | 'linear';

/** A polynomial in a variable other than x: d, or the number N of active units. */
type InAnother = Polynomial;

/** a (a + step) (a + 2 step) ... with k factors, as a polynomial in a. */
function rising(k: number, step: number): InAnother {
  let value = polynomial([rational(1)]);
  for (let i = 0; i < k; i++) value = product(value, polynomial([rational(i * step), rational(1)]));
  return value;
}

/**
 * E p(N) as a polynomial in d: N^k = sum of S(k, j) N (N-1) ... (N-j+1) with Stirling's numbers of the second kind, whose
 * expectations are d (d-1) ... (d-j+1)/2^j.
 */
function expectation(p: InAnother): InAnother {
  const terms: Polynomial[] = [];
  // Row k of Stirling's numbers: S(k, j) = S(k-1, j-1) + j S(k-1, j).
  let stirling = [1n];
  for (let k = 0; k < p.num.length; k++) {
    if (k > 0)
      stirling = Array.from(
        { length: k + 1 },
        (_, j) => (stirling[j - 1] ?? 0n) + BigInt(j) * (stirling[j] ?? 0n),
      );
    for (let j = 0; j <= k; j++) {
      const factor = multiply(coefficient(p, k), rational(stirling[j]!, 1n << BigInt(j)));
      terms.push(scale(factor, rising(j, -1)));
    }
  }
  return sum(...terms);
}

/** p(d)/d^k as a polynomial in x, for p of degree k at most: its coefficients in the opposite order. */
function overPower(p: InAnother, k: number): Polynomial {
  return polynomial(Array.from({ length: k + 1 }, (_, i) => coefficient(p, k - i)));
}

/** Moments of Y - 1 from those of Y, both [k] -> k-th moment: E (Y-1)^k = sum of C(k, i) (-1)^(k-i) E Y^i. */
function aboutOne(raw: readonly Polynomial[]): Polynomial[] {
  return raw.map((_, k) => {
    let binomial = 1n;
    const terms: Polynomial[] = [];
    for (let i = 0; i <= k; i++) {
      terms.push(scale(rational((k - i) % 2 === 0 ? binomial : -binomial), raw[i]!));
      binomial = (binomial * BigInt(k - i)) / BigInt(i + 1);
    }
    return sum(...terms);
  });
}

const upTo = <T>(order: number, f: (k: number) => T): T[] =>
  Array.from({ length: order + 1 }, (_, k) => f(k));

/** E u^k at [k] for k = 0, ..., order. The k-th moment of chi^2_n is n (n+2) ... (n+2k-2). */
export function momentsOfU(activation: Activation, order: number): Polynomial[] {
  const raw = upTo(order, (k) => {
    if (activation === 'linear') return overPower(rising(k, 2), k);
    return scale(rational(2n ** BigInt(k)), overPower(expectation(rising(k, 2)), k));
  });
  return aboutOne(raw);
}

/** E w^k at [k] for k = 0, ..., order, where 1 + w = 2N/d. */
export function momentsOfW(order: number): Polynomial[] {
  const power = (k: number): InAnother => polynomial(upTo(k, (i) => rational(i === k ? 1 : 0)));
  return aboutOne(upTo(order, (k) => scale(rational(2n ** BigInt(k)), overPower(expectation(power(k)), k))));
}

/** E [y^power t(y)] for a polynomial t with these coefficients, from the moments of y. */
export function expected(t: readonly Rational[], moments: readonly Polynomial[], power = 0): Polynomial {
  return sum(...t.map((c, k) => scale(c, moments[k + power]!)));
}
