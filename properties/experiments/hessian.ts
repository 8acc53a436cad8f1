/** H1, H2, H5: what holds for the Hessian of every single net. */

import { derivatives } from '../../numerics/hessian/dense.js';
import { differenceTrace } from '../../numerics/hessian/differences.js';
import { lambdaMax, lambdaMin } from '../../numerics/hessian/eigenvalues.js';
import { hessianSamples } from '../../numerics/hessian/norm.js';
import { shift } from '../../numerics/hessian/scaled.js';
import { hessianEigenvalues } from '../../numerics/hessian/spectrum.js';
import { exactly } from '../../numerics/law/enclosed.js';
import { gradientNorms } from '../../numerics/network/gradient.js';
import type { Network } from '../../numerics/network/network.js';
import type { Outcome } from '../outcome.js';
import { agreement, comparison, type Experiment, numberOf } from './experiment.js';
import { aliveNet, netPoints, networkFor } from './nets.js';

/** What differences are compared to: a millionth of what they are made of. */
const margin = 1e-6;

/**
 * H1: the trace of the Hessian of F, by differences along every weight, is 0; and its eigenvalues have both signs, unless it is 0.
 * With a `target` y the Hessian is the loss's, for which that is false.
 */
export const hollow: Experiment = {
  oracle: 'exact',
  exhaustive: false,
  chunk: 8,
  points: netPoints,
  examine(parameters, point, { seed }) {
    const network = networkFor(parameters, point);
    const net = aliveNet(network, seed);
    const target = parameters.target === undefined ? undefined : numberOf(parameters, 'target');
    const log = hessianLogNorm2(network, seed, net);
    const { trace, error } = differenceTrace(network, seed, net, target);
    const hollowness = agreement(point, { value: trace, error }, exactly(0), margin * Math.exp(log / 2));
    if (hollowness.failure !== undefined || hollowness.unresolved !== undefined) return hollowness;
    const eigenvalues = hessianEigenvalues(network, seed, net, target);
    // Strictly: an end that may be 0 decides nothing.
    const [least, most, doubt] = [lambdaMin(eigenvalues), lambdaMax(eigenvalues), eigenvalues.error];
    if (least + doubt < 0 && most - doubt > 0) return hollowness;
    if (least - doubt >= 0 || most + doubt <= 0) {
      const lhs = shift(least - doubt >= 0 ? least : most, eigenvalues.bits);
      return { points: 1, failure: { point, lhs, lhsError: shift(doubt, eigenvalues.bits), rhs: 0 } };
    }
    return { points: 1, unresolved: { point, reason: 'an end of the spectrum cannot be told from 0.' } };
  },
};

/** H2: the trace of the loss's Hessian, by differences along every weight, is |grad F|^2 times `factor` (1). */
export const lossTrace: Experiment = {
  oracle: 'exact',
  exhaustive: false,
  chunk: 8,
  points: netPoints,
  examine(parameters, point, { seed }) {
    const network = networkFor(parameters, point);
    const net = aliveNet(network, seed);
    const gradient2 = gradientNorm2(network, seed, net);
    const { trace, error } = differenceTrace(network, seed, net, numberOf(parameters, 'target'));
    const expected = numberOf(parameters, 'factor') * gradient2;
    return agreement(
      point,
      { value: trace, error },
      exactly(expected),
      Math.max(margin * gradient2, 4 * error),
    );
  },
};

/** H5: the spectral radius of the loss's Hessian is at most `factor` (1) times |grad F|^2 + |F-y| |grad^2 F|_F. */
export const spectralBound: Experiment = {
  oracle: 'exact',
  exhaustive: false,
  chunk: 4,
  points: netPoints,
  examine(parameters, point, { seed }): Outcome {
    const network = networkFor(parameters, point);
    const [net, y] = [aliveNet(network, seed), numberOf(parameters, 'target')];
    const eigenvalues = hessianEigenvalues(network, seed, net, y);
    const radius = Math.max(Math.abs(lambdaMin(eigenvalues)), Math.abs(lambdaMax(eigenvalues)));
    const { output } = derivatives(network, seed, net);
    const residual = Math.abs(shift(output.values, output.bits) - y);
    const hessian = Math.exp(hessianLogNorm2(network, seed, net) / 2);
    const bound = numberOf(parameters, 'factor') * (gradientNorm2(network, seed, net) + residual * hessian);
    const left = {
      value: shift(radius, eigenvalues.bits),
      error: shift(eigenvalues.error, eigenvalues.bits),
    };
    // The passes behind the right side round some 1e-16 a layer and unit.
    return comparison(point, left, { value: bound, error: 1e-12 * bound });
  },
};

/** |grad F|^2 over all hidden weights, for the input of norm 1. */
function gradientNorm2(network: Network, seed: number, net: number): number {
  return gradientNorms(network, seed, net)
    .slice(1)
    .reduce((sum, log) => sum + Math.exp(log), 0);
}

function hessianLogNorm2(network: Network, seed: number, net: number): number {
  const [out, alive] = [new Float64Array(1), new Uint8Array(1)];
  hessianSamples(network, seed, net, 1, out, alive);
  return out[0]!;
}
