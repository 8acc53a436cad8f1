/** Nets drawn by another thread (draw-thread.ts), until all are drawn or a signal comes. */
import { Worker } from 'node:worker_threads';
import type { Optimizer } from '../numerics/escape/optimizers.js';
import type { NetResult, Race } from '../numerics/escape/race.js';
import type { NetSpectrum } from '../numerics/hessian/net-spectrum.js';
import type { Network } from '../numerics/network/network.js';
import { InputError } from '../theory/errors.js';
import type { Interruption } from './interrupt.js';
import { openCountProgress } from './progress.js';

interface Task {
  /** One for each depth. */
  readonly networks: readonly Network[];
  /** How many nets of each. */
  readonly nets: number;
  readonly seed: number;
}

export interface SimulateTask extends Task {
  readonly kind: 'simulate';
  readonly networks: readonly [Network];
}

export interface SpectrumTask extends Task {
  readonly kind: 'spectrum';
  /** The loss's; undefined for the output itself. */
  readonly target: number | undefined;
  /** One for each network: whether it is too large for more than its extreme eigenvalues. */
  readonly large: readonly boolean[];
}

export interface RaceTask extends Task {
  readonly kind: 'race';
  readonly settings: Omit<Race, 'network'>;
  readonly optimizers: readonly Optimizer[];
}

/** What the main thread is told, in plain data: errors lose their class on the way between threads. */
export type DrawReport<Result> =
  | { readonly kind: 'drawn'; readonly index: number; readonly nets: number; readonly result: Result }
  | { readonly kind: 'bad input'; readonly message: string }
  | { readonly kind: 'end' };

/**
 * The results of the nets 0, 1, ... for each network of the task: all of them, unless a signal came. Those of `simulate`, log forwardNorm2,
 * come as arrays of many.
 */
export function drawNets(task: SimulateTask, interruption: Interruption): Promise<Float64Array[][]>;
export function drawNets(task: SpectrumTask, interruption: Interruption): Promise<NetSpectrum[][]>;
export function drawNets(task: RaceTask, interruption: Interruption): Promise<NetResult[][]>;
export async function drawNets(
  task: SimulateTask | SpectrumTask | RaceTask,
  interruption: Interruption,
): Promise<unknown[][]> {
  const results: unknown[][] = task.networks.map(() => []);
  const progress = await openCountProgress(task.nets * task.networks.length, 'nets');
  const thread = new Worker(new URL('./draw-thread.js', import.meta.url), { workerData: task });
  const all = new Promise<void>((resolve, reject) => {
    thread.on('error', reject);
    thread.on('exit', () => reject(new Error('a thread ended before its work was done')));
    thread.on('message', (report: DrawReport<unknown>) => {
      if (report.kind === 'end') return resolve();
      if (report.kind === 'bad input') return reject(new InputError(report.message));
      results[report.index]!.push(report.result);
      progress.done(report.nets);
    });
  });
  try {
    await Promise.race([all, interruption.came]);
  } finally {
    progress.stop();
    thread.removeAllListeners('message');
    await thread.terminate();
  }
  return results;
}
