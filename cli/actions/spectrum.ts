/** `spectrum`: Hessian eigenvalues of drawn nets, depth by depth. */

import { parameterCount } from '../../numerics/hessian/drawn-net.js';
import { hessianMoments } from '../../numerics/hessian/moments.js';
import type { LanczosFigures, NetSpectrum } from '../../numerics/hessian/net-spectrum.js';
import { maxParameters } from '../../numerics/hessian/operator.js';
import { maxReducedOrder } from '../../numerics/hessian/reduced.js';
import { slopeOf } from '../../numerics/network/activation.js';
import type { Network } from '../../numerics/network/network.js';
import { type SignHistogram, signHistogram } from '../../numerics/statistics/sign-histogram.js';
import { sampleQuantile } from '../../numerics/statistics/summary.js';
import { InputError } from '../../theory/errors.js';
import type { SpectrumOptions } from '../commands/spectrum.js';
import { drawNets } from '../draws.js';
import type { Interruption } from '../interrupt.js';
import { activationText, initText, parseActivation, parseInit } from '../network-options.js';
import { scientific, stoppedLine, table } from '../render.js';
import { ratioName, type Shape, shapesOf, shapeText } from '../shape-options.js';
import { networkOf } from '../shaped-network.js';

/** A relu net's order is random, about L d: ten standard deviations below the limit. */
const maxReluOrder = 2500;

export async function spectrum(options: SpectrumOptions, interruption: Interruption): Promise<number> {
  const { input, nets, seed } = options;
  if (input !== 'dense' && input !== 'sparse') {
    throw new InputError(`--input must be dense or sparse, not '${input}'.`);
  }
  if (options.of === 'output' && options.target !== undefined) {
    throw new InputError('--target is the target of the loss; it goes with --of loss.');
  }
  const target = options.of === 'output' ? undefined : (options.target ?? 1);
  const [activation, init] = [parseActivation(options.activation), parseInit(options.init)];
  const { depths, shape } = shapesOf(options);
  const networks = depths.map((depth) => networkOf({ depth, shape }, { activation, init, input }));
  checkSize(networks.at(-1)!, depths.at(-1)!, shape);
  const large = networks.map(isLarge);
  const results = await drawNets({ kind: 'spectrum', networks, nets, seed, target, large }, interruption);
  const head: Head = {
    of: options.of,
    target: target ?? null,
    ...shape,
    activation: activationText(activation),
    init: initText(init),
    input,
    seed,
    nets,
  };
  const found = depths.map((depth, i) =>
    summarise(depth, networks[i]!, large[i]!, results[i]!, options.bins),
  );
  const partial = interruption.code() !== undefined;
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ ...(partial ? { partial } : {}), ...head, depths: found.map(report) }, null, 2)}\n`
      : text(head, found, partial),
  );
  return interruption.code() ?? 0;
}

/** Whether a net has too many eigenvalues for all of them to be computed. */
function isLarge({ activation, widths }: Network): boolean {
  const sum = (each: readonly number[]) => each.reduce((total, width) => total + width, 0);
  const units = sum(widths.slice(1));
  return slopeOf(activation) === 0
    ? units > maxReluOrder
    : units + sum(widths.slice(1, -1)) - (widths.length - 2) > maxReducedOrder;
}

/** Refuses at once what would be refused after the first nets. */
function checkSize(network: Network, depth: number, shape: Shape): void {
  const weights = parameterCount(network);
  if (weights <= maxParameters) return;
  const what = 'width' in shape ? `width ${shape.width}` : 'these widths';
  throw new InputError(
    `A net of depth ${depth} and ${what} has ${weights} weights; eigenvalues are computed for nets of at most ${maxParameters}.`,
  );
}

type Head = Shape & Settings;

interface Settings {
  readonly of: 'loss' | 'output';
  readonly target: number | null;
  readonly activation: string;
  readonly init: string;
  readonly input: 'dense' | 'sparse';
  readonly seed: number;
  /** Asked for, at each depth. */
  readonly nets: number;
}

/** Logs to base 10: -Infinity for 0, NaN for what does not exist. */
interface DepthSummary {
  readonly depth: number;
  readonly nets: number;
  readonly dead: number;
  readonly saddles: number;
  readonly medians: {
    readonly log10LambdaMax: number;
    readonly log10AbsLambdaMin: number;
    readonly log10Trace: number;
    readonly log10HessianNorm: number;
  };
  readonly hessianNorm2: { readonly log10SampleMean: number; readonly log10Mean: number };
  readonly histogram: SignHistogram & { readonly zeros: number; readonly unresolved: number };
  /** Where only extreme eigenvalues are computed: the largest of `LanczosFigures` over the nets alive. */
  readonly lanczos?: { readonly log10RelativeError: number; readonly steps: number };
}

function summarise(
  depth: number,
  network: Network,
  isLarge: boolean,
  nets: readonly NetSpectrum[],
  bins: number,
): DepthSummary {
  const living = nets.filter(({ alive }) => alive);
  const median = (log: (net: NetSpectrum) => number) =>
    living.length === 0 ? Number.NaN : sampleQuantile(Float64Array.from(living, log).sort(), 1 / 2);
  const total = (count: (net: NetSpectrum) => number) => living.reduce((sum, net) => sum + count(net), 0);
  const moments = hessianMoments(network);
  return {
    depth,
    nets: nets.length,
    dead: nets.length - living.length,
    saddles: total(({ saddle }) => (saddle ? 1 : 0)),
    medians: {
      log10LambdaMax: median(({ logMax }) => logMax),
      log10AbsLambdaMin: median(({ logMin }) => logMin),
      log10Trace: median(({ logTrace }) => logTrace),
      log10HessianNorm: median(({ logNorm }) => logNorm),
    },
    hessianNorm2: {
      log10SampleMean: logMean(nets.map(({ logNorm }) => 2 * logNorm)),
      log10Mean: 'reason' in moments ? Number.NaN : moments.logMean / Math.LN10,
    },
    histogram: {
      ...signHistogram(
        living.map(({ negative }) => negative),
        living.map(({ positive }) => positive),
        bins,
      ),
      zeros: total(({ zeros }) => zeros),
      unresolved: total(({ unresolved }) => unresolved),
    },
    ...(isLarge ? { lanczos: worst(living) } : {}),
  };
}

function worst(living: readonly NetSpectrum[]): NonNullable<DepthSummary['lanczos']> {
  const most = (figure: keyof LanczosFigures) =>
    living.reduce((most, { lanczos }) => Math.max(most, lanczos![figure]), 0);
  return { log10RelativeError: Math.log10(most('relativeError')), steps: most('steps') };
}

/** log10 of the mean of numbers given by their log10; NaN without any. */
function logMean(logs: readonly number[]): number {
  if (logs.length === 0) return Number.NaN;
  const top = logs.reduce((most, log) => Math.max(most, log), -Infinity);
  if (top === -Infinity) return top;
  return top + Math.log10(logs.reduce((sum, log) => sum + 10 ** (log - top), 0) / logs.length);
}

function report(summary: DepthSummary) {
  const { medians, hessianNorm2, lanczos } = summary;
  return {
    ...summary,
    medians: finite(medians),
    hessianNorm2: finite(hessianNorm2),
    ...(lanczos === undefined ? {} : { lanczos: finite(lanczos) }),
  };
}

function finite<K extends string>(logs: Readonly<Record<K, number>>): Record<K, number | null> {
  const entries = Object.entries<number>(logs).map(([name, x]) => [name, Number.isFinite(x) ? x : null]);
  return Object.fromEntries(entries) as Record<K, number | null>;
}

function text(head: Head, found: readonly DepthSummary[], partial: boolean): string {
  const what = head.target === null ? 'the output F' : `the loss (F - ${head.target})^2/2`;
  const rows = found.map(({ depth, dead, saddles, medians, hessianNorm2, lanczos }) => [
    `${depth}${lanczos === undefined ? '' : '*'}`,
    String(dead),
    String(saddles),
    scientific(medians.log10LambdaMax),
    scientific(medians.log10AbsLambdaMin),
    scientific(medians.log10Trace),
    scientific(medians.log10HessianNorm),
    scientific(hessianNorm2.log10SampleMean),
    Number.isNaN(hessianNorm2.log10Mean) ? 'not known' : scientific(hessianNorm2.log10Mean),
  ]);
  const names = [
    'L',
    'dead',
    'saddles',
    'lambdaMax',
    '|lambdaMin|',
    'trace',
    '|nabla^2 F|',
    'drawn',
    'exact',
  ];
  const last = found.at(-1)!;
  return `${[
    `Hessian of ${what} by all hidden weights: ${head.nets} nets a depth, ${shapeText(head)}, ${head.activation}, ${head.init}, seed ${head.seed}`,
    '',
    ...heading(names, rows),
    '',
    'Medians are over the nets alive, norms are Frobenius norms, dead nets count in the mean.',
    `Exact: ${'width' in head ? 'L(L-1) p^2 d g_b (p g)^(L-2)' : 'the sum over all pairs of layers (H3)'}. A mean over drawn nets misses the rare nets that carry it when ${ratioName(head)} is large.`,
    ...lanczosText(found),
    '',
    ...histogramText(last),
    ...(partial
      ? [
          '',
          stoppedLine(
            found.map(({ nets }) => nets),
            head.nets,
          ),
        ]
      : []),
  ].join('\n')}\n`;
}

function lanczosText(found: readonly DepthSummary[]): string[] {
  const large = found.filter(({ lanczos }) => lanczos !== undefined);
  if (large.length === 0) return [];
  const errors = large
    .filter(({ nets, dead }) => nets > dead)
    .map(({ lanczos }) => lanczos!.log10RelativeError);
  // Of dead nets there is nothing to be said.
  if (errors.length === 0)
    return ['* Too large for all eigenvalues, had any net been alive: none of them is.'];
  return [
    `* Too large for all eigenvalues: the largest and the smallest by Lanczos iteration. An eigenvalue lies within ${scientific(Math.max(...errors))} of each, relative to`,
    '  the larger one; that none lies beyond is all but certain, not certain. Saddles are those nets where both signs are certain.',
  ];
}

/** The table below a line that groups its columns. */
function heading(names: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const lines = table([names, ...rows]).map((line) => `  ${line}`);
  const end = (name: string) => lines[0]!.indexOf(` ${name}`) + 1;
  const groups = `${' '.repeat(end('lambdaMax'))}medians`.padEnd(end('drawn') - 8);
  return [`${groups}mean |nabla^2 F|^2`, ...lines];
}

function histogramText({ depth, nets, dead, histogram, lanczos }: DepthSummary): string[] {
  const { edges, negative, positive, zeros, unresolved } = histogram;
  const tallest = Math.max(1, ...negative, ...positive);
  const bar = (n: number) => `${'█'.repeat(Math.round((24 * n) / tallest))}${n === 0 ? '' : ` ${n}`}`;
  return [
    `log10 |eigenvalue| at L=${depth}, ${nets - dead} nets alive: ${
      lanczos === undefined
        ? `${zeros} are 0, ${unresolved} not told from 0 by rounding`
        : 'the largest and the smallest of each'
    }`,
    ...(edges.length === 0 ? [] : [`${''.padStart(9)}  ${'negative'.padEnd(32)}positive`]),
    ...negative.map((n, i) =>
      `${edges[i]!.toFixed(2).padStart(9)}  ${bar(n).padEnd(32)}${bar(positive[i]!)}`.trimEnd(),
    ),
  ];
}
