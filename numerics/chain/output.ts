/** The output F = x w_1 ... w_L of a chain, at any depth: to twice the digits of a double, and exactly. */
import { exponent, shift } from '../hessian/scaled.js';

export interface Chain {
  /** Absolute values in 1e-60..1e60. */
  readonly weights: Float64Array;
  /** The input, of absolute value in 1e-150..1e150. */
  readonly x: number;
}

/** F = (high + low) 2^bits, high in 1/2..4 in absolute value, with relative error below (4 L + 8) 2^-104. */
export interface PreciseOutput {
  readonly high: number;
  readonly low: number;
  readonly bits: number;
}

/** @throws RangeError for a chain that is none: C3 divides by the weights. */
export function checkChain({ weights, x }: Chain): void {
  if (weights.length === 0) throw new RangeError('A chain needs at least one weight.');
  const unfit = weights.find((w) => !(Math.abs(w) >= 1e-60 && Math.abs(w) <= 1e60));
  if (unfit !== undefined) {
    throw new RangeError(`The weights of a chain must have absolute values in 1e-60..1e60, not ${unfit}.`);
  }
  if (!(Math.abs(x) >= 1e-150 && Math.abs(x) <= 1e150))
    throw new RangeError(`The input of a chain must have an absolute value in 1e-150..1e150, not ${x}.`);
}

/** @throws RangeError unless y is 0 or of absolute value in 1e-150..1e150. */
export function checkTarget(y: number): void {
  if (!(y === 0 || (Math.abs(y) >= 1e-150 && Math.abs(y) <= 1e150)))
    throw new RangeError(`The target must be 0 or of absolute value in 1e-150..1e150, not ${y}.`);
}

/** F in double-double arithmetic (Dekker 1971), its power of two kept apart. */
export function chainOutput({ weights, x }: Chain): PreciseOutput {
  let bits = exponent(x);
  let high = shift(x, -bits);
  let low = 0;
  for (const w of weights) {
    const k = exponent(w);
    const factor = shift(w, -k);
    const product = high * factor;
    const error = productError(high, factor, product) + low * factor;
    high = product + error;
    low = error - (high - product);
    bits += k;
    const grown = exponent(high);
    if (grown !== 0) {
      high = shift(high, -grown);
      low = shift(low, -grown);
      bits += grown;
    }
  }
  return { high, low, bits };
}

/** a b - product, exactly, for product = fl(a b) of numbers near 1. */
function productError(a: number, b: number, product: number): number {
  const splitter = 2 ** 27 + 1;
  const aHigh = splitter * a - (splitter * a - a);
  const bHigh = splitter * b - (splitter * b - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** A double as odd-or-zero integer times 2^bits, exactly. */
function integerOf(x: number): { readonly integer: bigint; readonly bits: number } {
  if (x === 0) return { integer: 0n, bits: 0 };
  const bits = exponent(x) - 60;
  let integer = BigInt(shift(x, -bits));
  let zeros = 0;
  for (; (integer & 1n) === 0n; integer >>= 1n) zeros += 1;
  return { integer, bits: bits + zeros };
}

/** The product of integers by halves, so that the factors stay of equal size. */
function productOf(factors: readonly bigint[]): bigint {
  if (factors.length === 0) return 1n;
  let level = [...factors];
  while (level.length > 1) {
    const next: bigint[] = [];
    for (let i = 0; i < level.length; i += 2) next.push(level[i]! * (level[i + 1] ?? 1n));
    level = next;
  }
  return level[0]!;
}

/**
 * The sign of p F - q y, exactly, for whole numbers p >= 1 and q >= 0 below 2^31: from double-double arithmetic where that decides, else from the exact
 * product of the weights (some 50 ms for ten thousand of them).
 */
export function compareOutput(chain: Chain, p: number, q: number, y: number): -1 | 0 | 1 {
  const { high, low, bits } = chainOutput(chain);
  if (q === 0 || y === 0) return high < 0 ? -1 : 1;
  // 2^bits beyond what y can reach decides by itself.
  const target = y * q;
  const gap = bits - exponent(target);
  if (gap > 40) return high < 0 ? -1 : 1;
  if (gap < -40) return target < 0 ? 1 : -1;
  const scaled = shift(target, -bits);
  const difference = p * high - scaled + p * low;
  const error = 2 ** -50 * (p * Math.abs(high) + Math.abs(scaled));
  if (Math.abs(difference) > error) return difference < 0 ? -1 : 1;
  return compareExactly(chain, p, q, y);
}

function compareExactly({ weights, x }: Chain, p: number, q: number, y: number): -1 | 0 | 1 {
  const factors = [x, ...weights].map(integerOf);
  let left = productOf(factors.map(({ integer }) => integer)) * BigInt(p);
  let right = integerOf(y).integer * BigInt(q);
  const gap = factors.reduce((sum, { bits }) => sum + bits, 0) - integerOf(y).bits;
  if (gap > 0) left <<= BigInt(gap);
  else right <<= BigInt(-gap);
  return left < right ? -1 : left > right ? 1 : 0;
}
