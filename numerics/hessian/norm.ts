/**
 * hessianNorm2 = |nabla^2 F|_F^2/|x|^2 over all hidden weights of drawn nets, without forming a Hessian: the sum over ordered pairs of
 * layers of |delta^l|^2 |M|_F^2 |a^(k-1)|^2/|x|^2 (block-norm.ts) is 2 sum_l |delta^l|^2 tr S_l, with S_l = sum over k < l of
 * |a^(k-1)|^2 M M' from S_1 = 0 and S_(l+1) = D^l (W^l S_l (W^l)' + |a^(l-1)|^2 I) D^l.
 */
import { netsOf } from '../kernel/default.js';
import { rescale } from '../network/activation.js';
import { checkNets, roomIn } from '../network/check-nets.js';
import { emptyRecord, type ForwardRecord } from '../network/forward-pass.js';
import type { CarriedMatrices, Nets } from '../network/nets.js';
import { checkNetwork, depthOf, type Network } from '../network/network.js';
import type { Weights } from '../network/weights.js';
import {
  checkMatrixWidths,
  findLive,
  hiddenSize,
  type LiveUnits,
  liveMatrix,
  liveUnits,
} from './live-matrix.js';
import { logAdd } from './log-sum.js';

/**
 * Writes log hessianNorm2 of the nets firstNet..firstNet+count-1 of a seed into out[0..count) (-Infinity where the Hessian of F is 0, as for
 * L = 1), and into alive[0..count) whether a^L != 0. Each net depends on (network, seed, net) alone, the same nets as those of
 * `forwardSamples`. O(L d^3) operations, an eighth of it for relu. Nothing underflows. Rounding: about 1e-16 d a layer, relative
 * to the norm, unless a layer maps nearly all of S_l to almost 0: if it leaves a fraction f of its usual size, 1/f times as much. (So in nets without
 * relu a sum that is 0 in truth, which Rademacher weights grant in layers above a dead one, can become a rounding error of its terms.)
 * @throws RangeError unless seed and nets are whole numbers in 0..2^53-1, there is room, and no width exceeds 8192.
 */
export function hessianSamples(
  network: Network,
  seed: number,
  firstNet: number,
  count: number,
  out: Float64Array,
  alive: Uint8Array,
): void {
  checkNetwork(network);
  checkNets(firstNet, count, roomIn(out, alive));
  const pass = hessianPass(network, netsOf(network, seed));
  for (let i = 0; i < count; i++) {
    const { log, alive: isAlive } = pass(firstNet + i);
    out[i] = log;
    alive[i] = isAlive ? 1 : 0;
  }
}

/** log of a net's squared norm, -Infinity for 0, and whether a^L != 0. */
export interface NetNorm {
  readonly log: number;
  readonly alive: boolean;
}

/** A function that gives log hessianNorm2 of one of these nets, and whether a^L != 0. @throws RangeError if a width exceeds 8192. */
export function hessianPass(network: Network, nets: Nets): (net: number) => NetNorm {
  checkMatrixWidths(network);
  const depth = depthOf(network);
  const record = emptyRecord(network);
  const carrier =
    nets.matrices === undefined ? plainTraces(network, nets.weights, record) : kernelTraces(nets.matrices);
  const traces = traceRecursion(depth, nets.weights, record, carrier);
  const logDeltas = new Float64Array(depth + 1);
  return (net) => {
    const alive = nets.forward(net, record) !== -Infinity;
    nets.backward(net, record, Math.min(2, depth), logDeltas);
    // delta^L = 0 makes all delta^l 0.
    return { log: logDeltas[depth] === -Infinity ? -Infinity : Math.LN2 + traces(net, logDeltas), alive };
  };
}

/** S_l along the layers of a net. */
interface TraceCarrier {
  /**
   * S_(layer+1) = D (carried W S W' + added I) D, with W without its scale and from S_layer of the call before if carried > 0. Returns its trace, before it is
   * divided by 2^bits; -1 if it is 0 altogether.
   */
  carry(net: number, layer: number, carried: number, added: number): number;
  readonly bits: number;
}

function kernelTraces(matrices: CarriedMatrices): TraceCarrier {
  return {
    carry: (net, layer, carried, added) => matrices.carryTrace(net, layer, carried, added),
    get bits() {
      return matrices.bits[0]!;
    },
  };
}

/** A function that returns log sum_l |delta^l|^2 tr S_l for the net whose way forward the record holds. */
function traceRecursion(
  depth: number,
  weights: Weights,
  record: ForwardRecord,
  carrier: TraceCarrier,
): (net: number, logDeltas: Float64Array) => number {
  return (net, logDeltas) => {
    let sum = -Infinity;
    // S_layer is exp(logScale) times what is carried.
    let logScale = -Infinity;
    for (let layer = 1; layer < depth; layer++) {
      const logCarried = logScale + weights.logScales[layer]!;
      const logAdded = record.logNorms[layer - 1]!;
      const top = Math.max(logCarried, logAdded);
      if (top === -Infinity) return sum;
      const trace = carrier.carry(net, layer, Math.exp(logCarried - top), Math.exp(logAdded - top));
      if (trace < 0) return sum;
      logScale = top + carrier.bits * Math.LN2;
      sum = logAdd(sum, logDeltas[layer + 1]! + top + Math.log(trace));
    }
    return sum;
  };
}

function plainTraces(network: Network, weights: Weights, record: ForwardRecord): TraceCarrier {
  const { widths } = network;
  const { size, slope } = hiddenSize(network);
  const draw = liveMatrix(network, weights);
  const room = depthOf(network) > 1 ? size * size : 0;
  const [matrix, half] = [new Float64Array(room), new Float64Array(room)];
  // S between the live units `from` of the layer before.
  let [s, next] = [new Float64Array(room), new Float64Array(room)];
  let [from, to] = [liveUnits(size), liveUnits(size)];
  let bits = 0;
  return {
    carry(net, layer, carried, added) {
      const bent = record.bent[layer]!;
      findLive(to, bent, widths[layer]!, slope);
      if (to.count === 0) return -1;
      if (carried > 0) {
        draw(net, layer, to, from, matrix);
        congruence(matrix, to.count, from.count, s, half, next);
      }
      const trace = add(next, to, carried, added, slope, bent);
      const taken = rescale(next, to.count * to.count);
      if (taken === undefined) return -1;
      bits = taken;
      [s, next] = [next, s];
      [from, to] = [to, from];
      return trace;
    },
    get bits() {
      return bits;
    },
  };
}

/** s = D (carried s + added I) D, D = diag phi'; returns the trace. s is positive semidefinite: its diagonal is kept from rounding below 0. */
function add(
  s: Float64Array,
  { count }: LiveUnits,
  carried: number,
  added: number,
  slope: number,
  bent: Uint8Array,
): number {
  const isScaled = (i: number) => slope !== 0 && bent[i] === 1;
  let trace = 0;
  for (let i = 0; i < count; i++) {
    const row = i * count;
    if (carried === 0) s.fill(0, row, row + count);
    else for (let j = 0; j < count; j++) s[row + j]! *= carried;
    s[row + i] = Math.max(0, s[row + i]!) + added;
    if (slope !== 0) {
      const factor = isScaled(i) ? slope : 1;
      for (let j = 0; j < count; j++) s[row + j]! *= isScaled(j) ? factor * slope : factor;
    }
    trace += s[row + i]!;
  }
  return trace;
}

/** out = w s w', with w of rows x inner stored column after column and s symmetric; `half` holds w s. */
function congruence(
  w: Float64Array,
  rows: number,
  inner: number,
  s: Float64Array,
  half: Float64Array,
  out: Float64Array,
): void {
  // Four columns of w at a time: each entry of the result is read and written a quarter as often.
  half.fill(0, 0, rows * inner);
  for (let j = 0; j < inner; j++) {
    const column = j * rows;
    let m = 0;
    for (; m + 3 < inner; m += 4) {
      const at = j * inner + m;
      const [f0, f1, f2, f3] = [s[at]!, s[at + 1]!, s[at + 2]!, s[at + 3]!];
      const w0 = m * rows;
      const w1 = w0 + rows;
      const w2 = w1 + rows;
      const w3 = w2 + rows;
      for (let i = 0; i < rows; i++) {
        half[column + i]! += f0 * w[w0 + i]! + f1 * w[w1 + i]! + (f2 * w[w2 + i]! + f3 * w[w3 + i]!);
      }
    }
    for (; m < inner; m++) {
      const factor = s[j * inner + m]!;
      for (let i = 0; i < rows; i++) half[column + i]! += factor * w[m * rows + i]!;
    }
  }
  out.fill(0, 0, rows * rows);
  let j = 0;
  for (; j + 3 < inner; j += 4) {
    const w0 = j * rows;
    const w1 = w0 + rows;
    const w2 = w1 + rows;
    const w3 = w2 + rows;
    for (let i = 0; i < rows; i++) {
      const [f0, f1, f2, f3] = [half[w0 + i]!, half[w1 + i]!, half[w2 + i]!, half[w3 + i]!];
      const row = i * rows;
      for (let m = 0; m <= i; m++) {
        out[row + m]! += f0 * w[w0 + m]! + f1 * w[w1 + m]! + (f2 * w[w2 + m]! + f3 * w[w3 + m]!);
      }
    }
  }
  for (; j < inner; j++) {
    const column = j * rows;
    for (let i = 0; i < rows; i++) {
      const factor = half[column + i]!;
      for (let m = 0; m <= i; m++) out[i * rows + m]! += factor * w[column + m]!;
    }
  }
  for (let i = 0; i < rows; i++) for (let m = 0; m < i; m++) out[m * rows + i] = out[i * rows + m]!;
}
