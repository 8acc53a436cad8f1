/** Eigenvalues of symmetric tridiagonal matrices, each found by iteration and then counted in place. */
import type { Tridiagonal } from './tridiagonal.js';

export interface TridiagonalEigenvalues {
  /** In ascending order. */
  readonly values: Float64Array;
  /** |value_i - true value_i| <= error for every i, for the tridiagonal matrix as given. */
  readonly error: number;
}

/** The two parts that the kernel (../kernel/assembly/symmetric.ts) has too, with the same bits. */
export interface TridiagonalSteps {
  /** Eigenvalues in any order, as iteration finds them; undefined if it comes to no end. */
  iterate(diagonal: Float64Array, squares: Float64Array, tolerance2: number): Float64Array | undefined;
  /** Whether for every i at most i eigenvalues are below value_i - radius, and at least i + 1 below value_i + radius. */
  areCounted(diagonal: Float64Array, squares: Float64Array, values: Float64Array, radius: number): boolean;
}

const unit = 2 ** -53;
/** Pivots smaller than this are taken for it; see `areCounted`. */
const leastPivot = 2 ** -400;

/**
 * All eigenvalues of T by QL iteration without square roots (Pal, Walker & Kahan; Parlett, The Symmetric Eigenvalue Problem, 8.15), O(m^2) operations.
 * Nothing is believed of the iteration: that value_i is within the error of the i-th eigenvalue is shown by counting those on either side.
 * @throws Error if the iteration fails, which no finite matrix is known to bring about.
 */
export function tridiagonalEigenvalues(
  { diagonal, side }: Omit<Tridiagonal, 'error'>,
  steps: TridiagonalSteps = plainSteps,
): TridiagonalEigenvalues {
  const m = diagonal.length;
  let size = 0;
  for (let i = 0; i < m; i++) {
    size = Math.max(size, Math.abs(diagonal[i]!) + Math.abs(side[i]!) + Math.abs(side[i + 1] ?? 0));
  }
  if (size === 0) return { values: new Float64Array(m), error: 0 };
  const squares = side.map((x) => x * x);
  const values = steps.iterate(diagonal, squares, (2 * unit * size) ** 2)?.sort();
  if (values === undefined) throw new Error('The eigenvalue iteration failed.');
  let radius = 2 ** -48 * size;
  while (!steps.areCounted(diagonal, squares, values, radius)) {
    radius *= 4;
    if (!(radius <= 2 ** -30 * size)) throw new Error('The eigenvalue iteration failed.');
  }
  return { values, error: radius + 10 * unit * size };
}

/** @param squares of the couplings. @param tolerance2 squares of couplings that count as 0. */
function iterate(
  diagonal: Float64Array,
  squares: Float64Array,
  tolerance2: number,
): Float64Array | undefined {
  const d = diagonal.slice();
  const side2 = squares.slice();
  const m = d.length;
  const most = 30 * m;
  let sweeps = 0;
  for (let l = 0; l < m; ) {
    // The block l..end that is not decoupled yet; side2[i] couples i - 1 and i.
    let end = l;
    while (end + 1 < m && side2[end + 1]! > tolerance2) end++;
    if (end === l) {
      l++;
      continue;
    }
    if (sweeps++ > most) return undefined;
    // Wilkinson's shift.
    const root = Math.sqrt(side2[l + 1]!);
    const ratio = (d[l + 1]! - d[l]!) / (2 * root);
    const shift = d[l]! - root / (ratio + (ratio < 0 ? -1 : 1) * Math.sqrt(1 + ratio * ratio));
    let cosine2 = 1;
    let sine2 = 0;
    let gamma = d[end]! - shift;
    let p = gamma * gamma;
    for (let i = end - 1; i >= l; i--) {
      const b2 = side2[i + 1]!;
      const r = p + b2;
      if (i !== end - 1) side2[i + 2] = sine2 * r;
      const before = cosine2;
      const alpha = d[i]!;
      // gamma r: the square needs no division of its own to wait for.
      const scaled = p * (alpha - shift) - b2 * gamma;
      const inverse = 1 / r;
      const next = p > 1e-200 * r ? (scaled * scaled) / (r * p) : before * b2;
      cosine2 = p * inverse;
      sine2 = b2 * inverse;
      const oldGamma = gamma;
      gamma = scaled * inverse;
      d[i + 1] = oldGamma + (alpha - gamma);
      p = next;
    }
    side2[l + 1] = sine2 * p;
    d[l] = shift + gamma;
  }
  return d;
}

/**
 * Whether for every i at most i eigenvalues are below value_i - radius, and at least i + 1 below value_i + radius. With
 * q_k = d_k - x - side_k^2/q_(k-1), as many are below x as q_k are negative (Sylvester). Rounded, the signs are those for a matrix whose couplings are
 * off by 2.5 u, relatively (Demmel, Dhillon & Ren 1995), and whose diagonal by the least pivot: that and the rounding of x make some 6 u |T|
 * of the error. Two values at a time, as divisions wait for those before.
 */
function areCounted(d: Float64Array, side2: Float64Array, values: Float64Array, radius: number): boolean {
  const m = d.length;
  for (let i = 0; i < m; i += 2) {
    const other = Math.min(i + 1, m - 1);
    const [low, high] = [values[i]! - radius, values[i]! + radius];
    const [otherLow, otherHigh] = [values[other]! - radius, values[other]! + radius];
    let q0 = 1;
    let q1 = 1;
    let q2 = 1;
    let q3 = 1;
    let below = 0;
    let upTo = 0;
    let otherBelow = 0;
    let otherUpTo = 0;
    for (let k = 0; k < m; k++) {
      const dk = d[k]!;
      const b2 = side2[k]!;
      q0 = pivot(dk - low - b2 / q0);
      q1 = pivot(dk - high - b2 / q1);
      q2 = pivot(dk - otherLow - b2 / q2);
      q3 = pivot(dk - otherHigh - b2 / q3);
      if (q0 < 0) below++;
      if (q1 < 0) upTo++;
      if (q2 < 0) otherBelow++;
      if (q3 < 0) otherUpTo++;
    }
    if (!(below <= i && upTo > i && otherBelow <= other && otherUpTo > other)) return false;
  }
  return true;
}

const pivot = (q: number): number => (Math.abs(q) < leastPivot ? -leastPivot : q);

export const plainSteps: TridiagonalSteps = { iterate, areCounted };
