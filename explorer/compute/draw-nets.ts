/** Nets drawn from a seed, as the checker draws them. */
import { forwardSamples } from '../../numerics/network/forward.js';
import { type ExplorerState, networkOf } from '../state.js';
import type { Task } from './task.js';

export interface NetsWanted {
  readonly state: ExplorerState;
  /** The nets first..first+count-1 of the state's seed. */
  readonly first: number;
  readonly count: number;
}

export interface NetsDrawn {
  /** log forwardNorm2 of each; -Infinity if and only if it is dead. */
  readonly values: Float64Array;
  readonly milliseconds: number;
}

export const drawNets: Task<NetsWanted, NetsDrawn> = ({ state, first, count }) => {
  const network = networkOf(state);
  const values = new Float64Array(count);
  const start = performance.now();
  forwardSamples(network, state.seed, first, count, values);
  return { values, milliseconds: performance.now() - start };
};
