/**
 * Tails of a sum of L layers' logarithms by convolving densities on a grid, exponentially tilted so that the point in question lies in the middle:
 * P(S > x) = A^L e^(-tx) sum_m f(s_m) k(x - s_m), with f the (L-1)-fold convolution of the tilted weights h g(y) e^(ty)/A and
 * k(u) = e^(tu) P(Y > u), the last layer's own tail by Gauss's rule. All functions are analytic, so the grid costs e^-46 (one-layer.ts).
 */

import { gaussRule, OneLayer, type Shape, stepFor, unitsOf } from './one-layer.js';
import type { Known } from './opinion.js';

const unit = 2 ** -53;
/** What is left out at the ends of grids, relative to the peak. */
const endExponent = 50;

export interface GridTail {
  /** The point: S of layers with sigma^2 = 1/centre, that is log(chi^2/centre) summed. */
  readonly x: number;
  readonly centre: number;
  readonly side: 'lower' | 'upper';
  /** log of the tail's probability. */
  readonly log: Known;
  /** The density over the probability, roughly: what an error of x costs. */
  readonly hazard: number;
}

export interface Question {
  readonly shape: Shape;
  readonly depth: number;
  readonly side: 'lower' | 'upper';
  /** How far out, in standard deviations of the law tilted back; 0 is the body. */
  readonly reach: number;
  /** Where in its cell the grid begins, and how far from the tilted mean x lies (standard deviations): both in 0..1. */
  readonly phase: number;
  readonly aside: number;
  /** Ask at this x (as of `centre`) and not at one that the tilt suggests. */
  readonly at?: (centre: number) => number;
  readonly wrongWeight: boolean;
}

export function gridTail(question: Question): GridTail {
  const { shape, depth, side, reach, phase, wrongWeight } = question;
  const sign = side === 'upper' ? 1 : -1;
  // Layers with few units bar the way down: those too rare to matter are left out, and counted as an error.
  const negligible = Math.exp(-(reach * reach) / 2 - 46 - Math.log(depth));
  const layer = new OneLayer(unitsOf(shape, negligible, wrongWeight), sign > 0 ? -100 - reach * reach : -320);
  const roughSpread = Math.sqrt((shape.activation === 'relu' ? 5 : 2) / shape.width + 4 / layer.centre ** 2);
  const wanted = (sign * reach) / (roughSpread * Math.sqrt(depth));
  const tilt = Math.max(wanted, -0.4 * layer.least);
  const step = stepFor(layer.most / 2 + Math.max(0, tilt), 46);
  const offset = question.at === undefined ? phase * step : question.at(layer.centre) / depth;
  const table = tabulate(layer, step, offset, tilt);
  const weights = tiltedWeights(table, tilt, step);

  const target =
    question.at === undefined
      ? Math.round(
          (depth * weights.mean + (2 * question.aside - 1) * Math.sqrt(depth) * weights.spread) / step,
        )
      : 0;
  const x = depth * offset + target * step;
  const f = power(weights, depth - 1);
  // sum_m f(m) k(target - m), where index j of the table is the point offset + j step.
  let sum = 0;
  let size = 0;
  let density = 0;
  const from = target - f.first - f.values.length + 1;
  for (let j = from; j <= target - f.first; j++) {
    const value = f.values[target - j - f.first]!;
    const own = j - table.first;
    const tail = sign > 0 ? table.above : table.below;
    const inside = own >= 0 && own < tail.length;
    const part = inside ? tail[own]! : sign > 0 === own < 0 ? 1 : 0;
    if (part === 0) continue;
    const kernel = Math.exp(Math.log(part) + tilt * j * step);
    sum += value * kernel;
    size += kernel;
    if (inside) density += value * Math.exp(Math.log(table.density[own]!) + tilt * j * step);
  }
  const logFactor = (depth - 1) * weights.logTotal;
  // All tilts count from the offset: e^(t j step) at the point offset + j step.
  const shift = tilt * target * step;
  const log = logFactor - shift + Math.log(sum);
  const noise = f.noise * size;
  const error =
    Math.exp(Math.log(layer.units.omitted * depth) - Math.min(0, log)) +
    1.1 * (noise / sum) +
    depth * weights.logError +
    4 * unit * (Math.abs(logFactor) + Math.abs(shift) + Math.abs(log) + 40) +
    table.error;
  // A point that was asked for may lie beyond the grid, where nothing is left but noise.
  if (question.at !== undefined && sum <= f.noise * size)
    return { x, centre: layer.centre, side, log: { value: -Infinity, error: 0 }, hazard: Infinity };
  if (!Number.isFinite(x + log + error))
    throw new Error(`The grid found no tail: ${JSON.stringify({ ...question, x, log, error })}`);
  return { x, centre: layer.centre, side, log: { value: log, error }, hazard: density / sum };
}

/** The distribution function of S - depth * offset at all points of a grid of at most this step, in the body. */
export function gridCdf(
  shape: Shape,
  depth: number,
  mostStep: number,
): { readonly centre: number; readonly first: number; readonly step: number; readonly values: Float64Array } {
  const layer = new OneLayer(unitsOf(shape, 1e-20 / depth, false), -120);
  const step = Math.min(mostStep, stepFor(layer.most / 2, 46));
  const table = tabulate(layer, step, 0, 0);
  const f = power(tiltedWeights(table, 0, step), depth - 1);
  const length = f.values.length + table.below.length;
  const values = new Float64Array(length);
  const taps = table.below.length;
  // Where Y is certainly below, all of f counts.
  let sure = 0;
  for (let m = 0; m < length; m++) {
    if (m >= taps) sure += f.values[m - taps]!;
    let sum = sure;
    for (let j = Math.max(0, m - f.values.length + 1); j < Math.min(taps, m + 1); j++)
      sum += table.below[j]! * f.values[m - j]!;
    values[m] = sum;
  }
  return { centre: layer.centre, first: f.first + table.first, step, values };
}

interface Table {
  /** Index of the first point. */
  readonly first: number;
  readonly density: Float64Array;
  /** P(Y > y), P(Y <= y) at the points. */
  readonly above: Float64Array;
  readonly below: Float64Array;
  /** Relative error of these. */
  readonly error: number;
}

/** The density at offset + j step, as far as it matters with and without the tilt, and its integrals. */
function tabulate(layer: OneLayer, step: number, offset: number, tilt: number): Table {
  const at = (j: number) => offset + j * step;
  const peak = Math.log(layer.density(0));
  const enough = (j: number): boolean => {
    const log = Math.log(layer.density(at(j)));
    // What the density leaves out is no longer there to be tilted.
    if (log === -Infinity) return true;
    return Math.max(log, log + tilt * at(j)) < peak - endExponent;
  };
  // Beyond the peaks of all components the density falls for good.
  let first = Math.floor((Math.log(layer.least / layer.centre) - offset) / step) - 1;
  let last = Math.ceil((Math.log((layer.most + 2 * Math.max(0, tilt)) / layer.centre) - offset) / step) + 1;
  for (let stride = 1; !enough(first); stride = Math.ceil(stride * 1.2)) first -= stride;
  for (let stride = 1; !enough(last); stride = Math.ceil(stride * 1.2)) last += stride;
  const length = last - first + 1;
  const density = Float64Array.from({ length }, (_, i) => layer.density(at(first + i)));
  // Far out the density falls by e^(-tilt step) over a cell, and 10 points are too few.
  const rule = Math.abs(tilt) * step > 4 ? gaussRule(24) : gaussRule(10);
  const cells = Float64Array.from({ length: length - 1 }, (_, i) => {
    let sum = 0;
    for (const [node, weight] of rule) sum += weight * layer.density(at(first + i) + node * step);
    return sum * step;
  });
  const above = new Float64Array(length);
  const below = new Float64Array(length);
  for (let i = 1; i < length; i++) below[i] = below[i - 1]! + cells[i - 1]!;
  for (let i = length - 2; i >= 0; i--) above[i] = above[i + 1]! + cells[i]!;
  // What lies before the first point falls at least as fast as between the first two.
  return { first, density, above, below, error: 1e-15 * Math.sqrt(length) + 1e-14 };
}

interface Weights {
  /** Probabilities of the tilted law at the table's points. */
  readonly values: Float64Array;
  readonly first: number;
  /** log A, A the tilted sum: log E e^(tY). */
  readonly logTotal: number;
  readonly logError: number;
  /** Of the tilted law. */
  readonly mean: number;
  readonly spread: number;
  readonly step: number;
}

function tiltedWeights({ density, first }: Table, tilt: number, step: number): Weights {
  const total = density.reduce((sum, g) => sum + g, 0);
  const exponent = (i: number) => tilt * (first + i) * step;
  let values: Float64Array;
  let logTotal: number;
  let logError: number;
  if (Math.max(Math.abs(exponent(0)), Math.abs(exponent(density.length - 1))) < 300) {
    // As 1 + small, so that little is lost at great depth.
    let excess = 0;
    let size = 0;
    values = density.map((g, i) => {
      const factor = Math.expm1(exponent(i));
      excess += (g / total) * factor;
      size += (g / total) * Math.abs(factor);
      return (g / total) * (1 + factor);
    });
    logTotal = Math.log1p(excess);
    logError = (6 * unit * size) / (1 + excess);
  } else {
    const logs = density.map((g, i) => Math.log(g / total) + exponent(i));
    const peak = logs.reduce((most, log) => Math.max(most, log), -Infinity);
    values = logs.map((log) => Math.exp(log - peak));
    logTotal = peak + Math.log(values.reduce((all, p) => all + p, 0));
    logError = 8 * unit * (Math.abs(exponent(logs.indexOf(peak))) + Math.abs(peak) + 10);
  }
  const sum = values.reduce((all, p) => all + p, 0);
  for (let i = 0; i < values.length; i++) values[i]! /= sum;
  const mean = values.reduce((all, p, i) => all + p * (first + i), 0);
  const variance = values.reduce((all, p, i) => all + p * (first + i - mean) ** 2, 0);
  return {
    values,
    first,
    logTotal,
    logError,
    mean: mean * step,
    spread: Math.sqrt(variance) * step,
    step,
  };
}

interface Grid {
  /** Probabilities at the indices first, first + 1, ... */
  readonly values: Float64Array;
  readonly first: number;
  /** A bound on the error of each. */
  readonly noise: number;
}

/** The n-fold convolution of the weights with themselves, by discrete Fourier transforms about the mean. */
function power({ values, first, mean, spread, step }: Weights, n: number): Grid {
  if (n === 0) return { values: Float64Array.of(1), first: 0, noise: 0 };
  const middle = Math.round(mean / step);
  const points = Float64Array.from(values, (_, i) => first + i - middle);
  const [left, right] = [-1, 1].map((side) =>
    reachOf(values, points, mean / step - middle, spread / step, n, side),
  );
  const drift = n * (mean / step - middle);
  const length = 2 ** Math.ceil(Math.log2(left! + right! + 4));
  const start = Math.floor(drift - left! - 1);
  const re = new Float64Array(length);
  const im = new Float64Array(length);
  re[0] = 1;
  let phaseNoise = 0;
  for (let k = 1; k <= length / 2; k++) {
    const w = (2 * Math.PI * k) / length;
    let less = 0;
    let sine = 0;
    for (let i = 0; i < points.length; i++) {
      const angle = w * points[i]!;
      less += values[i]! * Math.sin(angle / 2) ** 2;
      sine += values[i]! * Math.sin(angle);
    }
    const real = 1 - 2 * less;
    const size = -4 * less + 4 * less * less + sine * sine;
    const logSize = (n / 2) * (size > -0.5 ? Math.log1p(size) : Math.log(real * real + sine * sine));
    if (logSize < -endExponent) {
      // Along a line the modulus of such a transform hardly rises again; further on it is below this too.
      if (logSize < -80) break;
      continue;
    }
    const angle = n * Math.atan2(sine, real);
    const modulus = Math.exp(logSize);
    re[k] = modulus * Math.cos(angle);
    // The transform back has the same sign, so the conjugates go in.
    im[k] = -modulus * Math.sin(angle);
    re[length - k] = re[k]!;
    im[length - k] = -im[k]!;
    phaseNoise += modulus * (1 + Math.abs(logSize) + Math.abs(angle) + 4 * n * Math.abs(sine) * 0.01);
  }
  transform(re, im);
  const found = new Float64Array(length);
  for (let m = 0; m < length; m++) found[m] = re[(((start + m) % length) + length) % length]! / length;
  const peak = found.reduce((most, p) => Math.max(most, p), 0);
  return {
    values: found,
    first: start + n * middle,
    noise: 4 * unit * ((2 * phaseNoise + 1) / length + peak * Math.log2(length)),
  };
}

/** How far from the mean's multiple the n-fold sum may lie, by Chernoff's bound e^-52 on one side; in cells. */
function reachOf(
  values: Float64Array,
  points: Float64Array,
  mean: number,
  spread: number,
  n: number,
  side: number,
): number {
  let best = Infinity;
  const end = side > 0 ? points.at(-1)! - mean : mean - points[0]!;
  for (const factor of [0.5, 1, 2, 3, 4, 6, 9, 13, 20]) {
    const s = factor / (spread * Math.sqrt(n));
    let moment = 0;
    for (let i = 0; i < points.length; i++) moment += values[i]! * Math.expm1(s * side * (points[i]! - mean));
    const bound = (52 + n * Math.log1p(moment)) / s;
    if (bound < best) best = bound;
  }
  return Math.ceil(Math.min(best, n * end));
}

/** The discrete Fourier transform sum_k z_k e^(+2 pi i k m/length), in place (Cooley and Tukey 1965). */
export function transform(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j]!, re[i]!];
      [im[i], im[j]] = [im[j]!, im[i]!];
    }
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    for (let k = 0; k < half; k++) {
      const angle = (2 * Math.PI * k) / size;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      for (let i = k; i < n; i += size) {
        const j = i + half;
        const a = re[j]! * c - im[j]! * s;
        const b = re[j]! * s + im[j]! * c;
        re[j] = re[i]! - a;
        im[j] = im[i]! - b;
        re[i]! += a;
        im[i]! += b;
      }
    }
  }
}
