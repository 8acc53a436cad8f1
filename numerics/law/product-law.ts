/**
 * The exact law of S = log of a product of independent layer factors X_l = sigma_l^2 chi^2_{N_l}, given that all N_l > 0
 * (theory F3, G2): N_l ~ Binomial(d_l, 1/2) for relu, N_l = d_l for linear layers; for leaky relu the mixture of leaky-degrees.ts.
 */
import { type Aliveness, aliveness } from './alive.js';
import { logTailAtLeast } from './beyond.js';
import { Contour } from './contour.js';
import { type Cumulants, layerCumulants } from './cumulants.js';
import type { LayerShape } from './degrees.js';
import {
  type Enclosed,
  exactly,
  exponential,
  logarithm,
  logOnePlus,
  plus,
  roundoff,
  times,
} from './enclosed.js';
import { type LayerGroup, squaredSlope, validate } from './layer-group.js';
import { OutOfReach } from './leaky-degrees.js';
import type { LayerCount } from './measure.js';
import type { BeyondReach, LogTail } from './part.js';
import { planBody } from './plan.js';
import { allAtLeast } from './product-measure.js';
import { findQuantile, findUnconditionalQuantile, type UnconditionalQuantile } from './quantile.js';
import { type Centre, logLowerTail, logUpperTail } from './tails.js';

/** The smaller side of x, or the upper one in the body of the law. */
export interface Tail {
  readonly side: 'lower' | 'upper';
  readonly probability: Enclosed;
  /** log of the probability. */
  readonly log: Enclosed;
  /** The density at x over the probability, approximately. */
  readonly hazard: number;
}

/** The body of the law, in standard deviations from the mean; beyond it each tail has a contour of its own. */
const bodyReach = 2.5;
/** What each of aliases and cut may add to a distribution function in the body. */
const bodyError = 1e-14;
/** Below this a tail is valued by a contour of its own unless the body's has this relative precision. */
const smallTail = 1e-2;
const tailPrecision = 1e-10;
/** Beyond this, depths of at most 2^53 count for nothing, and no contour is tried. */
const farthest = 1e100;

/** The law of S, all of its values with error bounds: `logMean()`, `logVariance()`, `quantile(p)`, `logCdf(x)`, `logSurvival(x)`, `logMoment(r)`; dead nets apart, by `deadProbability`. */
export class ProductLaw implements Aliveness {
  readonly logAlive: Enclosed;
  readonly aliveProbability: Enclosed;
  readonly deadProbability: Enclosed;
  /** E e^(sS) given alive is finite for s above this. */
  readonly leastMoment: number;
  /** Moments of this order and above are not valued. */
  readonly largestMoment: number;
  readonly layers: readonly LayerCount[];
  /** S is this plus the sum of log(chi^2_N / (p d)) over the layers. */
  private readonly logScale: Enclosed;
  private readonly cumulants: readonly [Enclosed, Enclosed, Enclosed];
  private readonly centre: Centre;
  private body: Contour | undefined;
  /** The last tail asked for: probability, logarithm and density are often wanted at one x. */
  private last: { readonly x: number; readonly tail: Tail } | undefined;

  /** @throws RangeError if there is no layer, a width or count is not a positive integer, or a gain is not positive and finite. */
  constructor(groups: readonly LayerGroup[], logOffset: Enclosed = exactly(0)) {
    groups.forEach(validate);
    if (groups.length === 0) throw new RangeError('A law needs at least one layer.');
    const scaled = groups.map(scaledLayer);
    this.layers = groups.map(({ count }, g) => ({ shape: scaled[g]!.shape, count }));
    const { logAlive, aliveProbability, deadProbability } = aliveness(this.layers);
    this.logAlive = logAlive;
    this.aliveProbability = aliveProbability;
    this.deadProbability = deadProbability;
    const { lowest, highest } = allAtLeast(this.layers);
    this.leastMoment = lowest;
    this.largestMoment = Math.min(1e9, highest);
    this.logScale = groups.map(({ count }, g) => times(scaled[g]!.logScale, count)).reduce(plus, logOffset);
    const parts = this.layers.map(({ shape, count }, g) => ({
      each: withDoubt(layerCumulants(shape), scaled[g]!.doubt),
      count,
    }));
    const total = (name: 'mean' | 'variance' | 'third') =>
      parts.map(({ each, count }) => times(each[name], count)).reduce(plus, exactly(0));
    this.cumulants = [total('mean'), total('variance'), total('third')];
    this.centre = { mean: this.cumulants[0].value, variance: this.cumulants[1].value };
  }

  /** E S. */
  logMean(): Enclosed {
    return plus(this.cumulants[0], this.logScale);
  }

  /** Var S. */
  logVariance(): Enclosed {
    return this.cumulants[1];
  }

  /** E (S - E S)^3. */
  thirdCumulant(): Enclosed {
    return this.cumulants[2];
  }

  /** The standard deviation of S, without its error. */
  get logSpread(): number {
    return Math.sqrt(this.centre.variance);
  }

  /** log E[e^(sS) | alive]. @throws RangeError unless leastMoment < s < largestMoment. */
  logMoment(s: number): Enclosed {
    if (!(s > this.leastMoment && s < this.largestMoment)) {
      throw new RangeError(
        `The moment of order ${s} is out of reach: the order must lie between ${this.leastMoment} and ${this.largestMoment}.`,
      );
    }
    return plus(allAtLeast(this.layers).tilt(s).logTotal, times(this.logScale, s));
  }

  /** P(S <= x). */
  cdf(x: number): Enclosed {
    const { side, probability } = this.tail(x);
    return side === 'lower' ? probability : complement(probability);
  }

  /** P(S > x). */
  survival(x: number): Enclosed {
    const { side, probability } = this.tail(x);
    return side === 'upper' ? probability : complement(probability);
  }

  /** log P(S <= x); far below the mean P has a small relative error. */
  logCdf(x: number): Enclosed {
    const { side, log, probability } = this.tail(x);
    return side === 'lower' ? log : logOnePlus({ value: -probability.value, error: probability.error });
  }

  /** log P(S > x); far above the mean P has a small relative error. */
  logSurvival(x: number): Enclosed {
    const { side, log, probability } = this.tail(x);
    return side === 'upper' ? log : logOnePlus({ value: -probability.value, error: probability.error });
  }

  /** The density of S at x, approximately. */
  density(x: number): number {
    const { hazard, probability } = this.tail(x);
    return hazard * probability.value;
  }

  /** The x with P(S <= x) = p for some p within `doubt` of the level. @throws RangeError unless 0 < p < 1. */
  quantile(p: number, doubt = 0): Enclosed {
    return findQuantile(this, p, doubt);
  }

  /**
   * The p-quantile of S with dead nets at -infinity, which stands as undefined: the atom's levels are those up to
   * P(dead). Lower and upper differ only for a level too near P(dead) to tell. @throws RangeError unless 0 < p < 1.
   */
  unconditionalLogQuantile(p: number): UnconditionalQuantile {
    return findUnconditionalQuantile(this, p);
  }

  /** The tail at x, for those who want its probability, logarithm and density. @throws RangeError unless x is finite. */
  tail(x: number): Tail {
    if (!Number.isFinite(x)) throw new RangeError(`A law is asked for at finite points, not at ${x}.`);
    if (this.last?.x !== x) this.last = { x, tail: this.tailAt(x - this.logScale.value, this.shiftAt(x)) };
    return this.last.tail;
  }

  private tailAt(standard: number, shift: number): Tail {
    const deviations = (standard - this.centre.mean) / this.logSpread;
    if (Math.abs(deviations) > bodyReach)
      return this.ownTail(deviations < 0 ? 'lower' : 'upper', standard, shift);
    this.body ??= this.contourWithin(bodyReach);
    const body = this.upperTail(this.body, standard, shift);
    const { value, error } = body.probability;
    // A tail of skewed laws that is already small here needs its own contour.
    if (value < smallTail && error > tailPrecision * value) return this.ownTail('upper', standard, shift);
    if (1 - value < smallTail && error > tailPrecision * (1 - value))
      return this.ownTail('lower', standard, shift);
    return body;
  }

  /** How far x - logScale may lie from where it is meant to. */
  private shiftAt(x: number): number {
    return this.logScale.error + roundoff * Math.abs(x - this.logScale.value);
  }

  private ownTail(side: 'lower' | 'upper', standard: number, shift: number): Tail {
    const found = this.logTail(side, standard);
    if ('bound' in found) {
      // Between a plain lower bound and Chernoff's.
      const least = Math.max(-Number.MAX_VALUE / 2, logTailAtLeast(this.layers, standard, side));
      const value = found.bound / 2 + least / 2;
      const error = value > -Number.MAX_VALUE / 4 ? (found.bound / 2 - least / 2) * (1 + 2 ** -50) : Infinity;
      const probability = { value: 0, error: Math.min(1, Math.exp(found.bound) + Number.MIN_VALUE) };
      return { side, probability, log: { value, error }, hazard: 0 };
    }
    const hazard = Math.abs(found.slope);
    const log = { value: found.value, error: found.error + 2 * hazard * shift };
    const probability = exponential(log);
    return {
      side,
      probability: { value: Math.min(1, probability.value), error: Math.min(1, probability.error) },
      log,
      hazard,
    };
  }

  private logTail(side: 'lower' | 'upper', standard: number): LogTail | BeyondReach {
    // Chernoff's bound at the exponents -1/4 and 1, where the layers' moments are below e^1 each.
    if (Math.abs(standard) > farthest) return { bound: -farthest / 8 };
    try {
      return side === 'lower'
        ? logLowerTail(this.layers, standard, this.centre)
        : logUpperTail(this.layers, standard, this.centre);
    } catch (error) {
      // Degrees that are not worked out on the way to a saddle point say nothing of the tail.
      if (error instanceof OutOfReach) return { bound: 0 };
      throw error;
    }
  }

  /** P(S <= x) for x within `reach` standard deviations of the mean: up to 1e-13 absolutely, one contour for all x. */
  cdfWithin(reach: number): (x: number) => Enclosed {
    const contour = this.contourWithin(reach);
    return (x) => complement(this.upperTail(contour, x - this.logScale.value, this.shiftAt(x)).probability);
  }

  /** The density of S at x within `reach` standard deviations of the mean, approximately: for pictures, one contour for all x. */
  densityWithin(reach: number): (x: number) => number {
    const contour = this.contourWithin(reach);
    return (x) => {
      const { logScale, density } = contour.tail(x - this.logScale.value);
      return Math.max(0, Math.exp(logScale) * density);
    };
  }

  private upperTail(contour: Contour, standard: number, shift: number): Tail {
    const { logScale, logScaleError, factor, error, density } = contour.tail(standard);
    const scale = Math.exp(logScale);
    const value = scale * factor;
    const spread =
      scale * error +
      Math.abs(value) * (Math.expm1(logScaleError) + 4 * roundoff) +
      2 * Math.abs(density) * scale * shift;
    const probability = { value: Math.min(1, Math.max(0, value)), error: spread };
    return { side: 'upper', probability, log: logarithm(probability), hazard: density / factor };
  }

  private contourWithin(reach: number): Contour {
    const { mean } = this.centre;
    const deviation = this.logSpread;
    return new Contour(planBody(this.layers, { mean, deviation, reach, absolute: bodyError }));
  }
}

interface ScaledLayer {
  readonly shape: LayerShape;
  /** What log of the layer's factor is above log U. */
  readonly logScale: Enclosed;
  /** log U may lie so far from where it is meant to, net by net: part of logScale's error, but not the same for all nets. */
  readonly doubt: number;
}

function scaledLayer({ width, gain, activation, slope }: LayerGroup): ScaledLayer {
  if (activation === 'relu' || slope === 0)
    return { shape: { width, activation: 'relu' }, logScale: logOf(gain / 2), doubt: 0 };
  if (activation === 'linear') return { shape: { width, activation }, logScale: logOf(gain), doubt: 0 };
  const { p, gainFactor, doubt } = squaredSlope(Math.abs(slope!));
  const shape: LayerShape = p === 1 ? { width, activation: 'linear' } : { width, activation, p };
  // The logarithms are taken apart, so that no product leaves the range of doubles; four roundings within them.
  const logs = [gain, gainFactor, (1 + p) / 2].map(Math.log);
  const value = logs.reduce((sum, log) => sum + log, 0);
  const size = logs.reduce((sum, log) => sum + Math.abs(log), 0);
  return { shape, logScale: { value, error: (4 * size + 12) * roundoff + doubt }, doubt };
}

/** Cumulants of Y + e Z with |Z| <= 1, whatever Z: Var within 2 e sd + e^2, third within 6 e Var + 12 e^2 sd + 8 e^3. */
function withDoubt(cumulants: Cumulants, e: number): Cumulants {
  if (e === 0) return cumulants;
  const { mean, variance, third } = cumulants;
  const most = (variance.value + variance.error) * (1 + 4 * roundoff);
  const deviation = Math.sqrt(most);
  return {
    mean,
    variance: { value: variance.value, error: variance.error + 1.01 * e * (2 * deviation + e) },
    third: {
      value: third.value,
      error: third.error + 1.01 * e * (6 * most + 12 * e * deviation + 8 * e * e),
    },
  };
}

function complement({ value, error }: Enclosed): Enclosed {
  return { value: 1 - value, error: error + roundoff };
}

function logOf(x: number): Enclosed {
  const value = Math.log(x);
  return { value, error: 2 * roundoff * Math.abs(value) };
}
