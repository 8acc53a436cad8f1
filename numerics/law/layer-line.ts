/**
 * One layer's factor seen from a line Re z = c. Laws of other depths and thresholds that lie on the same line, at the same steps, ask for the same numbers
 * of each layer: they are worked out once.
 */
import { type LayerShape, type TiltedDegrees, tiltDegrees } from './degrees.js';
import { roundoff } from './enclosed.js';
import { Envelope } from './envelope.js';
import type { EnclosedComplex } from './gamma-ratio.js';
import { logRatioAtMost, ratioMinusOne } from './layer-transform.js';
import { keyOf, untilted } from './measure.js';

/** log(phi(c + iy)/phi(c)), up to a factor of 1 + e with log(1 + |e|) <= logError. */
export interface LayerLog {
  readonly logModulus: number;
  readonly phase: number;
  readonly logError: number;
}

/** From phi(c + iy)/phi(c) - 1. */
export function layerLog({ re, im, error }: EnclosedComplex): LayerLog {
  const modulus = Math.hypot(1 + re, im);
  return {
    logModulus: re > -0.5 ? 0.5 * Math.log1p(2 * re + re * re + im * im) : Math.log(modulus),
    phase: Math.atan2(im, 1 + re),
    logError: Math.log1p((error + 6 * roundoff * (Math.abs(re) + Math.abs(im))) / modulus),
  };
}

/** Terms of a contour that are kept, and steps for which they are: laws with more terms are rough, and rare. */
const mostTerms = 512;
const mostSteps = 8;
/** What is kept of bounds, line by line. */
const mostBounds = 1000;

/** Logarithms at the multiples of a step, three numbers each, worked out as they are asked for. */
export class LayerTerms {
  private numbers = new Float64Array(0);
  private known = 0;

  constructor(
    private readonly degrees: TiltedDegrees,
    private readonly step: number,
  ) {}

  /** At k times the step. */
  at(k: number): LayerLog {
    if (k >= mostTerms) return this.valueAt(k);
    if (k >= this.known) this.extend(k + 1);
    const at = 3 * k;
    const { numbers } = this;
    return { logModulus: numbers[at]!, phase: numbers[at + 1]!, logError: numbers[at + 2]! };
  }

  private valueAt(k: number): LayerLog {
    return layerLog(ratioMinusOne(this.degrees, 0, k * this.step));
  }

  private extend(count: number): void {
    if (3 * count > this.numbers.length) {
      const longer = new Float64Array(3 * Math.min(mostTerms, Math.max(64, 2 * count)));
      longer.set(this.numbers);
      this.numbers = longer;
    }
    for (let k = this.known; k < count; k++) {
      const { logModulus, phase, logError } = this.valueAt(k);
      this.numbers[3 * k] = logModulus;
      this.numbers[3 * k + 1] = phase;
      this.numbers[3 * k + 2] = logError;
    }
    this.known = count;
  }
}

/** Values of a function at numbers, as they are asked for; beyond `most` of them the oldest is forgotten. */
class Kept<V> {
  private known: Map<number, V> | undefined;

  constructor(private readonly most: number) {}

  at(x: number, make: () => V): V {
    this.known ??= new Map();
    const found = this.known.get(x);
    if (found !== undefined) return found;
    const made = make();
    if (this.known.size >= this.most) this.known.delete(this.known.keys().next().value!);
    this.known.set(x, made);
    return made;
  }
}

export class LayerLine {
  private ownEnvelope: Envelope | undefined;
  private readonly terms = new Kept<LayerTerms>(mostSteps);
  private readonly ratios = new Kept<number>(mostBounds);
  private readonly heights = new Kept<number>(mostBounds);

  constructor(readonly degrees: TiltedDegrees) {}

  get envelope(): Envelope {
    this.ownEnvelope ??= new Envelope(this.degrees);
    return this.ownEnvelope;
  }

  /** `envelope.log(y)`. */
  envelopeLog(y: number): number {
    return this.heights.at(y, () => this.envelope.log(y));
  }

  /** See layer-transform.ts. */
  logRatioAtMost(x: number): number {
    return this.ratios.at(x, () => logRatioAtMost(this.degrees, x));
  }

  along(step: number): LayerTerms {
    return this.terms.at(step, () => new LayerTerms(this.degrees, step));
  }
}

const shared = new Map<string, LayerLine>();
/** Lines kept at most, and weights in them. */
const mostLines = 1500;
const mostWeights = 1e6;
let weights = 0;

/** The line at c of a layer's whole law, for those c that many laws have in common; the one not asked for longest is forgotten. */
export function sharedLine(shape: LayerShape, c: number): LayerLine {
  const key = `${keyOf(shape)} ${c}`;
  const known = shared.get(key);
  const line = known ?? new LayerLine(c === 0 ? untilted(shape) : tiltDegrees(shape, c));
  if (known !== undefined) shared.delete(key);
  else weights += line.degrees.weights.length;
  shared.set(key, line);
  while (shared.size > 1 && (shared.size > mostLines || weights > mostWeights)) {
    const [oldest, { degrees }] = shared.entries().next().value!;
    shared.delete(oldest);
    weights -= degrees.weights.length;
  }
  return line;
}

/**
 * A length from a ladder of two rungs an octave, at most 19 % away: what is chosen by it falls together for laws of nearly the same
 * spread.
 */
export function onLadder(length: number): number {
  return 2 ** (Math.round(2 * Math.log2(length)) / 2);
}

/** The next of four rungs an octave, at most 19 % longer. */
export function upLadder(length: number): number {
  return 2 ** (Math.ceil(4 * Math.log2(length)) / 4);
}
