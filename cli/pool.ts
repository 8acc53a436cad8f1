/** Sends units to worker threads, at most as many at a time as there are threads, first come first served. */
import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { RunUnit } from '../properties/check.js';
import { runUnit } from '../properties/unit.js';
import { InputError } from '../theory/errors.js';
import type { Answer } from './worker.js';

export interface Pool {
  readonly run: RunUnit;
  readonly workers: number;
  /** Stops all work at once; units under way are lost. */
  close(): Promise<void>;
}

export const defaultWorkers = Math.min(8, availableParallelism());

/** With one worker everything runs on the main thread, yielding between units so that Ctrl-C and progress are served. */
export function openPool(workers: number, onUnit: (points: number) => void = () => {}): Pool {
  const gate = limiter(workers);
  const threads =
    workers === 1
      ? undefined
      : new Piscina({
          filename: new URL('./worker.js', import.meta.url).href,
          minThreads: workers,
          maxThreads: workers,
          concurrentTasksPerWorker: 1,
        });
  const run: RunUnit = (job, unit, wanted = () => true) =>
    gate(async () => {
      if (!wanted()) return undefined;
      if (threads === undefined) {
        await new Promise((resolve) => setImmediate(resolve));
        const outcome = runUnit(job, unit);
        onUnit(outcome.points);
        return outcome;
      }
      const answer: Answer = await threads.run({ job, unit });
      if ('badInput' in answer) throw new InputError(answer.badInput, answer.column);
      onUnit(answer.outcome.points);
      return answer.outcome;
    });
  return { run, workers, close: async () => threads?.destroy() };
}

/** At most `slots` tasks at a time, in the order asked. */
function limiter(slots: number): <T>(task: () => Promise<T>) => Promise<T> {
  let free = slots;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
