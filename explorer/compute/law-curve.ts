/** The exact law of log forwardNorm2 as a curve. */
import type { Task } from './task.js';

export interface LawCurve {
  readonly x: readonly number[];
  readonly density: readonly number[];
}

export const lawCurve: Task<{ readonly depth: number; readonly width: number }, LawCurve> = () => ({
  x: [],
  density: [],
});
