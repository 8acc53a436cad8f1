/** Searches run by another thread (search-thread.ts), until all have an answer or a signal comes. */
import { Worker } from 'node:worker_threads';
import type { ClaimJob } from '../properties/job.js';
import { InputError } from '../theory/errors.js';
import type { Interruption } from './interrupt.js';
import { openProgress } from './progress.js';

export interface SearchTask {
  /** With a constant: it is sharpened; without: the largest part of the domain is found. */
  readonly jobs: readonly ClaimJob[];
  readonly workers: number;
}

/** What the main thread is told, in plain data: errors lose their class on the way between threads. */
export type SearchReport<Result> =
  | { readonly kind: 'working'; readonly on: string }
  | { readonly kind: 'examined'; readonly points: number }
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'bad input'; readonly message: string; readonly column: number | undefined }
  | { readonly kind: 'end' };

/** The answers reached: one for each job, unless a signal came. */
export async function search<Result>(task: SearchTask, interruption: Interruption): Promise<Result[]> {
  const results: Result[] = [];
  const progress = await openProgress();
  progress.expect(task.jobs.length, 0);
  const thread = new Worker(new URL('./search-thread.js', import.meta.url), { workerData: task });
  const all = new Promise<void>((resolve, reject) => {
    thread.on('error', reject);
    thread.on('exit', () => reject(new Error('a thread ended before its work was done')));
    thread.on('message', (report: SearchReport<Result>) => {
      switch (report.kind) {
        case 'working':
          return progress.turningTo(report.on);
        case 'examined':
          return progress.examined(report.points);
        case 'result':
          results.push(report.result);
          return;
        case 'bad input':
          return reject(new InputError(report.message, report.column));
        case 'end':
          return resolve();
      }
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

/** What a search prints that a signal ended before it had an answer. */
export const stoppedText = 'stopped: no answer was reached';
