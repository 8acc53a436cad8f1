/** All eigenvalues of a symmetric matrix, with an error bound that is worked out, not assumed. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { exponent, largestExponent, type Scaled, shift } from './scaled.js';

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
 * Eigenvalues of a symmetric n x n matrix, row after row, by Householder reduction and QL iteration (ml-matrix), after rows and columns
 * that are identically 0 have been taken out. O(m^3) operations for the m that stay.
 *
 * The error bound is computed from the eigenvectors V and R = A V - V diag(values): with eta >= |V'V - I|, V = Q P for an orthogonal Q
 * and |P - I| <= eta, so that Q'AQ differs from the diagonal matrix by at most (|R| + 2 eta max|value|)/(1 - eta); Weyl's inequality.
 * Frobenius norms stand for spectral ones, and what rounding adds to R and V'V is counted in: some 1e-15 m^(1/2) |A|_F in all.
 * @throws RangeError if the matrix is not square, or an entry is not finite.
 */
export function eigenvaluesOf({ values: matrix, bits }: Scaled<Float64Array>): Eigenvalues {
  const n = Math.round(Math.sqrt(matrix.length));
  if (n * n !== matrix.length) throw new RangeError(`A square matrix cannot have ${matrix.length} entries.`);
  const top = largestExponent(matrix);
  if (matrix.some((x) => !Number.isFinite(x))) throw new RangeError('The entries must be finite.');
  const kept: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (matrix[i * n + j] !== 0) {
        kept.push(i);
        break;
      }
    }
  }
  const m = kept.length;
  if (m === 0) return { values: new Float64Array(0), bits: 0, zeros: n, error: 0 };
  // Largest entry about 1: exact, but for entries below 2^-1000 of it.
  const a = new Float64Array(m * m);
  kept.forEach((row, i) => {
    kept.forEach((column, j) => {
      a[i * m + j] = shift(matrix[row * n + column]!, -top);
    });
  });
  const decomposition = new EigenvalueDecomposition(Matrix.from1DArray(m, m, dithered(a, m)), {
    assumeSymmetric: true,
  });
  const values = Float64Array.from(decomposition.realEigenvalues);
  const vectors = new Float64Array(m * m);
  for (let j = 0; j < m; j++) {
    for (let i = 0; i < m; i++) vectors[j * m + i] = decomposition.eigenvectorMatrix.get(i, j);
  }
  const error = residualBound(a, values, vectors, m);
  if (!Number.isFinite(error)) throw new Error('The eigenvalue iteration failed.');
  // Back to the matrix's own scale where doubles allow.
  const scaleBits = Math.abs(top + bits) <= 400 ? top + bits : 0;
  for (let i = 0; i < m; i++) values[i] = shift(values[i]!, scaleBits);
  return {
    values: values.sort(),
    bits: top + bits - scaleBits,
    zeros: n - m,
    error: shift(error, scaleBits),
  };
}

/**
 * a, its largest entry about 1, with all entries moved by at most 2^-54, symmetrically. The reduction of a matrix of low rank leaves rounding
 * errors of rounding errors and so on, down to where doubles underflow and reflections are no longer orthogonal (eigenvectors of the Hessian
 * of a he relu net of 6 layers of width 16: |V'V - I| = 2). With noise of full rank it does not. The error bound is taken against a itself.
 */
function dithered(a: Float64Array, m: number): Float64Array {
  const result = new Float64Array(a.length);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) {
      // Any numbers without pattern will do: a multiplicative hash of the place.
      let hash = Math.imul(i * 0x9e3779b1 + j, 0x85ebca6b);
      hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
      const moved = a[i * m + j]! + (hash ^ (hash >>> 16)) * 2 ** -85;
      result[i * m + j] = moved;
      result[j * m + i] = moved;
    }
  }
  return result;
}

/** Rows of `vectors` are the eigenvectors. */
function residualBound(a: Float64Array, values: Float64Array, vectors: Float64Array, m: number): number {
  let residual2 = 0;
  let overlap2 = 0;
  let size2 = 0;
  let largest = 0;
  for (const x of a) size2 += x * x;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  for (let j = 0; j < m; j++) {
    for (let i = 0; i < m; i++) {
      const r = dot(a, i * m, vectors, j * m, m) - values[j]! * vectors[j * m + i]!;
      residual2 += r * r;
      if (i > j) continue;
      const overlap = dot(vectors, i * m, vectors, j * m, m) - (i === j ? 1 : 0);
      overlap2 += overlap * overlap * (i === j ? 1 : 2);
    }
  }
  // A dot product of length m is off by at most gamma |x||y|; |V|_F = sqrt m, each column of |A||v| is at most |A|_F.
  const gamma = 2 ** -53 * 1.01 * (blockLength + m / blockLength + 4);
  const size = Math.sqrt(size2);
  const residual = Math.sqrt(residual2) * (1 + 1e-9) + gamma * Math.sqrt(m) * (size + largest);
  const eta = Math.sqrt(overlap2) * (1 + 1e-9) + gamma * m * 1.01;
  return eta < 0.5 ? (residual + 2 * eta * largest) / (1 - eta) : Infinity;
}

const blockLength = 32;

/** Summed in blocks, so that errors grow with blockLength + m/blockLength, not with m. */
function dot(x: Float64Array, xStart: number, y: Float64Array, yStart: number, m: number): number {
  let total = 0;
  for (let start = 0; start < m; start += blockLength) {
    const end = Math.min(m, start + blockLength);
    let sum = 0;
    for (let i = start; i < end; i++) sum += x[xStart + i]! * y[yStart + i]!;
    total += sum;
  }
  return total;
}

/** log |x| of an eigenvalue; -Infinity for 0. */
export function logSize(value: number, { bits }: Eigenvalues): number {
  return exponent(value) === -Infinity ? -Infinity : Math.log(Math.abs(value)) + bits * Math.LN2;
}
