/** One drawn net with all that second derivatives are made of: matrices, masks, activations, backward vectors. */
import { netsOf } from '../kernel/default.js';
import { differentiate, rescale, slopeOf } from '../network/activation.js';
import { emptyRecord } from '../network/forward-pass.js';
import type { Nets } from '../network/nets.js';
import { depthOf, type Network, widest } from '../network/network.js';
import { type Readout, readoutOf } from '../network/readout.js';
import { addScaled, type Scaled } from './scaled.js';

export interface DrawnNet {
  /** d_0, ..., d_L. */
  readonly widths: readonly number[];
  readonly slope: number;
  readonly alive: boolean;
  /** Entry l, l = 1..L: W^l / 2^(matrixBits[l]), d_l x d_(l-1), row after row. Entry 0 is empty. */
  readonly matrices: readonly Float64Array[];
  /** Even numbers, 0 unless sigma_l leaves 2^±100. */
  readonly matrixBits: readonly number[];
  /** Entry l: which units of layer l have phi' = slope. */
  readonly bent: readonly Uint8Array[];
  /** Entry l: a^l for an input of norm 1. */
  readonly activations: readonly Scaled<Float64Array>[];
  /** Entry l, l = 1..L: delta^l. Entry 0 is empty. */
  readonly deltas: readonly Scaled<Float64Array>[];
  /** F. */
  readonly output: Scaled<number>;
}

/** How many hidden weights a net has. */
export function parameterCount({ widths }: Network): number {
  return widths.slice(1).reduce((sum, width, index) => sum + width * widths[index]!, 0);
}

/** What the way forward leaves of a net. */
export type ForwardNet = Omit<DrawnNet, 'deltas'>;

/**
 * Net number `net` of a seed, the same as in `forwardSamples` (its masks are theirs, ties included), for the input of norm 1. Keeps all
 * matrices: 8 bytes a weight. Rounding as in the passes.
 * @throws RangeError unless seed and net are whole numbers in 0..2^53-1.
 */
export function drawnNet(network: Network, seed: number, net: number): DrawnNet {
  const { forward, delta, deltaBits } = drawForward(
    network,
    netsOf(network, seed),
    readoutOf(network, seed),
    net,
  );
  return { ...forward, deltas: deltasOf(forward, delta, deltaBits) };
}

/** A function that draws nets of a seed as `drawnNet` does, forwards alone. */
export function forwardNets(
  network: Network,
  seed: number,
  nets = netsOf(network, seed),
): (net: number) => ForwardNet {
  const readout = readoutOf(network, seed);
  return (net) => drawForward(network, nets, readout, net).forward;
}

function drawForward(
  network: Network,
  nets: Nets,
  readout: Readout,
  net: number,
): { readonly forward: ForwardNet; readonly delta: Float64Array; readonly deltaBits: number } {
  const { widths, input } = network;
  const depth = depthOf(network);
  const slope = slopeOf(network.activation);
  const { weights } = nets;
  const record = emptyRecord(network);
  const alive = nets.forward(net, record) !== -Infinity;
  const matrices = [new Float64Array(0)];
  const matrixBits = [0];
  const units = new Int32Array(widest(widths));
  for (let j = 0; j < units.length; j++) units[j] = j;
  const drawn = new Float64Array(Math.max(...widths.slice(1).map((width, l) => width * widths[l]!)));
  for (let layer = 1; layer <= depth; layer++) {
    const [rows, columns] = [widths[layer]!, widths[layer - 1]!];
    const bits = scaleBits(weights.logScales[layer]!);
    matrixBits.push(bits);
    const scale = Math.exp(weights.logScales[layer]! / 2 - bits * Math.LN2);
    const matrix = new Float64Array(rows * columns);
    weights.columns(net, layer, units, columns, drawn);
    for (let j = 0, at = 0; j < columns; j++) {
      for (let i = 0; i < rows; i++) matrix[i * columns + j] = scale * drawn[at++]!;
    }
    matrices.push(matrix);
  }

  const start = new Float64Array(widths[0]!);
  if (input === 'dense') start.fill(1 / Math.sqrt(start.length));
  else start[0] = 1;
  const activations: Scaled<Float64Array>[] = [{ values: start, bits: 0 }];
  for (let layer = 1; layer <= depth; layer++) {
    const before = activations[layer - 1]!;
    const z = new Float64Array(widths[layer]!);
    if (record.logNorms[layer] !== -Infinity) multiply(matrices[layer]!, before.values, z);
    differentiate(z, z.length, slope, record.bent[layer]!);
    activations.push({
      values: z,
      bits: before.bits + matrixBits[layer]! + (rescale(z, z.length) ?? 0),
    });
  }

  const delta = new Float64Array(widths[depth]!);
  readout.fill(net, delta);
  const bits = scaleBits(readout.logScale);
  const scale = Math.exp(readout.logScale / 2 - bits * Math.LN2);
  for (let i = 0; i < delta.length; i++) delta[i]! *= scale;
  const last = activations[depth]!;
  let sum = 0;
  for (let i = 0; i < delta.length; i++) sum += delta[i]! * last.values[i]!;
  const output = addScaled(sum, bits + last.bits, 0, 0);
  const forward = { widths, slope, alive, matrices, matrixBits, bent: record.bent, activations, output };
  return { forward, delta, deltaBits: bits };
}

/** @param readout the row b over 2^bits, which is overwritten. */
function deltasOf(
  { widths, slope, matrices, matrixBits, bent }: ForwardNet,
  readout: Float64Array,
  readoutBits: number,
): Scaled<Float64Array>[] {
  let [delta, bits] = [readout, readoutBits];
  const deltas: Scaled<Float64Array>[] = [];
  for (let layer = widths.length - 1; layer >= 1; layer--) {
    differentiate(delta, delta.length, slope, bent[layer]!);
    bits += rescale(delta, delta.length) ?? 0;
    deltas[layer] = { values: delta, bits };
    const below = new Float64Array(widths[layer - 1]!);
    multiplyTransposed(matrices[layer]!, delta, below);
    bits += matrixBits[layer]!;
    delta = below;
  }
  deltas[0] = { values: new Float64Array(0), bits: 0 };
  return deltas;
}

/** An even number of bits near log2 of the scale e^(logScale2/2), 0 within 2^±100. */
function scaleBits(logScale2: number): number {
  const bits = logScale2 / (2 * Math.LN2);
  return Math.abs(bits) <= 100 ? 0 : 2 * Math.round(bits / 2);
}

/** output = matrix input, rows first. */
export function multiply(matrix: Float64Array, input: Float64Array, output: Float64Array): void {
  const columns = input.length;
  for (let i = 0, at = 0; i < output.length; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++, at++) sum += matrix[at]! * input[j]!;
    output[i] = sum;
  }
}

/** output = matrix' input. */
export function multiplyTransposed(matrix: Float64Array, input: Float64Array, output: Float64Array): void {
  const columns = output.length;
  output.fill(0);
  for (let i = 0; i < input.length; i++) {
    const factor = input[i]!;
    if (factor === 0) continue;
    const start = i * columns;
    for (let j = 0; j < columns; j++) output[j]! += factor * matrix[start + j]!;
  }
}

/** Where the weights of layer l begin among all parameters: entry l, and the total at L + 1; entry 0 is 0. */
export function layerOffsets(widths: readonly number[]): number[] {
  const offsets = [0, 0];
  for (let l = 1; l < widths.length; l++) offsets.push(offsets[l]! + widths[l]! * widths[l - 1]!);
  return offsets;
}
