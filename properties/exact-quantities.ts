/** Enclosures of quantities from the exact law of normal weights (F3), every error bound carried along. */
import Fraction from 'fraction.js';
import type { Interval } from '../numerics/inference/interval.js';
import { beta3, distanceToNormal, type Enclosed, type ProductLaw } from '../numerics/law/index.js';
import { type Network, widest } from '../numerics/network/network.js';
import { exactFraction } from '../theory/algebra/rational.js';
import { InputError, isRefusal } from '../theory/errors.js';
import type { Quantity, QuantityNode } from '../theory/expression/ast.js';
import { enclose, fromBall, fromLog, toNumber } from '../theory/expression/enclosure.js';
import { ExtendedInterval, everything, join, zero } from '../theory/expression/enclosure-interval.js';
import type { Claim } from '../theory/language/claim.js';
import { isElementary, symbolicQuantity } from '../theory/law/symbolic.js';
import { describe } from './describe.js';
import { exactMean } from './exact-mean.js';
import { exactProbability } from './exact-probability.js';
import { hasLaw, isInReach } from './has-law.js';
import { type LawAt, lawAt, type Precision } from './law-at.js';
import { networkAt } from './network-at.js';
import { normalTargetAt } from './normal-target.js';
import { observableAt } from './observables.js';
import type { Valuation } from './point.js';
import { quantitiesOf } from './quantities.js';
import type { Point } from './verdict.js';

/**
 * The exact law's values of quantities at a point, or undefined where the claim's nets have no exact law.
 * @param lawless values of the quantities that have none, if something else knows them.
 */
export function exactValuation(
  claim: Claim,
  point: Point,
  precision: Precision = 'relative',
  lawless?: Valuation,
): Valuation | undefined {
  const isLawful = (quantity: Quantity) => hasLaw(quantity, claim);
  if (lawless === undefined && ![claim.left, claim.right].flatMap(quantitiesOf).every(isLawful))
    return undefined;
  const values = new Map<string, ExtendedInterval>();
  const laws = new Map<string, LawAt>();
  const lawOf = (quantity: Quantity): LawAt => {
    const observable = observableAt(quantity.observable, point, claim.settings);
    const key = observable.text;
    let law = laws.get(key);
    if (law === undefined) {
      law = lawAt(claim, point, observable, precision);
      laws.set(key, law);
    }
    return law;
  };
  let layer: Network | undefined;
  const isLawAsked = (quantity: Quantity) => {
    if (claim.settings.activation.kind !== 'leaky-relu') return true;
    layer ??= networkAt(claim, point, 1);
    return isLeakyLawAsked(quantity, layer);
  };
  const valuation: Valuation = (node) => {
    if (lawless !== undefined && !isLawful(node.quantity)) return lawless(node);
    const key = keyOf(node);
    let value = values.get(key);
    if (value === undefined) {
      value = valued(() => {
        const { quantity } = node;
        const elementary = isLawAsked(quantity)
          ? undefined
          : symbolicQuantity(quantity, claim.settings, point);
        if (elementary !== undefined) return enclose(elementary, point);
        return enclosureOf(quantity, lawOf(quantity), point, valuation);
      });
      values.set(key, value);
    }
    return value;
  };
  return valuation;
}

/**
 * Whether the law is asked for the quantity of leaky nets: where it is not, its elementary form is.
 * @param network one layer of a square net shows them all.
 */
function isLeakyLawAsked(quantity: Quantity, { activation, widths }: Network): boolean {
  if (activation.kind !== 'leaky-relu' || activation.slope === 0) return true;
  // That no net is dead takes no law.
  if (quantity.functional === 'P' && isElementary(quantity)) return false;
  return isInReach(Math.abs(activation.slope), widest(widths.slice(1)));
}

/** Of what the law refuses, as out of its reach, nothing is known. */
function valued(value: () => ExtendedInterval): ExtendedInterval {
  try {
    return value();
  } catch (error) {
    if (isRefusal(error)) return everything;
    throw error;
  }
}

/** Two nodes with the same span of the same text mean the same quantity. */
function keyOf(node: QuantityNode): string {
  return `${node.span.start}-${node.span.end}`;
}

function enclosureOf(quantity: Quantity, at: LawAt, point: Point, valuation: Valuation): ExtendedInterval {
  const { law, shift, slopeShift } = at;
  switch (quantity.functional) {
    case 'mean':
      return exactMean(quantity, at, point);
    case 'median':
    case 'quantile':
      return quantile(quantity, at, point);
    case 'P':
      return exactProbability(quantity, at, point);
    case 'logMean': {
      const { value, error } = law.logMean();
      return fromBall(value, error + shift);
    }
    case 'logVariance': {
      // A gain moves all nets alike; a slope moves each by slopeShift at most, and the variance of a sum of two by so much.
      const { value, error } = law.logVariance();
      return fromBall(value, error + 1.01 * slopeShift * (2 * Math.sqrt(value + error) + slopeShift));
    }
    case 'beta3': {
      const { value, error } = beta3(law);
      return fromBall(value, error);
    }
    case 'lawDistance':
      return distance(quantity, at, point, valuation);
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
    quantity.alive ? certain(law.quantile(level)) : quantileWithDead(law, level);
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
function quantileWithDead(law: ProductLaw, level: number): LogQuantile {
  const found = law.unconditionalLogQuantile(level);
  const atEdge = found.lower === undefined && found.upper !== undefined;
  return atEdge && diesAtLeast(law, level) ? certain(undefined) : found;
}

/** Larger powers of 2 are not worked out. */
const mostBits = 1e6;

/** Whether certainly 1 - prod (1 - 2^-d_l) >= level, in exact arithmetic: prod (2^(d_l) - 1) <= (1 - level) 2^(d_1 + ... + d_L). */
function diesAtLeast({ layers }: ProductLaw, level: number): boolean {
  const mortal = layers.filter(({ shape }) => shape.activation === 'relu');
  const bits = mortal.reduce((sum, { shape, count }) => sum + shape.width * count, 0);
  if (bits > mostBits) return false;
  const remaining = new Fraction(1).sub(exactFraction(level));
  const alive = mortal.reduce(
    (product, { shape, count }) => product * (2n ** BigInt(shape.width) - 1n) ** BigInt(count),
    1n,
  );
  return alive * remaining.d <= remaining.n * 2n ** BigInt(bits);
}

function widened(log: Enclosed | undefined, shift: number): ExtendedInterval {
  return log === undefined ? zero : fromLog(log.value, log.error + shift);
}

function distance(
  quantity: Extract<Quantity, { functional: 'lawDistance' }>,
  { law, shift }: LawAt,
  point: Point,
  valuation: Valuation,
): ExtendedInterval {
  const { target } = quantity;
  if (target.kind === 'exactLaw') return zero;
  const { mean, variance, doubt } = normalTargetAt(target, point, valuation);
  const { lower, upper } = distanceToNormal(law, mean, variance);
  const moved = doubt + shift / (2 * Math.sqrt(variance));
  return ExtendedInterval.of(Math.max(0, Math.min(1, lower - moved)), Math.min(1, upper + moved));
}
