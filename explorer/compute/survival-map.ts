/** The map of survival over depth and width, and its frontier: coarse at first, then fine. */

import type { Network } from '../../numerics/network/network.js';
import { equalFrom } from '../shape.js';
import {
  closedFormFrontier,
  exactFrontier,
  type SurvivalSetting,
  survivalOf,
  survivalProbability,
  type Threshold,
} from './survival.js';
import type { Task } from './task.js';

export interface SurvivalMapArguments extends SurvivalSetting, Threshold {
  readonly deepest: number;
  readonly widest: number;
}

export interface SurvivalMap {
  /** Ascending, about equally far apart on a logarithmic axis. */
  readonly depths: readonly number[];
  readonly widths: readonly number[];
  /** Entry i * widths.length + j is P(forwardNorm2 >= floor), to 0.002, at depths[i], widths[j]. */
  readonly probabilities: Float64Array;
  /** For every depth; undefined where no width up to the widest will do. */
  readonly exact: readonly (number | undefined)[];
  /** Not bounded by the widest. */
  readonly closedForm: readonly (number | undefined)[];
}

const [depthSteps, widthSteps] = [40, 36];
/** Of the first look, in cells. */
const coarse = 4;
/** No colour shows more. */
const tolerance = 2e-3;
/** Rows, or depths of the frontier, between reports. */
const rows = 5;

export const survivalMap: Task<SurvivalMapArguments, SurvivalMap, SurvivalMap> = async (args, pace) => {
  const { deepest, widest, floor } = args;
  const depths = steps(deepest, depthSteps);
  const widths = steps(widest, widthSteps);
  const probabilities = new Float64Array(depths.length * widths.length);
  const at = (i: number, j: number) => survivalProbability(args, depths[i]!, widths[j]!, floor, tolerance);
  const closedForm = depths.map((depth) => closedFormFrontier(args, depth, args));
  for (let i = 0; i < depths.length; i += coarse) {
    for (let j = 0; j < widths.length; j += coarse) {
      const middle = (k: number, end: number) => Math.min(k + Math.floor(coarse / 2), end - 1);
      const value = at(middle(i, depths.length), middle(j, widths.length));
      for (let k = i; k < Math.min(i + coarse, depths.length); k++) {
        probabilities.fill(
          value,
          k * widths.length + j,
          k * widths.length + Math.min(j + coarse, widths.length),
        );
      }
    }
  }
  await pace.report({ depths, widths, probabilities, exact: [], closedForm });
  const exact: (number | undefined)[] = [];
  for (const depth of depths) {
    exact.push(exactFrontier(args, depth, args, widest));
    if (exact.length % rows === 0) await pace.report({ depths, widths, probabilities, exact, closedForm });
  }
  for (let i = 0; i < depths.length; i++) {
    if (i % rows === 0) await pace.report({ depths, widths, probabilities, exact, closedForm });
    for (let j = 0; j < widths.length; j++) probabilities[i * widths.length + j] = at(i, j);
  }
  return { depths, widths, probabilities, exact, closedForm };
};

export interface SurvivalAtArguments extends Threshold {
  readonly network: Network;
  /** d sigma^2 of its weights. */
  readonly gain: number;
}

/** One net: a point of the map if all of its layers, and the input, are as wide. */
export interface SurvivalAt {
  /** P(forwardNorm2 >= floor), to 1e-9. */
  readonly probability: number;
  readonly alive: number;
  /** The smallest width that will do at its depth; undefined where none up to `widestSought` does, or the net is no point of the map. */
  readonly exact: number | undefined;
  readonly closedForm: number | undefined;
}

/** Wider than the map: the width that is needed is worth knowing where it lies beyond. */
export const widestSought = 8192;

export const survivalAt: Task<SurvivalAtArguments, SurvivalAt> = (args) => {
  const { network, floor } = args;
  const { widths, activation } = network;
  const depth = widths.length - 1;
  if (equalFrom(widths, 1) < depth)
    return { ...survivalOf(network, floor), exact: undefined, closedForm: undefined };
  const setting = { activation, gain: args.gain };
  const width = widths[0]!;
  return {
    probability: survivalProbability(setting, depth, width, floor),
    alive: activation.kind === 'relu' ? (1 - 2 ** -width) ** depth : 1,
    exact: exactFrontier(setting, depth, args, widestSought),
    closedForm: closedFormFrontier(setting, depth, args),
  };
};

/** Whole numbers from 1 to `last`, in at most so many steps of about one factor. */
export function steps(last: number, count: number): number[] {
  const all = Array.from({ length: count + 1 }, (_, i) => Math.round(last ** (i / count)));
  return [...new Set(all)];
}
