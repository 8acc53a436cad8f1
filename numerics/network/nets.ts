/** The nets of a network and a seed, as what can be asked of them: in plain TypeScript here, by the kernel in ../kernel/nets.ts, bit for bit the same. */
import { backwardPass } from './backward.js';
import { emptyRecord, type ForwardRecord, forwardPass } from './forward-pass.js';
import { depthOf, type Network } from './network.js';
import type { Weights } from './weights.js';
import { weightsOf } from './weights-of.js';

export interface Nets {
  readonly weights: Weights;
  /** See forward.ts. */
  forwardSamples(firstNet: number, count: number, out: Float64Array): void;
  /** See gradient.ts. */
  gradientSamples(layer: number, firstNet: number, count: number, out: Float64Array, alive: Uint8Array): void;
  /** Runs a net, writes down its way in the record, and returns its log forwardNorm2. */
  forward(net: number, record: ForwardRecord): number;
  /**
   * Writes log |delta^l|^2 into entry l, l = L..last, -Infinity where it is 0.
   * @param record what `forward` has written down of this net.
   */
  backward(net: number, record: ForwardRecord, last: number, logDeltas: Float64Array): void;
  /** Where nets are run by the kernel, layers are not too wide for it and there is room. */
  readonly matrices?: CarriedMatrices | undefined;
}

/** What second derivatives carry along the layers of the net that `forward` has run last: the kernel's part of ../hessian/, to the last bit. */
export interface CarriedMatrices {
  /** See `TraceCarrier` (../hessian/norm.ts). */
  carryTrace(net: number, layer: number, carried: number, added: number): number;
  /** M = D^layer (../hessian/block-norm.ts); how many columns it has. */
  startTransfer(net: number, layer: number): number;
  /** M = D^layer W^layer M, with W without its scale. */
  carryTransfer(net: number, layer: number): void;
  /** What rescaling has taken away by the last call: of S in entry 0, or of each column of M, `allZero` where it is 0. */
  readonly bits: Int32Array;
  /** |M e_j|^2. */
  columnNorms(): Float64Array;
}

/** In place of the bits of a vector that is 0. */
export const allZero = 2 ** 31 - 1;

/** @throws RangeError for a seed that is not a whole number in 0..2^53-1. */
export function plainNets(network: Network, seed: number): Nets {
  const weights = weightsOf(network, seed);
  const forward = forwardPass(network, weights);
  const backward = backwardPass(network, seed, weights);
  return {
    weights,
    forward,
    backward,
    forwardSamples(firstNet, count, out) {
      for (let i = 0; i < count; i++) out[i] = forward(firstNet + i);
    },
    gradientSamples(layer, firstNet, count, out, alive) {
      const record = emptyRecord(network);
      const logDeltas = new Float64Array(depthOf(network) + 1);
      for (let i = 0; i < count; i++) {
        alive[i] = forward(firstNet + i, record) === -Infinity ? 0 : 1;
        backward(firstNet + i, record, layer, logDeltas);
        out[i] = record.logNorms[layer - 1]! + logDeltas[layer]!;
      }
    },
  };
}
