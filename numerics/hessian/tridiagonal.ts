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

/** Rows of a square are of an even length, and of an even number: of the order, or one more. */
export function rowLength(m: number): number {
  return m + (m % 2);
}

/**
 * Householder reduction (Golub & Van Loan, Matrix Computations, 8.3.1) of the symmetric matrix of order m whose row i begins at i rowLength(m) of `a`, which
 * is overwritten: rows from the last to the first, each leading submatrix B updated and multiplied by the next reflection's vector in one
 * pass. Some 4/3 m^3 operations. The largest entry should be about 1. Read are the lower triangle and, as rows are gone through by twos, the entries
 * (i, i + 1) for even i; a last row and column beyond an odd m are 0. The order of sums is that of ../kernel/assembly/symmetric.ts, which gives the same bits.
 *
 * The bound, with u = 2^-53 and b >= |B|_F: the vector v as computed defines an orthogonal P = I - tau vv', tau = 2/v'v, and PBP = B - vw' - wv' with
 * w = p - (tau v'p/2) v orthogonal to v, p = tau Bv, so that |v||w| <= |v||p| <= 2b. Let dot products be off by at most c u times the norms of their
 * factors, and Bv by s u b |v|. A term of a dot product is rounded itself, in at most i/4 + 1 additions to one of four sums, and in two more: c = i/4 + 8
 * is enough. One of row r of Bv is rounded itself, in r/2 + 2 additions to one of two sums and between the two, or else in one with that of the row beside,
 * and then in (i - r)/2 additions of what the rows below give: s = i/2 + 8. To first order in u:
 *   tau is off by (c + 3) u, relatively, so |v||dp| <= 2 (s + c + 4) u b, and its part orthogonal to v enters the result 2^(1/2) times;
 *   the factor of v in w is off by (2c + 5) u times 2b/|v|^2 and enters twice, and so do w's roundings, of 4 u b/|v|;
 *   the update rounds to 7 u b;
 *   and P takes the row x to ±|x| e with an error of (c + 12) u |x|, in the row and in the column.
 * What underflows, below 2^-500, is left out.
 * The bound comes to (2.1 m^2 + 200 m) u |A|_F at most, to some (1.5 m^2 + 90 m) u |A|_F where |B|_F falls as its order does.
 */
export function tridiagonalOf(a: Float64Array, m: number): Tridiagonal {
  const stride = rowLength(m);
  const diagonal = new Float64Array(m);
  const side = new Float64Array(m);
  // Filled up by zeros: dot products go by fours.
  let v = new Float64Array(stride + 4);
  let x = new Float64Array(stride + 4);
  const w = new Float64Array(stride + 4);
  const p = new Float64Array(stride + 4);
  let bound = lowerNorm(a, stride, m) * (1 + (m * m + 4) * unit);
  const size = bound;
  const least = (negligible * negligible * size * size) / m;
  let error = 0;
  let isPending = false;
  for (let i = m - 1; i >= 0; i--) {
    const start = i * stride;
    if (isPending) {
      const [vi, wi] = [v[i]!, w[i]!];
      for (let j = 0; j <= i; j++) a[start + j]! -= vi * w[j]! + wi * v[j]!;
    }
    diagonal[i] = a[start + i]!;
    if (i === 0) break;
    for (let j = 0; j < i; j++) x[j] = a[start + j]!;
    x.fill(0, i, i + 4);
    v[i] = 0;
    w[i] = 0;
    if (i % 2 === 1) {
      // The row shares a pair with the one above.
      a.fill(0, start, start + i + 1);
      a[start - stride + i] = 0;
    }
    const last = x[i - 1]!;
    x[i - 1] = 0;
    const rest2 = dot(x, x, i);
    bound = Math.sqrt(
      Math.max(0, bound * bound - diagonal[i]! * diagonal[i]! - 2 * rest2 - 2 * (last * last)) +
        (i + 16) * unit * (bound * bound),
    );
    if (rest2 <= least) {
      error += Math.SQRT2 * Math.sqrt(rest2) * 1.01;
      side[i] = last;
      if (isPending) updateAndMultiply(a, stride, v, w, x, p, i);
      isPending = false;
      // What is left may be 0, but for rounding: of a matrix of low rank.
      if (Math.abs(last) <= negligible * size) {
        const left = lowerNorm(a, stride, i);
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
    const head = last - alpha;
    x[i - 1] = head;
    const tau = 2 / (rest2 + head * head);
    if (!isPending) {
      v.fill(0, 0, i);
      w.fill(0, 0, i);
    }
    updateAndMultiply(a, stride, v, w, x, p, i);
    for (let j = 0; j < i; j++) p[j]! *= tau;
    const along = 0.5 * tau * dot(x, p, i);
    for (let j = 0; j < i; j++) w[j] = p[j]! - along * x[j]!;
    [v, x] = [x, v];
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

/** Frobenius norm of the leading i x i submatrix, whose last row, if alone in its pair, is followed by zeros. */
function lowerNorm(a: Float64Array, stride: number, i: number): number {
  // Two rows by two columns: below the diagonal and on it.
  let below00 = 0;
  let below01 = 0;
  let below10 = 0;
  let below11 = 0;
  let on00 = 0;
  let on01 = 0;
  let on10 = 0;
  let on11 = 0;
  for (let row = 0; row < i; row += 2) {
    let at = row * stride;
    for (const end = at + row; at < end; at += 2) {
      below00 += a[at]! * a[at]!;
      below01 += a[at + 1]! * a[at + 1]!;
      below10 += a[at + stride]! * a[at + stride]!;
      below11 += a[at + stride + 1]! * a[at + stride + 1]!;
    }
    on00 += a[at]! * a[at]!;
    on01 += a[at + 1]! * a[at + 1]!;
    on10 += a[at + stride]! * a[at + stride]!;
    on11 += a[at + stride + 1]! * a[at + stride + 1]!;
  }
  return Math.sqrt(2 * (below00 + below10 + (below01 + below11)) + (on00 + on10 + (on01 + on11)));
}

/** a -= vw' + wv' on the leading i x i submatrix, and p = a x for what comes out. Two rows by two columns at a time. */
function updateAndMultiply(
  a: Float64Array,
  stride: number,
  v: Float64Array,
  w: Float64Array,
  x: Float64Array,
  p: Float64Array,
  i: number,
): void {
  for (let row = 0; row < i; row += 2) {
    const v0 = v[row]!;
    const w0 = w[row]!;
    const x0 = x[row]!;
    const v1 = v[row + 1]!;
    const w1 = w[row + 1]!;
    const x1 = x[row + 1]!;
    let at0 = row * stride;
    let at1 = at0 + stride;
    let sum0 = 0;
    let sum1 = 0;
    let odd0 = 0;
    let odd1 = 0;
    for (let j = 0; j < row; j += 2, at0 += 2, at1 += 2) {
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
    const corner0 = a[at0]! - (v0 * w0 + w0 * v0);
    const between = a[at1]! - (v1 * w0 + w1 * v0);
    const corner1 = a[at1 + 1]! - (v1 * w1 + w1 * v1);
    a[at0] = corner0;
    a[at0 + 1] = between;
    a[at1] = between;
    a[at1 + 1] = corner1;
    p[row] = sum0 + corner0 * x0 + (odd0 + between * x1);
    p[row + 1] = sum1 + between * x0 + (odd1 + corner1 * x1);
  }
}

/** Four sums, by j mod 4; x and y, or one of them, are filled up by zeros. */
function dot(x: Float64Array, y: Float64Array, count: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let j = 0; j < count; j += 4) {
    s0 += x[j]! * y[j]!;
    s1 += x[j + 1]! * y[j + 1]!;
    s2 += x[j + 2]! * y[j + 2]!;
    s3 += x[j + 3]! * y[j + 3]!;
  }
  return s0 + s1 + (s2 + s3);
}
