/** E5: how the escape steps of an optimizer grow with depth, on drawn nets. */

import type { Optimizer } from '../../numerics/escape/optimizers.js';
import { type Race, raceNet, raceOf } from '../../numerics/escape/race.js';
import { bernoulliInterval } from '../../numerics/inference/bernoulli.js';
import { checkpoints } from '../../numerics/inference/checkpoints.js';
import { combine, type Interval } from '../../numerics/inference/interval.js';
import { quantileInterval } from '../../numerics/inference/quantile.js';
import { squareNetwork } from '../../numerics/network/network.js';
import { streamSeedOf } from '../hash.js';
import type { Look, Outcome } from '../outcome.js';
import { type Experiment, numberOf, numbersOf } from './experiment.js';
import { optimizerFor, racePicture } from './race-picture.js';

const schedule = checkpoints(100, 1.5);

/** Steps of one pass over the 8 inputs that a core does in a second, for one layer of width 8, rounded down. */
const layerStepsPerSecond = 4e5;

/**
 * The median escape steps (dead nets apart) of one optimizer at each of the `rates`, from depth `shallow` to depth `deep` at `width`: they grow at least
 * `factor`-fold (`growth` is 'at least'), or at most (`at most`). Half of alpha encloses the shallow median; the other half asks whether the
 * deep one lies beyond the multiple of it.
 */
export const raceGrowth: Experiment = {
  oracle: 'simulated',
  measured: 'share of deep nets that escape within the multiple',
  exhaustive: true,
  chunk: 1,
  points: (parameters) => numbersOf(parameters, 'rates').map((rate) => ({ rate })),
  examine(parameters, point, { seed, alpha, budget }) {
    const optimizer = optimizerFor(String(parameters.optimizer), point.rate!);
    const [width, factor] = [numberOf(parameters, 'width'), numberOf(parameters, 'factor')];
    const { growth } = parameters;
    if (growth !== 'at least' && growth !== 'at most')
      throw new RangeError(`Growth is 'at least' or 'at most', not ${growth}.`);
    const steep = growth === 'at least';
    const shallow = numberOf(parameters, 'shallow');
    const nets = Math.floor(budget / 10 / secondsOf(shallow, 100));
    const start = medianOf(
      raceOf(squareNetwork(shallow, width), { cap: 10_000 }),
      optimizer,
      seed,
      alpha / 2,
      nets,
    );
    if (start.upper === Infinity) {
      const reason = 'the shallow nets do not escape.';
      return { points: 1, unresolved: { point, reason } };
    }
    // At least: the median exceeds what comes before the multiple of every candidate. At most: it does not exceed the multiple.
    const [needed, refuting] = steep
      ? [Math.ceil(factor * start.upper) - 1, Math.ceil(factor * start.lower) - 1]
      : [Math.floor(factor * start.lower), Math.floor(factor * start.upper)];
    const deep = numberOf(parameters, 'deep');
    const race = raceOf(squareNetwork(deep, width), { cap: Math.max(needed, refuting) });
    // The question asked of deep nets depends on the shallow ones: they must not share weights.
    const deepSeed = streamSeedOf(seed % 2 ** 32, `deep ${seed}`);
    const affordable = Math.floor((0.9 * budget) / secondsOf(deep, race.cap));
    const path: Look[] = [];
    let within: Interval = { lower: 0, upper: 1 };
    let beyond: Interval = { lower: 0, upper: 1 };
    let [early, late, living, net] = [0, 0, 0, 0];
    for (let look = 0; ; look++) {
      const size = schedule.size(look);
      if (size > affordable) {
        const reason = `${living} deep nets left it open, and the budget allows ${affordable}.`;
        return { points: 1, path, unresolved: { point, reason } };
      }
      while (living < size) {
        const { dead, steps } = raceNet(race, [optimizer], deepSeed, net++);
        if (dead) continue;
        living += 1;
        if (steps[0]! <= needed) early += 1;
        if (steps[0]! <= refuting) late += 1;
      }
      within = combine(within, bernoulliInterval(early, living, alpha / 4));
      beyond = combine(beyond, bernoulliInterval(late, living, alpha / 4));
      // The share of deep nets that have escaped by then, and where it has to be.
      path.push([living, within.lower, within.upper, steep ? 0 : 1 / 2, steep ? 1 / 2 : 1]);
      const holds = steep ? within.upper < 1 / 2 : within.lower > 1 / 2;
      const fails = steep ? beyond.lower > 1 / 2 : beyond.upper < 1 / 2;
      if (holds) {
        const slack = Math.abs((steep ? within.upper : within.lower) - 1 / 2);
        return { points: 1, path, tightest: { point, slack } };
      }
      if (fails) return { ...failed(point, steep, refuting, start, factor), path };
    }
  },
  picture: racePicture,
};

/** In a counterexample: the deep median's bound, and the multiple of the shallow one. */
function failed(
  point: Readonly<Record<string, number>>,
  steep: boolean,
  refuting: number,
  { lower, upper }: Interval,
  factor: number,
): Outcome {
  const lhs = steep ? refuting : refuting + 1;
  return { points: 1, failure: { point, lhs, lhsError: 0, rhs: factor * (steep ? lower : upper) } };
}

/** The median over nets that are not dead, enclosed as narrowly as so many nets allow, or to a single step. */
function medianOf(race: Race, optimizer: Optimizer, seed: number, alpha: number, nets: number): Interval {
  const steps: number[] = [];
  let interval: Interval = { lower: -Infinity, upper: Infinity };
  let net = 0;
  for (let look = 0; schedule.size(look) <= Math.max(nets, 400) && interval.lower < interval.upper; look++) {
    while (steps.length < schedule.size(look)) {
      const result = raceNet(race, [optimizer], seed, net++);
      if (!result.dead) steps.push(result.steps[0]!);
    }
    interval = combine(interval, quantileInterval(Float64Array.from(steps).sort(), 1 / 2, alpha));
  }
  return interval;
}

function secondsOf(depth: number, steps: number): number {
  return (depth * steps) / layerStepsPerSecond;
}
