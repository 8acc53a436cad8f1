/** What pictures and tables of spectra keep of one drawn net. */

import { depthOf, type Network, widest } from '../network/network.js';
import { lossDerivatives } from './dense.js';
import { eigenvaluesOf, lambdaMax, lambdaMin } from './eigenvalues.js';
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

function norm(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));
}

function logNorm(values: Float64Array, bits: number): number {
  return Math.log10(norm(values)) + bits * Math.log10(2);
}
