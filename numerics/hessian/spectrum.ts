/** All Hessian eigenvalues of drawn nets. */

import { checkNets } from '../network/check-nets.js';
import { checkNetwork, type Network } from '../network/network.js';
import { lossDerivatives } from './dense.js';
import { type Eigenvalues, eigenvaluesOf } from './eigenvalues.js';
import { reducedDerivatives } from './reduced.js';

/**
 * All eigenvalues of the Hessian by all hidden weights of F (no target) or of the loss (F - y)^2/2, for net number `net` of a seed and the input of
 * norm 1, through the reduced matrix. The error bound is that of `eigenvaluesOf`; rounding in the passes and the reduction adds some
 * 1e-16 L d |H|_F.
 * @throws RangeError if the reduced order exceeds 3,000, y is not finite, or seed and net are not whole numbers in 0..2^53-1.
 */
export function hessianEigenvalues(network: Network, seed: number, net: number, y?: number): Eigenvalues {
  checkNetwork(network);
  checkNets(net, 1, 1);
  const reduced = reducedDerivatives(network, seed, net);
  const matrix = y === undefined ? reduced.hessian : lossDerivatives(reduced, y).hessian;
  const found = eigenvaluesOf(matrix);
  return { ...found, zeros: found.zeros + reduced.zeros };
}
