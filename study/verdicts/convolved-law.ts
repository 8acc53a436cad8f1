/**
 * The law of log forwardNorm2 given alive for normal weights, by convolving the densities of the layers' logarithms (F3): a route that shares
 * nothing with the checker's, which inverts a transform along a contour.
 *
 * log(chi^2_n/2) has the density e^(ny/2 - e^y)/Gamma(n/2), analytic in |Im y| < pi/2. The trapezoidal rule of step h then errs by a factor
 * e^(-pi^2/h), 5e-18 here, on the whole line (Trefethen & Weideman 2014); the line is cut where less than 1e-16 is left.
 */

import { lgamma } from '../../theory/special/gamma.js';
import { erf } from '../../theory/special/normal.js';
import { activeUnits, type Net } from './truths.js';

const step = 1 / 4;
/** e^(y/2) is below 1e-16 at the left end; e^(-e^y) is at the right one. */
const [left, right] = [-76, 5];

export class ConvolvedLaw {
  readonly #offset: number;
  readonly #units: { n: number; mass: number }[];
  /** Density of all layers but one, at `#start + i step`. */
  readonly #others: Float64Array;
  readonly #start: number;

  constructor({ depth, width, gain, activation }: Net & { readonly activation: 'relu' | 'linear' }) {
    const units = activeUnits(activation, width);
    const alive = units.reduce((sum, { mass }) => sum + mass, 0);
    this.#units = units.map(({ n, mass }) => ({ n, mass: mass / alive }));
    this.#offset = depth * Math.log((2 * gain) / width);
    const size = Math.round((right - left) / step) + 1;
    const one = Float64Array.from({ length: size }, (_, i) => this.#density(left + i * step));
    // The empty sum of no layers: all mass at 0.
    let others: Float64Array = Float64Array.of(1 / step);
    for (let l = 1; l < depth; l++) others = convolve(others, one);
    this.#others = others;
    this.#start = (depth - 1) * left;
  }

  /** P(log forwardNorm2 <= x | alive); absolute error below 1e-13. */
  cdf(x: number): number {
    let sum = 0;
    for (let i = 0; i < this.#others.length; i++) {
      if (this.#others[i]! > 0)
        sum += this.#others[i]! * this.#layerCdf(x - this.#offset - this.#start - i * step);
    }
    return sum * step;
  }

  #density(y: number): number {
    return this.#units.reduce(
      (sum, { n, mass }) => sum + mass * Math.exp((n * y) / 2 - Math.exp(y) - lgamma(n / 2)),
      0,
    );
  }

  #layerCdf(y: number): number {
    const t = Math.exp(Math.min(y, 50));
    return this.#units.reduce((sum, { n, mass }) => sum + mass * halfGammaCdf(n, t), 0);
  }
}

function convolve(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < a.length; i++) {
    if (a[i]! === 0) continue;
    for (let j = 0; j < b.length; j++) out[i + j]! += step * a[i]! * b[j]!;
  }
  return out;
}

/** P(Gamma(n/2) <= t): by recurrence from 1 - e^-t and erf(sqrt t). */
function halfGammaCdf(n: number, t: number): number {
  let [shape, value] = n % 2 === 0 ? [1, -Math.expm1(-t)] : [1 / 2, erf(Math.sqrt(t))];
  for (; shape < n / 2; shape++) value -= t === 0 ? 0 : Math.exp(shape * Math.log(t) - t - lgamma(shape + 1));
  return value;
}
