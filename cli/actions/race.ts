/** `race`: how many steps optimizers need from the same random starts until the loss has fallen. */
import { type Optimizer, optimizerOf } from '../../numerics/escape/optimizers.js';
import { type NetResult, raceOf } from '../../numerics/escape/race.js';
import { type OptimizerSummary, summariseRace } from '../../numerics/escape/race-summary.js';
import { sampleQuantile } from '../../numerics/statistics/summary.js';
import { short } from '../../report/words.js';
import { InputError } from '../../theory/errors.js';
import type { RaceOptions } from '../commands/race.js';
import { drawNets } from '../draws.js';
import type { Interruption } from '../interrupt.js';
import { activationText, initText, parseActivation, parseInit } from '../network-options.js';
import { asInput, decimal } from '../options.js';
import { stoppedLine, table } from '../render.js';
import { ratioName, ratioOf, type Shape, shapesOf, shapeText } from '../shape-options.js';
import { networkOf } from '../shaped-network.js';

const usualDepths = { from: 4, to: 32 };
/** Each optimizer keeps a few numbers for every weight. */
const maxWeights = 1e7;

export async function race(options: RaceOptions, interruption: Interruption): Promise<number> {
  const { inputs, fall, cap, nets, alpha, seed } = options;
  const runners = parseOptimizers(options.optimizers);
  const [activation, init] = [parseActivation(options.activation), parseInit(options.init)];
  const { depths, shape } = shapesOf(options, usualDepths);
  checkWeights(depths.at(-1)!, shape);
  const races = asInput(() =>
    depths.map((depth) => raceOf(networkOf({ depth, shape }, { activation, init }), { inputs, fall, cap })),
  );
  const networks = races.map(({ network }) => network);
  const optimizers = runners.map(({ optimizer }) => optimizer);
  const results = await drawNets(
    { kind: 'race', networks, nets, seed, settings: races[0]!, optimizers },
    interruption,
  );
  const head: Head = {
    ...shape,
    activation: activationText(activation),
    init: initText(init),
    inputs,
    fall,
    cap,
    alpha,
    seed,
    nets,
  };
  const each = alpha / (depths.length * runners.length);
  const found = depths.map((depth, i) => describe(depth, runners, results[i]!, each, cap));
  const partial = interruption.code() !== undefined;
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ ...(partial ? { partial } : {}), ...head, depths: found }, null, 2)}\n`
      : text(head, found, partial),
  );
  return interruption.code() ?? 0;
}

function checkWeights(depth: number, shape: Shape): void {
  const weights =
    'width' in shape
      ? depth * shape.width ** 2
      : shape.widths.reduce((sum, width, l) => sum + width * (shape.widths[l - 1] ?? shape.inputWidth), 0);
  if (weights <= maxWeights) return;
  const what = 'width' in shape ? `width ${shape.width}` : 'these widths';
  throw new InputError(
    `A net of depth ${depth} and ${what} has ${weights} weights; a race takes at most ${maxWeights}.`,
  );
}

interface Runner {
  /** As on the command line. */
  readonly name: string;
  readonly optimizer: Optimizer;
}

const kinds = {
  gd: 'gradient-descent',
  sgd: 'sgd',
  momentum: 'momentum',
  sign: 'sign-descent',
  rmsprop: 'rmsprop',
  adam: 'adam',
} as const satisfies Record<string, Optimizer['kind']>;

/** `gd:0.05,adam:0.01`. */
function parseOptimizers(text: string): Runner[] {
  const runners = text.split(',').map((part): Runner => {
    const [, name = '', rateText = ''] = /^\s*([^:]*?)\s*(?::(.*))?$/.exec(part) ?? [];
    if (!Object.hasOwn(kinds, name)) {
      throw new InputError(
        `--optimizers takes a list such as gd:0.05,adam:0.01 of ${Object.keys(kinds).join(', ')}; there is no '${name}'.`,
      );
    }
    const rate = decimal(rateText);
    if (!(rate > 0 && rate < Infinity)) {
      throw new InputError(
        `--optimizers: ${name} needs a positive rate, as in ${name}:0.01, not '${rateText}'.`,
      );
    }
    return { name, optimizer: optimizerOf(kinds[name as keyof typeof kinds], { rate }) };
  });
  const labels = runners.map(labelOf);
  const twice = labels.find((label, i) => labels.indexOf(label) < i);
  if (twice !== undefined) throw new InputError(`--optimizers has ${twice} twice.`);
  return runners;
}

function labelOf({ name, optimizer: { rate } }: Runner): string {
  return `${name}:${rate}`;
}

type Head = Shape & Settings;

interface Settings {
  readonly activation: string;
  readonly init: string;
  readonly inputs: number;
  readonly fall: number;
  readonly cap: number;
  readonly alpha: number;
  readonly seed: number;
  /** Asked for, at each depth. */
  readonly nets: number;
}

interface DepthReport {
  readonly depth: number;
  readonly nets: number;
  readonly dead: number;
  readonly optimizers: readonly RunnerReport[];
}

/** Steps of the nets alive; null where a quantile lies beyond the cap, or no net is alive. */
interface RunnerReport {
  readonly optimizer: string;
  readonly rate: number;
  readonly escaped: number;
  readonly share: number | null;
  readonly quartiles: readonly [number | null, number | null];
  readonly median: number | null;
  /** upper is null where the cap hides it. */
  readonly interval: { readonly lower: number; readonly upper: number | null };
}

function describe(
  depth: number,
  runners: readonly Runner[],
  results: readonly NetResult[],
  alpha: number,
  cap: number,
): DepthReport {
  const summary = summariseRace(results, alpha);
  const living = results.filter(({ dead }) => !dead);
  const optimizers = runners.map(({ name, optimizer: { rate } }, k): RunnerReport => {
    const sorted = Float64Array.from(living, ({ steps }) => steps[k]!).sort();
    const quantile = (level: number) =>
      sorted.length === 0 ? null : finiteOrNull(sampleQuantile(sorted, level));
    // Before the first net there is no summary of any optimizer.
    const found: OptimizerSummary | undefined = summary.optimizers[k];
    const { lower, upper } = found?.interval ?? { lower: -Infinity, upper: Infinity };
    return {
      optimizer: name,
      rate,
      escaped: found?.escaped ?? 0,
      share: found === undefined || living.length === 0 ? null : found.escaped / living.length,
      quartiles: [quantile(1 / 4), quantile(3 / 4)],
      median: quantile(1 / 2),
      // No net needs less than one step; a lower end beyond the cap is the next whole number.
      interval: { lower: Math.min(cap + 1, Math.max(1, lower)), upper: finiteOrNull(upper) },
    };
  });
  return { depth, nets: summary.nets, dead: summary.dead, optimizers };
}

function finiteOrNull(x: number): number | null {
  return Number.isFinite(x) ? x : null;
}

function text(head: Head, found: readonly DepthReport[], partial: boolean): string {
  const beyond = `> ${head.cap}`;
  const rows = found.flatMap(({ depth, nets, dead, optimizers }) =>
    optimizers.map((each, k) => {
      const alive = nets - dead;
      const steps = (x: number | null) => (alive === 0 ? '-' : x === null ? beyond : String(x));
      const { lower, upper } = each.interval;
      const first =
        k === 0 ? [String(depth), short(ratioOf({ depth, shape: head })), `${dead}/${nets}`] : ['', '', ''];
      return [
        ...first,
        `${each.optimizer}:${each.rate}`,
        each.share === null ? '-' : `${(100 * each.share).toFixed(0)} %`,
        steps(each.median),
        `[${lower > head.cap ? beyond : lower}, ${upper ?? beyond}]`,
        alive === 0 ? '-' : `${steps(each.quartiles[0])} to ${steps(each.quartiles[1])}`,
      ];
    }),
  );
  const names = ['L', ratioName(head), 'dead', 'optimizer', 'escaped', 'median', 'interval', 'quartiles'];
  return `${[
    `Steps until the loss has fallen by ${short(100 * head.fall)} %: ${head.nets} nets a depth, ${shapeText(head)}, ${head.inputs} input${head.inputs === 1 ? '' : 's'}, ${head.activation}, ${head.init}, seed ${head.seed}`,
    '',
    ...table([names, ...rows]).map((line) => `  ${line}`),
    '',
    `Of the nets not dead at the start. ${beyond}: not within ${head.cap} steps. All intervals hold together with probability 1 - ${short(head.alpha)}.`,
    '',
    ...plot(head, found),
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

/** For each optimizer, medians against L/d: full up to the lower end of the interval, half full to the median, a line to the upper end. */
function plot(head: Head, found: readonly DepthReport[]): string[] {
  const room = 50;
  const most = Math.log(head.cap);
  const place = (steps: number | null) =>
    steps === null || steps > head.cap
      ? room
      : most === 0
        ? 1
        : 1 + Math.round(((room - 1) * Math.log(steps)) / most);
  const names = found[0]!.optimizers.map(({ optimizer, rate }) => `${optimizer}:${rate}`);
  const nameWidth = Math.max(...names.map((name) => name.length));
  const ratios = found.map(({ depth }) => short(ratioOf({ depth, shape: head })));
  const ratioWidth = Math.max(3, ...ratios.map((ratio) => ratio.length));
  const lines = names.flatMap((name, k) =>
    found.map(({ nets, dead, optimizers }, i) => {
      const { median, interval } = optimizers[k]!;
      const [low, middle, high] = [interval.lower, median, interval.upper].map(place) as [
        number,
        number,
        number,
      ];
      const bar =
        nets === dead
          ? ''
          : `${'█'.repeat(low)}${'▒'.repeat(middle - low)}${'─'.repeat(high - middle)}`.padEnd(room);
      const value = nets === dead ? '' : median === null ? `> ${head.cap}` : String(median);
      return `  ${(i === 0 ? name : '').padEnd(nameWidth)}  ${ratios[i]!.padStart(ratioWidth)}  ${bar}  ${value}`;
    }),
  );
  return [
    `Median steps (log scale from 1 to ${head.cap}; █ lower end of the interval, ▒ median, ─ upper end) against ${ratioName(head)}`,
    ...lines.map((line) => line.trimEnd()),
  ];
}
