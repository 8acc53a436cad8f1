/** Exact rational literals as doubles: the nearest one, and the two that enclose it with a shared binary exponent. */
import type Fraction from 'fraction.js';

export interface LiteralBounds {
  readonly lo: number;
  readonly hi: number;
  /** The literal lies in [lo, hi] * 2^exponent; lo = hi where it is a double exactly. */
  readonly exponent: number;
}

const bitLength = (n: bigint): number => n.toString(16).length * 4;

/** |value| = (quotient + something in [0, 1)) * 2^-shift with a quotient of at least 60 bits; exact if remainder is 0. */
function quotientOf(value: Fraction): { quotient: bigint; shift: number; exact: boolean } {
  const shift = 64 - bitLength(value.n) + bitLength(value.d);
  const numerator = shift >= 0 ? value.n << BigInt(shift) : value.n;
  const denominator = shift >= 0 ? value.d : value.d << BigInt(-shift);
  return { quotient: numerator / denominator, shift, exact: numerator % denominator === 0n };
}

/** The nearest double (ties to even; doubly rounded only in the subnormal range), Infinity if too large. */
export function literalToNumber(value: Fraction): number {
  if (value.n === 0n) return 0;
  const { quotient, shift, exact } = quotientOf(value);
  const sticky = Number(exact ? quotient : quotient | 1n);
  const half = Math.trunc(-shift / 2);
  const clamp = (power: number): number => Math.max(-1100, Math.min(1100, power));
  const magnitude = sticky * 2 ** clamp(half) * 2 ** clamp(-shift - half);
  return value.s < 0n ? -magnitude : magnitude;
}

/** The tightest pair of 53-bit mantissas around the literal. */
export function literalBounds(value: Fraction): LiteralBounds {
  if (value.n === 0n) return { lo: 0, hi: 0, exponent: 0 };
  const { quotient, shift, exact } = quotientOf(value);
  const dropped = quotient.toString(2).length - 53;
  const mantissa = quotient >> BigInt(dropped);
  const isDouble = exact && mantissa << BigInt(dropped) === quotient;
  const low = Number(mantissa);
  const high = isDouble ? low : low + 1;
  const exponent = dropped - shift;
  return value.s < 0n ? { lo: -high, hi: -low, exponent } : { lo: low, hi: high, exponent };
}
