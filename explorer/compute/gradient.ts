/** gradientNorm2[l] layer by layer: the exact law (theory G2), the mean (G1), the closed form of the median (F8), and drawn nets. */
import { exactLawOf } from '../../numerics/law/exact-law.js';
import { gradientPass } from '../../numerics/network/gradient.js';
import { depthOf, family, type Network, weightVariance } from '../../numerics/network/network.js';
import { sampleQuantile } from '../../numerics/statistics/summary.js';
import { inverseWidths, weightCount } from '../shape.js';
import { decayOf, logMeanOf } from './log-normal.js';
import type { Task } from './task.js';

export interface GradientArguments {
  readonly network: Network;
  readonly seed: number;
  /** How many nets to draw. */
  readonly nets: number;
}

/** Logarithms to base 10 of gradientNorm2[l]. */
export interface GradientProfile {
  /** Of layer 1; of normal weights, and of other independent ones of the same variance approximately. Not for leaky relu. */
  readonly law: GradientLaw | undefined;
  /** Of the mean over all nets, for layer 1. Undefined for weights that may tie (G1). */
  readonly logMean: number | undefined;
  /** The median given alive for layer 1, to leading order (F8, U3), for independent weights: log-mean - c/2 sum of 1/d_l. */
  readonly logMedianClosedForm: number | undefined;
  /** By how much each layer shown lies above layer 1, mean and law alike: log(sigma_1^2/sigma_l^2), 0 where all widths are the same (G1). */
  readonly offsets: readonly number[];
  /** Layers shown of deep nets, 1..L in equal steps. */
  readonly layers: readonly number[];
  readonly drawn: DrawnGradients;
}

/** Of the nets alive. */
export interface GradientLaw {
  readonly dead: number;
  readonly logLower: number;
  readonly logMedian: number;
  readonly logUpper: number;
}

export interface DrawnGradients {
  readonly nets: number;
  readonly dead: number;
  /** The first nets that are alive, layer by layer. */
  readonly lines: readonly (readonly number[])[];
  /** Over the nets alive, layer by layer; empty without any. */
  readonly logMedians: readonly number[];
  readonly logLowers: readonly number[];
  readonly logUppers: readonly number[];
  /** Of the mean over all nets drawn, averaged over the layers shown; -Infinity without any alive. */
  readonly logMean: number;
}

/** Levels of the band: nine nets in ten lie between them. */
export const bandLevels = [0.05, 0.95] as const;
const mostLines = 12;
const mostLayers = 100;
/** Weights drawn between reports. */
const weightsAtOnce = 2e7;

export const gradientProfile: Task<GradientArguments, GradientProfile, GradientProfile> = async (
  args,
  pace,
) => {
  const { network, seed, nets } = args;
  const depth = depthOf(network);
  const layers = layersShown(depth);
  const theory = { ...theoryOf(network, layers), layers };
  const living: number[][] = [];
  let drawn = summarise(living, 0, layers.length);
  await pace.report({ ...theory, drawn });
  const pass = gradientPass(network, seed);
  const norms = new Float64Array(depth + 1);
  const batch = Math.max(1, Math.floor(weightsAtOnce / weightCount(network.widths)));
  for (let net = 0; net < nets; net++) {
    if (pass(net, norms)) living.push(layers.map((l) => norms[l]! * Math.LOG10E));
    if ((net + 1) % batch !== 0 && net + 1 < nets) continue;
    drawn = summarise(living, net + 1, layers.length);
    await pace.report({ ...theory, drawn });
  }
  return { ...theory, drawn };
};

export function layersShown(depth: number): number[] {
  const count = Math.min(depth, mostLayers);
  if (count === 1) return [1];
  return Array.from({ length: count }, (_, i) => Math.round(1 + (i * (depth - 1)) / (count - 1)));
}

function theoryOf(network: Network, layers: readonly number[]) {
  const { activation, readoutGain, init, widths } = network;
  const first = weightVariance(network, 1);
  // The backward pass goes through the readout in place of W^l: sigma_b^2 for sigma_l^2.
  const logMean = logMeanOf(network) + Math.log(readoutGain / widths.at(-1)! / first);
  const logMedian = logMean - (decayOf(activation) * inverseWidths(widths)) / 2;
  const isOrthogonal = family(init) === 'orthogonal';
  return {
    law: activation.kind === 'leaky-relu' || isOrthogonal ? undefined : lawOf(network),
    logMean: family(init) === 'rademacher' ? undefined : logMean * Math.LOG10E,
    logMedianClosedForm: isOrthogonal ? undefined : logMedian * Math.LOG10E,
    offsets: layers.map((l) => Math.log10(first / weightVariance(network, l))),
  };
}

function lawOf(network: Network): GradientLaw {
  const law = exactLawOf(network, { gradientLayer: 1 });
  const quantile = (p: number) => law.quantile(p).value * Math.LOG10E;
  const [lower, upper] = bandLevels;
  return {
    dead: law.deadProbability.value,
    logLower: quantile(lower),
    logMedian: quantile(1 / 2),
    logUpper: quantile(upper),
  };
}

function summarise(living: readonly (readonly number[])[], nets: number, layers: number): DrawnGradients {
  const columns = Array.from({ length: layers }, (_, i) =>
    Float64Array.from(living, (line) => line[i]!).sort(),
  );
  const at = (level: number) =>
    living.length === 0 ? [] : columns.map((column) => sampleQuantile(column, level));
  const [lower, upper] = bandLevels;
  return {
    nets,
    dead: nets - living.length,
    lines: living.slice(0, mostLines),
    logMedians: at(1 / 2),
    logLowers: at(lower),
    logUppers: at(upper),
    logMean: logOfMean(columns, nets),
  };
}

/** log10 of the mean of 10^x over columns of ascending x, each with so many entries that are -Infinity as it lacks. */
function logOfMean(columns: readonly Float64Array[], nets: number): number {
  const top = columns.reduce((most, column) => Math.max(most, column.at(-1) ?? -Infinity), -Infinity);
  if (top === -Infinity) return -Infinity;
  let sum = 0;
  for (const column of columns) for (const x of column) sum += 10 ** (x - top);
  return top + Math.log10(sum / (columns.length * nets));
}
