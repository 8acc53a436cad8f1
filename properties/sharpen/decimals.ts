/** Constants as decimals with so many digits, exactly as they are printed. */
import Fraction from 'fraction.js';
import { exactFraction } from '../../theory/algebra/rational.js';
import { smallest } from './bracket.js';

/** The multiples of 10^exponent near a constant; `digits` significant ones for constants of this size, none finer than brackets are (bracket.ts). */
export interface DecimalGrid {
  readonly exponent: number;
  /** The last multiple that is not beyond x in the direction -1 (down) or 1 (up), as a count of steps. */
  stepsBefore(x: number, direction: 1 | -1): number;
}

export function decimalGrid(size: number, digits: number): DecimalGrid {
  const exponent = Math.max(Math.log10(smallest), Math.floor(Math.log10(size)) - digits + 1);
  const unit = new Fraction(10n ** BigInt(Math.abs(exponent)));
  return {
    exponent,
    stepsBefore: (x, direction) => {
      const steps = exponent < 0 ? exactFraction(x).mul(unit) : exactFraction(x).div(unit);
      return (direction === 1 ? steps.floor() : steps.ceil()).valueOf();
    },
  };
}

/** With more zeros behind the point than these, or at its end, a decimal is written with an exponent. */
const mostZeros = 12;

/** `-2.4583` or `2.5e-21`: steps times 10^exponent, |steps| < 2^53, read back exactly by the claim language. */
export function decimalText(steps: number, exponent: number): string {
  const sign = steps < 0 ? '-' : '';
  const digits = String(Math.abs(steps));
  const isSmall = -exponent - digits.length >= mostZeros;
  if (steps !== 0 && (isSmall || exponent > mostZeros)) {
    const decimals = digits.slice(1).replace(/0+$/, '');
    return `${sign}${digits[0]}${decimals === '' ? '' : `.${decimals}`}e${exponent + digits.length - 1}`;
  }
  if (exponent >= 0) return `${sign}${digits}${steps === 0 ? '' : '0'.repeat(exponent)}`;
  const padded = digits.padStart(1 - exponent, '0');
  const decimals = padded.slice(exponent).replace(/0+$/, '');
  return `${sign}${padded.slice(0, exponent)}${decimals === '' ? '' : `.${decimals}`}`;
}
