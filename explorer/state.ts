/** What the page shows: plain data, all of it in the URL's query. */
import { type Network, squareNetwork } from '../numerics/network/network.js';

export const initFamilies = ['normal', 'uniform', 'rademacher', 'orthogonal'] as const;
export const activationKinds = ['relu', 'leaky-relu', 'linear'] as const;

export interface ExplorerState {
  /** L, a whole number in 1..1000. */
  readonly depth: number;
  /** d, a whole number in 1..512. */
  readonly width: number;
  /** g = d sigma^2, in 0.1..10; He's is 2, Xavier's 1, that of PyTorch's nn.Linear 1/3. */
  readonly gain: number;
  /** The family that weights are drawn from. */
  readonly init: (typeof initFamilies)[number];
  readonly activation: (typeof activationKinds)[number];
  /** Of leaky relu, in 0.01..1; kept while another activation is shown. */
  readonly slope: number;
  /** A whole number in 0..2^32-1. */
  readonly seed: number;
  /** A claim of the claim language; may be empty or malformed. */
  readonly claim: string;
}

/** The nets that the state speaks of. */
export function networkOf({ depth, width, gain, init, activation, slope }: ExplorerState): Network {
  return squareNetwork(depth, width, {
    init: { name: init, gain },
    activation: activation === 'leaky-relu' ? { kind: activation, slope } : { kind: activation },
  });
}
