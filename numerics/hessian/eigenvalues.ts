/** All eigenvalues of a symmetric matrix, with an error bound that is worked out, not assumed. */
import { symmetricEngine } from '../kernel/default.js';
import { exponent, type Scaled, shift } from './scaled.js';
import { plainSymmetric } from './symmetric-engine.js';
import { rowLength } from './tridiagonal.js';
import { tridiagonalEigenvalues } from './tridiagonal-eigenvalues.js';

/** The eigenvalues of one symmetric matrix, up to a power of two. */
export interface Eigenvalues {
  /** In ascending order, times 2^bits: those of the rows and columns that are not identically 0. */
  readonly values: Float64Array;
  readonly bits: number;
  /** Further eigenvalues, exactly 0. */
  readonly zeros: number;
  /** Times 2^bits: |value_i - true value_i| <= error for every i, for the matrix as it was given. */
  readonly error: number;
}

/** The smallest eigenvalue, times 2^bits. */
export function lambdaMin({ values, zeros }: Eigenvalues): number {
  const least = values[0] ?? 0;
  return zeros > 0 ? Math.min(0, least) : least;
}

/** The largest eigenvalue, times 2^bits. */
export function lambdaMax({ values, zeros }: Eigenvalues): number {
  const most = values.at(-1) ?? 0;
  return zeros > 0 ? Math.max(0, most) : most;
}

/**
 * Eigenvalues of a symmetric n x n matrix, row after row (the lower triangle is read), by Householder reduction and QL iteration, after rows and
 * columns that are identically 0 have been taken out. O(m^3) operations for the m that stay.
 *
 * The error bound adds what rounding has done in the reduction, bounded step by step, and the distance within which the eigenvalues of the
 * tridiagonal matrix were counted (Weyl's inequality): at most (2.1 m^2 + 200 m + 80) 2^-53 |A|_F in all, unless
 * eigenvalues come out worse than they are known to.
 * @throws RangeError if the matrix is not square, or an entry is not finite.
 */
export function eigenvaluesOf(
  { values: matrix, bits }: Scaled<Float64Array>,
  engine = symmetricEngine(),
): Eigenvalues {
  const n = Math.round(Math.sqrt(matrix.length));
  if (n * n !== matrix.length) throw new RangeError(`A square matrix cannot have ${matrix.length} entries.`);
  let largest = 0;
  let spoilt = 0;
  const kept: number[] = [];
  for (let i = 0, at = 0; i < n; i++) {
    let most = 0;
    for (const end = at + n; at < end; at++) {
      const x = Math.abs(matrix[at]!);
      spoilt += x * 0;
      if (x > most) most = x;
    }
    if (most > 0) kept.push(i);
    if (most > largest) largest = most;
  }
  if (spoilt !== 0) throw new RangeError('The entries must be finite.');
  const top = exponent(largest);
  const m = kept.length;
  if (m === 0) return { values: new Float64Array(0), bits: 0, zeros: n, error: 0 };
  const fitting = engine.fits(m) ? engine : plainSymmetric;
  const square = fitting.square(m);
  fill(square.entries, matrix, n, kept, -top);
  const { diagonal, side, error: reduction } = square.reduce();
  const { values, error: iteration } = tridiagonalEigenvalues({ diagonal, side }, fitting);
  const error = reduction + iteration;
  // Back to the matrix's own scale where doubles allow.
  const scaleBits = Math.abs(top + bits) <= 400 ? top + bits : 0;
  for (let i = 0; i < m; i++) values[i] = shift(values[i]!, scaleBits);
  return {
    values,
    bits: top + bits - scaleBits,
    zeros: n - m,
    error: shift(error, scaleBits),
  };
}

/**
 * Rows and columns `kept` as `tridiagonalOf` reads them, times 2^bits, which makes the largest entry about 1: exact, but for entries below 2^-1000 of it.
 */
function fill(
  square: Float64Array,
  matrix: Float64Array,
  n: number,
  kept: readonly number[],
  bits: number,
): void {
  const m = kept.length;
  const stride = rowLength(m);
  // A power of two, unless it or what it scales leaves the range of doubles.
  const factor = Math.abs(bits) <= 1000 ? 2 ** bits : undefined;
  for (let i = 0; i < m; i++) {
    const from = kept[i]! * n;
    const to = i * stride;
    for (let j = 0; j <= i; j++) {
      const x = matrix[from + kept[j]!]!;
      square[to + j] = factor === undefined ? shift(x, bits) : x * factor;
    }
    if (i % 2 === 1) square[to - stride + i] = square[to + i - 1]!;
  }
  if (m % 2 === 1) {
    square.fill(0, m * stride);
    square[m * stride - 1] = 0;
  }
}

/** log |x| of an eigenvalue; -Infinity for 0. */
export function logSize(value: number, { bits }: Eigenvalues): number {
  return exponent(value) === -Infinity ? -Infinity : Math.log(Math.abs(value)) + bits * Math.LN2;
}
