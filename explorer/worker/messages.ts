/** What the page and its workers say to each other. */
import type { TaskName } from '../compute/tasks.js';

export type Request =
  | { readonly kind: 'run'; readonly id: number; readonly task: TaskName; readonly args: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

export type Reply =
  | { readonly kind: 'partial' | 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string };
