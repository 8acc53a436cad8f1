/**
 * The thread that draws nets for `simulate`, `spectrum` and `race`, because the main thread must hear Ctrl-C meanwhile. It goes from net to
 * net, and with each through all depths, so that a run that is stopped has drawn about as many nets of every depth.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { raceNet } from '../numerics/escape/race.js';
import { extremeSpectrum, netSpectrum } from '../numerics/hessian/net-spectrum.js';
import { forwardSamples } from '../numerics/network/forward.js';
import { InputError } from '../theory/errors.js';
import type { DrawReport, RaceTask, SimulateTask, SpectrumTask } from './draws.js';
import { asInput } from './options.js';

/** Milliseconds between reports, about: a message costs as much as many small nets. */
const batchTime = 50;

const task = workerData as SimulateTask | SpectrumTask | RaceTask;
const tell = (report: DrawReport<unknown>) => parentPort!.postMessage(report);

try {
  if (task.kind === 'simulate') sample(task);
  else {
    for (let net = 0; net < task.nets; net++) {
      for (let index = 0; index < task.networks.length; index++) {
        tell({ kind: 'drawn', index, nets: 1, result: asInput(() => draw(task, index, net)) });
      }
    }
  }
  tell({ kind: 'end' });
} catch (error) {
  // Anything else goes to the main thread as the error of this thread.
  if (!(error instanceof InputError)) throw error;
  tell({ kind: 'bad input', message: error.message });
}

function draw(task: SpectrumTask | RaceTask, index: number, net: number) {
  const network = task.networks[index]!;
  if (task.kind === 'spectrum') {
    const find = task.large[index] ? extremeSpectrum : netSpectrum;
    return find(network, task.seed, net, task.target);
  }
  return raceNet({ ...task.settings, network }, task.optimizers, task.seed, net);
}

function sample({ networks: [network], seed, nets }: SimulateTask): void {
  let size = 1;
  for (let from = 0; from < nets; ) {
    const count = Math.min(size, nets - from);
    const result = new Float64Array(count);
    const start = performance.now();
    asInput(() => forwardSamples(network, seed, from, count, result));
    tell({ kind: 'drawn', index: 0, nets: count, result });
    from += count;
    const time = performance.now() - start;
    if (time < batchTime) size *= 2;
    else if (time > 4 * batchTime) size = Math.ceil(size / 2);
  }
}
