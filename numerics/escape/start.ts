/** Where a race starts: weights, inputs and targets of one net, drawn from streams of their own. */
import { netsOf } from '../kernel/default.js';
import { depthOf, family, type Network, orthogonalGain, weightVariance } from '../network/network.js';
import { readoutOf } from '../network/readout.js';
import { type WeightSource, weightSource } from '../random/source.js';
import type { Batch } from './batch-net.js';
import { offsetsOf } from './offsets.js';

export interface Start {
  /** W^1, ..., W^L row by row, then the readout (`offsetsOf`). */
  readonly parameters: Float64Array;
  readonly batch: Batch;
}

/**
 * The start of a net of the seed, whatever optimizer is to be run: W^l are the net's weights (`weightsOf`; column j is stream (seed, net, l, j) for
 * i.i.d. entries) and readout (layer L + 1). The entries of the inputs are normal with variance 1/d_0, so that E |x|^2 = 1, input s from stream
 * (seed, net, L + 2, s); with unitInputs they are divided by their norm. Targets are standard normal, stream (seed, net, L + 3, 0). The first
 * inputs do not depend on how many there are.
 * @param seed, net whole numbers in 0..2^53-1. @param inputs from 1.
 * @throws RangeError for a seed or number of inputs out of range.
 */
export function drawStart(
  network: Network,
  inputs: number,
  unitInputs: boolean,
  seed: number,
  net: number,
): Start {
  if (!(Number.isSafeInteger(inputs) && inputs >= 1)) {
    throw new RangeError(`The number of inputs must be a whole number from 1, not ${inputs}.`);
  }
  const depth = depthOf(network);
  const source = weightSource(seed, 'normal');
  const targets = new Float64Array(inputs);
  source.column(net, depth + 3, 0, targets, inputs);
  return {
    parameters: drawParameters(network, seed, net),
    batch: { inputs: drawInputs(network, source, inputs, unitInputs, net), targets },
  };
}

function drawInputs(
  network: Network,
  source: WeightSource,
  inputs: number,
  unitInputs: boolean,
  net: number,
): Float64Array {
  const width = network.widths[0]!;
  const all = new Float64Array(inputs * width);
  for (let s = 0; s < inputs; s++) {
    const x = all.subarray(s * width, (s + 1) * width);
    source.column(net, depthOf(network) + 2, s, x, width);
    let norm2 = 0;
    for (const entry of x) norm2 += entry * entry;
    const scale = 1 / Math.sqrt(unitInputs ? norm2 : width);
    for (let j = 0; j < width; j++) x[j]! *= scale;
  }
  return all;
}

function drawParameters(network: Network, seed: number, net: number): Float64Array {
  const { widths } = network;
  const depth = depthOf(network);
  const kind = family(network.init);
  const offsets = offsetsOf(network);
  const parameters = new Float64Array(offsets[depth]! + widths[depth]!);
  const { weights } = netsOf(network, seed);
  for (let l = 1; l <= depth; l++) {
    const [fanIn, fanOut] = [widths[l - 1]!, widths[l]!];
    const scale = Math.sqrt(
      kind === 'orthogonal' ? orthogonalGain(network.init) : weightVariance(network, l),
    );
    const drawn = new Float64Array(fanIn * fanOut);
    weights.columns(
      net,
      l,
      Int32Array.from({ length: fanIn }, (_, j) => j),
      fanIn,
      drawn,
    );
    for (let j = 0, at = 0; j < fanIn; j++) {
      for (let i = 0; i < fanOut; i++) parameters[offsets[l - 1]! + i * fanIn + j] = scale * drawn[at++]!;
    }
  }
  const row = parameters.subarray(offsets[depth]!);
  readoutOf(network, seed).fill(net, row);
  // Square roots, not exponentials of logarithms: the same bits on every engine.
  const scale = network.readout === 'none' ? 1 : Math.sqrt(network.readoutGain / row.length);
  for (let i = 0; i < row.length; i++) row[i]! *= scale;
  return parameters;
}
