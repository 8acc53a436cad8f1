/**
 * The degrees of freedom of a leaky layer. With a squared slope p < 1 and q = 1 - p its factor is sigma^2 (A + p B), A ~ chi^2_N, B ~ chi^2_(d-N),
 * N ~ Binomial(d, 1/2) (theory F3). A gamma law is a mixture of gamma laws of any smaller scale, so that A is p chi^2_(N+2K) with K ~ NegBin(N/2, p),
 * and the factor sigma^2 p chi^2_(d+2K): a mixture of chi^2 laws by positive weights, like relu's, of degrees n = d, d + 2, ... without an end:
 *
 *   P(K = k) = sum over N of b(N, k), b(N, k) = C(d, N) 2^-d p^(N/2) q^k Gamma(N/2 + k) / (Gamma(N/2) k!).
 *
 * All weights of a window come from one b(N, k) amid them by ratios of neighbours, all positive, and their errors are counted step by step.
 */
import { logBinomialWeight } from './binomial-weight.js';
import type { LayerShape, TiltedDegrees } from './degrees.js';
import { compensatedSum, logMomentRatio } from './degrees.js';
import { type Enclosed, plus, roundoff } from './enclosed.js';
import { logGammaRatio } from './gamma-ratio.js';

/** A window of more weights is not summed, nor one that takes more products. */
const mostWeights = 2 ** 18;
const mostProducts = 6e7;
/** The window ends where weights are below this fraction of the largest. */
const negligible = 1e-30;

/** Degrees that are not worked out: too long a window, or weights beyond the doubles. Tails then are only bounded. */
export class OutOfReach extends RangeError {}

/** Tilts up to here are within reach; negative where the law itself is not. */
export function largestTilt(width: number, p: number): number {
  const longest = Math.min(mostWeights, mostProducts / (width + 8));
  return (p * longest - 100) / 1.5 - width / 2;
}

/** Whether the law of such layers is valued: the tilts that its body takes are within reach. */
export function isLeakyInReach(width: number, p: number): boolean {
  return largestTilt(width, p) >= 20 + 15 * Math.sqrt(width);
}

/** The weights at the tilt c > -d/2. @throws OutOfReach beyond the largest tilt. */
export function tiltLeaky(shape: LayerShape & { readonly p: number }, c: number): TiltedDegrees {
  const { width: d, p } = shape;
  if (!(c <= largestTilt(d, p)))
    throw new OutOfReach(`A tilt of ${c} is out of reach for leaky layers of ${d} units.`);
  const q = 1 - p;
  const [N, k] = findAnchor(d, p, c);
  const row = rowAt(d, p, N, k);
  const anchorWeight = logWeightAt(d, p, N, k);
  const up: Side = { weights: [], errors: [] };
  const down: Side = { weights: [], errors: [] };
  let largest = 0;

  // The rows are kept with V_n(c) over that at the anchor, n = d + 2 k, in them: at large tilts either alone would leave the range of doubles. `logTilt` is its
  // logarithm. Upwards; what underflows is lost: at most `lost`, grown like the fastest row.
  let logTilt = 0;
  let lost = d * 2 ** -1074;
  let current = row.values.slice(1);
  // The sum over n > last of weight_n growth^steps, at most; V_n(c) grows by `climb` a step there.
  const climb = (j: number) => Math.max(1, 1 + c / (d / 2 + j));
  const anchorLog = anchorWeight.value - anchorWeight.error - 1e-6;
  let above: (growth: number) => number = () => Infinity;
  let omittedAbove = Infinity;
  for (let j = k; ; j++) {
    const weight = take(current, row, up, lost);
    largest = Math.max(largest, weight);
    if (weight < negligible * largest) {
      const moment = logTilt - anchorLog;
      above = (growth) => Math.exp(logMassAbove(d, p, j, growth * climb(j)) + moment);
      omittedAbove = above(1);
      if (omittedAbove < negligible * 1e4 * largest) break;
    }
    if (up.weights.length > 2 * mostWeights)
      throw new OutOfReach('The window of a leaky layer is out of reach.');
    const rise = (d / 2 + j + c) / (d / 2 + j);
    const step = (q * rise) / (2 * (j + 1));
    for (let i = 0; i < d; i++) current[i]! *= step * (i + 1 + 2 * j);
    lost = lost * Math.max(1, step * (d + 2 * j)) * (1 + 1e-15) + d * 2 ** -1074;
    logTilt += Math.log(rise);
  }

  // Downwards to k = 0, or to where all below is negligible.
  current = row.values.slice(1);
  logTilt = 0;
  lost = d * 2 ** -1074;
  let omittedBelow = 0;
  for (let j = k; j > 0; j--) {
    const rise = (d / 2 + j - 1) / (d / 2 + j - 1 + c);
    const step = (2 * j * rise) / q;
    for (let i = 0; i < d; i++) current[i]! *= step / (i + 1 + 2 * (j - 1));
    lost = lost * Math.max(1, step / (2 * j - 1)) * (1 + 1e-15) + d * 2 ** -1074;
    logTilt += Math.log(rise);
    // Without an active unit K = 0: b(0, 0) = b(1, 0)/(d sqrt p).
    if (j === 1) current[0]! *= 1 + 1 / (d * Math.sqrt(p));
    const weight = take(current, row, down, lost);
    largest = Math.max(largest, weight);
    if (j > 1 && weight < negligible * largest) {
      omittedBelow = Math.exp(logMassBelow(d, p, c, j - 1) - anchorLog + logTilt);
      if (omittedBelow < negligible * 1e4 * largest) break;
      omittedBelow = 0;
    }
  }
  if (k === 0) addNoActive(up, row, d, p);

  const values = [...down.weights.reverse(), ...up.weights];
  const errors = [...down.errors.reverse(), ...up.errors];
  const total = compensatedSum(values);
  const weights = Float64Array.from(values, (weight) => weight / total);
  const centre = down.weights.length;
  // A weight's own error grows by at most 8 roundings with each step from the anchor.
  const base = errors.reduce((most, error) => Math.max(most, error), 0) + row.linkError + 24;
  const perStep = 8;
  const mean = weights.reduce((sum, weight, i) => sum + weight * (base + perStep * Math.abs(i - centre)), 0);
  const meanError = roundoff * mean * (1 + 1e-9);
  const first = d + 2 * (k - centre);
  const omitted = (omittedAbove + omittedBelow) / total;
  const logTotal = plus(plus(anchorWeight, logMomentRatio(shape, d / 2 + k, c)), {
    value: Math.log(total),
    error: omitted + meanError + 20 * roundoff + 2 * roundoff * Math.abs(Math.log(total)),
  });
  return {
    shape,
    tilt: c,
    least: d,
    first,
    stride: 2,
    weights,
    mode: first + 2 * centre,
    weightError: { base, perStep, mean: meanError },
    omittedBelow: omittedBelow / total,
    omittedAbove: omittedAbove / total,
    massAbove: (growth) => above(growth) / total,
    logTotal,
  };
}

interface Side {
  readonly weights: number[];
  /** Relative errors in units of roundoff, without what grows with the distance from the anchor. */
  readonly errors: number[];
}

/** b(N', k) for N' = 0..d, relative to b(N, k); the value at 0 stands for nothing. */
interface Row {
  readonly values: Float64Array;
  readonly anchor: number;
  /** Relative error of the step from even to odd N, in units of roundoff. */
  readonly linkError: number;
}

function rowAt(d: number, p: number, N: number, k: number): Row {
  const values = new Float64Array(d + 1);
  values[N] = 1;
  // The other parity hangs on one neighbour.
  const lower = N < d ? N : d - 1;
  const link = lower === 0 ? { ratio: 1, error: 0 } : neighbour(d, p, lower, k);
  if (N < d) values[N + 1] = link.ratio;
  else if (d > 1) values[d - 1] = 1 / link.ratio;
  // From n to n + 2; in units of 4 roundings.
  const upTwo = (n: number) => ((d - n) * (d - n - 1) * p * (n + 2 * k)) / ((n + 1) * (n + 2) * n);
  for (let n = N; n + 2 <= d; n++) values[n + 2] = values[n]! * upTwo(n);
  for (let n = Math.min(N - 1, d - 2); n >= 1; n--) values[n] = values[n + 2]! / upTwo(n);
  return { values, anchor: N, linkError: link.error };
}

/** b(n+1, k)/b(n, k): C(d, n+1)/C(d, n) sqrt p times Gamma(x+1/2)/Gamma(x) at x = n/2 + k over that at x = n/2; its error in roundings. */
function neighbour(d: number, p: number, n: number, k: number): { ratio: number; error: number } {
  const [above, below] = [logGammaRatio(n / 2 + k, 0.5, 0), logGammaRatio(n / 2, 0.5, 0)];
  const ratio =
    ((d - n) / (n + 1)) * Math.sqrt(p) * Math.sqrt((n + 2 * k) / n) * Math.exp(above.re - below.re);
  return { ratio, error: (1.01 * (above.error + below.error)) / roundoff + 40 };
}

/** Sums a row in blocks, and how far its terms are from the anchor, on average: 4 roundings for each two steps of N. */
function take(current: Float64Array, row: Row, side: Side, lost: number): number {
  let sum = 0;
  let far = 0;
  for (let start = 0; start < current.length; start += 32) {
    const end = Math.min(current.length, start + 32);
    let block = 0;
    let distance = 0;
    for (let i = start; i < end; i++) {
      block += current[i]!;
      distance += current[i]! * Math.abs(i + 1 - row.anchor);
    }
    sum += block;
    far += distance;
  }
  if (!(lost < 1e-25 * sum && sum < Infinity))
    throw new OutOfReach(
      `The weights of a leaky layer of ${current.length} units leave the range of doubles.`,
    );
  side.weights.push(sum);
  side.errors.push(34 + current.length / 32 + (2.1 * far) / sum);
  return sum;
}

/** At k = 0 there is b(0, 0) as well. */
function addNoActive(side: Side, row: Row, d: number, p: number): void {
  side.weights[0]! += row.values[1]! / (d * Math.sqrt(p));
}

/** log f(y), f(y) = E y^K = ((1 + sqrt p / sqrt(1 - q y))/2)^d, at 1 - q y = t > 0. */
function logGenerating(d: number, p: number, t: number): number {
  return d * Math.log((1 + Math.sqrt(p / t)) / 2);
}

/**
 * log of a bound on the sum over j > k of P(K = j) g^(j-k), g > 0: with z >= 1 it is at most g y^(-k-1) f(y), y = g z (Chernoff). Infinite unless q g < 1. For
 * c > 0 the moments V_j(c)/V_k(c) grow by at most g = 1 + c/(d/2 + k) a step, for c <= 0 they fall.
 */
function logMassAbove(d: number, p: number, k: number, g: number): number {
  const q = 1 - p;
  const most = 1 - q * g;
  if (!(most > 0)) return Infinity;
  let best = Infinity;
  for (let t = most * (1 - 1e-9); t > most * 1e-4; t *= 0.8) {
    const y = (1 - t) / q;
    best = Math.min(best, Math.log(g) - (k + 1) * Math.log(y) + logGenerating(d, p, t));
  }
  return best + 1e-9 * (1 + Math.abs(best) + k);
}

/**
 * log of a bound on the sum over j < k of P(K = j) V_j(c)/V_k(c). V_j(c)/V_k(c), a product of (n/2)/(n/2 + c), is at most g^(k-j), g its largest factor, hence
 * with y <= 1/g the sum is at most the sum of P(K = j) g^(k-j) (g y)^(j-k+1) = g y^(1-k) P(K = j) y^j, at most g y^(1-k) f(y).
 */
function logMassBelow(d: number, p: number, c: number, k: number): number {
  const b = c < 0 ? d / 2 : d / 2 + k - 1;
  const g = b / (b + c);
  let best = Infinity;
  for (let s = 1e-12; s < 64; s = 1.3 * s + p / 8) {
    const y = Math.exp(-s) / g;
    const t = 1 - (1 - p) * y;
    if (!(t > 0)) continue;
    best = Math.min(best, Math.log(g) + (1 - k) * Math.log(y) + logGenerating(d, p, t));
  }
  return best + 1e-9 * (1 + Math.abs(best) + k);
}

/** log b(N, k), N >= 1. */
function logWeightAt(d: number, p: number, N: number, k: number): Enclosed {
  const binomial = logBinomialWeight(d, N);
  const alive = Math.log1p(-(2 ** -d));
  // Gamma(N/2 + k)/k! as Gamma(b + x)/Gamma(b) at b = k + 1, and Gamma(N/2) at b = 1, both with x = N/2 - 1.
  const x = N / 2 - 1;
  const [above, below] = [logGammaRatio(k + 1, x, 0), logGammaRatio(1, x, 0)];
  const terms = [
    binomial.value,
    alive,
    (N / 2) * Math.log(p),
    k * Math.log1p(-p),
    above.re,
    x * Math.log(k + 1),
    -below.re,
  ];
  const value = terms.reduce((sum, term) => sum + term, 0);
  const size = terms.reduce((sum, term) => sum + Math.abs(term), 0);
  return { value, error: binomial.error + above.error + below.error + 16 * roundoff * (size + 1) };
}

/** N and k where b(N, k) V_n(c) is about largest, climbing in turns. */
function findAnchor(d: number, p: number, c: number): [N: number, k: number] {
  const q = 1 - p;
  let N = Math.max(1, Math.round(d / 2));
  let k = 0;
  for (let round = 0; round < 60; round++) {
    const before = [N, k];
    // Rising while the ratio is at least 1; for N < 2 it rises with k, and k = 0 will do.
    const rises = (j: number) => ((q * (N / 2 + j)) / (j + 1)) * ((d / 2 + j + c) / (d / 2 + j)) >= 1;
    k = lastOf(rises, 2 * mostWeights);
    const wider = (n: number) => ((d - n) * (d - n - 1) * p * (n + 2 * k)) / ((n + 1) * (n + 2) * n) >= 1;
    N = Math.max(
      1,
      Math.min(
        d,
        lastOf((n) => n === 0 || wider(n), d),
      ),
    );
    if (N === before[0] && k === before[1]) break;
  }
  return [N, k];
}

/** The first whole number, up to `most`, at which a condition that holds no more, once it has failed, fails. */
function lastOf(holds: (n: number) => boolean, most: number): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
