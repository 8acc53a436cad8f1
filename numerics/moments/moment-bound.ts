/** Upper bounds for the higher moments of the squared norm at the end of a chain. */
import type { Activation } from '../network/network.js';
import type { Distribution } from '../random/source.js';
import type { ChainLayer, MomentChain } from './chain.js';
import { evenMoment } from './entries.js';
import { logMean, logSecondMoment, squaredSlopes } from './moments.js';

/** Highest order for which nothing leaves the range of doubles. */
export const highestOrder = 64;

/**
 * An upper bound for log E |a|^(2r). Exact, but for a margin that covers rounding, for r <= 2, for normal and
 * orthogonal weights, and for width-1 chains; otherwise by Gaussian domination:
 *
 * Fix a = a^(l-1) and let the entries of W be independent and symmetric with E w^(2k) <= (2k-1)!! sigma^(2k) for all k (uniform
 * and Rademacher ones are: entries.ts). Expanding the power, odd powers drop out:
 *   E z_i^(2k) = sum over k_1 + k_2 + ... = k of (2k)!/prod (2k_j)! prod a_j^(2k_j) E w^(2k_j),
 * all terms >= 0, so it is at most its value (2k-1)!! sigma^(2k) |a|^(2k) for normal weights. As z_i is symmetric, E phi(z_i)^(2k) =
 * (1 + slope^(2k))/2 E z_i^(2k) for k >= 1, slope 0 for relu: where z_i = 0 both sides vanish, so ties need no care. Rows are
 * independent: E|a^l|^(2r) = E(sum_i phi(z_i)^2)^r is a polynomial in these with coefficients >= 0, hence at most C_r |a|^(2r) with
 * C_r its value for normal weights. This holds for every a; conditioning layer by layer multiplies the C_r.
 *
 * Where the input has one entry other than 0 (width 1, or layer 1 of a sparse input or a readout), z_i = w a: C_r takes the true moments.
 * @param r a whole number in 1..64. @throws RangeError if it is not.
 */
export function logMomentBound(chain: MomentChain, r: number): number {
  if (!(Number.isInteger(r) && r >= 1 && r <= highestOrder)) {
    throw new RangeError(`The order of a moment must be a whole number from 1 to ${highestOrder}, not ${r}.`);
  }
  const log = r === 1 ? logMean(chain) : r === 2 ? logSecondMoment(chain) : layerwise(chain, r);
  return log + rounding(chain, r);
}

function layerwise({ layers, activation, startRatio }: MomentChain, r: number): number {
  const known = new Map<string, number>();
  let sum = 0;
  for (const [index, layer] of layers.entries()) {
    const single = layer.fanIn === 1 || (index === 0 && startRatio === 1);
    const key = `${layer.fanIn} ${layer.fanOut} ${layer.variance} ${layer.family} ${single}`;
    let log = known.get(key);
    if (log === undefined) {
      log = ofLayer(layer, activation, single, r);
      known.set(key, log);
    }
    sum += log;
  }
  return sum;
}

function ofLayer(
  { fanIn, fanOut, variance, family }: ChainLayer,
  activation: Activation,
  single: boolean,
  r: number,
): number {
  if (family !== 'orthogonal') {
    return logPowerMoment(activation, r, fanOut, single ? family : 'normal') + r * Math.log(variance);
  }
  const order = Math.max(fanIn, fanOut);
  let log = logPowerMoment(activation, r, fanOut, 'normal') + r * Math.log(variance * order);
  // A uniform unit vector of R^n is a normal one over its norm, which is independent of it: E chi^2_n^r = prod (n + 2i).
  for (let i = 0; i < r; i++) log -= Math.log(order + 2 * i);
  return log;
}

/**
 * log E (sum of `width` independent phi(z_i)^2)^r, for z_i of this distribution and variance 1: r! times the coefficient of t^r
 * in (1 + sum_k E phi(z)^(2k) t^k/k!)^width, by repeated squaring. All terms are >= 0: nothing cancels. (t is scaled by 1/width.)
 */
function logPowerMoment(
  activation: Activation,
  r: number,
  width: number,
  distribution: Distribution,
): number {
  const { logScale, positive, negative } = squaredSlopes(activation);
  let base = new Float64Array(r + 1);
  base[0] = 1;
  let unit = 1;
  for (let k = 1; k <= r; k++) {
    unit /= k * width;
    const [numerator, denominator] = evenMoment(distribution, k);
    base[k] = (numerator / denominator) * unit * ((positive ** k + negative ** k) / 2);
  }
  let power = new Float64Array(r + 1);
  power[0] = 1;
  for (let rest = width; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = product(power, base);
    if (rest > 1) base = product(base, base);
  }
  let log = Math.log(power[r]!) + r * (Math.log(width) + logScale);
  for (let k = 2; k <= r; k++) log += Math.log(k);
  return log;
}

/** The product of two power series, up to their common order. */
function product(a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  return new Float64Array(a.length).map((_, n) => {
    let sum = 0;
    for (let k = 0; k <= n; k++) sum += a[k]! * b[n - k]!;
    return sum;
  });
}

/**
 * What rounding may take away. Each multiplication of two series changes the coefficient of t^k by at most (r+1) ulp, and errors of a
 * product of coefficients add up over at most r factors besides 1: (r+1)^2 ulp for each of the 2 log2 d multiplications. Each
 * logarithm adds an ulp of its size, at most r log(2^20 * 1e300 * 1e200 * r).
 */
function rounding(chain: MomentChain, r: number): number {
  const depth = chain.layers.length;
  const widest = chain.layers.reduce((most, { fanIn, fanOut }) => Math.max(most, fanIn, fanOut), 1);
  const multiplications = 2 * (Math.log2(widest) + 1);
  const perLayer = (r + 1) ** 2 * multiplications + 1200 * r;
  // Sums over the layers lose at most depth ulp of the total; 8 ulp stand for each.
  const total = Math.abs(logMean(chain)) * r * depth;
  return 2 ** -52 * (8 * depth * perLayer + total);
}
