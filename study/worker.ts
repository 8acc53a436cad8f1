/** A worker thread of a study: does one cell at a time. */
import { studies } from './index.js';
import type { Scale } from './study.js';

export interface Task {
  readonly name: string;
  readonly scale: Scale;
  readonly index: number;
}

export interface CellDone {
  readonly result: unknown;
  /** What the cell took its thread. */
  readonly seconds: number;
}

export default async function work({ name, scale, index }: Task): Promise<CellDone> {
  const study = studies.find((each) => each.name === name)!;
  const start = performance.now();
  const result = await study.run(study.cells(scale)[index]);
  return { result, seconds: (performance.now() - start) / 1000 };
}
