/** The law of all layers, or its part on which every N_l >= k. */
import digamma from '@stdlib/math-base-special-digamma';
import { baseScale, type TiltedDegrees, tiltDegrees } from './degrees.js';
import { type Enclosed, plus, roundoff, times } from './enclosed.js';
import { Envelope } from './envelope.js';
import type { EnclosedComplex } from './gamma-ratio.js';
import { logRatioAtMost, ratioMinusOne } from './layer-transform.js';
import { largestTilt } from './leaky-degrees.js';
import {
  type ComplexFactor,
  type LayerCount,
  logLayerMoment,
  type Measure,
  type TiltedMeasure,
  untilted,
} from './measure.js';

/** The part of the law on which every N_l >= least; all of it for least = 1. Needs least <= every width. */
export function allAtLeast(layers: readonly LayerCount[], least = 1): Measure {
  const poles = layers.map(({ shape }) => (shape.activation === 'relu' ? least : shape.width));
  const reaches = layers.map(({ shape }) =>
    shape.activation === 'leaky-relu' ? largestTilt(shape.width, shape.p) : Infinity,
  );
  return {
    lowest: -Math.min(...poles) / 2,
    highest: Math.min(...reaches),
    tilt: (c) => new TiltedProduct(layers, c, least),
  };
}

export class TiltedProduct implements TiltedMeasure {
  readonly logTotal: Enclosed;
  readonly degrees: readonly TiltedDegrees[];
  readonly cost: number;
  private readonly envelopes: readonly Envelope[];

  constructor(
    readonly layers: readonly LayerCount[],
    readonly c: number,
    least: number,
  ) {
    this.degrees = layers.map(({ shape }) =>
      c === 0 && least === 1 ? untilted(shape) : tiltDegrees(shape, c, least),
    );
    this.cost = this.degrees.reduce((sum, { weights }) => sum + weights.length, 0);
    this.envelopes = this.degrees.map((each) => new Envelope(each));
    this.logTotal = layers
      .map(({ count }, g) => times(logLayerMoment(this.degrees[g]!), count))
      .reduce(plus, { value: 0, error: 0 });
  }

  slope(): number {
    return this.layers.reduce((sum, { count }, g) => sum + count * meanLog(this.degrees[g]!), 0);
  }

  logRatio(x: number): number {
    return this.layers.reduce((sum, { count }, g) => sum + count * logRatioAtMost(this.degrees[g]!, x), 0);
  }

  at(y: number): ComplexFactor {
    return this.fromRatios(this.ratiosAt(y), y);
  }

  /** phi(c + iy)/phi(c) - 1, layer by layer. */
  ratiosAt(y: number): EnclosedComplex[] {
    return this.degrees.map((each) => ratioMinusOne(each, 0, y));
  }

  fromRatios(ratios: readonly EnclosedComplex[], y: number): ComplexFactor {
    let logModulus = 0;
    let phase = 0;
    let logError = 0;
    for (let g = 0; g < ratios.length; g++) {
      const { count } = this.layers[g]!;
      const { re, im, error } = ratios[g]!;
      const modulus = Math.hypot(1 + re, im);
      logModulus += count * (re > -0.5 ? 0.5 * Math.log1p(2 * re + re * re + im * im) : Math.log(modulus));
      phase += count * Math.atan2(im, 1 + re);
      logError += count * Math.log1p((error + 6 * roundoff * (Math.abs(re) + Math.abs(im))) / modulus);
    }
    const value = Math.exp(logModulus);
    const error =
      value * (Math.expm1(logError) + 2 * roundoff * (Math.abs(phase) + Math.abs(logModulus) + 2));
    const bound = value + Math.exp(this.envelope(y));
    return { logModulus, phase, error: Number.isNaN(error) ? bound : Math.min(error, bound) };
  }

  envelope(y: number): number {
    return this.layers.reduce((sum, { count }, g) => sum + count * this.envelopes[g]!.log(y), 0);
  }

  /** The envelope of one layer of the g-th group. */
  layerEnvelope(g: number, y: number): number {
    return this.envelopes[g]!.log(y);
  }

  decay(y: number): number {
    return this.layers.reduce((sum, { count }, g) => sum + count * this.envelopes[g]!.decay(y), 0);
  }
}

/** Mean of log U under tilted degrees, to plotting accuracy. */
export function meanLog({ shape, tilt, first, stride, weights }: TiltedDegrees): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i]! * digamma((first + stride * i) / 2 + tilt);
  return sum - Math.log(baseScale(shape));
}
