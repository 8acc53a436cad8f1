/**
 * Eigenvalues of symmetric matrices, bit for bit as ../../hessian/tridiagonal.ts and ../../hessian/tridiagonal-eigenvalues.ts have them, where the
 * method and its error bounds stand: two columns to a vector in the reduction, the two ends of an interval in the count.
 */
import { diagonalAt, sideAt, squareAt, squareRowBytes, squaresAt, stepAt, eigenvaluesAt } from './layout';

const unit: f64 = 1.1102230246251565e-16;
const negligible: f64 = 8.881784197001252e-16;
const leastPivot: f64 = 3.8725919148493183e-121;

/** Where pair j of v, w, x and p lies, as of `stepAt + 32 j`: a step's vectors go together, so that one address leads to all four. */
const vAt: usize = 0;
const wAt: usize = 16;
const xAt: usize = 32;
const pAt: usize = 48;

@inline
function row(i: i32): usize {
  return squareAt + usize(i) * squareRowBytes;
}

/** Of entry j. */
@inline
function step(j: i32): usize {
  return stepAt + ((usize(j) >> 1) << 6) + ((usize(j) & 1) << 3);
}

@inline
function sumOf(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/** Takes the matrix to its diagonal and side; returns the error. */
export function reduceSymmetric(m: i32): f64 {
  let bound = lowerNorm(m) * (1 + f64(m * m + 4) * unit);
  const size = bound;
  const least = (negligible * negligible * size * size) / f64(m);
  let error = 0.0;
  let isPending = false;
  memory.fill(diagonalAt, 0, usize(m) << 3);
  memory.fill(sideAt, 0, usize(m) << 3);
  memory.fill(stepAt, 0, step((m + 5) & ~1) - stepAt);
  for (let i = m - 1; i >= 0; i--) {
    if (isPending) updateRow(i);
    const diagonal = load<f64>(row(i) + (usize(i) << 3));
    store<f64>(diagonalAt + (usize(i) << 3), diagonal);
    if (i == 0) break;
    takeRow(i);
    const lastAt = step(i - 1);
    const last = load<f64>(lastAt, xAt);
    store<f64>(lastAt, 0, xAt);
    const rest2 = dot(i, xAt);
    bound = sqrt(
      max(0, bound * bound - diagonal * diagonal - 2 * rest2 - 2 * (last * last)) + f64(i + 16) * unit * (bound * bound),
    );
    if (rest2 <= least) {
      error += Math.SQRT2 * sqrt(rest2) * 1.01;
      store<f64>(sideAt + (usize(i) << 3), last);
      if (isPending) advance(i);
      isPending = false;
      if (abs(last) <= negligible * size) {
        const left = lowerNorm(i);
        if (left <= negligible * size) {
          error += left * 1.01;
          break;
        }
      }
      continue;
    }
    const norm = sqrt(rest2 + last * last);
    const alpha = last > 0 ? -norm : norm;
    store<f64>(sideAt + (usize(i) << 3), alpha);
    const head = last - alpha;
    store<f64>(lastAt, head, xAt);
    const tau = 2 / (rest2 + head * head);
    if (!isPending) clearStep(i);
    advance(i);
    turn(i, tau);
    isPending = true;
    const c = f64(i) / 4 + 8;
    const s = f64(i) / 2 + 8;
    const more = 1.01 * unit * ((2.83 * s + 10.83 * c + 52) * bound + (c + 12) * Math.SQRT2 * norm);
    error += more;
    bound += more;
  }
  return error;
}

/** Frobenius norm of the leading i x i submatrix. */
function lowerNorm(i: i32): f64 {
  let off0 = f64x2.splat(0);
  let off1 = f64x2.splat(0);
  let corner0 = f64x2.splat(0);
  let corner1 = f64x2.splat(0);
  for (let r = 0; r < i; r += 2) {
    let a0 = row(r);
    let a1 = a0 + squareRowBytes;
    const end = a0 + (usize(r) << 3);
    for (; a0 < end; a0 += 16, a1 += 16) {
      const b0 = v128.load(a0);
      const b1 = v128.load(a1);
      off0 = f64x2.add(off0, f64x2.mul(b0, b0));
      off1 = f64x2.add(off1, f64x2.mul(b1, b1));
    }
    const b0 = v128.load(a0);
    const b1 = v128.load(a1);
    corner0 = f64x2.add(corner0, f64x2.mul(b0, b0));
    corner1 = f64x2.add(corner1, f64x2.mul(b1, b1));
  }
  return sqrt(2 * sumOf(f64x2.add(off0, off1)) + sumOf(f64x2.add(corner0, corner1)));
}

/** Row i -= v_i w' + w_i v'. */
function updateRow(i: i32): void {
  const v = v128.load64_splat(step(i), vAt);
  const w = v128.load64_splat(step(i), wAt);
  let at = row(i);
  let q = stepAt;
  for (const end = at + (usize(i) << 3); at <= end; at += 16, q += 64) {
    const change = f64x2.add(f64x2.mul(v, v128.load(q, wAt)), f64x2.mul(w, v128.load(q, vAt)));
    v128.store(at, f64x2.sub(v128.load(at), change));
  }
}

/** Row i to x, filled up by zeros; v and w end before i; and so does the submatrix, filled up by zeros where it shares a pair of rows with row i. */
function takeRow(i: i32): void {
  const start = row(i);
  let q = stepAt;
  let at = start;
  for (const end = at + (usize(i) << 3); at < end; at += 16, q += 64) v128.store(q, v128.load(at), xAt);
  for (let j = i; j < i + 4; j++) store<f64>(step(j), 0, xAt);
  store<f64>(step(i), 0, vAt);
  store<f64>(step(i), 0, wAt);
  if (i & 1) {
    memory.fill(start, 0, usize(i + 1) << 3);
    store<f64>(row(i - 1) + (usize(i) << 3), 0);
  }
}

/** sum over j < i of x_j y_j for another of the step's vectors: four sums, by j mod 4. */
function dot(i: i32, yAt: usize): f64 {
  let sum0 = f64x2.splat(0);
  let sum1 = f64x2.splat(0);
  const end = stepAt + (usize(i) << 5);
  for (let q = stepAt; q < end; q += 128) {
    sum0 = f64x2.add(sum0, f64x2.mul(v128.load(q, xAt), v128.load(q + yAt)));
    sum1 = f64x2.add(sum1, f64x2.mul(v128.load(q + 64, xAt), v128.load(q + 64 + yAt)));
  }
  return sumOf(sum0) + sumOf(sum1);
}

function clearStep(i: i32): void {
  const end = stepAt + (usize(i) << 5);
  for (let q = stepAt; q < end; q += 64) {
    v128.store(q, f64x2.splat(0), vAt);
    v128.store(q, f64x2.splat(0), wAt);
  }
}

/** The leading i x i submatrix -= vw' + wv', and p = it times x. */
function advance(i: i32): void {
  let start = squareAt;
  const from = stepAt;
  const stepEnd = from + (usize(i) << 5);
  const rowBytes = squareRowBytes;
  for (let r = from; r < stepEnd; r += 64) {
    const v0 = v128.load64_splat(r, vAt);
    const v1 = v128.load64_splat(r, vAt + 8);
    const w0 = v128.load64_splat(r, wAt);
    const w1 = v128.load64_splat(r, wAt + 8);
    const x0 = v128.load64_splat(r, xAt);
    const x1 = v128.load64_splat(r, xAt + 8);
    let sum0 = f64x2.splat(0);
    let sum1 = f64x2.splat(0);
    let a0 = start;
    let a1 = start + rowBytes;
    for (let q = from; q < r; q += 64, a0 += 16, a1 += 16) {
      const v = v128.load(q, vAt);
      const w = v128.load(q, wAt);
      const x = v128.load(q, xAt);
      const b0 = f64x2.sub(v128.load(a0), f64x2.add(f64x2.mul(v0, w), f64x2.mul(w0, v)));
      const b1 = f64x2.sub(v128.load(a1), f64x2.add(f64x2.mul(v1, w), f64x2.mul(w1, v)));
      v128.store(a0, b0);
      v128.store(a1, b1);
      sum0 = f64x2.add(sum0, f64x2.mul(b0, x));
      sum1 = f64x2.add(sum1, f64x2.mul(b1, x));
      v128.store(q, f64x2.add(v128.load(q, pAt), f64x2.add(f64x2.mul(b0, x0), f64x2.mul(b1, x1))), pAt);
    }
    // The corner, of which both halves are kept.
    const v = v128.load(r, vAt);
    const w = v128.load(r, wAt);
    const x = v128.load(r, xAt);
    const b0 = f64x2.sub(v128.load(a0), f64x2.add(f64x2.mul(v0, w), f64x2.mul(w0, v)));
    const b1 = f64x2.sub(v128.load(a1), f64x2.add(f64x2.mul(v1, w), f64x2.mul(w1, v)));
    v128.store(a0, b0);
    v128.store(a1, b1);
    sum0 = f64x2.add(sum0, f64x2.mul(b0, x));
    sum1 = f64x2.add(sum1, f64x2.mul(b1, x));
    v128.store(
      r,
      f64x2.add(v128.shuffle<f64>(sum0, sum1, 0, 2), v128.shuffle<f64>(sum0, sum1, 1, 3)),
      pAt,
    );
    start += 2 * rowBytes;
  }
}

/** w = tau p - (tau^2 x'p/2) x, v = x. */
function turn(i: i32, tau: f64): void {
  const end = stepAt + (usize(i) << 5);
  const taus = f64x2.splat(tau);
  for (let q = stepAt; q < end; q += 64) v128.store(q, f64x2.mul(v128.load(q, pAt), taus), pAt);
  const along = f64x2.splat(0.5 * tau * dot(i, pAt));
  for (let q = stepAt; q < end; q += 64) {
    const x = v128.load(q, xAt);
    v128.store(q, f64x2.sub(v128.load(q, pAt), f64x2.mul(along, x)), wAt);
    v128.store(q, x, vAt);
  }
}

/** QL iteration on `eigenvaluesAt` and `squaresAt`, which is overwritten; whether it has come to an end. */
export function iterateTridiagonal(m: i32, tolerance2: f64): bool {
  const d = eigenvaluesAt;
  const side2 = squaresAt;
  const most = 30 * m;
  let sweeps = 0;
  const last = side2 + ((usize(m) - 1) << 3);
  const move = d - side2;
  // Addresses in side2 stand for places: the block l..end that is not decoupled yet.
  let l = side2;
  while (l <= last) {
    let end = l;
    while (end < last && load<f64>(end, 8) > tolerance2) end += 8;
    if (end == l) {
      l += 8;
      continue;
    }
    if (sweeps++ > most) return false;
    const first = load<f64>(l + move);
    const root = sqrt(load<f64>(l, 8));
    const ratio = (load<f64>(l + move, 8) - first) / (2 * root);
    const shift = first - root / (ratio + (ratio < 0 ? -1 : 1) * sqrt(1 + ratio * ratio));
    let cosine2 = 1.0;
    let sine2 = 0.0;
    let gamma = load<f64>(end + move) - shift;
    let p = gamma * gamma;
    for (let i = end - 8; i >= l; i -= 8) {
      const b2 = load<f64>(i, 8);
      const r = p + b2;
      if (i != end - 8) store<f64>(i, sine2 * r, 16);
      const before = cosine2;
      const alpha = load<f64>(i + move);
      const scaled = p * (alpha - shift) - b2 * gamma;
      const inverse = 1 / r;
      const next = p > 1e-200 * r ? (scaled * scaled) / (r * p) : before * b2;
      cosine2 = p * inverse;
      sine2 = b2 * inverse;
      const oldGamma = gamma;
      gamma = scaled * inverse;
      store<f64>(i + move, oldGamma + (alpha - gamma), 8);
      p = next;
    }
    store<f64>(l, sine2 * p, 8);
    store<f64>(l + move, shift + gamma);
  }
  return true;
}

@inline
function nextPivot(q: v128, d: v128, x: v128, b2: v128): v128 {
  const next = f64x2.sub(f64x2.sub(d, x), f64x2.div(b2, q));
  return v128.bitselect(f64x2.splat(-leastPivot), next, f64x2.lt(f64x2.abs(next), f64x2.splat(leastPivot)));
}

/** The two ends of the interval around value i. */
@inline
function ends(i: i32, m: i32, radii: v128): v128 {
  return f64x2.add(v128.load64_splat(eigenvaluesAt + (usize(min(i, m - 1)) << 3)), radii);
}

/** Whether `count` has at most i below the interval around value i, and more than i below its end. */
@inline
function isCounted(count: v128, i: i32, m: i32): bool {
  const place = i64(min(i, m - 1));
  return i64x2.extract_lane(count, 0) <= place && i64x2.extract_lane(count, 1) > place;
}

/** Whether for every i as many eigenvalues are on either side of value_i ± radius as should be. Four values at a time. */
export function countTridiagonal(m: i32, radius: f64): bool {
  const zeros = f64x2.splat(0);
  const radii = v128.shuffle<f64>(f64x2.splat(-radius), f64x2.splat(radius), 0, 2);
  const move = squaresAt - diagonalAt;
  const last = diagonalAt + (usize(m) << 3);
  for (let i = 0; i < m; i += 4) {
    const x0 = ends(i, m, radii);
    const x1 = ends(i + 1, m, radii);
    const x2 = ends(i + 2, m, radii);
    const x3 = ends(i + 3, m, radii);
    let q0 = f64x2.splat(1);
    let q1 = q0;
    let q2 = q0;
    let q3 = q0;
    let count0 = i64x2.splat(0);
    let count1 = count0;
    let count2 = count0;
    let count3 = count0;
    for (let at = diagonalAt; at < last; at += 8) {
      const d = v128.load64_splat(at);
      const b2 = v128.load64_splat(at + move);
      q0 = nextPivot(q0, d, x0, b2);
      q1 = nextPivot(q1, d, x1, b2);
      q2 = nextPivot(q2, d, x2, b2);
      q3 = nextPivot(q3, d, x3, b2);
      count0 = i64x2.sub(count0, f64x2.lt(q0, zeros));
      count1 = i64x2.sub(count1, f64x2.lt(q1, zeros));
      count2 = i64x2.sub(count2, f64x2.lt(q2, zeros));
      count3 = i64x2.sub(count3, f64x2.lt(q3, zeros));
    }
    if (
      !(
        isCounted(count0, i, m) &&
        isCounted(count1, i + 1, m) &&
        isCounted(count2, i + 2, m) &&
        isCounted(count3, i + 3, m)
      )
    )
      return false;
  }
  return true;
}
