/** What pictures and tables of spectra keep of one drawn net. */

import { gradientNorms } from '../network/gradient.js';
import { depthOf, type Network, widest } from '../network/network.js';
import { lossDerivatives } from './dense.js';
import { eigenvaluesOf, lambdaMax, lambdaMin } from './eigenvalues.js';
import { hessianExtremes } from './lanczos.js';
import { logAdd } from './log-sum.js';
import { hessianSamples } from './norm.js';
import { reducedDerivatives } from './reduced.js';

/** Logs are to base 10, -Infinity for 0: the numbers themselves may lie far below the doubles. */
export interface NetSpectrum {
  /** Whether a^L != 0. All derivatives of a dead relu net are 0. */
  readonly alive: boolean;
  /** Largest eigenvalue: never negative, as the trace is not. */
  readonly logMax: number;
  /** Absolute value of the smallest. */
  readonly logMin: number;
  /** Eigenvalues of both signs. */
  readonly saddle: boolean;
  readonly logTrace: number;
  /** |nabla^2 F|_F, of the output even where the eigenvalues are the loss's. */
  readonly logNorm: number;
  /** log |lambda| of the negative eigenvalues, and of the positive ones. */
  readonly negative: Float64Array;
  readonly positive: Float64Array;
  /** Eigenvalues that are exactly 0. */
  readonly zeros: number;
  /** Eigenvalues that rounding does not tell from 0. */
  readonly unresolved: number;
  /** Only where nothing but the largest and the smallest eigenvalue was looked for; then no others are counted here. */
  readonly lanczos?: LanczosFigures;
}

export interface LanczosFigures {
  /** An eigenvalue lies within this times the larger absolute value of either. */
  readonly relativeError: number;
  readonly steps: number;
}

/**
 * Spectrum of the Hessian, by all hidden weights, of F (no target) or of (F - y)^2/2, for net number `net` of a seed and the input of norm 1.
 * The trace is |nabla F|^2 for the loss (H2) and 0 for F (H1), not the sum of the eigenvalues, which cancels. An eigenvalue below its error
 * bound, to which 1e-16 L d |H|_F are added for the rounding of the passes and the reduction (`hessianEigenvalues`), counts as 0.
 * @throws RangeError as `hessianEigenvalues`.
 */
export function netSpectrum(network: Network, seed: number, net: number, y: number | undefined): NetSpectrum {
  const reduced = reducedDerivatives(network, seed, net);
  const matrix = y === undefined ? reduced.hessian : lossDerivatives(reduced, y).hessian;
  const found = eigenvaluesOf(matrix);
  const { values, bits } = found;
  const least = found.error + 1e-16 * depthOf(network) * widest(network.widths) * norm(values);
  const log = (x: number) =>
    Math.abs(x) > least ? Math.log10(Math.abs(x)) + bits * Math.log10(2) : -Infinity;
  const negative = values.filter((x) => x < -least).map(log);
  const positive = values.filter((x) => x > least).map(log);
  const { gradient, hessian } = reduced;
  return {
    alive: reduced.alive,
    logMax: log(lambdaMax(found)),
    logMin: log(lambdaMin({ ...found, zeros: found.zeros + reduced.zeros })),
    saddle: negative.length > 0 && positive.length > 0,
    logTrace: y === undefined ? -Infinity : 2 * logNorm(gradient.values, gradient.bits),
    logNorm: logNorm(hessian.values, hessian.bits),
    negative,
    positive,
    zeros: found.zeros + reduced.zeros,
    unresolved: values.length - negative.length - positive.length,
  };
}

/**
 * The same of a net too large for all eigenvalues, by Lanczos iteration (`hessianExtremes`): the largest and the smallest, 0 among them where the Hessian has
 * more rows than nonzero eigenvalues. A sign is only given to what is farther from 0 than its error, with 1e-16 L d of the larger absolute value for
 * the rounding of products: an eigenvalue of that sign exists. Trace and norm are as exact as `netSpectrum`'s, by passes alone.
 * @throws RangeError as `hessianExtremes`.
 */
export function extremeSpectrum(
  network: Network,
  seed: number,
  net: number,
  y: number | undefined,
): NetSpectrum {
  const { min, max, bits, steps } = hessianExtremes(network, seed, net, y);
  const scale = Math.max(Math.abs(min.value), Math.abs(max.value));
  const rounding = 1e-16 * depthOf(network) * widest(network.widths) * scale;
  const extremes = [min, max]
    .filter(({ value, error }) => Math.abs(value) > error + rounding)
    .map(({ value }) => ({ value, log: Math.log10(Math.abs(value)) + bits * Math.log10(2) }));
  const logOf = (extreme: number) => extremes.find(({ value }) => value === extreme)?.log ?? -Infinity;
  const logsOf = (sign: number) =>
    Float64Array.from(
      extremes.filter(({ value }) => Math.sign(value) === sign),
      ({ log }) => log,
    );
  const [negative, positive] = [logsOf(-1), logsOf(1)];
  const [logNorm2, alive] = [new Float64Array(1), new Uint8Array(1)];
  hessianSamples(network, seed, net, 1, logNorm2, alive);
  const logGradients = gradientNorms(network, seed, net).subarray(1);
  return {
    alive: alive[0] === 1,
    logMax: logOf(max.value),
    logMin: logOf(min.value),
    saddle: negative.length > 0 && positive.length > 0,
    logTrace: y === undefined ? -Infinity : logGradients.reduce(logAdd, -Infinity) / Math.LN10,
    logNorm: logNorm2[0]! / 2 / Math.LN10,
    negative,
    positive,
    zeros: 0,
    unresolved: 0,
    lanczos: {
      relativeError: scale === 0 ? 0 : (Math.max(min.error, max.error) + rounding) / scale,
      steps,
    },
  };
}

function norm(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));
}

function logNorm(values: Float64Array, bits: number): number {
  return Math.log10(norm(values)) + bits * Math.log10(2);
}
