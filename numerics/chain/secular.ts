/**
 * All roots of the secular equation f(t) = 1 + sum_k c_k/(p_k - t) = 0, c_k > 0, p_1 < ... < p_m: the eigenvalues of diag(p) + z z', z_k^2 = c_k (Golub
 * 1973). f increases between poles, so t_i lies in (p_i, p_(i+1)), t_m in (p_m, p_m + sum c].
 *
 * Each root is found as its distance from the nearer pole, so that p_k - t keeps all its digits (Li 1994), by interpolating f with the two
 * poles around it (Bunch, Nielsen & Sorensen 1978), within a bracket. Poles far from a group of 64 roots act through an interpolating
 * polynomial (far-field.ts): some 50 m^2 divisions less, m = 10^4 takes about 0.3 s.
 */
import { evaluateFar, type FarField, farDistance, farField } from './far-field.js';

export interface SecularRoots {
  /** t_i = p_(origin_i) + offset_i, in ascending order. */
  readonly origins: Int32Array;
  readonly offsets: Float64Array;
  /** |t_i - true t_i| <= errors_i, for the poles and numerators as given; rounding of t_i itself apart. */
  readonly errors: Float64Array;
}

const unit = 2 ** -53;
const groupSize = 64;
const blockLength = 128;
const mostSteps = 200;

/**
 * @param poles ascending, all different, |p| <= 2^300. @param numerators positive, at least 2^-1000 times the largest |p|.
 * @param slack the relative error of the numerators as a common factor; the error bounds cover it.
 */
export function secularRoots(poles: Float64Array, numerators: Float64Array, slack: number): SecularRoots {
  const m = poles.length;
  const roots = { origins: new Int32Array(m), offsets: new Float64Array(m), errors: new Float64Array(m) };
  const solver = new Solver(poles, numerators, slack);
  for (let start = 0; start < m - 1; start += groupSize) {
    const end = Math.min(m - 1, start + groupSize);
    solver.focus(poles[start]!, poles[end]!);
    for (let i = start; i < end; i++) solver.solve(i, roots);
  }
  if (m > 0) {
    solver.focus(-Infinity, Infinity);
    solver.solve(m - 1, roots);
  }
  return roots;
}

class Solver {
  readonly #p: Float64Array;
  readonly #c: Float64Array;
  readonly #slack: number;
  /** Near poles are first..last-1, the others far. */
  #first = 0;
  #last = 0;
  #far: FarField | undefined;
  #from = 0;
  readonly #farOut = new Float64Array(2);
  // What `evaluate` found: f, its parts' derivatives, a bound for its error.
  #value = 0;
  #leftSlope = 0;
  #rightSlope = 0;
  #error = 0;
  // What `add` found.
  #sum = 0;
  #sumSlope = 0;

  constructor(poles: Float64Array, numerators: Float64Array, slack: number) {
    this.#p = poles;
    this.#c = numerators;
    this.#slack = slack;
  }

  /** Prepares for roots in an interval between poles. */
  focus(from: number, to: number): void {
    const p = this.#p;
    const distance = farDistance * (to - from);
    this.#first = 0;
    this.#last = p.length;
    this.#far = undefined;
    if (!Number.isFinite(distance)) return;
    // A margin keeps poles at the very limit near.
    while (this.#first < p.length && from - p[this.#first]! > 1.001 * distance) this.#first++;
    while (this.#last > 0 && p[this.#last - 1]! - to > 1.001 * distance) this.#last--;
    if (this.#first === 0 && this.#last === p.length) return;
    this.#from = from;
    this.#far = farField(to - from, (t) => {
      this.#add(0, this.#first, from, t);
      const left = this.#sum;
      this.#add(this.#last, p.length, from, t);
      return { value: left + this.#sum, size: Math.abs(left) + Math.abs(this.#sum) };
    });
  }

  /** Sums of c/(p - t) and c/(p - t)^2 over the poles from..to-1, t = origin + offset; in blocks, for fewer rounding errors. */
  #add(from: number, to: number, origin: number, offset: number): void {
    const [p, c] = [this.#p, this.#c];
    let total = 0;
    let totalSlope = 0;
    for (let start = from; start < to; start += blockLength) {
      const end = Math.min(to, start + blockLength);
      let sum = 0;
      let slope = 0;
      for (let k = start; k < end; k++) {
        const inverse = 1 / (p[k]! - origin - offset);
        const term = c[k]! * inverse;
        sum += term;
        slope += term * inverse;
      }
      total += sum;
      totalSlope += slope;
    }
    this.#sum = total;
    this.#sumSlope = totalSlope;
  }

  #evaluate(i: number, origin: number, offset: number): void {
    this.#add(this.#first, i + 1, origin, offset);
    const left = this.#sum;
    this.#leftSlope = this.#sumSlope;
    this.#add(i + 1, this.#last, origin, offset);
    const right = this.#sum;
    this.#rightSlope = this.#sumSlope;
    let far = 0;
    let farError = 0;
    const count = this.#last - this.#first;
    if (this.#far) {
      evaluateFar(this.#far, origin - this.#from + offset, this.#farOut);
      far = this.#farOut[0]!;
      if (i + 1 < this.#p.length) this.#rightSlope += Math.max(0, this.#farOut[1]!);
      const farCount = this.#p.length - count;
      farError = this.#far.size * (1e-14 + 4 * unit * (blockLength + farCount / blockLength + 16));
    }
    this.#value = 1 + left + right + far;
    const size = 1 + Math.abs(left) + Math.abs(right) + (this.#far?.size ?? 0);
    // Each term is right to 8 units: p - origin is at most twice p - t.
    const near = (1 + Math.abs(left) + Math.abs(right)) * unit * (blockLength + count / blockLength + 16);
    this.#error = 1.01 * (near + farError + this.#slack * size);
  }

  solve(i: number, roots: SecularRoots): void {
    const p = this.#p;
    const isLast = i === p.length - 1;
    const total = isLast ? this.#c.reduce((sum, x) => sum + x, 0) : 0;
    const gap = isLast ? total * (1 + 1e-9) : p[i + 1]! - p[i]!;
    let nearRight = false;
    if (!isLast) {
      this.#evaluate(i, p[i]!, gap / 2);
      nearRight = this.#value < 0;
    }
    const index = nearRight ? i + 1 : i;
    const origin = p[index]!;
    // The root's offset lies in (low, high); the poles around it at a and b.
    const [a, b] = nearRight ? [-gap, 0] : [0, gap];
    let [low, high] = isLast ? [0, gap] : nearRight ? [-gap / 2, 0] : [0, gap / 2];
    let offset = isLast ? gap / 2 : nearRight ? -gap / 2 : gap / 2;
    for (let step = 0; step < mostSteps; step++) {
      this.#evaluate(i, origin, offset);
      if (this.#value < 0) low = offset;
      else high = offset;
      const slope = this.#leftSlope + this.#rightSlope;
      if (Math.abs(this.#value) <= this.#error / 2 || high - low <= 2 * unit * Math.abs(offset)) break;
      let next = interpolate(this.#value, this.#leftSlope, this.#rightSlope, a, b, isLast, offset, low, high);
      if (!(next > low && next < high)) next = bisect(low, high);
      if (step > 20 && step % 2 === 0) next = bisect(low, high);
      if (next === offset || Math.abs(next - offset) <= unit * Math.abs(offset)) {
        offset = next;
        break;
      }
      if (!(slope > 0)) break;
      offset = next;
    }
    roots.origins[i] = index;
    roots.offsets[i] = offset;
    roots.errors[i] = this.#enclose(i, origin, offset, gap);
  }

  /** A distance from the root at which f certainly has the right signs on both sides, or the poles are reached. */
  #enclose(i: number, origin: number, offset: number, gap: number): number {
    const p = this.#p;
    const isLast = i === p.length - 1;
    const from = p[i]! - origin;
    const to = isLast ? Infinity : from + gap;
    // Beyond, differences to the pole that is not the origin lose digits.
    const lowest = from === 0 ? 0 : from + gap / 8;
    const highest = isLast ? Infinity : to === 0 ? 0 : to - gap / 8;
    this.#evaluate(i, origin, offset);
    const slope = this.#leftSlope + this.#rightSlope;
    let radius = Math.max((1.5 * (Math.abs(this.#value) + this.#error)) / slope, 2 * unit * Math.abs(offset));
    for (let tries = 0; tries < 60; tries++, radius *= 2) {
      const [below, above] = [offset - radius, offset + radius];
      if (below > from) {
        if (below <= lowest) continue;
        this.#evaluate(i, origin, below);
        if (!(this.#value < -this.#error)) continue;
      }
      if (above < to) {
        if (above >= highest) continue;
        this.#evaluate(i, origin, above);
        if (!(this.#value > this.#error)) continue;
      }
      return radius;
    }
    return Infinity;
  }
}

/** Between two numbers that are not of opposite sign: in logarithms where they are far apart. */
function bisect(low: number, high: number): number {
  const sign = high > 0 ? 1 : -1;
  const [small, big] = sign > 0 ? [low, high] : [-high, -low];
  if (small === 0) return sign * big * 2 ** -8;
  return sign * (big > 4 * small ? Math.sqrt(big) * Math.sqrt(small) : (big + small) / 2);
}

/** The zero of r + s/(a - t) + S/(b - t) that has f's value and the derivatives of its left and right part at `offset`. */
function interpolate(
  value: number,
  leftSlope: number,
  rightSlope: number,
  a: number,
  b: number,
  isLast: boolean,
  offset: number,
  low: number,
  high: number,
): number {
  const left = a - offset;
  const right = b - offset;
  const s = leftSlope * left * left;
  if (isLast) {
    const r = value - leftSlope * left;
    return r > 0 ? a + s / r : Number.NaN;
  }
  const t = rightSlope * right * right;
  const r = value - leftSlope * left - rightSlope * right;
  const linear = r * (a + b) + s + t;
  const constant = s * b + t * a;
  const root = Math.sqrt(Math.max(0, linear * linear - 4 * r * constant));
  const q = (linear + (linear < 0 ? -root : root)) / 2;
  const first = constant / q;
  return first > low && first < high ? first : q / r;
}
