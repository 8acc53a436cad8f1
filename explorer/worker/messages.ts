/** What the page and its workers say to each other. */
import type { TaskName } from '../compute/tasks.js';

export type Request =
  | { readonly kind: 'run'; readonly id: number; readonly task: TaskName; readonly args: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

export type Reply =
  | { readonly kind: 'partial' | 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string };

/** Why a worker has ended: browsers do not tell why one could not be loaded. */
export const workerFault = ({ message }: ErrorEvent): string =>
  message || 'its worker could not be loaded, perhaps as the server of this page has ended';
