/** Enclosures of quantities from the exact law of normal weights (F3), every error bound carried along. */
import Fraction from 'fraction.js';
import type { Interval } from '../numerics/inference/interval.js';
import {
  beta3,
  distanceToNormal,
  type Enclosed,
  exactLawOf,
  type ProductLaw,
} from '../numerics/law/index.js';
import { InputError } from '../theory/errors.js';
import type { Quantity, QuantityNode } from '../theory/expression/ast.js';
import { enclose, fromBall, fromLog, logToNumber, toNumber, width } from '../theory/expression/enclosure.js';
import {
  add,
  ExtendedInterval,
  join,
  multiply,
  one,
  subtract,
  zero,
} from '../theory/expression/enclosure-interval.js';
import type { Claim } from '../theory/language/claim.js';
import { hasExactLaw, squareGain } from '../theory/language/settings.js';
import { type AbsoluteCdf, absoluteCdf } from './absolute-cdf.js';
import { describe } from './describe.js';
import { networkAt } from './network-at.js';
import type { Valuation } from './point.js';
import type { Point } from './verdict.js';

/**
 * How well probabilities are to be known: `absolute`, from one contour of the law, or `relative`, with small relative error
 * however small they are, each from a contour of its own.
 */
export type Precision = 'absolute' | 'relative';

/** The exact law's values of quantities at a point, or undefined where the claim's nets have no exact law. */
export function exactValuation(
  claim: Claim,
  point: Point,
  precision: Precision = 'relative',
): Valuation | undefined {
  if (!hasExactLaw(claim.settings)) return undefined;
  const values = new Map<string, ExtendedInterval>();
  let law: LawAt | undefined;
  const valuation: Valuation = (node) => {
    law ??= lawAt(claim, point, precision);
    const key = keyOf(node);
    let value = values.get(key);
    if (value === undefined) {
      value = enclosureOf(node.quantity, law, point, valuation);
      values.set(key, value);
    }
    return value;
  };
  return valuation;
}

/** Two nodes with the same span of the same text mean the same quantity. */
function keyOf(node: QuantityNode): string {
  return `${node.span.start}-${node.span.end}`;
}

interface LawAt {
  readonly law: ProductLaw;
  /** How far, in log forwardNorm2, the law of the rounded gain may lie from that of the gain as written. */
  readonly shift: number;
  readonly precision: Precision;
}

function lawAt(claim: Claim, point: Point, precision: Precision): LawAt {
  const network = networkAt(claim, point);
  const gain = enclose(squareGain(claim.settings.init), point);
  const shift = gain.isPoint ? 0 : (2 * point.L! * width(gain)) / gain.lower;
  return { law: exactLawOf(network), shift, precision };
}

function enclosureOf(quantity: Quantity, at: LawAt, point: Point, valuation: Valuation): ExtendedInterval {
  const { law, shift } = at;
  switch (quantity.functional) {
    case 'mean':
      return mean(quantity, at, point);
    case 'median':
    case 'quantile':
      return quantile(quantity, at, point);
    case 'P':
      return probability(quantity, at, point);
    case 'logMean': {
      const { value, error } = law.logMean();
      return fromBall(value, error + shift);
    }
    case 'logVariance': {
      const { value, error } = law.logVariance();
      return fromBall(value, error);
    }
    case 'beta3': {
      const { value, error } = beta3(law);
      return fromBall(value, error);
    }
    case 'lawDistance':
      return distance(quantity, at, point, valuation);
  }
}

/** E X^r = P(alive) E[X^r | alive] for r > 0. */
function mean(
  quantity: Extract<Quantity, { functional: 'mean' }>,
  { law, shift }: LawAt,
  point: Point,
): ExtendedInterval {
  const power = enclose(quantity.power, point);
  const r = toNumber(power);
  if (r === 0) return one;
  if (r < 0 && law.deadProbability.value > 0 && !quantity.alive) {
    throw new InputError(
      `At ${describe(point)} mean(forwardNorm2^(${r})) is infinite, as dead nets have norm 0; condition on alive.`,
      quantity.power.span.start + 1,
    );
  }
  const { value, error } = logMoment(law, r, point, quantity.power.span.start + 1);
  const slack = power.isPoint ? 0 : 2 * width(power) * steepness(law, r, value);
  const given = fromLog(value, error + slack + Math.abs(r) * shift);
  return quantity.alive ? given : multiply(given, fromLog(law.logAlive.value, law.logAlive.error));
}

/** A bound on the slope of log E X^r near r: it is convex in r with value 0 at 0, so chords bound it on both sides. */
function steepness(law: ProductLaw, r: number, value: number): number {
  const step = r > 0 ? r : -(0.5 + r) / 2;
  const beyond = r <= -0.5 ? Infinity : Math.abs((law.logMoment(r + step).value - value) / step);
  return Math.max(1, Math.abs(value / r), beyond);
}

function logMoment(law: ProductLaw, r: number, point: Point, column: number): Enclosed {
  try {
    return law.logMoment(r);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError(
      `At ${describe(point)} mean(forwardNorm2^(${r}) | alive) is no finite number: ${error.message}`,
      column,
    );
  }
}

/** Levels at a point, strictly inside (0, 1). */
export function levelAt(
  quantity: Extract<Quantity, { functional: 'median' | 'quantile' }>,
  point: Point,
): Interval {
  if (quantity.functional === 'median') return { lower: 0.5, upper: 0.5 };
  const level = enclose(quantity.level, point);
  if (!(level.lower > 0 && level.upper < 1)) {
    throw new InputError(
      `At ${describe(point)} the quantile level is ${toNumber(level)}; it must lie strictly between 0 and 1.`,
      quantity.level.span.start + 1,
    );
  }
  return { lower: level.lower, upper: level.upper };
}

function quantile(
  quantity: Extract<Quantity, { functional: 'median' | 'quantile' }>,
  { law, shift }: LawAt,
  point: Point,
): ExtendedInterval {
  const { lower, upper } = levelAt(quantity, point);
  const at = (level: number) =>
    quantity.alive ? certain(law.quantile(level)) : quantileWithDead(law, point, level);
  const low = at(lower);
  const high = upper === lower ? low : at(upper);
  return join(widened(low.lower, shift), widened(high.upper, shift));
}

/** Ends of an enclosure of a log-quantile; undefined stands for the atom of dead nets, a quantile of 0. */
interface LogQuantile {
  readonly lower: Enclosed | undefined;
  readonly upper: Enclosed | undefined;
}

const certain = (value: Enclosed | undefined): LogQuantile => ({ lower: value, upper: value });

/** Too near the atom's edge for enclosures, exact arithmetic decides: the median of d = 1, L = 1 is 0. */
function quantileWithDead(law: ProductLaw, point: Point, level: number): LogQuantile {
  const found = law.unconditionalLogQuantile(level);
  const atEdge = found.lower === undefined && found.upper !== undefined;
  return atEdge && diesAtLeast(point, level) ? certain(undefined) : found;
}

/** Whether 1 - (1 - 2^-d)^L >= level, in exact arithmetic: (2^d - 1)^L <= (1 - level) 2^(dL). For square relu nets. */
function diesAtLeast({ L, d }: Point, level: number): boolean {
  const remaining = new Fraction(1).sub(new Fraction(level));
  const alive = (2n ** BigInt(d!) - 1n) ** BigInt(L!);
  return alive * remaining.d <= remaining.n * 2n ** (BigInt(d!) * BigInt(L!));
}

function widened(log: Enclosed | undefined, shift: number): ExtendedInterval {
  return log === undefined ? zero : fromLog(log.value, log.error + shift);
}

/** P(X >= t) or P(X <= t); relative accuracy in whichever tail is small. */
function probability(
  quantity: Extract<Quantity, { functional: 'P' }>,
  at: LawAt,
  point: Point,
): ExtendedInterval {
  const threshold = enclose(quantity.threshold, point);
  const { law } = at;
  const dead = quantity.alive ? zero : fromBall(law.deadProbability.value, law.deadProbability.error);
  const alive = quantity.alive ? one : fromLog(law.logAlive.value, law.logAlive.error);
  const above = quantity.relation === '>=';
  if (threshold.upper < 0) return above ? one : zero;
  // The law is continuous but for the dead nets at 0, where P(X >= 0) = 1 and P(X <= 0) = P(dead).
  if (threshold.lower <= 0) {
    const atZero = above ? one : dead;
    if (threshold.upper <= 0) return atZero;
    const beyond = above
      ? multiply(alive, survival(logToNumber(threshold).hi, at))
      : add(dead, multiply(alive, cdf(logToNumber(threshold).hi, at)));
    return above ? join(beyond, atZero) : join(threshold.lower < 0 ? zero : dead, beyond);
  }
  const { lo, hi } = logToNumber(threshold);
  if (above) return join(multiply(alive, survival(hi, at)), multiply(alive, survival(lo, at)));
  return join(add(dead, multiply(alive, cdf(lo, at))), add(dead, multiply(alive, cdf(hi, at))));
}

/** P(S > x) for S = log X given alive, x known up to the gain's rounding. */
function survival(x: number, at: LawAt): ExtendedInterval {
  if (at.precision === 'absolute') return subtract(one, cdf(x, at));
  const { law, shift } = at;
  const from = (y: number) => tail(law.logSurvival(y), () => law.logCdf(y));
  return shift === 0 ? from(x) : join(from(x + shift), from(x - shift));
}

/** Standard deviations that one contour spans where absolute precision is enough. */
const absoluteReach = 8;

function cdf(x: number, { law, shift, precision }: LawAt): ExtendedInterval {
  const from =
    precision === 'relative'
      ? (y: number) => tail(law.logCdf(y), () => law.logSurvival(y))
      : (y: number) => absoluteProbability(absoluteCdf(law, absoluteReach), y);
  return shift === 0 ? from(x) : join(from(x - shift), from(x + shift));
}

function absoluteProbability({ at, error }: AbsoluteCdf, x: number): ExtendedInterval {
  const value = at(x);
  return ExtendedInterval.of(Math.max(0, value - error), Math.min(1, value + error));
}

/** A probability from its logarithm; above 1/2 from its complement's, which is then known better. */
function tail(
  logProbability: { value: number; error: number },
  complement: () => { value: number; error: number },
): ExtendedInterval {
  if (logProbability.value < -0.7) return fromLog(logProbability.value, logProbability.error);
  const other = complement();
  return subtract(one, fromLog(other.value, other.error));
}

function distance(
  quantity: Extract<Quantity, { functional: 'lawDistance' }>,
  { law, shift }: LawAt,
  point: Point,
  valuation: Valuation,
): ExtendedInterval {
  const { target } = quantity;
  if (target.kind === 'exactLaw') return zero;
  const mean = enclose(target.mean, point, valuation);
  const variance = enclose(target.variance, point, valuation);
  const [m, v] = [toNumber(mean), toNumber(variance)];
  if (!(variance.lower > 0)) {
    throw new InputError(
      `At ${describe(point)} the variance of the normal law in lawDistance is ${v}; it must be positive.`,
      target.variance.span.start + 1,
    );
  }
  const { lower, upper } = distanceToNormal(law, m, v);
  // Moving the mean by a or the deviation by a factor e^b moves Phi by at most a/(sd sqrt(2 pi)) and b/sqrt(2 pi e).
  const doubt = (width(mean) + shift) / (2 * Math.sqrt(v)) + width(variance) / (4 * v);
  return ExtendedInterval.of(Math.max(0, lower - doubt), upper + doubt);
}
