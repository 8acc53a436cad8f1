/**
 * Sends units to worker threads, at most as many at a time as there are threads, first come first served. Even a single
 * worker is a thread of its own: a unit may take seconds, and the main thread must hear Ctrl-C meanwhile.
 */
import { Piscina } from 'piscina';
import type { ClaimJob } from '../properties/job.js';
import type { MutantResult } from '../properties/mutants/hunt.js';
import type { Outcome } from '../properties/outcome.js';
import type { Unit } from '../properties/unit.js';
import type { MutantTask, Task } from './worker.js';

export interface Done {
  readonly outcome: Outcome;
  /** What the unit took its thread. */
  readonly milliseconds: number;
}

export interface Pool {
  /** Undefined if `wanted`, asked just before the start, says that the unit is no longer needed. Rejects if its thread dies. */
  run(job: ClaimJob, unit: Unit, wanted?: () => boolean): Promise<Done | undefined>;
  /** Hunts for one mutant. Rejects if its thread dies. */
  hunt(task: MutantTask): Promise<MutantResult>;
  /** Stops all work at once; units under way are lost. */
  close(): Promise<void>;
}

export function openPool(
  workers: number,
  workerFile: URL = new URL('./worker-entry.cjs', import.meta.url),
): Pool {
  const gate = limiter(workers);
  // Threads are started as they are needed (each loads the checker) and then kept.
  const threads = new Piscina({
    filename: workerFile.href,
    minThreads: 1,
    maxThreads: workers,
    concurrentTasksPerWorker: 1,
    idleTimeout: Infinity,
  });
  let closing = false;
  // A thread may die between units, or before its first one (Piscina then answers nobody), and its successor would too:
  // whoever waits, or asks later, learns of the first death.
  let isBroken = false;
  let breakDown: (reason: unknown) => void = () => {};
  const broken = new Promise<never>((_, reject) => {
    breakDown = (reason) => {
      isBroken = true;
      reject(reason);
    };
  });
  broken.catch(() => {});
  threads.on('error', breakDown);
  threads.on('workerDestroy', () => {
    // A unit that was under way rejects just after this event, with the better reason.
    if (!closing) setImmediate(() => breakDown(new Error('a worker thread ended before its work was done')));
  });
  const answerOf = async (task: Task) => {
    if (isBroken) return broken;
    try {
      return await Promise.race([threads.run(task), broken]);
    } catch (error) {
      breakDown(error);
      return broken;
    }
  };
  return {
    run: (job, unit, wanted = () => true) =>
      gate(async () => {
        if (!wanted()) return undefined;
        return answerOf({ job, unit });
      }),
    hunt: (task) => gate(() => answerOf(task)),
    close: async () => {
      closing = true;
      await threads.destroy();
    },
  };
}

/**
 * At most `slots` tasks at a time, in the order asked. A slot is free again a turn of the event loop after its task has ended: whoever asked for that one
 * then knows what came of it, and whether later ones are still wanted.
 */
function limiter(slots: number): <T>(task: () => Promise<T>) => Promise<T> {
  let free = slots;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      return await task();
    } finally {
      setImmediate(() => {
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      });
    }
  };
}
