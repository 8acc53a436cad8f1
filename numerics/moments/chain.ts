/** What moments of norms see of a net: a chain of random linear maps, forwards to an activation or backwards to a unit. */
import {
  type Activation,
  depthOf,
  type Family,
  family,
  type Network,
  weightVariance,
} from '../network/network.js';

/** A map from fanIn to fanOut entries with independent symmetric (or orthogonal) weights, followed by phi or phi'. */
export interface ChainLayer {
  readonly fanIn: number;
  readonly fanOut: number;
  /** E w^2. */
  readonly variance: number;
  readonly family: Family;
}

export interface MomentChain {
  readonly layers: readonly ChainLayer[];
  readonly activation: Activation;
  /** |x|_4^4/|x|_2^4 of what goes in: 1 for a single entry, 1/d for d equal ones. */
  readonly startRatio: number;
}

/** |a^last|^2/|x|^2 of a net; last = L if left out, and 0 is the empty chain. */
export function forwardChain(network: Network, last = depthOf(network)): MomentChain {
  const { widths, activation, input, init } = network;
  const layers = Array.from({ length: last }, (_, index) => ({
    fanIn: widths[index]!,
    fanOut: widths[index + 1]!,
    variance: weightVariance(network, index + 1),
    family: family(init),
  }));
  return { layers, activation, startRatio: input === 'dense' ? 1 / widths[0]! : 1 };
}

/**
 * |delta^layer|^2 of a net: the readout, from one entry to d_L, then the transposed matrices of the layers L, ..., layer + 1, each
 * followed by its mask. The signs of the rows make the masks fair coins that are independent of all else, if the readout is symmetric too; a
 * readout that is not random has moments only at the last layer, where nothing else comes in, or in a linear net, which has no masks: undefined
 * otherwise.
 */
export function backwardChain(network: Network, layer: number): MomentChain | undefined {
  const { widths, activation, init, readout, readoutGain } = network;
  const depth = depthOf(network);
  if (readout !== 'random' && layer < depth && activation.kind !== 'linear') return undefined;
  const width = widths[depth]!;
  const layers: ChainLayer[] = [
    {
      fanIn: 1,
      fanOut: width,
      variance: readout === 'none' ? 1 : readoutGain / width,
      // Equal entries have the moments of equal absolute values.
      family: readout === 'random' ? family(init) : 'rademacher',
    },
  ];
  for (let l = depth; l > layer; l--) {
    layers.push({
      fanIn: widths[l]!,
      fanOut: widths[l - 1]!,
      variance: weightVariance(network, l),
      family: family(init),
    });
  }
  return { layers, activation, startRatio: 1 };
}
