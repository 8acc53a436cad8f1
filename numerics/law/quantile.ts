/** Quantiles by Newton's method on the logarithm of the smaller tail, enclosed by the signs of P - p on both sides. */

import { type Enclosed, roundoff } from './enclosed.js';
import { normalQuantile } from './normal-quantile.js';
import type { ProductLaw } from './product-law.js';

/** log(tail/level) signed to rise with x, its error bound, and its derivative. */
interface Excess {
  readonly value: number;
  readonly error: number;
  readonly slope: number;
}

/**
 * The x with P(S <= x) = p, for all p within `doubt` of the level at once.
 * @throws RangeError unless 0 < p < 1, or where the distribution function is not known well enough.
 */
export function findQuantile(law: ProductLaw, p: number, doubt: number): Enclosed {
  if (!(p > 0 && p < 1)) throw new RangeError(`A level must lie strictly between 0 and 1, not ${p}.`);
  const lower = p <= 0.5;
  // 1 - p is exact above one half.
  const level = lower ? p : 1 - p;
  const logLevel = Math.log(level);
  const levelError = Math.log1p(doubt / level) + 2 * roundoff * Math.abs(logLevel);
  const excessAt = (x: number): Excess => {
    const { side, hazard, probability } = law.tail(x);
    const log = lower ? law.logCdf(x) : law.logSurvival(x);
    const other = (side === 'lower') !== lower;
    const slope = other ? (hazard * probability.value) / (1 - probability.value) : hazard;
    const value = lower ? log.value - logLevel : logLevel - log.value;
    return { value, error: log.error + roundoff * Math.abs(log.value), slope };
  };
  const { x, at } = solve(law, p, excessAt);
  let reach = (2 * (at.error + levelError + Math.abs(at.value))) / at.slope + 4 * roundoff * Math.abs(x);
  for (let round = 0; round < 60 && x - reach > -Infinity && x + reach < Infinity; round++) {
    const below = excessAt(x - reach);
    const above = excessAt(x + reach);
    if (below.value + below.error < -levelError && above.value - above.error > levelError)
      return { value: x, error: reach };
    reach *= 4;
  }
  throw outOfReach(p, x);
}

function outOfReach(p: number, x: number): RangeError {
  return new RangeError(
    `The quantile at level ${p} is out of reach: near ${x} this law's distribution function is only known to lie within bounds.`,
  );
}

function solve(law: ProductLaw, p: number, excessAt: (x: number) => Excess): { x: number; at: Excess } {
  const mean = law.logMean().value;
  const deviation = law.logSpread;
  const skewness = law.thirdCumulant().value / deviation ** 3;
  const z = normalQuantile(p);
  // Cornish-Fisher, within what the expansion can bear.
  let x =
    mean +
    deviation *
      (z +
        Math.max(-0.5 * (1 + Math.abs(z)), Math.min(0.5 * (1 + Math.abs(z)), (skewness * (z * z - 1)) / 6)));
  let low = -Infinity;
  let high = Infinity;
  for (let round = 0; ; round++) {
    const at = excessAt(x);
    // A tail that is only bounded has no slope, but may still tell on which side of the quantile x lies.
    const bounded = !(at.slope > 0 && at.error < Infinity);
    if (bounded && !(round < 100 && Math.abs(at.value) > at.error)) throw outOfReach(p, x);
    if (at.value < 0) low = Math.max(low, x);
    else high = Math.min(high, x);
    const step = -at.value / at.slope;
    const small = !bounded && (Math.abs(step) <= 1e-9 * deviation || Math.abs(at.value) <= 2 * at.error);
    if (small || round >= 100) {
      // One more step from here squares an error already below 1e-9.
      const end = Number.isFinite(step) && Math.abs(step) <= 1e-6 * deviation ? x + step : x;
      return { x: end, at: end === x ? at : excessAt(end) };
    }
    // Far out the logarithm of a tail is nearly straight, and long steps save evaluations.
    const most = Math.max(3 * deviation * (1 + round), 2 * Math.abs(x - mean));
    let next = Number.isFinite(step)
      ? x + Math.max(-most, Math.min(most, step))
      : x - Math.sign(at.value) * deviation;
    if (next <= low || next >= high)
      next = (Math.max(low, x - 50 * deviation) + Math.min(high, x + 50 * deviation)) / 2;
    x = next;
  }
}

/** A quantile with dead nets at -infinity (undefined). Lower and upper differ only where the level is too near P(dead) to tell. */
export interface UnconditionalQuantile {
  readonly lower: Enclosed | undefined;
  readonly upper: Enclosed | undefined;
}

/** inf{x: P(dead) + P(alive) P(S <= x) >= p}. @throws RangeError unless 0 < p < 1 */
export function findUnconditionalQuantile(law: ProductLaw, p: number): UnconditionalQuantile {
  if (!(p > 0 && p < 1)) throw new RangeError(`A level must lie strictly between 0 and 1, not ${p}.`);
  const { deadProbability: dead, aliveProbability: alive } = law;
  if (p <= dead.value - dead.error) return { lower: undefined, upper: undefined };
  if (dead.value === 0 && dead.error === 0) return both(findQuantile(law, p, 0));
  const excess = p - dead.value;
  const doubt = dead.error + roundoff * Math.abs(excess);
  const level = (part: number) => Math.min(1 - roundoff, Math.max(Number.MIN_VALUE, part / alive.value));
  if (excess > 2 * doubt) {
    const relative = doubt / excess + alive.error / alive.value + 4 * roundoff;
    return both(findQuantile(law, level(excess), level(excess) * relative));
  }
  // In the atom, or below the quantile at the largest level in doubt.
  return { lower: undefined, upper: findQuantile(law, level((excess + doubt) * 1.01), 0) };
}

function both(quantile: Enclosed): UnconditionalQuantile {
  return { lower: quantile, upper: quantile };
}
