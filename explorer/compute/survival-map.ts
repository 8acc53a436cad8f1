/** The map of survival over depth and width, and its frontier: coarse at first, then fine. */
import {
  closedFormFrontier,
  exactFrontier,
  type SurvivalSetting,
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

export interface SurvivalAtArguments extends SurvivalSetting, Threshold {
  readonly depth: number;
  readonly width: number;
}

/** One point of the map. */
export interface SurvivalAt {
  /** P(forwardNorm2 >= floor), to 1e-9. */
  readonly probability: number;
  readonly alive: number;
  /** The smallest width that will do; undefined where none up to `widestSought` does. */
  readonly exact: number | undefined;
  readonly closedForm: number | undefined;
}

/** Wider than the map: the width that is needed is worth knowing where it lies beyond. */
export const widestSought = 8192;

export const survivalAt: Task<SurvivalAtArguments, SurvivalAt> = (args) => {
  const { activation, depth, width, floor } = args;
  return {
    probability: survivalProbability(args, depth, width, floor),
    alive: activation.kind === 'relu' ? (1 - 2 ** -width) ** depth : 1,
    exact: exactFrontier(args, depth, args, widestSought),
    closedForm: closedFormFrontier(args, depth, args),
  };
};

/** Whole numbers from 1 to `last`, in at most so many steps of about one factor. */
export function steps(last: number, count: number): number[] {
  const all = Array.from({ length: count + 1 }, (_, i) => Math.round(last ** (i / count)));
  return [...new Set(all)];
}
