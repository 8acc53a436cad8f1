/**
 * The part of the law on which the least N_l is exactly k. With Phi the transform over N >= k of a layer and
 * e = P(N = k) V_k / Phi, it has M = prod Phi^count - prod (Phi - e Phi)^count = prod Phi^count (1 - prod (1 - e)^count).
 */
import digamma from '@stdlib/math-base-special-digamma';
import { logBinomialWeight } from './binomial-weight.js';
import { baseScale, type LayerShape, logMomentRatio } from './degrees.js';
import { type Enclosed, exactly, exponential, plus, roundoff, times } from './enclosed.js';
import { logGammaDecay } from './envelope.js';
import { type EnclosedComplex, expm1Complex } from './gamma-ratio.js';
import { logRatioAtMost, momentMinusOne } from './layer-transform.js';
import type { ComplexFactor, LayerCount, Measure, TiltedMeasure } from './measure.js';
import { meanLog, TiltedProduct } from './product-measure.js';

/** Needs `least` below the width of every layer: linear layers, with N = d, then never have the least. */
export function leastIs(layers: readonly LayerCount[], least: number): Measure {
  return { lowest: -least / 2, highest: Infinity, tilt: (c) => new TiltedLeast(layers, c, least) };
}

/** Fractions below e^-600 are kept scaled, and 1 - prod (1 - e)^count is their sum. */
const tiny = -600;

class TiltedLeast implements TiltedMeasure {
  readonly logTotal: Enclosed;
  readonly cost: number;
  private readonly all: TiltedProduct;
  /** e at the tilt over e^scale, one for each group of layers; 0 for linear layers, whose N is larger. */
  private readonly fractions: readonly Enclosed[];
  private readonly scale: number;
  /** log(1 - prod (1 - e)^count) - scale at the tilt. */
  private readonly logPart: number;

  constructor(
    readonly layers: readonly LayerCount[],
    readonly c: number,
    private readonly least: number,
  ) {
    this.all = new TiltedProduct(layers, c, least);
    this.cost = this.all.cost;
    const logs = this.all.degrees.map(({ shape, logTotal }) =>
      shape.activation === 'linear' ? undefined : plus(this.logOne(shape), times(logTotal, -1)),
    );
    const largest = Math.max(...logs.map((log) => log?.value ?? -Infinity));
    this.scale = largest < tiny ? largest : 0;
    this.fractions = logs.map((log) => {
      if (log === undefined) return exactly(0);
      const { value, error } = exponential({ value: log.value - this.scale, error: log.error });
      return value < 1 || this.scale < 0
        ? { value, error }
        : { value: 1 - roundoff, error: error + roundoff };
    });
    const error = this.sum((count, g) => {
      const { value, error } = this.fractions[g]!;
      return count * error * (this.scale < 0 ? 1 : (1 - value + error) ** (count - 1));
    });
    const part = this.part(this.fractions.map(({ value }) => value));
    this.logPart = Math.log(part);
    const scaled = {
      value: this.logPart + this.scale,
      error: (1.01 * error) / part + 8 * roundoff + 2 * roundoff * Math.abs(this.scale),
    };
    this.logTotal = plus(this.all.logTotal, scaled);
  }

  private sum(term: (count: number, g: number) => number): number {
    return this.layers.reduce((sum, { count }, g) => sum + term(count, g), 0);
  }

  /** (1 - prod (1 - e)^count) / e^scale for scaled fractions. */
  private part(fractions: readonly number[]): number {
    if (this.scale < 0) return this.sum((count, g) => count * fractions[g]!);
    return -Math.expm1(this.sum((count, g) => count * Math.log1p(-fractions[g]!)));
  }

  /** log of P(N = least | N > 0) V_least(c). */
  private logOne(shape: LayerShape): Enclosed {
    return plus(logMomentRatio(shape, this.least / 2, this.c), logBinomialWeight(shape.width, this.least));
  }

  slope(): number {
    // d/dc log(1 - prod (1 - e)^count); e'/e is the difference of the slopes of its two parts.
    const linear = this.scale < 0;
    const change = this.sum((count, g) => {
      const { value } = this.fractions[g]!;
      const degrees = this.all.degrees[g]!;
      const own = digamma(this.least / 2 + this.c) - Math.log(baseScale(degrees.shape));
      return value === 0 ? 0 : (count * value * (own - meanLog(degrees))) / (linear ? 1 : 1 - value);
    });
    const part = Math.exp(this.logPart);
    return this.all.slope() + (change * (linear ? 1 : 1 - part)) / part;
  }

  logRatio(x: number): number {
    let all = 0;
    const fractions = this.layers.map(({ count }, g) => {
      const degrees = this.all.degrees[g]!;
      const log = logRatioAtMost(degrees, x);
      all += count * log;
      const own = logMomentRatio(degrees.shape, this.least / 2 + this.c, x).value;
      const moved = this.fractions[g]!.value * Math.exp(own - log + 1e-8);
      return this.scale < 0 ? moved : Math.min(1, moved);
    });
    return all + Math.log(this.part(fractions)) - this.logPart + 1e-6;
  }

  along(step: number): (k: number) => ComplexFactor {
    return (k) => this.at(k * step);
  }

  at(y: number): ComplexFactor {
    const ratios = this.all.ratiosAt(y);
    const whole = this.all.fromRatios(ratios, y);
    const part = this.partAt(
      this.fractions.map((fraction, g) =>
        fraction.value === 0
          ? { re: 0, im: 0, error: 0 }
          : quotient(momentMinusOne(this.all.degrees[g]!, this.least, 0, y), ratios[g]!, fraction),
      ),
    );
    const size = Math.hypot(part.re, part.im);
    const logModulus = whole.logModulus + Math.log(size) - this.logPart;
    const inverse = Math.exp(-this.logPart);
    const error = inverse * (Math.exp(whole.logModulus) * part.error + whole.error * (size + part.error));
    const bound = Math.exp(logModulus) + Math.exp(this.envelope(y));
    return {
      logModulus,
      phase: whole.phase + Math.atan2(part.im, part.re),
      error: Number.isNaN(error) ? bound : Math.min(error, bound),
    };
  }

  /** (1 - prod (1 - e)^count) / e^scale for complex fractions. */
  private partAt(fractions: readonly EnclosedComplex[]): EnclosedComplex {
    let re = 0;
    let im = 0;
    let error = 0;
    if (this.scale < 0) {
      this.layers.forEach(({ count }, g) => {
        re += count * fractions[g]!.re;
        im += count * fractions[g]!.im;
        error += count * fractions[g]!.error;
      });
      return { re, im, error: error + 4 * roundoff * (Math.abs(re) + Math.abs(im)) };
    }
    this.layers.forEach(({ count }, g) => {
      const e = fractions[g]!;
      re += 0.5 * count * Math.log1p(-2 * e.re + e.re * e.re + e.im * e.im);
      im += count * Math.atan2(-e.im, 1 - e.re);
      error += count * -Math.log1p(-Math.min(1, e.error / Math.hypot(1 - e.re, e.im)));
    });
    const { re: less, im: turned, error: spread } = expm1Complex({ re, im, error });
    return { re: -less, im: -turned, error: spread + 8 * roundoff * (Math.abs(re) + Math.abs(im)) };
  }

  /** |a^L - b^L| <= L |a - b| max(|a|, |b|)^(L-1), layer by layer. */
  envelope(y: number): number {
    const own = logGammaDecay(this.least / 2 + this.c, y);
    const sum = this.sum((count, g) => {
      const { value, error } = this.fractions[g]!;
      return value === 0 ? 0 : count * (value + error) * Math.exp(own - this.all.layerEnvelope(g, y));
    });
    return this.all.envelope(y) + Math.log(sum) - this.logPart + 1e-9;
  }

  decay(y: number): number {
    return this.all.decay(y);
  }
}

/** fraction (1 + a)/(1 + b) */
function quotient(a: EnclosedComplex, b: EnclosedComplex, fraction: Enclosed): EnclosedComplex {
  const norm = (1 + b.re) ** 2 + b.im ** 2;
  const re = ((1 + a.re) * (1 + b.re) + a.im * b.im) / norm;
  const im = (a.im * (1 + b.re) - (1 + a.re) * b.im) / norm;
  const modulus = Math.hypot(re, im);
  const inverse = 1 / Math.sqrt(norm);
  // (A + da)/(B + db): relative errors da/|A| and db/(|B| - db).
  const slack = Math.max(0, 1 - b.error * inverse);
  const absolute = (a.error * inverse + modulus * b.error * inverse) / slack + 8 * roundoff * modulus;
  return {
    re: re * fraction.value,
    im: im * fraction.value,
    error: absolute * (fraction.value + fraction.error) + modulus * fraction.error,
  };
}
