/** One net raced by three optimizers, loss by loss, and the escape steps of many. */
import { batchNet } from '../../numerics/escape/batch-net.js';
import { optimizerSteps } from '../../numerics/escape/optimizer-step.js';
import { type Optimizer, optimizerOf } from '../../numerics/escape/optimizers.js';
import { type NetResult, type Race, raceNet, raceOf } from '../../numerics/escape/race.js';
import { type RaceSummary, summariseRace } from '../../numerics/escape/race-summary.js';
import { drawStart } from '../../numerics/escape/start.js';
import type { Network } from '../../numerics/network/network.js';
import type { Task } from './task.js';

/** Theory E5's, each with its rate. */
export const racers = [
  { name: 'GD', optimizer: optimizerOf('gradient-descent', { rate: 0.05 }) },
  { name: 'RMSprop', optimizer: optimizerOf('rmsprop', { rate: 0.01 }) },
  { name: 'Adam', optimizer: optimizerOf('adam', { rate: 0.01 }) },
] as const;
const optimizers = racers.map(({ optimizer }) => optimizer);

export interface RaceArguments {
  readonly network: Network;
  readonly seed: number;
  readonly cap: number;
  /** How many nets' escapes to count. */
  readonly nets: number;
}

export interface RaceRecord {
  /** The first net of the seed that is alive; undefined where none of the first twenty is. */
  readonly shown: RacedNet | undefined;
  readonly results: readonly NetResult[];
  /** Undefined before the first net. */
  readonly summary: RaceSummary | undefined;
}

export interface RacedNet {
  readonly net: number;
  readonly startLoss: number;
  readonly curves: readonly LossCurve[];
}

export interface LossCurve {
  /** Ascending, from 0, all of the first hundred and then about fifty to a decade. */
  readonly steps: readonly number[];
  /** The loss over that at the start: 1 at step 0. */
  readonly losses: readonly number[];
  /** The first step after which the loss had fallen by a tenth; undefined: not within the steps made. */
  readonly escape: number | undefined;
}

/** Of the intervals around medians: the picture's own, they decide nothing. */
const alpha = 0.05;
const netsTried = 20;
/** Multiplications of weights by inputs between reports. */
const workAtOnce = 2e7;
/** A curve ends where the loss is this part of what it was. */
const enough = 1e-3;

export const raceRecord: Task<RaceArguments, RaceRecord, RaceRecord> = async (args, pace) => {
  const { network, seed, cap, nets } = args;
  const race = raceOf(network, { cap });
  const results: NetResult[] = [];
  const quick = { ...race, cap: 0 };
  const first = Array.from({ length: netsTried }, (_, net) => net).find(
    (net) => !raceNet(quick, optimizers, seed, net).dead,
  );
  let shown: RacedNet | undefined;
  const record = (): RaceRecord => ({
    shown,
    results: [...results],
    summary: results.length === 0 ? undefined : summariseRace(results, alpha),
  });
  if (first !== undefined) {
    const curves: LossCurve[] = [];
    for (const optimizer of optimizers) {
      curves.push(await lossCurve(race, optimizer, seed, first, () => pace.report(record())));
    }
    shown = { net: first, startLoss: raceNet(quick, optimizers, seed, first).startLoss, curves };
  }
  await pace.report(record());
  for (let net = 0; net < nets; net++) {
    results.push(raceNet(race, optimizers, seed, net));
    await pace.report(record());
  }
  return record();
};

/** The loss of net `net` of the seed under one optimizer, as `raceNet` runs it, over all of the race's steps. */
export async function lossCurve(
  { network, inputs, unitInputs, loss: squared, fall, cap }: Race,
  optimizer: Optimizer,
  seed: number,
  net: number,
  breathe: () => Promise<void>,
): Promise<LossCurve> {
  const { parameters, batch } = drawStart(network, inputs, unitInputs, seed, net);
  const whole = batchNet(network, batch, squared);
  const gradient = new Float64Array(whole.size);
  const step = optimizerSteps(optimizer, whole.size);
  const stepsAtOnce = Math.max(1, Math.floor(workAtOnce / (whole.size * inputs)));
  const [steps, losses]: [number[], number[]] = [[], []];
  let escapedAt: number | undefined;
  let start = 0;
  for (let t = 0; ; t++) {
    const loss = whole.lossAndGradient(parameters, gradient);
    if (t === 0) start = loss;
    else if (escapedAt === undefined && loss <= (1 - fall) * start) escapedAt = t;
    const isLast = t >= cap || !(loss < Infinity) || loss <= enough * start;
    // The step that throws a loss out of the doubles leaves no number to show.
    if (t === 0 || (loss < Infinity && (isLast || isShown(t) || escapedAt === t))) {
      steps.push(t);
      losses.push(t === 0 ? 1 : loss / start);
    }
    if (isLast) return { steps, losses, escape: escapedAt };
    step(parameters, gradient);
    if ((t + 1) % stepsAtOnce === 0) await breathe();
  }
}

/** Whether a curve has a point there: a step differs by two percent or more from the one shown before. */
function isShown(t: number): boolean {
  if (t <= 100) return true;
  const place = (x: number) => Math.floor(50 * Math.log10(x));
  return place(t) !== place(t - 1);
}

/** Depth and width of a net with about the same L/d and at most so many weights: a race of larger ones takes too long. */
export function raceable(
  depth: number,
  width: number,
  mostWeights: number,
): { depth: number; width: number } {
  if (depth * width ** 2 <= mostWeights) return { depth, width };
  const scale = Math.cbrt(mostWeights / (depth * width ** 2));
  const narrow = Math.max(1, Math.min(Math.round(width * scale), Math.floor(Math.sqrt(mostWeights))));
  const shallow = Math.max(1, Math.round((depth * narrow) / width));
  return { depth: Math.min(shallow, Math.floor(mostWeights / narrow ** 2)), width: narrow };
}
