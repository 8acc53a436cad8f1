/**
 * An oracle of one's own: probabilities, medians and quantiles of forwardNorm2 for leaky relu and normal weights, enclosed.
 *
 *     checkClaim('median(forwardNorm2) <= 1.01^L for L in 1..8, d in 4..8 with activation leaky-relu(1/10)', { oracles: [leakyLaw] })
 *
 * F3: a layer multiplies the squared norm by sigma^2 (A + a^2 B), A ~ chi^2_N, B ~ chi^2_(d-N), N ~ Binomial(d, 1/2), a the slope. Two steps
 * make this a distribution function with an error bound.
 *
 * 1. One layer. A gamma law is a mixture of gamma laws of any smaller scale, so A is a^2 chi^2_(N+2K) with K ~ NegBin(N/2, a^2), and the factor
 *    sigma^2 a^2 chi^2_(d+2K). With z = x/(2 sigma^2 a^2) and t_m = z^(d/2+m) e^-z / Gamma(d/2+m+1),
 *    P(chi^2_(d+2k) <= 2z) = sum of t_m over m >= k, hence P(factor <= x) = sum over m of t_m P(K <= m): positive terms alone.
 * 2. L layers. Logarithms add. Each layer's is rounded down to a lattice of step h, and the law of the sum convolved; the true sum exceeds
 *    the rounded one by no more than L h. What falls off the lattice is counted on both sides.
 */
import type { AskedQuantity, CustomOracle, OracleEnclosure } from 'vanishing-curvature/properties';

export const leakyLaw: CustomOracle = {
  name: 'leaky law',
  seconds: 0.2,
  // Leaky nets do not die, so that conditioning on alive changes nothing.
  covers: ({ functional, observable, activation, init }) =>
    observable === 'forwardNorm2' &&
    activation === 'leaky-relu' &&
    (init === 'normal' || init.endsWith('-normal')) &&
    (functional === 'P' || functional === 'median' || functional === 'quantile'),
  enclose(asked) {
    const law = lawOf(asked);
    if (asked.functional === 'P') return law === undefined ? { lower: 0, upper: 1 } : probability(law, asked);
    return law === undefined ? { lower: 0, upper: Infinity } : quantile(law, asked.argument!);
  },
};

/** P(log X <= from + (j + slack) step) lies in [cdf_j - error, cdf_j + error], and P(log X <= from + j step) at most that upper end. */
interface LatticeLaw {
  readonly from: number;
  readonly step: number;
  /** L: by so many steps the true sum may exceed the rounded one. */
  readonly slack: number;
  /** Of the rounded sum, at j = 0, 1, ... steps. */
  readonly cdf: Float64Array;
  readonly error: number;
  /** How far log X may lie from that for the slope and gain in the middle of their intervals. */
  readonly shift: number;
}

const step = 1 / 64;
/** Of a layer: mass left off the lattice at either end, at most. */
const offLattice = 1e-10;
/** Of a layer's distribution function, at most: recurrences and sums of up to 20,000 positive terms, each step with a relative error of some 1e-16. */
const rounding = 1e-10;
/** A longer series, for slopes near 0, is not summed. */
const mostTerms = 20_000;
/** Cells of the sum's lattice, at most: the last convolution takes a quarter of its square. */
const mostCells = 40_000;

let last: { readonly key: string; readonly law: LatticeLaw | undefined } | undefined;

function lawOf({ depth, width, slope, gain }: AskedQuantity): LatticeLaw | undefined {
  const key = JSON.stringify([depth, width, slope, gain]);
  if (last?.key !== key) last = { key, law: latticeLaw(depth, width, slope!, gain) };
  return last.law;
}

interface Ends {
  readonly lower: number;
  readonly upper: number;
}

function latticeLaw(depth: number, width: number, slope: Ends, gain: Ends): LatticeLaw | undefined {
  const a2 = slope.lower * slope.upper;
  // The mixture needs 0 < a^2 <= 1; where the slope's own sign is in doubt nothing is known.
  if (!(a2 > 1e-6 && a2 <= 1) || slope.lower * slope.lower > 1 || slope.upper * slope.upper > 1)
    return undefined;
  const variance = Math.sqrt(gain.lower * gain.upper) / width;
  const series = layerSeries(width, a2);
  const cdf = (log: number) => series(Math.exp(log) / (2 * variance * a2));
  const reach = (mass: (log: number) => number, direction: number) => {
    let log = Math.log(variance * width);
    while (mass(log) > offLattice) log += direction;
    return log;
  };
  const from = reach((log) => cdf(log) ?? 0, -1);
  const to = reach((log) => 1 - (cdf(log) ?? 1), 1);
  const cells = Math.round((to - from) / step);
  if (cells * depth > mostCells) return undefined;
  const layer = new Float64Array(cells);
  // Made to rise, as the truth does: that moves no value by more than its error.
  let before = cdf(from);
  for (let j = 0; j < cells; j++) {
    const here = cdf(from + (j + 1) * step);
    if (before === undefined || here === undefined) return undefined;
    layer[j] = Math.max(0, here - before);
    before = Math.max(before, here);
  }
  const sum = power(layer, depth);
  let total = 0;
  return {
    from: depth * from,
    step,
    slack: depth,
    cdf: sum.map((mass) => (total += mass)),
    // Distances between distribution functions add up along a convolution.
    error: depth * (2 * offLattice + 3 * rounding),
    // Along any path d log(A + a^2 B)/d log a lies in [0, 2], and the gain is a factor.
    shift:
      depth * (Math.abs(Math.log(slope.upper / slope.lower)) + Math.log(gain.upper / gain.lower)) + 1e-12,
  };
}

/** z to sum over m of t_m P(K <= m), or undefined where that takes too many terms. */
function layerSeries(width: number, a2: number): (z: number) => number | undefined {
  const mixture = new Float64Array(mostTerms);
  for (let n = 0, binomial = 2 ** -width; n <= width; n++) {
    // P(K = k | N = n), k = 0, 1, ...
    let weight = binomial * a2 ** (n / 2);
    for (let k = 0; k < mostTerms && weight > 0; k++) {
      mixture[k]! += weight;
      weight *= ((n / 2 + k) / (k + 1)) * (1 - a2);
    }
    binomial *= (width - n) / (n + 1);
  }
  let sum = 0;
  const cumulative = mixture.map((weight) => (sum += weight));
  return (z) => {
    // Outwards from the largest term; beyond `end` there is less than 1e-20.
    const end = Math.ceil(z + 10 * Math.sqrt(z) + 60);
    if (end >= mostTerms) return undefined;
    const mode = Math.max(0, Math.floor(z - width / 2));
    const largest = gammaTerm(width / 2 + mode, z);
    let value = 0;
    for (let m = mode, term = largest; m <= end; m++, term *= z / (width / 2 + m))
      value += term * cumulative[m]!;
    for (let m = mode, term = largest; m > 0; m--) {
      term *= (width / 2 + m) / z;
      value += term * cumulative[m - 1]!;
    }
    return Math.min(1, value);
  };
}

/** z^s e^-z / Gamma(s+1) for s = 1/2, 1, 3/2, ..., z near s or s small: by Stirling's series without cancellation (Loader 2000). */
function gammaTerm(s: number, z: number): number {
  if (s < 20) {
    let term = s % 1 === 0 ? Math.exp(-z) : 2 * Math.sqrt(z / Math.PI) * Math.exp(-z);
    for (let k = s % 1 === 0 ? 1 : 1.5; k <= s; k++) term *= z / k;
    return term;
  }
  const excess = (z - s) / s;
  const s2 = s * s;
  const correction = (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / (1188 * s2)) / s2) / s2) / s2) / s;
  return Math.exp(s * (Math.log1p(excess) - excess) - correction) / Math.sqrt(2 * Math.PI * s);
}

/** The law of a sum of `count` independent terms, by repeated squaring. */
function power(law: Float64Array, count: number): Float64Array {
  if (count === 1) return law;
  const half = power(law, Math.floor(count / 2));
  const even = convolved(half, half);
  return count % 2 === 0 ? even : convolved(even, law);
}

function convolved(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < a.length; i++) for (let j = 0; j < b.length; j++) out[i + j]! += a[i]! * b[j]!;
  return out;
}

/** An enclosure of P(log X <= log). */
function cdfAt({ from, step, slack, cdf, error, shift }: LatticeLaw, log: number): Ends {
  const at = (place: number) => (place < 0 ? 0 : cdf[Math.min(cdf.length - 1, Math.floor(place))]!);
  // A rounded sum of j steps stands for a true one in (j, j + slack] steps.
  return {
    lower: Math.max(0, at((log - shift - from) / step - slack) - error),
    upper: Math.min(1, at((log + shift - from) / step) + error),
  };
}

function probability(law: LatticeLaw, { argument, relation }: AskedQuantity): OracleEnclosure {
  // The law is continuous: P(X >= t) = 1 - P(X <= t).
  const { lower, upper } = argument === 0 ? { lower: 0, upper: 0 } : cdfAt(law, Math.log(argument!));
  return relation === '<=' ? { lower, upper } : { lower: 1 - upper, upper: 1 - lower };
}

function quantile(law: LatticeLaw, level: number): OracleEnclosure {
  const places = Array.from({ length: law.cdf.length + law.slack }, (_, j) => law.from + j * law.step);
  const below = places.filter((log) => cdfAt(law, log).upper < level).at(-1);
  const above = places.find((log) => cdfAt(law, log).lower >= level);
  return { logLower: below ?? -Infinity, logUpper: above ?? Infinity };
}
