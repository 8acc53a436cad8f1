/** The nets of a network and a seed, run by the kernel: what ../network/nets.ts gives, to the last bit. */
import { logOf, slopeOf } from '../network/activation.js';
import { logInputOf } from '../network/forward-pass.js';
import { logScalesOf } from '../network/independent-weights.js';
import type { CarriedMatrices, Nets } from '../network/nets.js';
import { depthOf, family, type Network, widest } from '../network/network.js';
import { logReadoutScale } from '../network/readout.js';
import type { Weights } from '../network/weights.js';
import { weightsOf } from '../network/weights-of.js';
import type { DoubleJob, DoubleKernel } from './double-kernel.js';
import { checkSeed } from './engine.js';

/** The kernel keeps four matrices of this order at most: 32 MB. */
export const widestMatrix = 1024;

/** undefined for orthogonal nets, and where there is no room. @throws RangeError for a seed that is not a whole number in 0..2^53-1. */
export function kernelNets(kernel: DoubleKernel, network: Network, seed: number): Nets | undefined {
  const distribution = family(network.init);
  if (distribution === 'orthogonal') return undefined;
  checkSeed(seed);
  const { widths, input, activation, readout } = network;
  const depth = depthOf(network);
  const job: DoubleJob = {
    distribution,
    seed,
    widths,
    ones: input === 'dense' ? widths[0]! : 1,
    slope: slopeOf(activation),
    randomReadout: readout === 'random',
  };
  if (!kernel.reserve(job)) return undefined;
  const logScales = logScalesOf(network);
  // Added up in the order of the passes in plain TypeScript.
  const logsForward = new Float64Array(depth + 1);
  logsForward[0] = -logInputOf(network);
  for (let l = 1; l <= depth; l++) logsForward[l] = logsForward[l - 1]! + logScales[l]!;
  const logsBackward = new Float64Array(depth + 1);
  logsBackward[depth] = logReadoutScale(network);
  for (let l = depth - 1; l >= 1; l--) logsBackward[l] = logsBackward[l + 1]! + logScales[l + 1]!;
  const log = (norm2: number, bits: number, logScale: number) =>
    norm2 === 0 ? -Infinity : logOf(norm2, bits) + logScale;

  let plainWeights: Weights | undefined;
  const plain = () => (plainWeights ??= weightsOf(network, seed));
  const weights: Weights = {
    logScales,
    columns: (net, layer, units, count, out) => kernel.columns(job, net, layer, units, count, out),
    multiply: (...product) => plain().multiply(...product),
    multiplyTransposed: (...product) => plain().multiplyTransposed(...product),
  };

  const matrices: CarriedMatrices = {
    carryTrace: (...step) => kernel.carryTrace(job, ...step),
    startTransfer: (net, layer) => kernel.startTransfer(job, net, layer),
    carryTransfer: (net, layer) => kernel.carryTransfer(net, layer),
    get bits() {
      return kernel.carriedBits;
    },
    columnNorms: () => kernel.columnNorms(),
  };

  return {
    weights,
    get matrices() {
      return widest(widths) <= widestMatrix && kernel.reserveCarrying(job) ? matrices : undefined;
    },
    forwardSamples(firstNet, count, out) {
      const results = new Float64Array(2 * count);
      kernel.forward(job, firstNet, count, results);
      for (let i = 0; i < count; i++) {
        out[i] = log(results[2 * i]!, results[2 * i + 1]!, logsForward[depth]!);
      }
    },
    gradientSamples(layer, firstNet, count, out, alive) {
      const results = new Float64Array(5 * count);
      kernel.gradient(job, layer, firstNet, count, results);
      for (let i = 0, at = 0; i < count; i++, at += 5) {
        const logNorm = layer === 1 ? 0 : log(results[at]!, results[at + 1]!, logsForward[layer - 1]!);
        out[i] = logNorm + log(results[at + 2]!, results[at + 3]!, logsBackward[layer]!);
        alive[i] = results[at + 4] === 0 ? 0 : 1;
      }
    },
    forward(net, record) {
      const { norms, masks } = kernel.run(job, net);
      record.masks.set(masks);
      for (let l = 1; l <= depth; l++) {
        record.logNorms[l] = log(norms[2 * l]!, norms[2 * l + 1]!, logsForward[l]!);
      }
      return record.logNorms[depth]!;
    },
    backward(net, _record, last, logDeltas) {
      const { deltaNorms } = kernel.runBack(job, net, last);
      for (let l = last; l <= depth; l++) {
        logDeltas[l] = log(deltaNorms[2 * l]!, deltaNorms[2 * l + 1]!, logsBackward[l]!);
      }
    },
  };
}
