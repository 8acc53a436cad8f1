/** The law of all layers, or its part on which every N_l >= k. */
import digamma from '@stdlib/math-base-special-digamma';
import { baseScale, type TiltedDegrees, tiltDegrees } from './degrees.js';
import { type Enclosed, plus, roundoff, times } from './enclosed.js';
import type { EnclosedComplex } from './gamma-ratio.js';
import { LayerLine, type LayerLog, layerLog, sharedLine } from './layer-line.js';
import { ratioMinusOne } from './layer-transform.js';
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

/** All of the law from the line at a c that other laws have too. */
export function sharedTilt(layers: readonly LayerCount[], c: number): TiltedMeasure {
  return new TiltedProduct(
    layers,
    c,
    1,
    layers.map(({ shape }) => sharedLine(shape, c)),
  );
}

export class TiltedProduct implements TiltedMeasure {
  readonly logTotal: Enclosed;
  readonly degrees: readonly TiltedDegrees[];
  readonly cost: number;

  constructor(
    readonly layers: readonly LayerCount[],
    readonly c: number,
    least: number,
    private readonly lines = layers.map(
      ({ shape }) => new LayerLine(c === 0 && least === 1 ? untilted(shape) : tiltDegrees(shape, c, least)),
    ),
  ) {
    this.degrees = lines.map(({ degrees }) => degrees);
    this.cost = this.degrees.reduce((sum, { weights }) => sum + weights.length, 0);
    this.logTotal = layers
      .map(({ count }, g) => times(logLayerMoment(this.degrees[g]!), count))
      .reduce(plus, { value: 0, error: 0 });
  }

  slope(): number {
    return this.layers.reduce((sum, { count }, g) => sum + count * meanLog(this.degrees[g]!), 0);
  }

  logRatio(x: number): number {
    return this.layers.reduce((sum, { count }, g) => sum + count * this.lines[g]!.logRatioAtMost(x), 0);
  }

  at(y: number): ComplexFactor {
    return this.fromRatios(this.ratiosAt(y), y);
  }

  along(step: number): (k: number) => ComplexFactor {
    const terms = this.lines.map((line) => line.along(step));
    return (k) => this.product((g) => terms[g]!.at(k), k * step);
  }

  /** phi(c + iy)/phi(c) - 1, layer by layer. */
  ratiosAt(y: number): EnclosedComplex[] {
    return this.degrees.map((each) => ratioMinusOne(each, 0, y));
  }

  fromRatios(ratios: readonly EnclosedComplex[], y: number): ComplexFactor {
    return this.product((g) => layerLog(ratios[g]!), y);
  }

  private product(layer: (g: number) => LayerLog, y: number): ComplexFactor {
    let logModulus = 0;
    let phase = 0;
    let logError = 0;
    for (let g = 0; g < this.layers.length; g++) {
      const { count } = this.layers[g]!;
      const log = layer(g);
      logModulus += count * log.logModulus;
      phase += count * log.phase;
      logError += count * log.logError;
    }
    const value = Math.exp(logModulus);
    const error =
      value * (Math.expm1(logError) + 2 * roundoff * (Math.abs(phase) + Math.abs(logModulus) + 2));
    // The envelope bounds it by no less than the value.
    if (error <= value) return { logModulus, phase, error };
    const bound = value + Math.exp(this.envelope(y));
    return { logModulus, phase, error: Number.isNaN(error) ? bound : Math.min(error, bound) };
  }

  envelope(y: number): number {
    return this.layers.reduce((sum, { count }, g) => sum + count * this.lines[g]!.envelopeLog(y), 0);
  }

  /** The envelope of one layer of the g-th group. */
  layerEnvelope(g: number, y: number): number {
    return this.lines[g]!.envelopeLog(y);
  }

  decay(y: number): number {
    return this.layers.reduce((sum, { count }, g) => sum + count * this.lines[g]!.envelope.decay(y), 0);
  }
}

/** Mean of log U under tilted degrees, to plotting accuracy. */
export function meanLog({ shape, tilt, first, stride, weights }: TiltedDegrees): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i]! * digamma((first + stride * i) / 2 + tilt);
  return sum - Math.log(baseScale(shape));
}
