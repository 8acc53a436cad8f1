/** All eigenvalues of the Hessian of (F - y)^2/2 by the weights of a chain, without a matrix. */
import { exponent, type Scaled, shift } from '../hessian/scaled.js';
import { chainCoefficients } from './hessian.js';
import { type Chain, compareOutput } from './output.js';
import { secularRoots } from './secular.js';

export interface ChainEigenvalues {
  /** In ascending order, times 2^bits. */
  readonly values: Float64Array;
  readonly bits: number;
  /** Times 2^bits: |value_i - true value_i| <= errors_i, for the weights, input and target as given. */
  readonly errors: Float64Array;
}

/**
 * H = beta diag(u^2) + alpha u u' (C3), so lambda = beta t with 1 + (alpha/beta) sum_k u_k^2/(u_k^2 - t) = 0. Equal u_k^2 are deflated exactly: m of
 * them leave m - 1 eigenvalues beta u_k^2. Rounding of u_k^2 changes H to E H E with E = I + O(2^-53), and so each eigenvalue relatively by as
 * much (Ostrowski); all other errors are bounded in `errors`: some 1e-12 of an eigenvalue for random weights, and more for the outermost ones where |F| << |y| and
 * one weight is smaller than all others by a large factor c (1e-14 c). O(L^2) operations, O(L) memory.
 * @throws RangeError for weights, inputs or targets that are out of range (output.ts), and where F (or 2F) is so near y, but not equal, that their difference
 * has no digit left at twice the precision of doubles.
 */
export function chainEigenvalues(chain: Chain, y: number): ChainEigenvalues {
  const { alpha, beta, alphaError, betaError } = chainCoefficients(chain, y);
  const depth = chain.weights.length;
  const sizes = chain.weights.map(Math.abs).sort().reverse();
  const least = sizes.at(-1)!;
  // u^2 in units of its largest, ascending.
  const squares = sizes.map((w) => (least / w) ** 2);
  if (!(alphaError < 0.1 && betaError < 0.1)) {
    // Few or no digits are left of alpha or beta: only exact arithmetic tells whether it is 0.
    const which =
      compareOutput(chain, 1, 1, y) === 0
        ? 'beta'
        : compareOutput(chain, 2, 1, y) === 0
          ? 'alpha'
          : undefined;
    if (which === undefined)
      throw new RangeError('The output of this chain is too close to y or y/2 to tell the eigenvalues.');
    return degenerate(squares, least, which === 'beta' ? alpha : beta, which);
  }

  const ratio = shift(alpha.values / beta.values, alpha.bits - beta.bits);
  const { poles, counts } = grouped(squares);
  // For alpha/beta < 0: with s = -t, 1 + |alpha/beta| sum u^2/((-u^2) - s).
  const sign = ratio > 0 ? 1 : -1;
  const order = sign > 0 ? poles.map((_, k) => k) : poles.map((_, k) => poles.length - 1 - k);
  const signed = order.map((k) => sign * poles[k]!);
  const numerators = order.map((k) => Math.abs(ratio) * counts[k]! * poles[k]!);
  const slack = alphaError + betaError + 2 ** -50;
  const { origins, offsets, errors } = secularRoots(signed, numerators, slack);

  // All as multiples of beta/least^2 = factor 2^bits.
  const scaleBits = exponent(least);
  const part = shift(least, -scaleBits);
  const factor = beta.values / part / part;
  const bits = beta.bits - 2 * scaleBits;
  const relative = betaError + 16 * 2 ** -53;
  const found: { value: number; error: number }[] = [];
  origins.forEach((origin, i) => {
    const t = sign * (signed[origin]! + offsets[i]!);
    const value = factor * t;
    // Rounding of t: one ulp of it; its sum does not cancel below the offset's own error.
    found.push({ value, error: Math.abs(factor) * errors[i]! + relative * Math.abs(value) });
  });
  counts.forEach((count, k) => {
    const value = factor * poles[k]!;
    for (let repeat = 1; repeat < count; repeat++) found.push({ value, error: relative * Math.abs(value) });
  });
  found.sort((left, right) => left.value - right.value);
  if (found.length !== depth) throw new Error('As many eigenvalues as weights are expected.');
  return settled(found, bits);
}

/** F = y, beta = 0: alpha |u|^2 and zeros. 2F = y, alpha = 0: beta u_k^2. The other coefficient is given. */
function degenerate(
  squares: Float64Array,
  least: number,
  { values, bits }: Scaled<number>,
  zero: 'alpha' | 'beta',
): ChainEigenvalues {
  const scaleBits = exponent(least);
  const part = shift(least, -scaleBits);
  const factor = values / part / part;
  const found = [...squares].map((square) => ({
    value: factor * square,
    error: 2 ** -49 * Math.abs(factor) * square,
  }));
  if (zero === 'beta') {
    const sum = squares.reduce((total, x) => total + x, 0);
    found.fill({ value: 0, error: 0 });
    const error = (2 ** -49 + squares.length * 2 ** -53) * Math.abs(factor) * sum;
    found[squares.length - 1] = { value: factor * sum, error };
  }
  found.sort((left, right) => left.value - right.value);
  return settled(found, bits - 2 * scaleBits);
}

/** Different squares, ascending, and how often each occurs. */
function grouped(squares: Float64Array): { readonly poles: Float64Array; readonly counts: Float64Array } {
  const poles: number[] = [];
  const counts: number[] = [];
  for (const square of squares) {
    if (square === poles.at(-1)) counts[counts.length - 1]! += 1;
    else {
      poles.push(square);
      counts.push(1);
    }
  }
  return { poles: Float64Array.from(poles), counts: Float64Array.from(counts) };
}

/** In plain doubles where they reach. */
function settled(found: readonly { value: number; error: number }[], bits: number): ChainEigenvalues {
  const top = found.reduce((most, { value }) => Math.max(most, exponent(value)), -Infinity);
  const target = top === -Infinity || Math.abs(top + bits) <= 400 ? 0 : top + bits;
  return {
    values: Float64Array.from(found, ({ value }) => shift(value, bits - target)),
    bits: target,
    // What falls below the normal range is rounded to a multiple of 2^-1074, the error bound too.
    errors: Float64Array.from(found, ({ value, error }) => {
      const [size, bound] = [Math.abs(shift(value, bits - target)), shift(error, bits - target)];
      const isRounded = value !== 0 && (size < 2 ** -1022 || bound < 2 ** -1022);
      return isRounded ? bound + 2 * Number.MIN_VALUE : bound;
    }),
  };
}
