/** The page's workers: tasks wait here for the next one that is free. */
import type { PanelContext } from '../panel.js';
import { type Reply, type Request, workerFault } from './messages.js';

/**
 * How long a task that is not wanted any more may take to notice, in milliseconds: longer than one net of the largest kind takes, as a new worker
 * loads all modules again, while the page wants the processor for itself.
 */
const grace = 1000;

/** Panels go first; a stream takes what they leave, and never all workers. */
export type Priority = 'panel' | 'stream';

export interface Pool {
  readonly size: number;
  /** Starts the workers; what is asked for before that waits. */
  open(): void;
  compute(priority: Priority): PanelContext['compute'];
  close(): void;
}

interface Job {
  readonly id: number;
  readonly request: Request;
  readonly priority: Priority;
  readonly onPartial: (value: unknown) => void;
  readonly settle: (outcome: { readonly value: unknown } | { readonly error: unknown }) => void;
}

interface Slot {
  /** Undefined where the last one has failed: the next job gets a new one. */
  worker: Worker | undefined;
  job: Job | undefined;
}

export function createPool(size: number): Pool {
  const queue: Job[] = [];
  const slots: Slot[] = [];
  let latest = 0;
  let closed = false;

  function start(slot: Slot): Worker {
    const worker = new Worker(new URL('./compute-worker.ts', import.meta.url), { type: 'module' });
    slot.worker = worker;
    worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      const { job } = slot;
      if (job === undefined || job.id !== data.id) return;
      if (data.kind === 'partial') {
        job.onPartial(data.value);
        return;
      }
      slot.job = undefined;
      job.settle(data.kind === 'failure' ? { error: new Error(data.message) } : { value: data.value });
      dispatch();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (slot.worker !== worker) return;
      const { job } = slot;
      Object.assign(slot, { worker: undefined, job: undefined });
      job?.settle({ error: new Error(workerFault(event)) });
      dispatch();
    };
    return worker;
  }

  function dispatch(): void {
    for (const slot of slots) {
      if (slot.job !== undefined) continue;
      const streaming = slots.filter(({ job }) => job?.priority === 'stream').length;
      const index = queue.findIndex(
        ({ priority }) => priority === 'panel' || streaming < Math.max(1, slots.length - 1),
      );
      if (index < 0) return;
      const [job] = queue.splice(index, 1);
      slot.job = job;
      (slot.worker ?? start(slot)).postMessage(job!.request);
    }
  }

  function withdraw(job: Job): void {
    const index = queue.indexOf(job);
    if (index >= 0) {
      queue.splice(index, 1);
      return;
    }
    const slot = slots.find((each) => each.job === job);
    if (slot === undefined) return;
    slot.worker?.postMessage({ kind: 'cancel', id: job.id } satisfies Request);
    setTimeout(() => {
      if (closed || slot.job !== job) return;
      slot.worker?.terminate();
      slot.job = undefined;
      start(slot);
      dispatch();
    }, grace);
  }

  return {
    size,
    open() {
      while (slots.length < size) {
        const slot = { job: undefined } as Slot;
        start(slot);
        slots.push(slot);
      }
      dispatch();
    },
    compute: (priority) => (task, args, signal, onPartial) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        const id = ++latest;
        let settled = false;
        const job: Job = {
          id,
          priority,
          request: { kind: 'run', id, task, args },
          onPartial: (value) => {
            if (!settled) onPartial?.(value as never);
          },
          settle: (outcome) => {
            if (settled) return;
            settled = true;
            signal.removeEventListener('abort', abort);
            if ('value' in outcome) resolve(outcome.value as never);
            else reject(outcome.error);
          },
        };
        const abort = () => {
          job.settle({ error: signal.reason });
          withdraw(job);
        };
        signal.addEventListener('abort', abort);
        const at = priority === 'panel' ? queue.findIndex((each) => each.priority === 'stream') : -1;
        queue.splice(at < 0 ? queue.length : at, 0, job);
        dispatch();
      }),
    close() {
      closed = true;
      for (const { worker } of slots) worker?.terminate();
    },
  };
}
