/** Decimal literals, exactly. */
import Fraction from 'fraction.js';

/** The digits of an unsigned decimal such as 1.5e-3, without its point, and the power of ten that belongs to its exponent part. */
export function decimalParts(text: string): {
  readonly digits: string;
  readonly decimals: number;
  readonly exponent: number;
} {
  const [, whole = '', decimals = '', exponent = '0'] = /^(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text)!;
  return { digits: whole + decimals, decimals: decimals.length, exponent: Number(exponent) };
}

/** The value of a decimal, which may have a minus before it. */
export function decimalFraction(text: string): Fraction {
  if (text.startsWith('-')) return decimalFraction(text.slice(1)).neg();
  const { digits, decimals, exponent } = decimalParts(text);
  const shift = exponent - decimals;
  const power = 10n ** BigInt(Math.abs(shift));
  return shift >= 0 ? new Fraction(BigInt(digits) * power, 1n) : new Fraction(BigInt(digits), power);
}
