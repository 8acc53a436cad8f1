/** Exact rational literals as doubles: the nearest one, and the two that enclose it with a shared binary exponent. */
import type Fraction from 'fraction.js';
import type { Expression } from './ast.js';

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

const maxBits = 2000;

/**
 * The exact value of an expression made of literals, + - * / and integer powers, so that 1/3, 49/12 or 2^-53 are rounded
 * once; undefined for any other expression, for a division by zero, and for numbers of more than 2,000 bits.
 */
export function rationalValue(node: Expression): Fraction | undefined {
  const value = exactValue(node);
  return value && bitLength(value.n) <= maxBits && bitLength(value.d) <= maxBits ? value : undefined;
}

function exactValue(node: Expression): Fraction | undefined {
  if (node.kind === 'number') return node.value;
  if (node.kind === 'negate') return rationalValue(node.operand)?.neg();
  if (node.kind !== 'binary') return undefined;
  const [left, right] = [rationalValue(node.left), rationalValue(node.right)];
  if (!left || !right) return undefined;
  switch (node.operator) {
    case '+':
      return left.add(right);
    case '-':
      return left.sub(right);
    case '*':
      return left.mul(right);
    case '/':
      return right.n === 0n ? undefined : left.div(right);
    case '^':
      return powerOf(left, right);
  }
}

function powerOf(base: Fraction, exponent: Fraction): Fraction | undefined {
  const size = Math.max(bitLength(base.n), bitLength(base.d)) * Number(exponent.n);
  if (exponent.d !== 1n || size > maxBits || (base.n === 0n && exponent.s < 0n)) return undefined;
  return exponent.n === 0n ? base.sub(base).add(1) : (base.pow(exponent) ?? undefined);
}
