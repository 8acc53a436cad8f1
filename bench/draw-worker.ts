/** What a thread of bench/workers.ts does: draws some nets. */
import { singleForwardSamples } from '../numerics/kernel/forward.js';
import type { Network } from '../numerics/network/network.js';

export interface Chunk {
  readonly network: Network;
  readonly seed: number;
  readonly first: number;
  readonly count: number;
}

export default function draw({ network, seed, first, count }: Chunk): Float64Array {
  const out = new Float64Array(count);
  singleForwardSamples(network, seed, first, count, out);
  return out;
}
