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

type Units = readonly { readonly n: number; readonly mass: number }[];

export class ConvolvedLaw {
  readonly #offset: number;
  /** Of the last layer. */
  readonly #units: Units;
  /** Density of all layers but the last, at `#start + i step`. */
  readonly #others: Float64Array;
  readonly #start: number;

  constructor({ layers, activation }: Net<'relu' | 'linear'>) {
    const all = layers.flatMap(({ width, count }) => new Array<number>(count).fill(width));
    const units = all.map((width) => aliveUnits(activation, width));
    this.#units = units.at(-1)!;
    this.#offset = layers.reduce((sum, { variance, count }) => sum + count * Math.log(2 * variance), 0);
    const size = Math.round((right - left) / step) + 1;
    // The empty sum of no layers: all mass at 0.
    let others: Float64Array = Float64Array.of(1 / step);
    for (const each of units.slice(0, -1))
      others = convolve(
        others,
        Float64Array.from({ length: size }, (_, i) => density(each, left + i * step)),
      );
    this.#others = others;
    this.#start = (all.length - 1) * left;
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

  #layerCdf(y: number): number {
    const t = Math.exp(Math.min(y, 50));
    return this.#units.reduce((sum, { n, mass }) => sum + mass * halfGammaCdf(n, t), 0);
  }
}

/** Given that there are some. */
function aliveUnits(activation: 'relu' | 'linear', width: number): Units {
  const units = activeUnits(activation, width);
  const alive = units.reduce((sum, { mass }) => sum + mass, 0);
  return units.map(({ n, mass }) => ({ n, mass: mass / alive }));
}

/** Of log(chi^2_N/2). */
function density(units: Units, y: number): number {
  return units.reduce(
    (sum, { n, mass }) => sum + mass * Math.exp((n * y) / 2 - Math.exp(y) - lgamma(n / 2)),
    0,
  );
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
