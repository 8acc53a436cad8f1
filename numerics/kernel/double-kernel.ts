/** The part of the WebAssembly kernel that runs nets in doubles, bit for bit as ../network/ does in plain TypeScript. */
import { type Network, widest } from '../network/network.js';
import { residueOfSlope } from '../network/ties.js';
import type { Distribution } from '../random/source.js';
import { instantiate, type KernelExports, setSeed, type WebAssemblyApi } from './module.js';

export interface DoubleJob {
  readonly distribution: Distribution;
  /** A whole number in 0..2^53-1. */
  readonly seed: number;
  readonly widths: Network['widths'];
  /** How many entries of the input are 1; the others are 0. */
  readonly ones: number;
  /** phi(z) = slope z for z <= 0. */
  readonly slope: number;
  /** Whether the readout's entries are weights or all 1. */
  readonly randomReadout: boolean;
}

/** What a run writes down: |a^l|^2 and |delta^l|^2 without their powers of two, and these exponents. */
export interface Way {
  /** |a^l|^2 4^(-bits) at 2 l, bits at 2 l + 1, l = 0..L. */
  readonly norms: Float64Array;
  /** |delta^l|^2 likewise, l = 1..L. */
  readonly deltaNorms: Float64Array;
  /** Which units are bent, layer after layer from the input's on. */
  readonly masks: Uint8Array;
}

/** As in assembly/double-job.ts. */
const families = { normal: 0, uniform: 1, rademacher: 2 } as const;
/** As many results as assembly/layout.ts has room for. */
const forwardBatch = 256;
const gradientBatch = 100;
/** The weights of nets with layers up to this width, and no more units than that, are kept from the way forward for the way back: what is faster for both. */
const smallWidth = 5;
const smallNet = 4096;

/** One memory, in which one job at a time is laid out. */
export class DoubleKernel {
  readonly #exports: KernelExports;
  #job: DoubleJob | undefined;
  /** The net whose masks are in memory. */
  #net = -1;
  #results = new Float64Array(0);
  #units = new Int32Array(0);
  #matrix = new Float64Array(0);
  #isCarrying = false;
  #carriedBits = new Int32Array(0);
  #columnNorms = new Float64Array(0);
  #way: Way = { norms: this.#results, deltaNorms: this.#results, masks: new Uint8Array(0) };

  constructor(exports: KernelExports) {
    this.#exports = exports;
  }

  /** Makes room for the job, for good; false if there is none, and none of the calls below may be made for it. */
  reserve(job: DoubleJob): boolean {
    if (job === this.#job) return true;
    // What fails on the way leaves no job behind whose memory is laid out for another one.
    this.#job = undefined;
    this.#isCarrying = false;
    const exports = this.#exports;
    const { distribution, seed, widths, ones, slope, randomReadout } = job;
    const depth = widths.length - 1;
    const size = widest(widths);
    const units = widths.reduce((sum, width) => sum + width, 0);
    const small = distribution !== 'rademacher' && size <= smallWidth && units <= smallNet;
    if (exports.reserveDoubles(depth, size, units, small) === 0) return false;
    this.#layOut(job);
    new Int32Array(exports.memory.buffer, exports.widthsAt.value, depth + 1).set(widths);
    setSeed(exports, seed);
    const residue = distribution === 'rademacher' ? residueOfSlope(slope) : 0;
    exports.configureDoubles(families[distribution], depth, ones, slope, residue, randomReadout, small);
    this.#job = job;
    this.#net = -1;
    return true;
  }

  /** Writes |a^L|^2 4^(-bits) and bits of the nets firstNet..firstNet+count-1 by turns to `out`; 0 if and only if a net is dead. */
  forward(job: DoubleJob, firstNet: number, count: number, out: Float64Array): void {
    this.#prepare(job);
    for (let done = 0; done < count; done += forwardBatch) {
      const some = Math.min(forwardBatch, count - done);
      this.#exports.forwardDoubles(firstNet + done, some);
      this.#copyResults(2 * some, out, 2 * done);
    }
    this.#net = -1;
  }

  /**
   * Five numbers a net: |a^(layer-1)|^2 4^(-bits), bits, |delta^layer|^2 4^(-more bits), more bits, and a number that is 0 if and only if the net
   * is dead.
   */
  gradient(job: DoubleJob, layer: number, firstNet: number, count: number, out: Float64Array): void {
    this.#prepare(job);
    for (let done = 0; done < count; done += gradientBatch) {
      const some = Math.min(gradientBatch, count - done);
      this.#exports.gradientDoubles(firstNet + done, some, layer);
      this.#copyResults(5 * some, out, 5 * done);
    }
    this.#net = -1;
  }

  /** Runs a net forwards. The way it went is overwritten by the next call. */
  run(job: DoubleJob, net: number): Way {
    this.#prepare(job);
    this.#exports.runDoubles(net);
    this.#net = net;
    return this.#way;
  }

  /** Runs a net backwards, to layer `last`. */
  runBack(job: DoubleJob, net: number, last: number): Way {
    this.#prepare(job);
    if (net !== this.#net) this.run(job, net);
    this.#exports.runBackDoubles(net, last);
    return this.#way;
  }

  /** See `Weights` (../network/weights.ts). */
  columns(
    job: DoubleJob,
    net: number,
    layer: number,
    units: Int32Array,
    count: number,
    out: Float64Array,
  ): void {
    this.#prepare(job);
    const rows = job.widths[layer]!;
    const most = this.#exports.matrixColumns.value;
    for (let done = 0; done < count; done += most) {
      const some = Math.min(most, count - done);
      for (let p = 0; p < some; p++) this.#units[p] = units[done + p]!;
      this.#exports.columnsDoubles(net, layer, some);
      copy(this.#matrix, some * rows, out, done * rows);
    }
  }

  /** See `CarriedMatrices` (../network/nets.ts). */
  carryTrace(job: DoubleJob, net: number, layer: number, carried: number, added: number): number {
    this.#prepareCarrying(job, net);
    return this.#exports.carryTrace(net, layer, carried, added);
  }

  startTransfer(job: DoubleJob, net: number, layer: number): number {
    this.#prepareCarrying(job, net);
    return this.#exports.startTransfer(layer);
  }

  carryTransfer(net: number, layer: number): void {
    this.#exports.carryTransfer(net, layer);
  }

  /** Of the matrix of traces in entry 0, or of each column of a transfer; overwritten by the next call. */
  get carriedBits(): Int32Array {
    return this.#carriedBits;
  }

  /** Overwritten by the next call. */
  columnNorms(): Float64Array {
    this.#exports.squareColumns();
    return this.#columnNorms;
  }

  /** Makes room for the matrices too; false if there is none, and none of the calls for them may be made. */
  reserveCarrying(job: DoubleJob): boolean {
    if (!this.reserve(job)) return false;
    if (this.#isCarrying) return true;
    const exports = this.#exports;
    const size = widest(job.widths);
    if (exports.reserveHessian(size, job.slope) === 0) return false;
    this.#layOut(job);
    this.#carriedBits = new Int32Array(exports.memory.buffer, exports.carriedBitsAt.value, size);
    this.#columnNorms = new Float64Array(exports.memory.buffer, exports.columnNormsAt.value, size);
    this.#isCarrying = true;
    return true;
  }

  #prepareCarrying(job: DoubleJob, net: number): void {
    if (!this.reserveCarrying(job)) throw new RangeError('The kernel has no room for these matrices.');
    if (net !== this.#net) this.run(job, net);
  }

  #copyResults(length: number, out: Float64Array, at: number): void {
    copy(this.#results, length, out, at);
  }

  #prepare(job: DoubleJob): void {
    if (!this.reserve(job)) throw new RangeError('The kernel has no room for these nets.');
  }

  /** Views of the memory, which may have grown. */
  #layOut({ widths }: DoubleJob): void {
    const exports = this.#exports;
    const { buffer } = exports.memory;
    const depth = widths.length - 1;
    const size = widest(widths);
    const units = widths.reduce((sum, width) => sum + width, 0);
    const floats = (at: number, length: number) => new Float64Array(buffer, at, length);
    this.#results = floats(exports.resultsAt.value, 2 * forwardBatch);
    this.#units = new Int32Array(buffer, exports.unitsAt.value, size);
    this.#matrix = floats(exports.matrixAt.value, exports.matrixColumns.value * size);
    this.#way = {
      norms: floats(exports.normsAt.value, 2 * depth + 2),
      deltaNorms: floats(exports.deltaNormsAt.value, 2 * depth + 2),
      masks: new Uint8Array(buffer, exports.masksAt.value, units),
    };
  }
}

/** Short arrays are copied faster entry by entry. */
function copy(from: Float64Array, length: number, to: Float64Array, at: number): void {
  if (length > 32) to.set(from.subarray(0, length), at);
  else for (let i = 0; i < length; i++) to[at + i] = from[i]!;
}

/** An instance of its own, or undefined where there is none (`instantiate`). */
export function loadDoubleKernel(api: WebAssemblyApi | undefined): DoubleKernel | undefined {
  const exports = instantiate(api);
  return exports === undefined ? undefined : new DoubleKernel(exports);
}
