/**
 * The thread that draws nets for `spectrum` and `race`, because the main thread must hear Ctrl-C meanwhile. It goes from net to net, and
 * with each through all depths, so that a run that is stopped has drawn about as many nets of every depth.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { raceNet } from '../numerics/escape/race.js';
import { InputError } from '../theory/errors.js';
import type { DrawReport, RaceTask, SpectrumTask } from './draws.js';
import { netSpectrum } from './net-spectrum.js';
import { asInput } from './options.js';

const task = workerData as SpectrumTask | RaceTask;
const tell = (report: DrawReport<unknown>) => parentPort!.postMessage(report);

try {
  for (let net = 0; net < task.nets; net++) {
    for (let index = 0; index < task.networks.length; index++) {
      tell({ kind: 'net', index, result: asInput(() => draw(index, net)) });
    }
  }
  tell({ kind: 'end' });
} catch (error) {
  // Anything else goes to the main thread as the error of this thread.
  if (!(error instanceof InputError)) throw error;
  tell({ kind: 'bad input', message: error.message });
}

function draw(index: number, net: number) {
  const network = task.networks[index]!;
  if (task.kind === 'spectrum') return netSpectrum(network, task.seed, net, task.target);
  return raceNet({ ...task.settings, network }, task.optimizers, task.seed, net);
}
