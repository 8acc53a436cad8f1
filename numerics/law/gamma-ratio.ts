/** Ratios of gamma functions, Gamma(b + z) / Gamma(b), for real b > 0 and complex z with b + Re z > 0. */
import { roundoff } from './enclosed.js';

/** A complex number; the true one lies within `error` of it. */
export interface EnclosedComplex {
  readonly re: number;
  readonly im: number;
  readonly error: number;
}

/** B_2k / (2k (2k-1)), k = 1..12 (DLMF 5.11.1). */
const stirling = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
  43867 / 244188,
  -174611 / 125400,
  77683 / 5796,
  -236364091 / 1506960,
];

/** From here on twelve terms of Stirling's series err by less than 1e-19 in the right half-plane (DLMF 5.11(ii)). */
export const stirlingFrom = 12;

/**
 * log(Gamma(b+z) / Gamma(b)) - z log b, with z = x + iy; continuous in z and 0 at z = 0. No large numbers are
 * subtracted: its error is a few roundings of |z| (|z|/b + log(1 + 12/b)), so that 1e4 of them can be added.
 *
 * With u = z/b it is b (log1p u - u) + (z - 1/2) log1p u + s(b+z) - s(b), s Stirling's series; below b = 12 the
 * recurrence Gamma(b+1+z) = (b+z) Gamma(b+z) comes first.
 */
export function logGammaRatio(b: number, x: number, y: number): EnclosedComplex {
  let re = 0;
  let im = 0;
  let size = 0;
  const shifts = Math.max(0, Math.ceil(stirlingFrom - Math.min(b, b + x)));
  for (let k = 0; k < shifts; k++) {
    const base = b + k;
    const real = base + x;
    // log((base + z)/base): near the pole at z = -base the sum base + x is exact, 1 + x/base is not.
    const near = real < base / 2;
    const u = x / base;
    const v = y / base;
    const modulus = near ? Math.log(Math.hypot(real, y) / base) : 0.5 * Math.log1p(2 * u + u * u + v * v);
    const angle = Math.atan2(y, real);
    re -= modulus;
    im -= angle;
    size += Math.abs(modulus) + Math.abs(angle) + Math.abs(u) + (near ? 1 : 0);
  }
  const base = b + shifts;
  if (shifts > 0) {
    const logarithm = Math.log1p(shifts / b);
    re += x * logarithm;
    im += y * logarithm;
    size += (Math.abs(x) + Math.abs(y)) * logarithm;
  }
  const u = x / base;
  const v = y / base;
  const length = Math.abs(u) + Math.abs(v);
  let logRe: number;
  let logIm: number;
  let excessRe: number; // log1p(u) - u
  let excessIm: number;
  if (length < 0.25) {
    // w = u/(2+u): log1p u = 2 artanh w, log1p u - u = -u w + 2 (w^3/3 + w^5/5 + ...); |w| <= 1/7, |w|^20 < 1e-16.
    const denominator = (2 + u) * (2 + u) + v * v;
    const wRe = (u * (2 + u) + v * v) / denominator;
    const wIm = (2 * v) / denominator;
    const squareRe = wRe * wRe - wIm * wIm;
    const squareIm = 2 * wRe * wIm;
    let sumRe = 0;
    let sumIm = 0;
    for (let k = 19; k >= 3; k -= 2) {
      const nextRe = 1 / k + (sumRe * squareRe - sumIm * squareIm);
      sumIm = sumRe * squareIm + sumIm * squareRe;
      sumRe = nextRe;
    }
    const restRe = sumRe * squareRe - sumIm * squareIm;
    const restIm = sumRe * squareIm + sumIm * squareRe;
    const cubicRe = 2 * (wRe * restRe - wIm * restIm);
    const cubicIm = 2 * (wRe * restIm + wIm * restRe);
    logRe = 2 * wRe + cubicRe;
    logIm = 2 * wIm + cubicIm;
    excessRe = cubicRe - (u * wRe - v * wIm);
    excessIm = cubicIm - (u * wIm + v * wRe);
    size += base * length * length + (Math.abs(x) + Math.abs(y) + 0.5) * length;
  } else {
    logRe = u > -0.5 ? 0.5 * Math.log1p(2 * u + u * u + v * v) : Math.log(Math.hypot(1 + u, v));
    logIm = Math.atan2(v, 1 + u);
    excessRe = logRe - u;
    excessIm = logIm - v;
    const logLength = Math.abs(logRe) + Math.abs(logIm);
    size +=
      base * (length + logLength + (u > -0.5 ? 0 : 1 / Math.hypot(1 + u, v))) +
      (Math.abs(x) + Math.abs(y) + 0.5) * logLength;
  }
  re += base * excessRe + ((x - 0.5) * logRe - y * logIm);
  im += base * excessIm + ((x - 0.5) * logIm + y * logRe);
  const shifted = stirlingSeries(base + x, y);
  const unshifted = stirlingSeries(base, 0);
  re += shifted.re - unshifted.re;
  im += shifted.im;
  // Every part above is a sum or product of parts whose sizes are added up; eight roundings cover each.
  // Stirling's series adds the rounding of 1/(12 base) and its truncation, which vanishes with z.
  const error = 8 * roundoff * (size + 0.08 / base) + Math.min(1e-19, 1e-16 * length);
  return { re, im, error };
}

/** Sum of B_2k/(2k(2k-1)) z^(1-2k), k <= 12, for Re z >= 12. */
function stirlingSeries(x: number, y: number): { re: number; im: number } {
  const norm = x * x + y * y;
  const re = x / norm;
  const im = -y / norm;
  const squareRe = re * re - im * im;
  const squareIm = 2 * re * im;
  let sumRe = 0;
  let sumIm = 0;
  for (let k = stirling.length - 1; k >= 0; k--) {
    const nextRe = stirling[k]! + (sumRe * squareRe - sumIm * squareIm);
    sumIm = sumRe * squareIm + sumIm * squareRe;
    sumRe = nextRe;
  }
  return { re: sumRe * re - sumIm * im, im: sumRe * im + sumIm * re };
}

/** exp(z) - 1, accurate near 0. */
export function expm1Complex({ re, im, error }: EnclosedComplex): EnclosedComplex {
  const half = Math.sin(im / 2);
  const scale = Math.exp(re);
  const real = Math.expm1(re) * Math.cos(im) - 2 * half * half;
  const imaginary = scale * Math.sin(im);
  const rounding = 6 * roundoff * (Math.abs(Math.expm1(re)) + 2 * half * half + Math.abs(imaginary));
  return { re: real, im: imaginary, error: scale * Math.expm1(error) + rounding };
}
