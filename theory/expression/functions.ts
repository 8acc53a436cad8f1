/** The functions and constants of the claim language. Nothing else can be called or named. */
import { binomial } from '../special/binomial.js';
import { euler, eulerGamma, pi } from '../special/constants.js';
import type { DoubleDouble } from '../special/double-double.js';
import { digamma, gamma, lgamma, trigamma } from '../special/gamma.js';
import { gammaMedian } from '../special/gamma-median.js';
import { hyp2f1 } from '../special/hypergeometric.js';
import { erf, normalCdf, normalQuantile } from '../special/normal.js';
import { widthCall } from './ast.js';

export interface FunctionEntry {
  readonly minArguments: number;
  /** Infinity for min and max. */
  readonly maxArguments: number;
  /** What a call costs, in additions: measured of enclosures, rounded up. */
  readonly operations: number;
  /** The value in doubles; NaN outside the domain. */
  readonly evaluate: (...args: number[]) => number;
}

function entry(count: number, evaluate: (...args: number[]) => number, operations = 5): FunctionEntry {
  return { minArguments: count, maxArguments: count, operations, evaluate };
}

/** d_l; NaN where there is no layer l. */
function widthOfLayer(layer: number, ...widths: number[]): number {
  return widths[layer] ?? Number.NaN;
}

/** `sum(index, from, to, expression)` is a node of its own (SumNode), not in this table. */
const table = {
  exp: entry(1, Math.exp),
  log: entry(1, Math.log),
  sqrt: entry(1, Math.sqrt),
  abs: entry(1, Math.abs),
  min: { ...entry(2, Math.min), maxArguments: Number.POSITIVE_INFINITY },
  max: { ...entry(2, Math.max), maxArguments: Number.POSITIVE_INFINITY },
  floor: entry(1, Math.floor),
  ceil: entry(1, Math.ceil),
  gamma: entry(1, gamma, 20),
  lgamma: entry(1, lgamma),
  digamma: entry(1, digamma),
  trigamma: entry(1, trigamma),
  erf: entry(1, erf),
  normalCdf: entry(1, normalCdf),
  normalQuantile: entry(1, normalQuantile),
  gammaMedian: entry(1, gammaMedian),
  binomial: entry(2, binomial, 20),
  hyp2f1: entry(4, hyp2f1, 5000),
  [widthCall]: { ...entry(2, widthOfLayer), maxArguments: Number.POSITIVE_INFINITY },
} as const satisfies Record<string, FunctionEntry>;

export type FunctionName = keyof typeof table;

/** Function name -> arity and value. A Map, so that no prototype name (`constructor`) is ever found in it. */
export const functions: ReadonlyMap<string, FunctionEntry> = new Map(Object.entries(table));

/** The functions that a text can call by name. */
export const callableFunctions: readonly string[] = [...functions.keys()].filter(
  (name) => name !== widthCall,
);

/** Constant name -> value to at least 1e-26; the head is the nearest double. EulerGamma = -digamma(1). */
export const constants: ReadonlyMap<string, DoubleDouble> = new Map([
  ['pi', pi],
  ['e', euler],
  ['EulerGamma', eulerGamma],
]);
