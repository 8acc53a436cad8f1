/** Polynomials with rational coefficients, exactly. The variable is x = 1/d wherever the verifier speaks of x. */
import { gcd, type Rational, rational, rationalText } from './rational.js';

/** num[0] + num[1] x + num[2] x^2 + ..., all over one denominator; the last of num is not 0, gcd(num, den) = 1. */
export interface Polynomial {
  readonly num: readonly bigint[];
  /** Always positive. */
  readonly den: bigint;
}

/** The polynomial with these numerators over den > 0, brought to the form above. */
function normal(num: readonly bigint[], den: bigint): Polynomial {
  let length = num.length;
  while (length > 0 && num[length - 1] === 0n) length--;
  let common = den;
  for (let i = 0; i < length && common !== 1n; i++) common = gcd(common, num[i]!);
  const kept = num.slice(0, length);
  return common === 1n ? { num: kept, den } : { num: kept.map((c) => c / common), den: den / common };
}

/** From the coefficients of 1, x, x^2, ... */
export function polynomial(coefficients: readonly Rational[]): Polynomial {
  let den = 1n;
  for (const c of coefficients) den = (den / gcd(den, c.den)) * c.den;
  return normal(
    coefficients.map((c) => c.num * (den / c.den)),
    den,
  );
}

/** A constant. */
export const constant = (c: Rational | number): Polynomial =>
  polynomial([typeof c === 'number' ? rational(c) : c]);

/** c x^power. */
export const monomial = (c: Rational, power: number): Polynomial => shift(constant(c), power);

/** Sum of any number of polynomials. */
export function sum(...terms: readonly Polynomial[]): Polynomial {
  let den = 1n;
  for (const p of terms) den = (den / gcd(den, p.den)) * p.den;
  const num = new Array<bigint>(Math.max(0, ...terms.map((p) => p.num.length))).fill(0n);
  for (const p of terms) {
    const factor = den / p.den;
    for (let i = 0; i < p.num.length; i++) num[i]! += p.num[i]! * factor;
  }
  return normal(num, den);
}

export function product(p: Polynomial, q: Polynomial): Polynomial {
  if (p.num.length === 0 || q.num.length === 0) return normal([], 1n);
  const num = new Array<bigint>(p.num.length + q.num.length - 1).fill(0n);
  for (let i = 0; i < p.num.length; i++)
    for (let j = 0; j < q.num.length; j++) num[i + j]! += p.num[i]! * q.num[j]!;
  return normal(num, p.den * q.den);
}

/** c p. */
export const scale = (c: Rational | number, p: Polynomial): Polynomial => product(constant(c), p);

export const minus = (p: Polynomial, q: Polynomial): Polynomial => sum(p, scale(-1, q));

/** p x^power; for a negative power p must be divisible by x^-power. */
export function shift(p: Polynomial, power: number): Polynomial {
  if (power >= 0) return normal([...new Array<bigint>(power).fill(0n), ...p.num], p.den);
  if (p.num.slice(0, -power).some((c) => c !== 0n))
    throw new RangeError(`The polynomial is not divisible by x^${-power}.`);
  return normal(p.num.slice(-power), p.den);
}

/** Coefficient of x^k. */
export const coefficient = (p: Polynomial, k: number): Rational => rational(p.num[k] ?? 0n, p.den);

/** The value at 1/d, exactly, by Horner's rule on p(1/d) d^degree. */
export function atWidth(p: Polynomial, d: bigint): Rational {
  let value = 0n;
  for (const c of p.num) value = value * d + c;
  return rational(value, p.den * d ** BigInt(Math.max(0, p.num.length - 1)));
}

/** The first `terms` terms (powers 0 to terms - 1) of the exponential series at p: sum of p^k/k!. */
export function exponentialSeries(p: Polynomial, terms: number): Polynomial {
  let value = constant(0);
  for (let k = terms - 1; k >= 0; k--) {
    // Horner: s_k = (1 + p s_(k+1) / (k+1)), from the innermost bracket outwards.
    value = sum(constant(1), scale(rational(1, k + 1), product(p, value)));
  }
  return value;
}

/** "-5/2 x - 49/12 x^2"; "0" for the polynomial 0. */
export function polynomialText(p: Polynomial): string {
  const parts = p.num.flatMap((c, k) => {
    if (c === 0n) return [];
    const size = rationalText(rational(c < 0n ? -c : c, p.den));
    const variable = k === 0 ? '' : k === 1 ? 'x' : `x^${k}`;
    const factor = variable !== '' && size === '1' ? variable : `${size} ${variable}`.trim();
    return [{ sign: c < 0n ? '-' : '+', factor }];
  });
  if (parts.length === 0) return '0';
  const [first, ...others] = parts;
  return `${first!.sign === '-' ? '-' : ''}${first!.factor}${others.map((t) => ` ${t.sign} ${t.factor}`).join('')}`;
}
