/** gradientNorm2[l] layer by layer: the exact law (theory G2), the mean (G1), the closed form of the median (F8), and drawn nets. */
import { exactLawOf } from '../../numerics/law/exact-law.js';
import { gradientPass } from '../../numerics/network/gradient.js';
import { depthOf, family, type Network } from '../../numerics/network/network.js';
import { sampleQuantile } from '../../numerics/statistics/summary.js';
import { logNormalOf } from './survival.js';
import type { Task } from './task.js';

export interface GradientArguments {
  readonly network: Network;
  /** d sigma^2 of the network's weights. */
  readonly gain: number;
  readonly seed: number;
  /** How many nets to draw. */
  readonly nets: number;
}

/** Logarithms to base 10 of gradientNorm2[l]. */
export interface GradientProfile {
  /** The same for every layer; of normal weights, and of other independent ones of the same variance approximately. Not for leaky relu. */
  readonly law: GradientLaw | undefined;
  /** Of the mean over all nets, the same for every layer. Undefined for weights that may tie (G1). */
  readonly logMean: number | undefined;
  /** The median given alive, to leading order (F8), for independent weights: log(g_b/g) + L log(p g) - c L/(2d). */
  readonly logMedianClosedForm: number | undefined;
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
  const theory = { ...theoryOf(args), layers };
  const living: number[][] = [];
  let drawn = summarise(living, 0, layers.length);
  await pace.report({ ...theory, drawn });
  const pass = gradientPass(network, seed);
  const norms = new Float64Array(depth + 1);
  const batch = Math.max(1, Math.floor(weightsAtOnce / (depth * network.widths[0]! ** 2)));
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

function theoryOf({ network, gain }: GradientArguments) {
  const { activation, readoutGain } = network;
  const depth = depthOf(network);
  const { layerMean, spread } = logNormalOf({ activation, gain });
  const scale = Math.log(readoutGain / gain);
  const isOrthogonal = family(network.init) === 'orthogonal';
  const logMedian = scale + depth * layerMean - (spread * depth) / (2 * network.widths[0]!);
  return {
    law: activation.kind === 'leaky-relu' || isOrthogonal ? undefined : lawOf(network),
    logMean: family(network.init) === 'rademacher' ? undefined : (scale + depth * layerMean) * Math.LOG10E,
    logMedianClosedForm: isOrthogonal ? undefined : logMedian * Math.LOG10E,
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
