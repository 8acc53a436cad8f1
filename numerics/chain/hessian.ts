/**
 * The Hessian of (F - y)^2/2 by the weights of a chain F = x w_1 ... w_L, in closed form (C3): with u_k = 1/w_k,
 * H = alpha u u' + beta diag(u^2), alpha = F(2F - y), beta = -F(F - y).
 */
import { logAbs, type Scaled, shift } from '../hessian/scaled.js';
import {
  type Chain,
  chainOutput,
  checkChain,
  checkTarget,
  compareOutput,
  type PreciseOutput,
} from './output.js';

/** alpha and beta, each about 1 times a power of two. */
export interface ChainCoefficients {
  readonly output: PreciseOutput;
  readonly alpha: Scaled<number>;
  readonly beta: Scaled<number>;
  /** Bounds for the relative errors of alpha and beta: 1e-15, more where 2F or F comes within 2^-50 of y. Infinity where that leaves no digit. */
  readonly alphaError: number;
  readonly betaError: number;
}

/** @throws RangeError for weights, inputs or targets that are out of range (output.ts). */
export function chainCoefficients(chain: Chain, y: number): ChainCoefficients {
  checkChain(chain);
  checkTarget(y);
  const output = chainOutput(chain);
  const terms = 4 * chain.weights.length + 8;
  const twice = combine(output, 2, y, terms);
  const once = combine(output, 1, y, terms);
  const f = output.high + output.low;
  return {
    output,
    alpha: { values: f * twice.values, bits: output.bits + twice.bits },
    beta: { values: -f * once.values, bits: output.bits + once.bits },
    alphaError: twice.error,
    betaError: once.error,
  };
}

/** p F - y for p = 1, 2, with a bound for its relative error. */
function combine(
  { high, low, bits }: PreciseOutput,
  p: number,
  y: number,
  terms: number,
): Scaled<number> & { readonly error: number } {
  // Both in units of 2^top; what is 2^-1074 times smaller does not count.
  const top = y === 0 ? bits : Math.max(bits, Math.floor(Math.log2(Math.abs(y))));
  const [big, small, target] = [shift(p * high, bits - top), shift(p * low, bits - top), shift(y, -top)];
  // Exact: Knuth's sum of big and -target, then the small parts.
  const sum = big - target;
  const part = sum - big;
  const rest = big - (sum - part) + (-target - part) + small;
  const value = sum + rest;
  const error = 2 ** -104 * terms * (Math.abs(big) + Math.abs(target)) + 2 ** -51 * Math.abs(value);
  return { values: value, bits: top, error: value === 0 ? Infinity : error / Math.abs(value) };
}

/** The entry (k,l) of H, k, l = 0..L-1. @throws RangeError for indices out of range. */
export function chainHessianEntry(
  { weights }: Chain,
  { output, alpha }: ChainCoefficients,
  k: number,
  l: number,
): Scaled<number> {
  for (const index of [k, l]) {
    if (!(Number.isInteger(index) && index >= 0 && index < weights.length))
      throw new RangeError(`The indices of an entry must lie in 0..${weights.length - 1}, not ${index}.`);
  }
  // On the diagonal alpha + beta = F^2, without its cancellation.
  const f = output.high + output.low;
  const { values, bits } = k === l ? { values: f * f, bits: 2 * output.bits } : alpha;
  return { values: values / weights[k]! / weights[l]!, bits };
}

export interface Inertia {
  readonly negative: number;
  readonly zero: number;
  readonly positive: number;
}

/**
 * How many eigenvalues of H are negative, 0 and positive, exactly (C4): with D = diag(u), H = D (beta I + alpha 1 1') D has the signs of beta,
 * L - 1 times, and of beta + L alpha = F((2L-1)F - (L-1)y), by Sylvester's law of inertia. Both are decided in exact arithmetic where rounding
 * could matter, so that F = y and F/y = (L-1)/(2L-1) are recognised.
 * @throws RangeError for weights, inputs or targets that are out of range.
 */
export function chainInertia(chain: Chain, y: number): Inertia {
  checkChain(chain);
  checkTarget(y);
  const depth = chain.weights.length;
  const sign = compareOutput(chain, 1, 0, y);
  const many = -sign * compareOutput(chain, 1, 1, y);
  const single = sign * compareOutput(chain, 2 * depth - 1, depth - 1, y);
  const count = (wanted: number) => (many === wanted ? depth - 1 : 0) + (single === wanted ? 1 : 0);
  return { negative: count(-1), zero: count(0), positive: count(1) };
}

/** A number by its sign and the log of its absolute value (-Infinity for 0). */
export interface SignedLog {
  readonly sign: -1 | 0 | 1;
  readonly log: number;
}

/**
 * det H = beta^(L-1) F ((2L-1)F - (L-1)y) prod u_k^2 (matrix determinant lemma). The sign is exact; the log is right to about 1e-15 times the sum
 * of the absolute values of its L + 3 terms, as long as the last factor does not cancel.
 * @throws RangeError for weights, inputs or targets that are out of range.
 */
export function chainDeterminant(chain: Chain, y: number): SignedLog {
  const { output, beta } = chainCoefficients(chain, y);
  const depth = chain.weights.length;
  const { negative, zero } = chainInertia(chain, y);
  if (zero > 0) return { sign: 0, log: -Infinity };
  const top = Math.max(output.bits, 0);
  const last =
    (2 * depth - 1) * shift(output.high, output.bits - top) -
    (depth - 1) * shift(y, -top) +
    (2 * depth - 1) * shift(output.low, output.bits - top);
  let log = logAbs(output.high, output.bits) + logAbs(last, top);
  if (depth > 1) log += (depth - 1) * logAbs(beta.values, beta.bits);
  for (const w of chain.weights) log -= 2 * Math.log(Math.abs(w));
  return { sign: negative % 2 === 0 ? 1 : -1, log };
}

/**
 * log |nabla^2 F|_F^2 = log sum over k != l of (F/(w_k w_l))^2 (C5); -Infinity for L = 1. Sums of positive numbers: right to about
 * 1e-16 (L + |log|).
 * @throws RangeError for weights or inputs that are out of range.
 */
export function chainHessianNorm2(chain: Chain): number {
  checkChain(chain);
  const { high, bits } = chainOutput(chain);
  const least = chain.weights.reduce((min, w) => Math.min(min, Math.abs(w)), Infinity);
  let before = 0;
  let pairs = 0;
  for (const w of chain.weights) {
    const square = (least / w) ** 2;
    pairs += square * before;
    before += square;
  }
  return 2 * logAbs(high, bits) - 4 * Math.log(least) + Math.log(2 * pairs);
}
