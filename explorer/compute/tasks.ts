/** All tasks, by name. */
import { drawNets } from './draw-nets.js';
import { gradientProfile } from './gradient.js';
import { raceRecord } from './race.js';
import { spectra } from './spectrum.js';
import { survivalAt, survivalMap } from './survival-map.js';
import type { Task } from './task.js';

const tasks = {
  'draw-nets': drawNets,
  'survival-map': survivalMap,
  'survival-at': survivalAt,
  gradient: gradientProfile,
  spectra,
  race: raceRecord,
} as const;

export type TaskName = keyof typeof tasks;
export type ArgumentsOf<N extends TaskName> = Parameters<(typeof tasks)[N]>[0];
export type ResultOf<N extends TaskName> = Awaited<ReturnType<(typeof tasks)[N]>>;
export type PartialOf<N extends TaskName> =
  (typeof tasks)[N] extends Task<never, unknown, infer P> ? P : never;

export const taskOf = (name: TaskName): Task<unknown, unknown, unknown> =>
  tasks[name] as Task<never, unknown, never> as Task<unknown, unknown, unknown>;
