/** The part of the WebAssembly kernel that differentiates a net's loss on a batch, bit for bit as ../escape/batch-net.ts does in plain TypeScript. */
import { instantiate, type KernelExports, type WebAssemblyApi } from './module.js';

export interface BatchJob {
  /** d_0, ..., d_L. */
  readonly widths: readonly number[];
  /** How many parameters there are. */
  readonly size: number;
  /** How many inputs, filled up by zeros to a multiple of 4. */
  readonly stride: number;
  /** Entry j * stride + s belongs to entry j of input s. */
  readonly inputs: Float64Array;
  /** One for each of the `stride` inputs. */
  readonly targets: Float64Array;
  /** phi(z) = slope z for z <= 0. */
  readonly slope: number;
  /** The loss is this times the sum of squared residuals. */
  readonly lossFactor: number;
}

/** 128 MB: the kernel keeps the memory of its largest job, and beyond 2^31 addresses are none that a view takes. */
const mostBytes = 2 ** 27;

/** Whether the job is one for the kernel; larger ones are run in plain TypeScript. */
export function fitsKernel({ widths, size, stride }: Pick<BatchJob, 'widths' | 'size' | 'stride'>): boolean {
  const units = widths.reduce((sum, width) => sum + width, 0);
  return 8 * (stride * (3 * units + 2) + 2 * size) <= mostBytes;
}

/** One memory, in which one job at a time is laid out. */
export class BatchKernel {
  readonly #exports: KernelExports;
  #job: BatchJob | undefined;
  #parameters = new Float64Array(0);
  #gradient = new Float64Array(0);
  #residuals = new Float64Array(0);

  constructor(exports: KernelExports) {
    this.#exports = exports;
  }

  /** Makes room for the job, for good; false if there is none, and no pass may be made for it. */
  reserve(job: BatchJob): boolean {
    if (job === this.#job) return true;
    // What fails on the way leaves no job behind whose memory is laid out for another one.
    this.#job = undefined;
    const exports = this.#exports;
    const { widths, size, stride, inputs, targets, slope, lossFactor } = job;
    const depth = widths.length - 1;
    const units = widths.reduce((sum, width) => sum + width, 0);
    if (exports.reserveBatch(depth, units, stride, size) === 0) return false;
    // Memory may have grown: views of it are made anew.
    const { buffer } = exports.memory;
    const floats = (at: { readonly value: number }, length: number) =>
      new Float64Array(buffer, at.value, length);
    new Int32Array(buffer, exports.widthsAt.value, depth + 1).set(widths);
    floats(exports.activationsAt, inputs.length).set(inputs);
    floats(exports.targetsAt, stride).set(targets);
    this.#residuals = floats(exports.residualsAt, stride);
    this.#parameters = floats(exports.parametersAt, size);
    this.#gradient = floats(exports.gradientAt, size);
    exports.configureBatch(depth, stride, slope, lossFactor);
    this.#job = job;
    return true;
  }

  /** The loss; its derivative by each parameter into `gradient`, if there is one. */
  pass(job: BatchJob, parameters: Float64Array, gradient?: Float64Array): number {
    if (!this.reserve(job)) throw new RangeError('The kernel has no room for this net and batch.');
    this.#parameters.set(parameters);
    if (gradient === undefined) return this.#exports.lossOfBatch();
    const loss = this.#exports.gradientOfBatch(job.size);
    gradient.set(this.#gradient);
    return loss;
  }

  /**
   * How many steps of gradient descent from these parameters until the loss is at most `goal`; Infinity where it takes more than `cap` (below 2^31), loss
   * and gradient stand still, or the loss leaves the doubles.
   */
  descend(job: BatchJob, parameters: Float64Array, rate: number, goal: number, cap: number): number {
    if (!this.reserve(job)) throw new RangeError('The kernel has no room for this net and batch.');
    this.#parameters.set(parameters);
    const steps = this.#exports.descendBatch(job.size, rate, goal, cap);
    return steps < 0 ? Infinity : steps;
  }

  /** F(x_s) - y_s of all inputs, those that fill up too, after a pass for the loss alone; overwritten by the next. */
  residuals(): Float64Array {
    return this.#residuals;
  }

  /** Whether a^L = 0 for all inputs, in the last pass. */
  isDead(): boolean {
    return this.#exports.isDeadBatch() !== 0;
  }
}

/** An instance of its own, or undefined where there is none (`instantiate`). */
export function loadBatchKernel(api: WebAssemblyApi | undefined): BatchKernel | undefined {
  const exports = instantiate(api);
  return exports === undefined ? undefined : new BatchKernel(exports);
}
