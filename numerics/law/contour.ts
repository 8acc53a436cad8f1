/**
 * Tails of a measure mu with moments M(z) by the trapezoidal rule on a line Re z = c (Poisson summation, an identity):
 * with W = 2 pi/h and T(x) = mu(s > x) for c > 0, T(x) = mu(s <= x) for c < 0,
 *
 *   (h/2pi) sum_k e^(-(c+ikh)x) M(c+ikh)/|c+ikh| (sign of c) = T(x) + sum_(m != 0) e^(cWm) T(x + mW).
 *
 * The terms m c > 0 lie outside, far in the tail; Chernoff's inequality bounds them. The terms m c < 0 lie inside, and
 * their factor falls like e^(-|c|W|m|). The sum over k is cut where a bound on |M| that falls geometrically is small enough.
 */
import { roundoff } from './enclosed.js';
import type { TiltedMeasure } from './measure.js';

/** A bound e^(log - slope x) on the aliases of one side, for the x that the contour serves. */
export interface AliasBound {
  readonly log: number;
  readonly slope: number;
}

/** What a contour needs to be laid: its line, the period W and the bounds that go with it. */
export interface ContourPlan {
  readonly line: TiltedMeasure;
  readonly period: number;
  readonly aliases: readonly AliasBound[];
  /** The sum's dropped part is at most this, relative to M(c) e^(-cx). */
  readonly dropped: number;
  /** Where the terms' phases are centred: amid the x that are asked for. */
  readonly centre: number;
  /** Subtract sum_m e^(-|c|Wm), the inside aliases' leading part, when mu is a probability. */
  readonly subtractInside: boolean;
}

/** A tail: exp(logScale) * factor, with the factor's error. */
export interface ScaledTail {
  readonly logScale: number;
  readonly logScaleError: number;
  readonly factor: number;
  readonly error: number;
  /** |dT/dx| / exp(logScale), approximately. */
  readonly density: number;
}

/** Contours of more terms than this are not laid; nor of more work, a term counting as its weights and some more. */
const mostTerms = 2 ** 21;
const mostWork = 2 ** 24;
const workOfTerm = 16;

export class Contour {
  private readonly step: number;
  private readonly re: Float64Array;
  private readonly im: Float64Array;
  private readonly dropped: number;
  /** Error of the terms, and growth of the rounding error with |x - centre|. */
  private readonly termError: number;
  private readonly phaseError: number;
  private readonly rotationError: number;

  /** Whether so many terms suffice as take about a second. */
  static isShort({ line, period, dropped }: ContourPlan): boolean {
    const most = Math.min(mostTerms, Math.ceil(mostWork / (line.cost + workOfTerm)));
    return period < Infinity && droppedTerms(line, (2 * Math.PI) / period, most) <= dropped;
  }

  constructor(private readonly plan: ContourPlan) {
    const { line, period, centre } = plan;
    const { c } = line;
    const step = (2 * Math.PI) / period;
    const count = termCount(line, step, plan.dropped);
    this.step = step;
    this.re = new Float64Array(count);
    this.im = new Float64Array(count);
    let termError = 0;
    let phaseError = 0;
    let rotationError = 0;
    const side = Math.sign(c);
    const at = line.along(step);
    for (let k = 0; k < count; k++) {
      const y = k * step;
      const { logModulus, phase, error } = at(k);
      // (h/2pi), twice for k > 0 as the terms of k and -k are conjugate.
      const share = side * ((k === 0 ? 1 : 2) / period);
      const angle = phase - y * centre;
      const modulus = Math.exp(logModulus);
      const norm = c * c + y * y;
      const termRe = modulus * Math.cos(angle);
      const termIm = modulus * Math.sin(angle);
      this.re[k] = (share * (termRe * c + termIm * y)) / norm;
      this.im[k] = (share * (termIm * c - termRe * y)) / norm;
      const size = Math.abs(share) / Math.sqrt(norm);
      termError += size * (error + modulus * roundoff * (8 + 4 * Math.abs(y * centre) + 2 * Math.abs(angle)));
      // Terms are turned by powers of one rotation: k roundings of the angle and of each product.
      rotationError += size * modulus * roundoff * (4 * k + 6);
      phaseError += size * modulus * 3 * roundoff * y;
    }
    this.termError = termError;
    this.rotationError = rotationError;
    this.phaseError = phaseError;
    this.dropped = droppedTerms(line, step, count);
  }

  /** T(x) for c > 0: mu(s > x); for c < 0: mu(s <= x). */
  tail(x: number): ScaledTail {
    const { line, period, centre, aliases, subtractInside } = this.plan;
    const { c, logTotal } = line;
    const offset = x - centre;
    const cos = Math.cos(this.step * offset);
    const sin = -Math.sin(this.step * offset);
    let turnRe = 1;
    let turnIm = 0;
    let sum = 0;
    let density = 0;
    for (let k = 0; k < this.re.length; k++) {
      const re = this.re[k]! * turnRe - this.im[k]! * turnIm;
      sum += re;
      density += c * re - k * this.step * (this.re[k]! * turnIm + this.im[k]! * turnRe);
      const next = turnRe * cos - turnIm * sin;
      turnIm = turnRe * sin + turnIm * cos;
      turnRe = next;
    }
    const logScale = logTotal.value - c * x;
    const inside = Math.exp(-Math.abs(c) * period);
    const correction = subtractInside ? (inside / (1 - inside)) * Math.exp(-logScale) : 0;
    let error = this.termError + this.rotationError + this.phaseError * Math.abs(offset) + this.dropped;
    for (const { log, slope } of aliases) error += Math.exp(log - slope * x - logScale);
    error += 2 * roundoff * (this.re.length * Math.abs(sum) + Math.abs(sum) + 4 * correction);
    const logScaleError = logTotal.error + 2 * roundoff * (Math.abs(logTotal.value) + Math.abs(c * x));
    // What is subtracted is part of the sum: beside a small tail the scale's doubt moves it more than the tail.
    error += correction * Math.expm1(logScaleError);
    return { logScale, logScaleError, factor: sum - correction, error, density };
  }
}

/** Smallest number of terms, to a few percent, that leaves out at most `allowed`. */
function termCount(line: TiltedMeasure, step: number, allowed: number): number {
  let high = 8;
  while (high < mostTerms && droppedTerms(line, step, high) > allowed) high *= 2;
  let low = high / 2;
  while (high - low > Math.max(1, high / 50)) {
    const middle = Math.floor((low + high) / 2);
    if (droppedTerms(line, step, middle) > allowed) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Bound on the terms k >= count, relative to M(c) e^(-cx): the envelope at the last kept term's y falls by e^(-h decay)
 * a step from there on.
 */
export function droppedTerms(line: TiltedMeasure, step: number, count: number): number {
  const y = (count - 1) * step;
  const ratio = Math.exp(-step * line.decay(y));
  const first = Math.exp(line.envelope(y)) / Math.hypot(line.c, y);
  return (1.001 * (step / Math.PI) * first * ratio) / (1 - ratio);
}
