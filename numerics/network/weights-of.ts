import { independentWeights } from './independent-weights.js';
import { checkNetwork, family, type Network } from './network.js';
import { orthogonalWeights } from './orthogonal-weights.js';
import type { Weights } from './weights.js';

/** The weights of the nets of a seed (a whole number in 0..2^53-1). @throws RangeError if the seed is not one. */
export function weightsOf(network: Network, seed: number): Weights {
  checkNetwork(network);
  const kind = family(network.init);
  return kind === 'orthogonal' ? orthogonalWeights(network, seed) : independentWeights(network, seed, kind);
}
