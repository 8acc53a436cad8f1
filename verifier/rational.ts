/**
 * Exact rational numbers over BigInt. They are not kept in lowest terms, since comparisons multiply crosswise; a recurrence whose
 * terms would grow calls `reduced`.
 */
export interface Rational {
  readonly num: bigint;
  /** Always positive. */
  readonly den: bigint;
}

/** num/den, for den != 0. */
export function rational(num: bigint | number, den: bigint | number = 1n): Rational {
  const [n, d] = [BigInt(num), BigInt(den)];
  if (d === 0n) throw new RangeError('A denominator must not be 0.');
  return d < 0n ? { num: -n, den: -d } : { num: n, den: d };
}

export const zero = rational(0);
export const one = rational(1);

/**
 * The number that `text` writes: an optional sign -, digits, and perhaps / and digits ("-5/2", "0", "17"); no spaces, no sign +,
 * no superfluous 0 in front, no "-0", no denominator 0. Anything else gives undefined.
 */
export function parseRational(text: string): Rational | undefined {
  const parts = /^(-?)(0|[1-9][0-9]*)(?:\/([1-9][0-9]*))?$/.exec(text);
  if (parts === null) return undefined;
  const [, sign, num, den] = parts;
  if (sign === '-' && num === '0') return undefined;
  return rational(BigInt(`${sign}${num}`), BigInt(den ?? '1'));
}

/** The value of a finite double, exactly: a whole number over a power of two. */
export function fromDouble(x: number): Rational {
  if (!Number.isFinite(x)) throw new RangeError(`${x} is not a finite number.`);
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const word = view.getBigUint64(0);
  const exponent = Number((word >> 52n) & 0x7ffn);
  const fraction = word & 0xf_ffff_ffff_ffffn;
  const magnitude = exponent === 0 ? fraction : fraction | (1n << 52n);
  const num = word >> 63n === 1n ? -magnitude : magnitude;
  const power = Math.max(exponent, 1) - 1075;
  return power >= 0 ? rational(num << BigInt(power)) : rational(num, 1n << BigInt(-power));
}

export const add = (a: Rational, b: Rational): Rational => ({
  num: a.num * b.den + b.num * a.den,
  den: a.den * b.den,
});

export const negate = (a: Rational): Rational => ({ num: -a.num, den: a.den });

export const subtract = (a: Rational, b: Rational): Rational => add(a, negate(b));

export const multiply = (a: Rational, b: Rational): Rational => ({
  num: a.num * b.num,
  den: a.den * b.den,
});

/** a/b, for b != 0. */
export const divide = (a: Rational, b: Rational): Rational => rational(a.num * b.den, a.den * b.num);

/** The sign of a - b: negative, 0 or positive. */
export function compare(a: Rational, b: Rational): -1 | 0 | 1 {
  const [left, right] = [a.num * b.den, b.num * a.den];
  return left < right ? -1 : left > right ? 1 : 0;
}

export const less = (a: Rational, b: Rational): boolean => compare(a, b) < 0;

/** The largest whole number that is at most num/den, for den > 0. */
export function floorDivide(num: bigint, den: bigint): bigint {
  const quotient = num / den;
  return num < 0n && quotient * den !== num ? quotient - 1n : quotient;
}

/** The smallest whole number that is at least num/den, for den > 0. */
export const ceilDivide = (num: bigint, den: bigint): bigint => -floorDivide(-num, den);

/** Greatest common divisor of |a| and |b|. */
export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** In lowest terms. */
export function reduced({ num, den }: Rational): Rational {
  const common = gcd(num, den);
  return { num: num / common, den: den / common };
}

/** In lowest terms, as parseRational reads it. */
export function rationalText(a: Rational): string {
  const { num, den } = reduced(a);
  return den === 1n ? `${num}` : `${num}/${den}`;
}
