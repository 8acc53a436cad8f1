/** Hessian eigenvalues of drawn nets against depth, as histograms that grow net by net. */
import { type NetSpectrum, netSpectrum } from '../../numerics/hessian/net-spectrum.js';
import { depthOf, type Network } from '../../numerics/network/network.js';
import { sampleQuantile } from '../../numerics/statistics/summary.js';
import type { Task } from './task.js';

export interface SpectrumArguments {
  /** Of ascending depths. */
  readonly networks: readonly Network[];
  readonly seed: number;
  /** At each depth. */
  readonly nets: number;
}

/** Of the loss (F - 1)^2/2 by all hidden weights, at the input of norm 1. One entry for each depth. */
export type Spectra = readonly DepthSpectrum[];

export interface DepthSpectrum {
  readonly depth: number;
  readonly nets: number;
  readonly dead: number;
  /** Nets with eigenvalues of both signs. */
  readonly saddles: number;
  /** How many eigenvalues of the nets alive have log10 |lambda| in [k/4, (k+1)/4), at entry k - firstBin; the ends take what lies beyond. */
  readonly positive: readonly number[];
  readonly negative: readonly number[];
  /** Eigenvalues told from 0. */
  readonly eigenvalues: number;
  /** Medians over the nets alive of log10; -Infinity for 0, NaN without a net alive. */
  readonly logMax: number;
  /** Of the size of the smallest eigenvalue, where that is negative; -Infinity where none is. */
  readonly logMin: number;
}

export const binWidth = 1 / 4;
/** log10 |lambda| from -10 to 4. */
export const firstBin = -40;
export const bins = 56;
const target = 1;
/** The sum of the widths from which on a net takes some 20 ms, and is reported at once. */
const large = 200;

export const spectra: Task<SpectrumArguments, Spectra, Spectra> = async (args, pace) => {
  const { networks, seed, nets } = args;
  const depths = networks.map(depthOf);
  const units = networks.map(({ widths: [, ...hidden] }) => hidden.reduce((sum, width) => sum + width, 0));
  const found: NetSpectrum[][] = depths.map(() => []);
  const counts = depths.map(() => ({ positive: noCounts(), negative: noCounts() }));
  const result = () => depths.map((depth, i) => summarise(depth, found[i]!, counts[i]!));
  for (let net = 0; net < nets; net++) {
    for (let i = 0; i < depths.length; i++) {
      const one = netSpectrum(networks[i]!, seed, net, target);
      found[i]!.push(one);
      addTo(counts[i]!.positive, one.positive);
      addTo(counts[i]!.negative, one.negative);
      if (units[i]! > large) await pace.report(result());
    }
    await pace.report(result());
  }
  return result();
};

const noCounts = () => new Array<number>(bins).fill(0);

function addTo(counts: number[], logs: Float64Array): void {
  for (const log of logs) counts[binOf(log)]! += 1;
}

/** The bin that takes log10 |lambda|. */
export function binOf(log: number): number {
  return Math.min(bins - 1, Math.max(0, Math.floor(log / binWidth) - firstBin));
}

function summarise(
  depth: number,
  nets: readonly NetSpectrum[],
  counts: { readonly positive: readonly number[]; readonly negative: readonly number[] },
): DepthSpectrum {
  const living = nets.filter(({ alive }) => alive);
  const median = (log: (net: NetSpectrum) => number) =>
    living.length === 0 ? Number.NaN : sampleQuantile(Float64Array.from(living, log).sort(), 1 / 2);
  const positive = [...counts.positive];
  const negative = [...counts.negative];
  return {
    depth,
    nets: nets.length,
    dead: nets.length - living.length,
    saddles: living.filter(({ saddle }) => saddle).length,
    positive,
    negative,
    eigenvalues: [...positive, ...negative].reduce((sum, n) => sum + n, 0),
    logMax: median(({ logMax }) => logMax),
    // In ascending order: the first is the farthest from 0.
    logMin: median(({ negative }) => negative[0] ?? Number.NEGATIVE_INFINITY),
  };
}
