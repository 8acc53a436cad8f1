/** The moments of one layer at complex exponents, relative to those at a real tilt. */
import {
  baseScale,
  logMomentRatio,
  logOfQuotient,
  stepsBeyond,
  type TiltedDegrees,
  tiltDegrees,
} from './degrees.js';
import { roundoff } from './enclosed.js';
import { type EnclosedComplex, expm1Complex, logGammaRatio, stirlingFrom } from './gamma-ratio.js';
import { largestTilt } from './leaky-degrees.js';

/**
 * phi(c + z)/phi(c) - 1 for z = x + iy and the tilt c, c + x > -least/2. Small for small z without cancellation, so that its
 * logarithm can be multiplied by the depth. With D_n = V_n(c+z)/V_n(c) - 1 and b = n/2 + c it is sum weight_n D_n, and
 * D_(n+2) = D_n + (1 + D_n) z/b: from D at the mode, by Stirling, all others follow upwards and downwards. The error bound
 * runs along (Wilkinson's running error analysis).
 */
export function ratioMinusOne(tilted: TiltedDegrees, x: number, y: number): EnclosedComplex {
  const { tilt: c, first, stride, weights, mode } = tilted;
  if (weights.length === 1 && tilted.massAbove === undefined) return momentMinusOne(tilted, first, x, y);
  const last = first + stride * (weights.length - 1);
  // Downwards errors shrink. Upwards they grow by |1 + z/b|, which over a window of degrees without an end, wide in ratio, is too much: it is walked from its top.
  const wanted = Math.max(stride === 2 ? last : mode, Math.ceil(2 * (stirlingFrom - c - Math.min(0, x))));
  const from = mode + stride * Math.ceil((wanted - mode) / stride);
  const start = momentMinusOne(tilted, from, x, y);
  // With steps of two the one degree after the other; with steps of one even and odd degrees in turn.
  const next = stride === 2 ? start : momentMinusOne(tilted, from + 1, x, y);
  const sizeOfZ = Math.abs(x) + Math.abs(y);
  const squareOfZ = x * x + y * y;

  // Compensated sums of weight_n D_n; sums of weight_n |D_n|_1 and weight_n (error of D_n).
  let sumRe = 0;
  let sumIm = 0;
  let lostRe = 0;
  let lostIm = 0;
  let size = 0;
  let errors = 0;
  /** Sum of weight_n |D_n|_1 |n - mode|. */
  let spread = 0;

  let re = start.re;
  let im = start.im;
  let error = start.error;
  let aheadRe = next.re;
  let aheadIm = next.im;
  let aheadError = next.error;
  for (let n = from; n <= last; n += stride) {
    const weight = weights[(n - first) / stride]!;
    const length = Math.abs(re) + Math.abs(im);
    size += weight * length;
    spread += weight * length * Math.abs(n - mode);
    errors += weight * error;
    const termRe = weight * re - lostRe;
    const termIm = weight * im - lostIm;
    const nextRe = sumRe + termRe;
    const nextIm = sumIm + termIm;
    lostRe = nextRe - sumRe - termRe;
    lostIm = nextIm - sumIm - termIm;
    sumRe = nextRe;
    sumIm = nextIm;

    const inverse = 1 / (n / 2 + c);
    const u = x * inverse;
    const v = y * inverse;
    const upRe = re + ((1 + re) * u - im * v);
    const upIm = im + ((1 + re) * v + im * u);
    // |1 + w| <= 1 + Re w + |w|^2/2.
    const growth = 1 + u + 0.5 * squareOfZ * inverse * inverse;
    const upError =
      error * growth + roundoff * (Math.abs(upRe) + Math.abs(upIm) + 8 * sizeOfZ * inverse * (1 + length));
    re = stride === 2 ? upRe : aheadRe;
    im = stride === 2 ? upIm : aheadIm;
    error = stride === 2 ? upError : aheadError;
    aheadRe = upRe;
    aheadIm = upIm;
    aheadError = upError;
  }

  re = start.re;
  im = start.im;
  error = start.error;
  aheadRe = next.re;
  aheadIm = next.im;
  aheadError = next.error;
  for (let n = from - stride; n >= first; n -= stride) {
    // From n + 2 (ahead) to n: 1 + D_(n+2) = (1 + D_n)(b + z)/b, so D_n = D_(n+2) - (1 + D_(n+2)) z/(b + z).
    const b = n / 2 + c;
    const real = b + x;
    const inverse = 1 / (real * real + y * y);
    const shareRe = (x * real + y * y) * inverse;
    const shareIm = y * b * inverse;
    const stepRe = (1 + aheadRe) * shareRe - aheadIm * shareIm;
    const stepIm = (1 + aheadRe) * shareIm + aheadIm * shareRe;
    const downRe = aheadRe - stepRe;
    const downIm = aheadIm - stepIm;
    const length = Math.abs(downRe) + Math.abs(downIm);
    const share = Math.abs(shareRe) + Math.abs(shareIm);
    const before = 1 + Math.abs(aheadRe) + Math.abs(aheadIm);
    const downError =
      aheadError * Math.sqrt(b * b * inverse) * (1 + 4 * roundoff) +
      roundoff * (length + 10 * share * before);
    aheadRe = stride === 2 ? downRe : re;
    aheadIm = stride === 2 ? downIm : im;
    aheadError = stride === 2 ? downError : error;
    re = downRe;
    im = downIm;
    error = downError;
    if (n > last) continue;
    const weight = weights[(n - first) / stride]!;
    size += weight * length;
    spread += weight * length * Math.abs(n - mode);
    errors += weight * error;
    const termRe = weight * re - lostRe;
    const termIm = weight * im - lostIm;
    const nextRe = sumRe + termRe;
    const nextIm = sumIm + termIm;
    lostRe = nextRe - sumRe - termRe;
    lostIm = nextIm - sumIm - termIm;
    sumRe = nextRe;
    sumIm = nextIm;
  }
  // Besides the weights' own errors and that of their total: products and compensated sums err by 4 roundings.
  const { base, perStep, mean } = tilted.weightError;
  const rounding = roundoff * ((base + 4) * size + (perStep / stride) * spread) + mean * size;
  return { re: sumRe, im: sumIm, error: errors * (1 + 1e-9) + rounding + omittedPart(tilted, x) };
}

/** V_n(c+z)/V_n(c) - 1 for one n. */
export function momentMinusOne(tilted: TiltedDegrees, n: number, x: number, y: number): EnclosedComplex {
  const b = n / 2 + tilted.tilt;
  const scale = baseScale(tilted.shape);
  const logarithm = logOfQuotient(b, scale);
  const ratio = logGammaRatio(b, x, y);
  const rounding = 4 * roundoff * (Math.abs(x) + Math.abs(y)) * Math.abs(logarithm);
  return expm1Complex({
    re: ratio.re + x * logarithm,
    im: ratio.im + y * logarithm,
    error: ratio.error + rounding,
  });
}

/** Bounds on what lies outside the window are kept while they add up to less than this share. */
const tolerableOutside = 1e-3;

/**
 * log(phi(c + x)/phi(c)) for real x, c + x > -least/2, rounded up by about 1e-9: for Chernoff bounds. However large x, nothing
 * overflows, as the ratio at the mode is taken out. The degrees outside the window at c are bounded by their extremes; where
 * that is too coarse (in wide layers V_1(c+x)/V_1(c) overflows long before N = 1 could matter) the window at c + x serves.
 */
export function logRatioAtMost(tilted: TiltedDegrees, x: number): number {
  const { shape, tilt: c, least, first, stride, weights, mode, omittedBelow, omittedAbove } = tilted;
  const last = first + stride * (weights.length - 1);
  const centre = Math.min(Math.max(mode, first), last);
  const logAt = (n: number) => logMomentRatio(shape, n / 2 + c, x).value;
  const top = logAt(centre);
  let sum = 0;
  let lastTwo = 0;
  for (const parity of stride === 2 ? [0] : [0, 1]) {
    const start = parity === 0 ? 1 : Math.exp(logAt(centre + 1) - top);
    let term = 0;
    let ratio = start;
    for (let n = centre + parity; n <= last; n += 2) {
      term = weights[(n - first) / stride]! * ratio;
      sum += term;
      ratio *= 1 + x / (n / 2 + c);
    }
    lastTwo += term;
    ratio = start;
    for (let n = centre + parity - 2; n >= first; n -= 2) {
      ratio /= 1 + x / (n / 2 + c);
      sum += weights[(n - first) / stride]! * ratio;
    }
  }
  let outside = omittedBelow > 0 ? omittedBelow * Math.exp(logAt(x > 0 ? first : least) - top) : 0;
  if (omittedAbove > 0 && shape.activation === 'leaky-relu') {
    outside += endlessPart(tilted, x) * Math.exp(logAt(last) - top);
  } else if (omittedAbove > 0) {
    const beyond = stepsBeyond(shape.width, c + x, last);
    outside +=
      beyond < 1e3 ? lastTwo * beyond : omittedAbove * Math.exp(logAt(x > 0 ? shape.width : last) - top);
  }
  if (shape.activation === 'leaky-relu' && !(c + x <= largestTilt(shape.width, shape.p))) return Infinity;
  if (!(outside < tolerableOutside * sum && sum < Infinity))
    return logRatioBetween(tilted, tiltDegrees(shape, c + x, least));
  return top + Math.log(sum + outside) + 1e-9 + 1e-14 * Math.abs(top);
}

/** log(phi(c')/phi(c)) between two tilts of the same degrees, rounded up. */
function logRatioBetween({ logTotal: from }: TiltedDegrees, { logTotal: to }: TiltedDegrees): number {
  const size = Math.abs(to.value) + Math.abs(from.value);
  return to.value - from.value + to.error + from.error + 1e-9 + 4 * roundoff * size;
}

/** What the n outside the window can add: their weight times their largest |V_n(c+z)/V_n(c)| <= V_n(c+x)/V_n(c), monotone in n. */
function omittedPart(tilted: TiltedDegrees, x: number): number {
  const { shape, tilt, least, first, stride, weights, omittedBelow, omittedAbove } = tilted;
  if (omittedBelow === 0 && omittedAbove === 0) return 0;
  const at = (n: number) => Math.exp(logMomentRatio(shape, n / 2 + tilt, x).value + 1e-6);
  const last = first + stride * (weights.length - 1);
  const below = omittedBelow === 0 ? 0 : omittedBelow * (x === 0 ? 2 : 1 + at(x > 0 ? first : least));
  if (tilted.massAbove !== undefined)
    return below + (x === 0 ? 2 * omittedAbove : omittedAbove + endlessPart(tilted, x) * at(last));
  const above = omittedAbove === 0 ? 0 : omittedAbove * (x === 0 ? 2 : 1 + at(x > 0 ? shape.width : last));
  return below + above;
}

/**
 * Degrees without an end: a bound on the sum over n > last of weight_n V_n(c+x)/V_n(c), over V_last(c+x)/V_last(c). For x > 0 that ratio grows by at most
 * 1 + x/(last/2 + c) a step, for x < 0 it falls.
 */
function endlessPart({ tilt, first, stride, weights, massAbove }: TiltedDegrees, x: number): number {
  const last = first + stride * (weights.length - 1);
  return 1.000001 * massAbove!(x > 0 ? 1 + x / (last / 2 + tilt) : 1);
}
