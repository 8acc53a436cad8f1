/** Loss and gradient of a net on a batch of inputs, all weights and the readout trained. */
import { type BatchJob, fitsKernel } from '../kernel/batch-kernel.js';
import { batchKernel } from '../kernel/default.js';
import { slopeOf } from '../network/activation.js';
import type { Network } from '../network/network.js';
import { offsetsOf } from './offsets.js';
import { plainBatchNet } from './plain-batch-net.js';

/**
 * The squared loss as a multiple of sum_s (F(x_s) - y_s)^2 over B inputs: mean 1/B (PyTorch's MSELoss), half-mean 1/(2B), half-sum 1/2.
 */
export type SquaredLoss = 'mean' | 'half-mean' | 'half-sum';

/** c in c sum_s (F(x_s) - y_s)^2. */
export function lossFactor(loss: SquaredLoss, inputs: number): number {
  if (loss === 'half-sum') return 1 / 2;
  return loss === 'mean' ? 1 / inputs : 1 / (2 * inputs);
}

export interface Batch {
  /** Input s is entries s d_0 .. (s+1) d_0 - 1. */
  readonly inputs: Float64Array;
  /** One for each input. */
  readonly targets: Float64Array;
}

export interface BatchNet {
  /** sum of d_l d_(l-1), and d_L for the readout. */
  readonly size: number;
  /** The loss of all inputs. */
  loss(parameters: Float64Array): number;
  /** The same, and its derivative by each parameter into `gradient`. */
  lossAndGradient(parameters: Float64Array, gradient: Float64Array): number;
  /** F(x_s) - y_s for every input. */
  residuals(parameters: Float64Array): Float64Array;
  /** Whether a^L = 0 for all inputs, in the last pass. */
  dead(): boolean;
  /**
   * Where the net is run by the kernel: how many steps of gradient descent until the loss is at most `goal`, as `raceNet` counts them; the same
   * number as step by step.
   */
  readonly descend?: (parameters: Float64Array, rate: number, goal: number, cap: number) => number;
}

/**
 * The net's loss as a function of its parameters, and its gradient by the chain rule; relu's derivative at 0 is 0 (as in `activate`). By the kernel where there
 * is one, the job takes at most 128 MB and there is room for it, else in plain TypeScript, about three times slower: the same bits.
 *
 * Three multiplications for each weight and input, about one for each weight in deep relu nets, whose dead units are skipped; nothing is
 * allocated by the calls. Plain doubles: right to about 1e-16 sqrt(d) a layer as long as no activation or delta leaves 1e-300..1e300, which he
 * nets keep to up to L/d of some 200.
 * @throws RangeError unless there is an input, each has d_0 entries, and there is a target for each.
 */
export function batchNet(
  network: Network,
  batch: Batch,
  loss: SquaredLoss,
  kernel = batchKernel(),
): BatchNet {
  const job = batchJob(network, batch, loss);
  if (kernel === undefined || !fitsKernel(job) || !kernel.reserve(job))
    return plainBatchNet(job, batch.targets.length);
  let dead = true;
  const pass = (parameters: Float64Array, gradient?: Float64Array) => {
    const value = kernel.pass(job, parameters, gradient);
    dead = kernel.isDead();
    return value;
  };
  return {
    size: job.size,
    loss: (parameters) => pass(parameters),
    lossAndGradient: pass,
    residuals(parameters) {
      pass(parameters);
      return kernel.residuals().slice(0, batch.targets.length);
    },
    dead: () => dead,
    descend: (parameters, rate, goal, cap) =>
      kernel.descend(job, parameters, rate, goal, Math.min(cap, mostSteps)),
  };
}

/** A race of more steps would take days. */
const mostSteps = 2 ** 31 - 1;

/** What either way of running the net is given. @throws RangeError as `batchNet`. */
export function batchJob(network: Network, batch: Batch, loss: SquaredLoss): BatchJob {
  const { widths } = network;
  const inputs = batch.targets.length;
  if (inputs === 0 || batch.inputs.length !== inputs * widths[0]!) {
    throw new RangeError(`${inputs} targets need ${inputs} inputs of ${widths[0]} entries, at least one.`);
  }
  // Four inputs at a time; those that fill up the last four are 0, with targets 0: they add nothing.
  const stride = 4 * Math.ceil(inputs / 4);
  const targets = new Float64Array(stride);
  targets.set(batch.targets);
  const columns = new Float64Array(widths[0]! * stride);
  for (let j = 0; j < widths[0]!; j++) {
    for (let s = 0; s < inputs; s++) columns[j * stride + s] = batch.inputs[s * widths[0]! + j]!;
  }
  return {
    widths,
    size: offsetsOf(network).at(-1)! + widths.at(-1)!,
    stride,
    inputs: columns,
    targets,
    slope: slopeOf(network.activation),
    lossFactor: lossFactor(loss, inputs),
  };
}
