/** Reduction of a symmetric matrix to tridiagonal form, with an error bound that is worked out along the way. */

/** A symmetric tridiagonal matrix T near Q'AQ for an orthogonal Q: |Q'AQ - T| <= error in the spectral norm. */
export interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** side[i] couples i - 1 and i; side[0] is 0. */
  readonly side: Float64Array;
  readonly error: number;
}

const unit = 2 ** -53;
/** Parts of a matrix this small, relative to its norm, are left out and counted in the error. */
const negligible = 2 ** -50;

/**
 * Householder reduction (Golub & Van Loan, Matrix Computations, 8.3.1) of the symmetric matrix whose lower triangle, row after row, is `a` (m (m + 1)/2
 * numbers, overwritten): rows from the last to the first, each leading submatrix B updated and multiplied by the next reflection's vector in one
 * pass. Some 4/3 m^3 operations. The largest entry should be about 1.
 *
 * The bound, with u = 2^-53 and b >= |B|_F: the vector v as computed defines an orthogonal P = I - tau vv', tau = 2/v'v, and PBP = B - vw' - wv' with
 * w = p - (tau v'p/2) v orthogonal to v, p = tau Bv, so that |v||w| <= |v||p| <= 2b. Let dot products be off by at most c u times the norms of their
 * factors (four sums of i/4 terms), and Bv by s u b |v| (two sums of i/2). To first order in u:
 *   tau is off by (c + 3) u, relatively, so |v||dp| <= 2 (s + c + 4) u b, and its part orthogonal to v enters the result 2^(1/2) times;
 *   the factor of v in w is off by (2c + 5) u times 2b/|v|^2 and enters twice, and so do w's roundings, of 4 u b/|v|;
 *   the update rounds to 7 u b;
 *   and P takes the row x to ±|x| e with an error of (c + 12) u |x|, in the row and in the column.
 * What underflows, below 2^-500, is left out.
 * The bound comes to some (1.5 m^2 + 80 m) u |A|_F, less if |B|_F falls.
 */
export function tridiagonalOf(a: Float64Array, m: number): Tridiagonal {
  const diagonal = new Float64Array(m);
  const side = new Float64Array(m);
  let v = new Float64Array(m);
  let next = new Float64Array(m);
  const w = new Float64Array(m);
  const p = new Float64Array(m);
  let bound = lowerNorm(a, m) * (1 + m * m * unit);
  const size = bound;
  let error = 0;
  let isPending = false;
  for (let i = m - 1; i >= 0; i--) {
    const start = (i * (i + 1)) / 2;
    if (isPending) {
      const [vi, wi] = [v[i]!, w[i]!];
      for (let j = 0; j <= i; j++) a[start + j]! -= vi * w[j]! + wi * v[j]!;
    }
    diagonal[i] = a[start + i]!;
    if (i === 0) break;
    const last = a[start + i - 1]!;
    const rest2 = squares(a, start, i - 1);
    bound = Math.sqrt(
      Math.max(0, bound ** 2 - diagonal[i]! ** 2 - 2 * rest2 - 2 * last ** 2) + (i + 16) * unit * bound ** 2,
    );
    if (rest2 <= (negligible * negligible * size * size) / m) {
      error += Math.SQRT2 * Math.sqrt(rest2) * 1.01;
      side[i] = last;
      if (isPending) update(a, v, w, i);
      isPending = false;
      // What is left may be 0, but for rounding: of a matrix of low rank.
      if (Math.abs(last) <= negligible * size) {
        const left = lowerNorm(a, i);
        if (left <= negligible * size) {
          error += left * 1.01;
          break;
        }
      }
      continue;
    }
    const norm = Math.sqrt(rest2 + last * last);
    const alpha = last > 0 ? -norm : norm;
    side[i] = alpha;
    for (let j = 0; j < i; j++) next[j] = a[start + j]!;
    next[i - 1] = last - alpha;
    const tau = 2 / (rest2 + next[i - 1]! ** 2);
    if (!isPending) {
      v.fill(0);
      w.fill(0);
    }
    updateAndMultiply(a, v, w, next, p, i);
    for (let j = 0; j < i; j++) p[j]! *= tau;
    const along = 0.5 * tau * dot(next, p, i);
    for (let j = 0; j < i; j++) w[j] = p[j]! - along * next[j]!;
    [v, next] = [next, v];
    isPending = true;
    const c = i / 4 + 8;
    const s = i / 2 + 8;
    // 1 % for what is of second order.
    const step = 1.01 * unit * ((2.83 * s + 10.83 * c + 52) * bound + (c + 12) * Math.SQRT2 * norm);
    error += step;
    bound += step;
  }
  return { diagonal, side, error };
}

/** Frobenius norm of the leading i x i submatrix. */
function lowerNorm(a: Float64Array, i: number): number {
  let sum = 0;
  for (let row = 0, at = 0; row < i; row++) {
    for (let j = 0; j < row; j++, at++) sum += 2 * a[at]! * a[at]!;
    sum += a[at]! * a[at]!;
    at++;
  }
  return Math.sqrt(sum);
}

/** a -= vw' + wv' on the leading i x i submatrix. */
function update(a: Float64Array, v: Float64Array, w: Float64Array, i: number): void {
  for (let row = 0, at = 0; row < i; row++) {
    const [vr, wr] = [v[row]!, w[row]!];
    for (let j = 0; j <= row; j++, at++) a[at]! -= vr * w[j]! + wr * v[j]!;
  }
}

/** The same, and p = a x for what comes out. Two rows by two columns at a time: one by one it takes a third longer. */
function updateAndMultiply(
  a: Float64Array,
  v: Float64Array,
  w: Float64Array,
  x: Float64Array,
  p: Float64Array,
  i: number,
): void {
  let row = 0;
  if (i % 2 === 1) {
    a[0]! -= 2 * v[0]! * w[0]!;
    p[0] = a[0]! * x[0]!;
    row = 1;
  }
  for (; row < i; row += 2) {
    const v0 = v[row]!;
    const w0 = w[row]!;
    const x0 = x[row]!;
    const v1 = v[row + 1]!;
    const w1 = w[row + 1]!;
    const x1 = x[row + 1]!;
    let at0 = (row * (row + 1)) / 2;
    let at1 = at0 + row + 1;
    let sum0 = 0;
    let sum1 = 0;
    let odd0 = 0;
    let odd1 = 0;
    let j = 0;
    if (row % 2 === 1) {
      const a0 = a[at0]! - (v0 * w[0]! + w0 * v[0]!);
      const a1 = a[at1]! - (v1 * w[0]! + w1 * v[0]!);
      a[at0++] = a0;
      a[at1++] = a1;
      odd0 = a0 * x[0]!;
      odd1 = a1 * x[0]!;
      p[0]! += a0 * x0 + a1 * x1;
      j = 1;
    }
    for (; j < row; j += 2, at0 += 2, at1 += 2) {
      const vj = v[j]!;
      const wj = w[j]!;
      const xj = x[j]!;
      const vk = v[j + 1]!;
      const wk = w[j + 1]!;
      const xk = x[j + 1]!;
      const a0 = a[at0]! - (v0 * wj + w0 * vj);
      const a1 = a[at1]! - (v1 * wj + w1 * vj);
      const b0 = a[at0 + 1]! - (v0 * wk + w0 * vk);
      const b1 = a[at1 + 1]! - (v1 * wk + w1 * vk);
      a[at0] = a0;
      a[at1] = a1;
      a[at0 + 1] = b0;
      a[at1 + 1] = b1;
      sum0 += a0 * xj;
      sum1 += a1 * xj;
      odd0 += b0 * xk;
      odd1 += b1 * xk;
      p[j]! += a0 * x0 + a1 * x1;
      p[j + 1]! += b0 * x0 + b1 * x1;
    }
    const corner0 = a[at0]! - 2 * v0 * w0;
    const between = a[at1]! - (v1 * w0 + w1 * v0);
    const corner1 = a[at1 + 1]! - 2 * v1 * w1;
    a[at0] = corner0;
    a[at1] = between;
    a[at1 + 1] = corner1;
    p[row] = sum0 + odd0 + (corner0 * x0 + between * x1);
    p[row + 1] = sum1 + odd1 + (between * x0 + corner1 * x1);
  }
}

function squares(x: Float64Array, start: number, count: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const end = start + count;
  let j = start;
  for (; j + 3 < end; j += 4) {
    s0 += x[j]! * x[j]!;
    s1 += x[j + 1]! * x[j + 1]!;
    s2 += x[j + 2]! * x[j + 2]!;
    s3 += x[j + 3]! * x[j + 3]!;
  }
  for (; j < end; j++) s0 += x[j]! * x[j]!;
  return s0 + s1 + (s2 + s3);
}

function dot(x: Float64Array, y: Float64Array, count: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let j = 0;
  for (; j + 3 < count; j += 4) {
    s0 += x[j]! * y[j]!;
    s1 += x[j + 1]! * y[j + 1]!;
    s2 += x[j + 2]! * y[j + 2]!;
    s3 += x[j + 3]! * y[j + 3]!;
  }
  for (; j < count; j++) s0 += x[j]! * y[j]!;
  return s0 + s1 + (s2 + s3);
}
