/**
 * hessianBlockNorm2[k,l] = |d^2F/dW^k dW^l|_F^2/|x|^2 of drawn nets. As d^2F/dW^k_ij dW^l_mn = delta^l_m M_ni a^(k-1)_j, k < l, with
 * M = D^(l-1) W^(l-1) ... W^(k+1) D^k the derivative of a^(l-1) by z^k, it is |delta^l|^2 |M|_F^2 |a^(k-1)|^2/|x|^2. Blocks k = l are 0.
 */
import { netsOf } from '../kernel/default.js';
import { differentiate, logOf, logSquaredNorm, rescale, slopeOf } from '../network/activation.js';
import { checkNets, roomIn } from '../network/check-nets.js';
import { emptyRecord, type ForwardRecord } from '../network/forward-pass.js';
import { allZero, type CarriedMatrices, type Nets } from '../network/nets.js';
import { checkNetwork, depthOf, family, type Network } from '../network/network.js';
import { type TieKeeper, tieKeeper } from '../network/ties.js';
import type { Weights } from '../network/weights.js';
import { checkMatrixWidths, findLive, hiddenSize, liveMatrix, liveUnits } from './live-matrix.js';
import { logAdd } from './log-sum.js';
import type { NetNorm } from './norm.js';

/**
 * Writes log hessianBlockNorm2[k,l] of the nets firstNet..firstNet+count-1 of a seed into out[0..count) (-Infinity where the block is 0, as
 * for k = l), and into alive[0..count) whether a^L != 0. The block (l,k) is the transpose of (k,l). Each net depends on (network, seed, net)
 * alone, the same nets as those of `forwardSamples`. O((l - k) d^3) operations a net, an eighth of it for relu. Rounding: about 1e-16 d a
 * layer, relative to the norm; nothing underflows.
 * @throws RangeError unless k and l lie in 1..L, seed and nets are whole numbers in 0..2^53-1, there is room, and no width exceeds 8192.
 */
export function hessianBlockSamples(
  network: Network,
  k: number,
  l: number,
  seed: number,
  firstNet: number,
  count: number,
  out: Float64Array,
  alive: Uint8Array,
): void {
  checkNetwork(network);
  checkNets(firstNet, count, roomIn(out, alive));
  const pass = hessianBlockPass(network, k, l, netsOf(network, seed));
  for (let i = 0; i < count; i++) {
    const { log, alive: isAlive } = pass(firstNet + i);
    out[i] = log;
    alive[i] = isAlive ? 1 : 0;
  }
}

/** A function that gives log hessianBlockNorm2[k,l] of one of these nets, and whether a^L != 0. @throws RangeError for layers and widths as above. */
export function hessianBlockPass(
  network: Network,
  k: number,
  l: number,
  nets: Nets,
): (net: number) => NetNorm {
  const depth = depthOf(network);
  for (const layer of [k, l]) {
    if (!(Number.isInteger(layer) && layer >= 1 && layer <= depth)) {
      throw new RangeError(`The layers of a block must be whole numbers from 1 to ${depth}, not ${layer}.`);
    }
  }
  checkMatrixWidths(network);
  const [low, high] = [Math.min(k, l), Math.max(k, l)];
  const record = emptyRecord(network);
  const logDeltas = new Float64Array(depth + 1);
  const { weights, matrices } = nets;
  // Zeros of weights ±1 are kept exact in plain TypeScript alone.
  const isPlain = matrices === undefined || family(network.init) === 'rademacher';
  const between =
    high <= low + 1
      ? maskNorm(network, record, low)
      : isPlain
        ? transferNorm(network, weights, record, low, high)
        : kernelTransferNorm(matrices, weights, low, high);
  return (net) => {
    const alive = nets.forward(net, record) !== -Infinity;
    const logInput = record.logNorms[low - 1]!;
    if (low === high || logInput === -Infinity) return { log: -Infinity, alive };
    nets.backward(net, record, high, logDeltas);
    const logDelta = logDeltas[high]!;
    return { log: logDelta === -Infinity ? -Infinity : logInput + logDelta + between(net), alive };
  };
}

/** A function that returns log |M|_F^2 between neighbours, where M is D^k: of the net whose way forward the record holds. */
function maskNorm({ widths, activation }: Network, { bent }: ForwardRecord, k: number): () => number {
  const width = widths[k]!;
  const slopes = new Float64Array(width);
  return () => {
    slopes.fill(1);
    differentiate(slopes, width, slopeOf(activation), bent[k]!);
    const bits = rescale(slopes, width);
    return bits === undefined ? -Infinity : logSquaredNorm(slopes, width, bits);
  };
}

/**
 * A function that returns log |M|_F^2 of the net whose way forward the record holds, l > k + 1. M is taken column by column, each rescaled on
 * its own; for Rademacher weights its zeros are exact (ties.ts).
 */
function transferNorm(
  network: Network,
  weights: Weights,
  record: ForwardRecord,
  k: number,
  l: number,
): (net: number) => number {
  const { widths } = network;
  const { size, slope } = hiddenSize(network);
  const draw = liveMatrix(network, weights);
  const matrix = new Float64Array(size * size);
  let [from, to] = [liveUnits(size), liveUnits(size)];
  const columns = Array.from({ length: widths[k]! }, () => new Float64Array(size));
  const logScales = new Float64Array(widths[k]!);
  const keepers: readonly TieKeeper[] =
    family(network.init) === 'rademacher' ? columns.map(() => tieKeeper(size, slope)) : [];
  const scratch = new Float64Array(size);
  const straight = new Uint8Array(size);
  // Live units of relu nets are straight; those of the others are all units, in their order.
  const bentOf = (layer: number) => (slope === 0 ? straight : record.bent[layer]!);

  return (net) => {
    findLive(from, record.bent[k]!, widths[k]!, slope);
    const count = from.count;
    for (let j = 0; j < count; j++) {
      const column = columns[j]!;
      column.fill(0);
      column[j] = 1;
      keepers[j]?.restart(column, count);
      differentiate(column, count, slope, bentOf(k));
      logScales[j] = 0;
    }
    for (let layer = k + 1; layer < l; layer++) {
      findLive(to, record.bent[layer]!, widths[layer]!, slope);
      draw(net, layer, to, from, matrix);
      const [rows, inner] = [to.count, from.count];
      const multiply = (input: Float64Array, output: Float64Array) =>
        product(matrix, rows, inner, input, output);
      for (let j = 0; j < count; j++) {
        if (logScales[j] === -Infinity) continue;
        const column = columns[j]!;
        multiply(column, scratch);
        keepers[j]?.mend(multiply, column, inner, bentOf(layer - 1), scratch, rows);
        differentiate(scratch, rows, slope, bentOf(layer));
        const bits = rescale(scratch, rows);
        logScales[j]! += bits === undefined ? -Infinity : weights.logScales[layer]! + 2 * bits * Math.LN2;
        column.set(scratch);
      }
      [from, to] = [to, from];
    }
    let log = -Infinity;
    for (let j = 0; j < count; j++) {
      if (logScales[j] !== -Infinity)
        log = logAdd(log, logSquaredNorm(columns[j]!, from.count, 0) + logScales[j]!);
    }
    return log;
  };
}

/** The same by the kernel. */
function kernelTransferNorm(
  matrices: CarriedMatrices,
  { logScales: scales }: Weights,
  k: number,
  l: number,
): (net: number) => number {
  let logScales = new Float64Array(0);
  return (net) => {
    const count = matrices.startTransfer(net, k);
    if (logScales.length < count) logScales = new Float64Array(count);
    logScales.fill(0, 0, count);
    for (let layer = k + 1; layer < l; layer++) {
      matrices.carryTransfer(net, layer);
      const { bits } = matrices;
      for (let j = 0; j < count; j++)
        logScales[j]! += bits[j] === allZero ? -Infinity : scales[layer]! + 2 * bits[j]! * Math.LN2;
    }
    const norms = matrices.columnNorms();
    let log = -Infinity;
    for (let j = 0; j < count; j++)
      if (logScales[j] !== -Infinity) log = logAdd(log, logOf(norms[j]!, 0) + logScales[j]!);
    return log;
  };
}

/** output = matrix input, for a matrix stored column after column. */
function product(
  matrix: Float64Array,
  rows: number,
  columns: number,
  input: Float64Array,
  output: Float64Array,
): void {
  output.fill(0, 0, rows);
  for (let j = 0, start = 0; j < columns; j++, start += rows) {
    const factor = input[j]!;
    if (factor === 0) continue;
    for (let i = 0; i < rows; i++) output[i]! += factor * matrix[start + i]!;
  }
}
