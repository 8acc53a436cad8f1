/**
 * The number N of degrees of freedom of a layer's chi^2, given N >= least, tilted by the layer's own moments: with
 * V_n(c) = E[(chi^2_n / (p d))^c] the tilted weights are proportional to P(N = n) V_n(c), so that
 * phi(c + z) / phi(c) = sum of weight_n V_n(c+z)/V_n(c), a mean of numbers of modulus at most 1 for imaginary z.
 */
import { logBinomialWeight } from './binomial-weight.js';
import { type Enclosed, exactly, plus, roundoff } from './enclosed.js';
import { logGammaRatio } from './gamma-ratio.js';
import { tiltLeaky } from './leaky-degrees.js';
import { type DoubleDouble, fromNumber, scaled, stepDown, stepUp } from './weight-recurrence.js';

/**
 * One layer up to its scale: d units; relu has N ~ Binomial(d, 1/2) given N > 0, linear N = d, leaky relu with the squared slope p the degrees of
 * leaky-degrees.ts: a squared slope above 1 is turned into one below by the scale.
 */
export type LayerShape =
  | { readonly width: number; readonly activation: 'relu' | 'linear' }
  | {
      readonly width: number;
      readonly activation: 'leaky-relu';
      /** A multiple of 2^-52, 0 < p < 1. */
      readonly p: number;
    };

export interface TiltedDegrees {
  readonly shape: LayerShape;
  /** Real exponent c > -least/2. */
  readonly tilt: number;
  readonly least: number;
  /** The weights of n = first, first + stride, ...; they sum to 1. */
  readonly first: number;
  readonly stride: 1 | 2;
  readonly weights: Float64Array;
  /** An n of about the largest weight. */
  readonly mode: number;
  /** Relative errors of the weights, in units of roundoff: at most base + perStep |i - i_mode|; `mean` is their mean by the weights, times roundoff. */
  readonly weightError: { readonly base: number; readonly perStep: number; readonly mean: number };
  /** Bounds on the weight of all n below `first` and above the window, relative to the window's. */
  readonly omittedBelow: number;
  readonly omittedAbove: number;
  /** Where degrees have no end: a bound on the sum over n above the window of weight_n growth^((n - last)/2), Infinity where there is none; omittedAbove is that at 1. */
  readonly massAbove?: (growth: number) => number;
  /** log of the sum of P(N = n | N > 0) V_n(c) over n >= least. */
  readonly logTotal: Enclosed;
}

/** V_n(c) is scale^-c Gamma(n/2 + c) / Gamma(n/2) with this scale: U = chi^2_n / (2 scale) has mean 1 (given any N), for leaky relu up to rounding. */
export function baseScale(shape: LayerShape): number {
  const { width, activation } = shape;
  if (activation === 'leaky-relu') return (width * (1 + shape.p)) / (4 * shape.p);
  return activation === 'relu' ? width / 4 : width / 2;
}

const exactWeights = { base: 8, perStep: 0, mean: 0 };

/** Weights below this fraction of the largest are left out, and bounded. */
const negligible = 1e-30;

/**
 * log(b/scale), up to four roundings of itself. Within a factor of two the difference is exact, and log1p keeps the digits that the quotient would lose; close to a pole,
 * where b is tiny, log1p would lose them, and the quotient does not.
 */
export function logOfQuotient(b: number, scale: number): number {
  const isNear = 2 * b >= scale && b <= 2 * scale;
  return isNear ? Math.log1p((b - scale) / scale) : Math.log(b / scale);
}

/** log(V_n(c+x)/V_n(c)) with b = n/2 + c. */
export function logMomentRatio(shape: LayerShape, b: number, x: number): Enclosed {
  const scale = baseScale(shape);
  const { re, error } = logGammaRatio(b, x, 0);
  const logarithm = logOfQuotient(b, scale);
  const value = re + x * logarithm;
  return { value, error: error + 4 * roundoff * (Math.abs(x * logarithm) + Math.abs(value)) };
}

/** The weights for n >= least (1 if not said) at the tilt c. */
export function tiltDegrees(shape: LayerShape, c: number, least = 1): TiltedDegrees {
  if (shape.activation === 'leaky-relu') return tiltLeaky(shape, c);
  if (shape.activation === 'linear' || shape.width === least) {
    const n = shape.width;
    const moment = logMomentRatio(shape, n / 2, c);
    const logWeight = shape.activation === 'linear' ? exactly(0) : logBinomialWeight(n, n);
    return {
      shape,
      tilt: c,
      least,
      first: n,
      stride: 1,
      weights: Float64Array.of(1),
      weightError: exactWeights,
      mode: n,
      omittedBelow: 0,
      omittedAbove: 0,
      logTotal: plus(moment, logWeight),
    };
  }
  return tiltBinomial(shape, c, least);
}

function tiltBinomial(shape: LayerShape, c: number, least: number): TiltedDegrees {
  const d = shape.width;
  const mode = findMode(d, c, least);
  const upward: number[] = [];
  const downward: number[] = [];
  let largest = 1;
  const start: DoubleDouble = [1, 0];
  const next = scaled(fromNumber(neighbourRatio(mode / 2, c)), d - mode, mode + 1);

  let omittedAbove = 0;
  for (let n = mode, here = start, ahead = next, last = 0; n <= d; n++) {
    upward.push(here[0]);
    largest = Math.max(largest, here[0]);
    if (n < d && here[0] < negligible * largest) {
      omittedAbove = (here[0] + last) * stepsBeyond(d, c, n);
      if (omittedAbove < negligible * 1e4 * largest) break;
      omittedAbove = 0;
    }
    last = here[0];
    const twoOn: DoubleDouble = n + 2 <= d ? stepUp(here, d, c, n) : [0, 0];
    here = ahead;
    ahead = twoOn;
  }

  let omittedBelow = 0;
  for (let n = mode - 1, above = next, here = start; n >= least; n--) {
    // `above` is at n + 2 (even steps come from `next` first), `here` at n + 1.
    const value = stepDown(above, d, c, n);
    above = here;
    here = value;
    downward.push(value[0]);
    largest = Math.max(largest, value[0]);
    if (n > least && value[0] < negligible * largest) {
      omittedBelow = massBelow(shape, c, least, n, value[0]);
      if (omittedBelow < negligible * 1e4 * largest) break;
      omittedBelow = 0;
    }
  }

  const weights = new Float64Array(upward.length + downward.length);
  for (let i = 0; i < downward.length; i++) weights[i] = downward[downward.length - 1 - i]!;
  weights.set(upward, downward.length);
  const total = compensatedSum(weights);
  for (let i = 0; i < weights.length; i++) weights[i]! /= total;
  const moment = logMomentRatio(shape, mode / 2, c);
  const logWeight = logBinomialWeight(d, mode);
  const logSum = Math.log(total);
  const omitted = (omittedBelow + omittedAbove) / total;
  return {
    shape,
    tilt: c,
    least,
    first: mode - downward.length,
    stride: 1,
    weights,
    weightError: exactWeights,
    mode,
    omittedBelow: omittedBelow / total,
    omittedAbove: omittedAbove / total,
    logTotal: plus(plus(moment, logWeight), { value: logSum, error: omitted + 20 * roundoff }),
  };
}

/**
 * Bound on the sum of the weights at tilt c above n, relative to the sum of those at n - 1 and n: the ratios over two steps fall,
 * for c < 0 at least those without the factor (n + 2c)/n < 1.
 */
export function stepsBeyond(d: number, c: number, n: number): number {
  const ratio = ((d - n + 1) / n) * ((d - n) / (n + 1)) * Math.max(1, 1 + (2 * c) / Math.max(1, n - 1));
  return ratio < 1 ? ratio / (1 - ratio) : Infinity;
}

/**
 * Bound on the sum of the weights below n, given the one at n: binomial ratios fall towards 0; the moments V_j(c) grow
 * downwards only for c < 0, and are then at most V_least(c).
 */
function massBelow(shape: LayerShape, c: number, least: number, n: number, weight: number): number {
  const ratio = n / (shape.width - n + 1);
  if (ratio >= 1) return Infinity;
  const growth =
    c < 0 ? logMomentRatio(shape, least / 2, c).value - logMomentRatio(shape, n / 2, c).value : 0;
  return ((weight * ratio) / (1 - ratio)) * Math.exp(Math.max(0, growth) + 1e-6);
}

/** The n in least..d-1 from which on the weights of n, n + 2, ... fall. */
function findMode(d: number, c: number, least: number): number {
  let low = least;
  let high = d;
  while (high - low > 1) {
    const n = Math.floor((low + high) / 2);
    const rises = ((d - n) / (n + 1)) * ((d - n - 1) / (n + 2)) * (1 + (2 * c) / n) >= 1;
    if (rises) low = n;
    else high = n;
  }
  return Math.min(d - 1, high);
}

/** V_(n+1)(c) / V_n(c) at a = n/2: both factors of Gamma(x+1/2)/Gamma(x) by Stirling. */
function neighbourRatio(a: number, c: number): number {
  return Math.sqrt((a + c) / a) * Math.exp(logGammaRatio(a + c, 0.5, 0).re - logGammaRatio(a, 0.5, 0).re);
}

/** Kahan's: off by some two roundings of sum |v|. */
export function compensatedSum(values: Iterable<number>): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const term = value - lost;
    const next = sum + term;
    lost = next - sum - term;
    sum = next;
  }
  return sum;
}
