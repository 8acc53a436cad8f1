/**
 * The number N of degrees of freedom of a layer's chi^2, given N >= least, tilted by the layer's own moments: with
 * V_n(c) = E[(chi^2_n / (p d))^c] the tilted weights are proportional to P(N = n) V_n(c), so that
 * phi(c + z) / phi(c) = sum of weight_n V_n(c+z)/V_n(c), a mean of numbers of modulus at most 1 for imaginary z.
 */
import { type Enclosed, roundoff } from './enclosed.js';
import { logGammaRatio } from './gamma-ratio.js';

/** One layer up to its scale: d units; relu has N ~ Binomial(d, 1/2) given N > 0, linear N = d. */
export interface LayerShape {
  readonly width: number;
  readonly activation: 'relu' | 'linear';
}

export interface TiltedDegrees {
  readonly shape: LayerShape;
  /** Real exponent c > -least/2. */
  readonly tilt: number;
  readonly least: number;
  /** The weights of n = first, first + 1, ...; they sum to 1. */
  readonly first: number;
  readonly weights: Float64Array;
  /** An n of about the largest weight. */
  readonly mode: number;
  /** Bounds on the weight of all n below `first` and above the window, relative to the window's. */
  readonly omittedBelow: number;
  readonly omittedAbove: number;
  /** log of the sum of P(N = n | N > 0) V_n(c) over n >= least. */
  readonly logTotal: Enclosed;
}

/** V_n(c) is scale^-c Gamma(n/2 + c) / Gamma(n/2) with this scale: U = chi^2_n / (p d) has mean 1 (given any N). */
export function baseScale({ width, activation }: LayerShape): number {
  return activation === 'relu' ? width / 4 : width / 2;
}

/** Weights below this fraction of the largest are left out, and bounded. */
const negligible = 1e-30;

/** log(V_n(c+x)/V_n(c)) with b = n/2 + c. */
export function logMomentRatio(shape: LayerShape, b: number, x: number): Enclosed {
  const scale = baseScale(shape);
  const { re, error } = logGammaRatio(b, x, 0);
  const logarithm = Math.log1p((b - scale) / scale);
  const value = re + x * logarithm;
  return { value, error: error + 4 * roundoff * (Math.abs(x * logarithm) + Math.abs(value)) };
}

/** The weights for n >= least (1 if not said) at the tilt c. */
export function tiltDegrees(shape: LayerShape, c: number, least = 1): TiltedDegrees {
  if (shape.activation === 'linear' || shape.width === least) {
    const n = shape.width;
    const moment = logMomentRatio(shape, n / 2, c);
    const logWeight = shape.activation === 'linear' ? 0 : logBinomialWeight(n, n);
    const value = moment.value + logWeight;
    const error = moment.error + 4 * roundoff * (Math.abs(logWeight) + Math.abs(value));
    return {
      shape,
      tilt: c,
      least,
      first: n,
      weights: Float64Array.of(1),
      mode: n,
      omittedBelow: 0,
      omittedAbove: 0,
      logTotal: { value, error },
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

  for (let n = mode, here = start, ahead = next; n <= d; n++) {
    upward.push(here[0]);
    largest = Math.max(largest, here[0]);
    if (n + 1 <= d && here[0] < negligible * largest && ahead[0] < here[0]) break;
    const twoOn: DoubleDouble = n + 2 <= d ? stepUp(here, d, c, n) : [0, 0];
    here = ahead;
    ahead = twoOn;
  }
  const top = mode + upward.length - 1;
  // Beyond the top the ratios over two steps fall, for c < 0 at least those without (n + 2c)/n < 1.
  const ratio = ((d - top + 1) / top) * ((d - top) / (top + 1)) * Math.max(1, 1 + (2 * c) / (top - 1));
  const lastTwo = upward[upward.length - 1]! + (upward[upward.length - 2] ?? 0);
  const omittedAbove = top >= d ? 0 : ratio < 1 ? (lastTwo * ratio) / (1 - ratio) : Infinity;

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
  const value = moment.value + logWeight + logSum;
  const omitted = (omittedBelow + omittedAbove) / total;
  return {
    shape,
    tilt: c,
    least,
    first: mode - downward.length,
    weights,
    mode,
    omittedBelow: omittedBelow / total,
    omittedAbove: omittedAbove / total,
    logTotal: {
      value,
      error:
        moment.error +
        omitted +
        roundoff *
          (20 +
            logWeightError(d, mode) +
            4 * (Math.abs(moment.value) + Math.abs(logWeight) + Math.abs(logSum))),
    },
  };
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

/** An unevaluated sum: the recurrence runs over up to 1e5 steps, whose roundings must not add up. */
type DoubleDouble = readonly [head: number, tail: number];

const fromNumber = (x: number): DoubleDouble => [x, 0];

const splitter = 2 ** 27 + 1;

/** a b - fl(a b), exactly (Dekker 1971). */
function productError(a: number, b: number, product: number): number {
  const aHigh = splitter * a - (splitter * a - a);
  const bHigh = splitter * b - (splitter * b - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** x * numerator / denominator; the factors are exact. */
function scaled(x: DoubleDouble, numerator: number, denominator = 1): DoubleDouble {
  const head = x[0] * numerator;
  const tail = productError(x[0], numerator, head) + x[1] * numerator;
  if (denominator === 1) return [head, tail];
  const quotient = head / denominator;
  const back = quotient * denominator;
  return [quotient, (head - back - productError(quotient, denominator, back) + tail) / denominator];
}

/** From n to n + 2. */
function stepUp(x: DoubleDouble, d: number, c: number, n: number): DoubleDouble {
  const next = scaled(x, (d - n) * (d - n - 1), (n + 1) * (n + 2));
  return c === 0 ? next : shiftedFactor(next, n, 2 * c, false);
}

/** From n + 2 to n. */
function stepDown(x: DoubleDouble, d: number, c: number, n: number): DoubleDouble {
  const next = scaled(x, (n + 1) * (n + 2), (d - n) * (d - n - 1));
  return c === 0 ? next : shiftedFactor(next, n, 2 * c, true);
}

/** Times (n + s)/n, or its inverse; n + s is taken with its rounding error. */
function shiftedFactor(x: DoubleDouble, n: number, s: number, inverse: boolean): DoubleDouble {
  const sum = n + s;
  const sRounded = sum - n;
  const lost = n - (sum - sRounded) + (s - sRounded);
  const [head, tail] = inverse ? scaled(x, n, sum) : scaled(x, sum, n);
  const correction = (head * lost) / sum;
  return [head, tail + (inverse ? -correction : correction)];
}

function compensatedSum(values: Float64Array): number {
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

/** log P(N = n | N > 0) for N ~ Binomial(d, 1/2), by Loader's saddle-point form (2000) where n and d - n are large. */
export function logBinomialWeight(d: number, n: number): number {
  const rest = d - n;
  const few = Math.min(n, rest);
  const conditioned = -Math.log1p(-(2 ** -d));
  if (d <= 56) {
    let count = 1;
    for (let i = 1; i <= few; i++) count = (count * (d - few + i)) / i;
    return Math.log(count / (2 ** d - 1));
  }
  if (few < 15) {
    let sum = -d * Math.LN2;
    for (let i = 1; i <= few; i++) sum += Math.log((d - few + i) / i);
    return sum + conditioned;
  }
  const half = d / 2;
  const deviance = n * Math.log1p((n - half) / half) + rest * Math.log1p((rest - half) / half);
  const corrections = stirlingTail(d) - stirlingTail(n) - stirlingTail(rest);
  return corrections - deviance + 0.5 * Math.log(d / (2 * Math.PI * n * rest)) + conditioned;
}

/** Error bound of logBinomialWeight, in roundings. */
export function logWeightError(d: number, n: number): number {
  const deviance =
    Math.abs(n * Math.log((2 * n) / d)) + Math.abs((d - n) * Math.log(Math.max(1e-300, (2 * (d - n)) / d)));
  const few = Math.min(n, d - n);
  return d <= 56 ? 60 : few < 15 ? 60 * Math.LN2 * (d + 10) : 8 * deviance + 20;
}

/** log n! - (n + 1/2) log n + n - log(2 pi)/2 for n >= 15. */
function stirlingTail(n: number): number {
  const s = 1 / (n * n);
  return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - (s * 691) / 360360))))) / n;
}
