/**
 * Gauss's hypergeometric function 2F1(a, b; c; x) for real parameters and x < 1, in double-double with a tracked error.
 * Routes: the power series for 0 <= x <= 3/4 and where it terminates; Pfaff's transformation for x < 0 (DLMF 15.8.1);
 * near 1 the Taylor series of the hypergeometric equation, stepping from 1/2 so that the distance to 1 halves each
 * time: one code for all c - a - b, integers included, where connection formulas would need limits.
 */

import type { DoubleDouble } from './double-double.js';
import * as dd from './double-double.js';

export interface WithError {
  readonly value: number;
  /** A bound on |value - truth|; Infinity where nothing is known. */
  readonly error: number;
}

interface Parameters {
  readonly a: DoubleDouble;
  readonly b: DoubleDouble;
  readonly c: DoubleDouble;
}

/** f and slope = (distance to 1) * f' (from the power series: z f', the same at z = 1/2), with absolute error bounds. */
interface State {
  readonly f: DoubleDouble;
  readonly slope: DoubleDouble;
  readonly fError: number;
  readonly slopeError: number;
}

/** Relative error of a handful of double-double operations, times 2^6 of caution. */
const unit = 2 ** -94;
const one = dd.fromDouble(1);
const maxTerms = 10_000;
/** Of all Taylor steps together. */
const maxTermsOfSteps = 20_000;
/** Of one Taylor step: enough for parameters up to 600; beyond, nothing is known near 1. */
const maxTermsOfStep = 2500;

/** 2F1(a, b; c; x), x < 1; NaN for x >= 1 and where c is 0, -1, -2, ... The error is usually 2^-51 relative. */
export function hyp2f1WithError(a: number, b: number, c: number, x: number): WithError {
  const unknown = { value: Number.NaN, error: Number.POSITIVE_INFINITY };
  if (!(x < 1) || ![a, b, c, x].every(Number.isFinite) || isNonPositiveInteger(c)) return unknown;
  const p = { a: dd.fromDouble(a), b: dd.fromDouble(b), c: dd.fromDouble(c) };
  const polynomial = isNonPositiveInteger(a) || isNonPositiveInteger(b);
  if (x >= 0 || polynomial) return rounded(onUnitInterval(p, dd.fromDouble(x), dd.twoSum(1, -x)), 1, 0);
  // (1-x)^-a F(a, c-b; c; x/(x-1)), or the same with a and b exchanged: whichever has the larger smallest parameter.
  const swap = Math.min(b, c - a) > Math.min(a, c - b);
  const [kept, other] = swap ? [p.b, p.a] : [p.a, p.b];
  const oneMinusX = dd.twoSum(1, -x);
  const z = dd.divide(dd.fromDouble(-x), oneMinusX);
  const inner = onUnitInterval({ a: kept, b: dd.subtract(p.c, other), c: p.c }, z, dd.divide(one, oneMinusX));
  const logFactor = -kept.head * Math.log1p(-x);
  // The factor itself may leave the doubles where its product with the inner value does not: its root is multiplied by twice.
  if (Math.abs(logFactor) > 1400) return unknown;
  return rounded(inner, Math.exp(logFactor / 2), 2 ** -50 * (1 + Math.abs(logFactor)));
}

/** 2F1 as a double; see hyp2f1WithError. */
export function hyp2f1(a: number, b: number, c: number, x: number): number {
  return hyp2f1WithError(a, b, c, x).value;
}

const isNonPositiveInteger = (x: number): boolean => x <= 0 && Number.isInteger(x);

/** The value times root^2; the relative error of root^2 is at most factorError. Products below the normal doubles err by 2^-1075 each. */
function rounded(state: State, root: number, factorError: number): WithError {
  const value = dd.toDouble(state.f) * root * root;
  const error = (state.fError * root * root + Math.abs(value) * (factorError + 2 ** -51)) * (1 + 2 ** -40);
  return Number.isFinite(value) && Number.isFinite(error)
    ? { value, error: error + 8 * Number.MIN_VALUE }
    : { value: Number.NaN, error: Number.POSITIVE_INFINITY };
}

function onUnitInterval(p: Parameters, z: DoubleDouble, oneMinusZ: DoubleDouble): State {
  const terminates = [p.a, p.b].some(({ head, tail }) => tail === 0 && isNonPositiveInteger(head));
  if (z.head <= 0.75 || terminates) return powerSeries(p, z);
  let state = powerSeries(p, dd.fromDouble(0.5));
  let distance = dd.fromDouble(0.5);
  let terms = 0;
  while (distance.head > oneMinusZ.head && Number.isFinite(state.fError)) {
    if (terms > maxTermsOfSteps) return nothingKnown;
    const half = dd.multiply(distance, dd.fromDouble(0.5));
    const next = half.head > oneMinusZ.head ? half : oneMinusZ;
    const step = taylorStep(p, state, distance, next);
    state = step.state;
    terms += step.terms;
    distance = next;
  }
  return state;
}

const nothingKnown: State = {
  f: one,
  slope: one,
  fError: Number.POSITIVE_INFINITY,
  slopeError: Number.POSITIVE_INFINITY,
};

/** Sum of (a)_n (b)_n/((c)_n n!) z^n and of n times its terms. The tail is bounded by a geometric series. */
function powerSeries({ a, b, c }: Parameters, z: DoubleDouble): State {
  let term = one;
  let f = one;
  let slope = dd.fromDouble(0);
  let size = 1;
  let slopeSize = 0;
  for (let n = 0; n < maxTerms; n++) {
    const n0 = dd.fromDouble(n);
    const numerator = dd.multiply(dd.multiply(dd.add(a, n0), dd.add(b, n0)), z);
    term = dd.divide(dd.multiply(term, numerator), dd.multiply(dd.add(c, n0), dd.fromDouble(n + 1)));
    const magnitude = Math.abs(term.head);
    f = dd.add(f, term);
    slope = dd.add(slope, dd.multiply(term, dd.fromDouble(n + 1)));
    size += magnitude;
    slopeSize += magnitude * (n + 1);
    // |t_(m+1)/t_m| <= ratio for all m > n, also with the factor (m+1)/m of the slope's terms.
    const m = n + 1;
    if (!Number.isFinite(size + slopeSize)) break;
    const ratio = c.head + m > 0 ? ratioBound(a.head, b.head, c.head, m) * Math.abs(z.head) : 1;
    const tail = magnitude === 0 ? 0 : (magnitude * ratio) / (1 - ratio);
    if (magnitude === 0 || (ratio < 1 && tail * (m + 1) < 2 ** -110 * size)) {
      const rounding = (n + 2) * unit;
      const tailOfSlope = magnitude === 0 ? 0 : (tail * (m + 1)) / (1 - ratio);
      return { f, slope, fError: size * rounding + tail, slopeError: slopeSize * rounding + tailOfSlope };
    }
  }
  return nothingKnown;
}

/** sup over k >= m of |(a+k)(b+k)/((c+k)(1+k))| (1 + 1/k), for c + m > 0, m >= 1. */
function ratioBound(a: number, b: number, c: number, m: number): number {
  return (1 + Math.abs(a - 1) / (m + 1)) * (1 + Math.abs(b - c) / (c + m)) * (1 + 1 / m);
}

/**
 * One step of the hypergeometric equation's Taylor series around z0 = 1 - s, from distance s to distance next. With
 * h = s - next and t_n = f^(n)(z0) h^n/n!:
 * t_(n+2) = [(n+a)(n+b) h^2 t_n - (n+1)((1-2 z0) n + c - (a+b+1) z0) h t_(n+1)] / (z0 s (n+1)(n+2)).
 * The incoming slope is s f', the outgoing one next f'. The incoming errors are carried through by the two fundamental
 * solutions.
 */
function taylorStep(
  { a, b, c }: Parameters,
  from: State,
  s: DoubleDouble,
  next: DoubleDouble,
): { readonly state: State; readonly terms: number } {
  const z0 = dd.subtract(one, s);
  const h = dd.subtract(s, next);
  const q = dd.divide(h, s);
  const first = dd.divide(dd.multiply(q, h), z0);
  const second = dd.divide(q, z0);
  const oneMinus2z0 = dd.subtract(dd.multiply(dd.fromDouble(2), s), one);
  const constant = dd.subtract(c, dd.multiply(dd.add(dd.add(a, b), one), z0));
  let t: [DoubleDouble, DoubleDouble] = [from.f, dd.multiply(from.slope, q)];
  let byF: [number, number] = [1, 0];
  let bySlope: [number, number] = [0, q.head];
  let f = dd.add(t[0], t[1]);
  let slope = t[1];
  let fundamental = { fF: 1, fSlope: q.head, slopeF: 0, slopeSlope: q.head };
  let size = Math.abs(t[0].head) + Math.abs(t[1].head);
  const settled = 8 + 4 * Math.max(Math.abs(a.head), Math.abs(b.head), Math.abs(c.head));
  let n = 0;
  for (; n < maxTermsOfStep; n++) {
    const n0 = dd.fromDouble(n);
    const scale = dd.fromDouble((n + 1) * (n + 2));
    const left = dd.divide(dd.multiply(dd.multiply(dd.add(a, n0), dd.add(b, n0)), first), scale);
    const bracket = dd.add(dd.multiply(oneMinus2z0, n0), constant);
    const right = dd.divide(dd.multiply(dd.multiply(bracket, second), dd.fromDouble(n + 1)), scale);
    const term = dd.subtract(dd.multiply(left, t[0]), dd.multiply(right, t[1]));
    t = [t[1], term];
    byF = [byF[1], left.head * byF[0] - right.head * byF[1]];
    bySlope = [bySlope[1], left.head * bySlope[0] - right.head * bySlope[1]];
    const order = n + 2;
    f = dd.add(f, term);
    slope = dd.add(slope, dd.multiply(term, dd.fromDouble(order)));
    fundamental = {
      fF: fundamental.fF + byF[1],
      fSlope: fundamental.fSlope + bySlope[1],
      slopeF: fundamental.slopeF + order * byF[1],
      slopeSlope: fundamental.slopeSlope + order * bySlope[1],
    };
    size += Math.abs(left.head * t[0].head) + Math.abs(term.head) * order;
    if (n > settled && (Math.abs(t[0].head) + Math.abs(term.head)) * order < 2 ** -110 * size) break;
  }
  const slopeScale = next.head / h.head;
  const local = n < maxTermsOfStep ? size * (n + 3) * unit : Number.POSITIVE_INFINITY;
  const carried = (x: number, y: number): number =>
    (1 + 2 ** -20) * (Math.abs(x) * from.fError + Math.abs(y) * from.slopeError);
  const state = {
    f,
    slope: dd.divide(dd.multiply(slope, next), h),
    fError: carried(fundamental.fF, fundamental.fSlope) + local,
    slopeError: (carried(fundamental.slopeF, fundamental.slopeSlope) + local) * slopeScale,
  };
  return { state, terms: n };
}
