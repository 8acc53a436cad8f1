/**
 * What is known of a quantity at a point without drawing a net: by the exact law, by moments, by F10, by the law of uniform chains (C1), by the
 * quantity's range. Nothing of the claim that is being nudged is taken for granted here.
 */
import type { Quantity, QuantityNode } from '../../theory/expression/ast.js';
import { enclose, fromBall, fromLog, toNumber, width } from '../../theory/expression/enclosure.js';
import { exp, log } from '../../theory/expression/enclosure-elementary.js';
import {
  add,
  certainlyLess,
  certainlyLessEqual,
  ExtendedInterval,
  everything,
  join,
  maximum,
  minimum,
  multiply,
  one,
  subtract,
  zero,
} from '../../theory/expression/enclosure-interval.js';
import type { Claim, InitName, Settings } from '../../theory/language/claim.js';
import { parseExpression } from '../../theory/language/parse-claim.js';
import { squareGain } from '../../theory/language/settings.js';
import { networkAt } from '../network-at.js';
import { observableAt } from '../observables.js';
import type { Point } from '../verdict.js';

/** An interval that the quantity's value at the point certainly lies in, maybe a wide one. */
export function knownEnclosure({ quantity }: QuantityNode, claim: Claim, point: Point): ExtendedInterval {
  return meet(rangeOf(quantity), ofChain(quantity, claim.settings, point) ?? ofNets(quantity, claim, point));
}

/** The common part of two enclosures of one number. */
export function meet(a: ExtendedInterval, b: ExtendedInterval): ExtendedInterval {
  return join(maximum(a, b), minimum(a, b));
}

const nonnegative = ExtendedInterval.of(0, Infinity);
const probability = ExtendedInterval.of(0, 1);

/** Means, medians and quantiles are those of squared norms, at least 0, but for the ends of spectra. */
export function rangeOf({ functional, observable }: Quantity): ExtendedInterval {
  switch (functional) {
    case 'P':
    case 'lawDistance':
      return probability;
    case 'logVariance':
    case 'beta3':
      return nonnegative;
    case 'logMean':
      return everything;
    default:
      return isNorm(observable.name) ? nonnegative : everything;
  }
}

const isNorm = (name: string) => name !== 'lambdaMin' && name !== 'lambdaMax' && name !== 'escapeTime';

function ofNets(quantity: Quantity, claim: Claim, point: Point): ExtendedInterval {
  if (quantity.functional === 'mean') return meanOf(quantity, claim, point);
  if (quantity.functional !== 'P' || !isNorm(quantity.observable.name)) return everything;
  const threshold = enclose(quantity.threshold, point);
  const atLeast = quantity.relation === '>=';
  if (threshold.hi < 0) return atLeast ? one : zero;
  if (threshold.lo !== 0 || threshold.hi !== 0) return everything;
  if (atLeast) return one;
  const name = quantity.observable.name;
  if (quantity.alive || (name !== 'forwardNorm2' && name !== 'gradientNorm2')) return everything;
  const alive = aliveProbability(claim.settings, point);
  return alive === undefined || (name === 'gradientNorm2' && claim.settings.readout !== 'random')
    ? everything
    : subtract(one, alive);
}

const alive = parseExpression('(1-2^(-d))^L', { names: ['L', 'd'] });
const layerAlive = parseExpression('1-2^(-d)', { names: ['d'] });

/** F10, for independent weights without atoms; nets of other activations than relu do not die. */
function aliveProbability(
  { activation, init, widths }: Settings,
  point: Point,
): ExtendedInterval | undefined {
  const family = familyOf(init.name);
  if (family !== 'normal' && family !== 'uniform') return undefined;
  if (activation.kind === 'relu') {
    if (widths === undefined) return enclose(alive, point);
    const layers = widths
      .slice(1)
      .map((width) => enclose(layerAlive, new Map([['d', enclose(width, point)]])));
    return layers.reduce(multiply);
  }
  return activation.kind === 'linear' ? one : undefined;
}

function familyOf(init: InitName): 'normal' | 'uniform' | 'other' {
  if (init === 'rademacher' || init === 'orthogonal') return 'other';
  return init === 'pytorch' || init.endsWith('uniform') ? 'uniform' : 'normal';
}

type Mean = Extract<Quantity, { functional: 'mean' }>;

/** Relative rounding errors of logarithms of moments, far above those that numerics/moments states. */
const momentDoubt = 1e-8;

/**
 * E X^r from E X and E X^2. K(r) = log E X^r is convex with K(0) <= 0: between 0, 1 and 2 it lies below chords and above their
 * continuations; beyond 2 above the one through 1 and 2.
 */
function meanOf(quantity: Mean, claim: Claim, point: Point): ExtendedInterval {
  const power = enclose(quantity.power, point);
  if (power.lo === 0 && power.hi === 0) return one;
  const r = toNumber(power);
  if (!(r > 0 && width(power) <= 1e-12 * r)) return everything;
  const moments = observableAt(quantity.observable, point, claim.settings).moments(networkAt(claim, point));
  if ('reason' in moments) return everything;
  const first = moments.logMean;
  if (first === -Infinity) return zero;
  const isExact = quantity.observable.name !== 'hessianNorm2' && claim.settings.init.name !== 'orthogonal';
  const atMost = moments.logMomentBound(2);
  const atLeast = isExact ? atMost : 2 * first;
  const [lower, upper] =
    r <= 1
      ? [(2 - r) * first - (1 - r) * atMost, r * first]
      : r <= 2
        ? [r * first, (2 - r) * first + (r - 1) * atMost]
        : [Math.max(r * first, atLeast + (r - 2) * (atLeast - first)), Infinity];
  const low = r === 2 ? atLeast : lower;
  const size = momentDoubt * (1 + Math.abs(first) + Math.abs(atMost)) * (1 + r);
  const enclosure = join(fromLog(low, size), upper === Infinity ? nonnegative : fromLog(upper, size));
  if (!quantity.alive) return enclosure;
  const living = aliveProbability(claim.settings, point);
  return living === undefined ? everything : multiply(enclosure, reciprocal(living));
}

function reciprocal(a: ExtendedInterval): ExtendedInterval {
  return exp(
    subtract(
      zero,
      log(a, () => {}),
    ),
  );
}

const chainMedian = parseExpression('(3*g)^L*exp(-2*gammaMedian(L))', { names: ['L', 'g'] });
const chainMean = parseExpression('((3*g)^r/(2*r+1))^L', { names: ['L', 'g', 'r'] });
const chainBeyond = parseExpression('exp(-y)*sum(n, 0, L-1, y^n/gamma(n+1))', { names: ['L', 'y'] });
const chainLog = parseExpression('L*log(3*g)', { names: ['L', 'g'] });

/** Chains of uniform weights: X = (3g)^L e^(-2G) with G ~ Gamma(L, 1) (C1). */
function ofChain(quantity: Quantity, settings: Settings, point: Point): ExtendedInterval | undefined {
  const { activation, init, widths } = settings;
  if (
    widths !== undefined ||
    point.d !== 1 ||
    activation.kind !== 'linear' ||
    familyOf(init.name) !== 'uniform'
  )
    return undefined;
  if (quantity.observable.name !== 'forwardNorm2') return undefined;
  const env = new Map([
    ['L', ExtendedInterval.point(point.L!)],
    ['g', enclose(squareGain(init), point)],
  ]);
  if (quantity.functional === 'median') return enclose(chainMedian, env);
  if (quantity.functional === 'mean') {
    const power = enclose(quantity.power, point);
    return certainlyLess(fromBall(-0.5, 0), power) ? enclose(chainMean, env.set('r', power)) : undefined;
  }
  if (quantity.functional !== 'P') return undefined;
  const threshold = enclose(quantity.threshold, point);
  if (!(threshold.lo > 0)) return undefined;
  const doubled = subtract(
    enclose(chainLog, env),
    log(threshold, () => {}),
  );
  const y = multiply(doubled, fromBall(0.5, 0));
  const below = certainlyLessEqual(zero, y)
    ? enclose(chainBeyond, env.set('y', y))
    : certainlyLess(y, zero)
      ? one
      : everything;
  return quantity.relation === '<=' ? below : subtract(add(one, zero), below);
}
