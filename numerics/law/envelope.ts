/** Bounds on |E exp(iy log U)| that fall in y, for one layer's tilted factor U: what a sum cut off at some y leaves out. */
import type { TiltedDegrees } from './degrees.js';

/** Upper tail masses at which the degrees are cut into bins. */
const cuts = [1e-25, 1e-18, 1e-12, 1e-8, 1e-5, 1e-3, 0.02, 0.1, 0.3, 0.6, 1];
/** A weight above this many times all above it starts a bin of its own. */
const steepRise = 4;

/**
 * log of a bound on |Gamma(b+iy)/Gamma(b)| = b/|b+iy| |Gamma(b+1+iy)/Gamma(b+1)| that rises with b: a bin of degrees takes its
 * largest. The first factor matters close to a pole, where b is small.
 */
export function logGammaDecay(b: number, y: number): number {
  const ratio = y / b;
  return -0.5 * Math.log1p(ratio * ratio) * (1 - 1e-12) + logDecayAbove(b + 1, y);
}

/**
 * |Gamma(b+iy)/Gamma(b)| <= exp(-y atan(y/b) + (b/2) log(1 + (y/b)^2)), since Im digamma(b+iy) = sum_k y/((b+k)^2 + y^2)
 * >= int_0^inf y/((b+s)^2 + y^2) ds = atan(y/b).
 */
function logDecayAbove(b: number, y: number): number {
  const ratio = y / b;
  // Both parts cancel to second order: for small ratios -b (r^2/2 - r^4/12) from above.
  if (ratio < 1e-3) return -0.4999 * b * ratio * ratio;
  return b * (0.5 * Math.log1p(ratio * ratio) - ratio * Math.atan(ratio)) * (1 - 1e-9);
}

export class Envelope {
  private readonly masses: number[] = [];
  private readonly bases: number[] = [];

  /** Of degrees without an end, those above the window: e^(log - rate y). */
  private readonly endless: { readonly log: number; readonly rate: number } | undefined;

  constructor(tilted: TiltedDegrees) {
    const { shape, tilt, first, stride, weights, omittedAbove, omittedBelow } = tilted;
    const last = first + stride * (weights.length - 1);
    this.endless = endlessEnvelope(tilted, last / 2 + tilt);
    let mass = (this.endless === undefined ? omittedAbove : 0) + omittedBelow;
    let total = mass;
    let base = (mass > 0 && this.endless === undefined ? shape.width : last) / 2 + tilt;
    let cut = 0;
    for (let i = weights.length - 1; i >= 0; i--) {
      // Weights that rise steeply must not inherit the slow decay of the few above them.
      const steep = weights[i]! > steepRise * total;
      if (mass > 0 && (steep || (cut < cuts.length - 1 && total > cuts[cut]!))) {
        this.masses.push(mass);
        this.bases.push(base);
        mass = 0;
      }
      while (cut < cuts.length - 1 && total > cuts[cut]!) cut++;
      if (mass === 0) base = (first + stride * i) / 2 + tilt;
      mass += weights[i]!;
      total += weights[i]!;
    }
    this.masses.push(mass);
    this.bases.push(base);
  }

  /** log of the bound at y > 0. */
  log(y: number): number {
    // The largest base decays slowest; taken out, so that no y makes the sum vanish.
    const slowest = logGammaDecay(this.bases[0]!, y);
    let sum = this.masses[0]!;
    for (let i = 1; i < this.masses.length; i++)
      sum += this.masses[i]! * Math.exp(logGammaDecay(this.bases[i]!, y) - slowest);
    const log = slowest + Math.log(sum) + 1e-12;
    if (this.endless === undefined) return Math.min(0, log);
    // Not cut at 0: it must fall at the rate of `decay` from each y on.
    const other = this.endless.log - this.endless.rate * y;
    const top = Math.max(log, other);
    return top + Math.log(Math.exp(log - top) + Math.exp(other - top)) + 1e-12;
  }

  /**
   * From y on the bound falls at least like exp(-decay t): the derivative of its slowest part is at least atan(t/b), as
   * t/(b^2 + t^2) >= int_b^(b+1) t/(s^2 + t^2) ds = atan(t/b) - atan(t/(b+1)).
   */
  decay(y: number): number {
    const inside = Math.atan(y / this.bases[0]!) * (1 - 1e-12);
    return this.endless === undefined ? inside : Math.min(inside, this.endless.rate);
  }
}

/** Growths tried, as parts of the way to where the bound on what lies above the window ends. */
const parts = [1 / 4, 1 / 16, 1 / 64, 1 / 256, 1 / 1024];

/**
 * Turning the line of Euler's integral by an angle gives |Gamma(b+iy)/Gamma(b)| <= e^(-angle y) cos(angle)^-b, for y > 0 and 0 <= angle < pi/2. Above the window
 * b grows by 1 a step: a sum of weights with growth 1/cos(angle).
 */
function endlessEnvelope({ shape, omittedAbove, massAbove }: TiltedDegrees, b: number) {
  if (massAbove === undefined || shape.activation !== 'leaky-relu') return undefined;
  if (omittedAbove === 0) return { log: -Infinity, rate: 1 };
  for (const part of parts) {
    const growth = 1 + part * shape.p;
    const log = Math.log(massAbove(growth)) + b * Math.log(growth) + 1e-9 * (1 + b);
    // Small enough not to matter before it has fallen; the faster it falls the better.
    if (log < -25) return { log, rate: Math.acos(1 / growth) * (1 - 1e-9) };
  }
  return { log: Math.log(omittedAbove), rate: 0 };
}
