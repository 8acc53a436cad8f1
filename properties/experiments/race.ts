/** E5: how the escape steps of an optimizer grow with depth, on drawn nets. */

import { raceOf } from '../../numerics/escape/race.js';
import { bernoulliInterval } from '../../numerics/inference/bernoulli.js';
import { checkpoints } from '../../numerics/inference/checkpoints.js';
import { combine, type Interval } from '../../numerics/inference/interval.js';
import { quantileInterval } from '../../numerics/inference/quantile.js';
import { squareNetwork } from '../../numerics/network/network.js';
import { streamSeedOf } from '../hash.js';
import type { Look, Outcome } from '../outcome.js';
import { type Experiment, numberOf, numbersOf } from './experiment.js';
import { affordableSteps, Racer } from './race-cost.js';
import { optimizerFor, racePicture } from './race-picture.js';

const schedule = checkpoints(100, 1.5);

/** Shallow nets for each nominal second of the budget, and how many at least: a tenth of it must pay for these, whatever steps they take. */
const shallowPerSecond = 100;
const leastShallow = 400;
const mostSteps = 10_000;

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
    const shallowNet = squareNetwork(shallow, width);
    const cap = Math.min(mostSteps, affordableSteps(shallowNet, optimizer, budget / 10 / leastShallow));
    if (cap === 0) {
      const reason = `the budget does not pay for a step of ${leastShallow} shallow nets.`;
      return { points: 1, spent: 0, unresolved: { point, reason } };
    }
    const first = new Racer(raceOf(shallowNet, { cap }), optimizer, seed);
    const most = Math.max(leastShallow, Math.floor(shallowPerSecond * budget));
    const start = medianOf(first, budget / 10, alpha / 2, most);
    if (start.nets < schedule.size(0)) {
      const reason = `the budget allows ${start.nets} shallow nets alone.`;
      return { points: 1, spent: first.spent, unresolved: { point, reason } };
    }
    if (start.upper === Infinity) {
      const reason = `the shallow nets do not escape within ${cap} steps${cap < mostSteps ? ', and the budget allows no more' : ''}.`;
      return { points: 1, spent: first.spent, unresolved: { point, reason } };
    }
    // At least: the median exceeds what comes before the multiple of every candidate. At most: it does not exceed the multiple.
    const [needed, refuting] = steep
      ? [Math.ceil(factor * start.upper) - 1, Math.ceil(factor * start.lower) - 1]
      : [Math.floor(factor * start.lower), Math.floor(factor * start.upper)];
    const deep = numberOf(parameters, 'deep');
    const race = raceOf(squareNetwork(deep, width), { cap: Math.max(needed, refuting) });
    // The question asked of deep nets depends on the shallow ones: they must not share weights.
    const deepSeed = streamSeedOf(seed % 2 ** 32, `deep ${seed}`);
    const second = new Racer(race, optimizer, deepSeed);
    const path: Look[] = [];
    let within: Interval = { lower: 0, upper: 1 };
    let beyond: Interval = { lower: 0, upper: 1 };
    let [early, late, living] = [0, 0, 0];
    for (let look = 0; ; look++) {
      const before = living;
      while (living < schedule.size(look)) {
        const steps = second.next(budget - first.spent);
        if (steps === undefined) break;
        living += 1;
        if (steps <= needed) early += 1;
        if (steps <= refuting) late += 1;
      }
      const spent = first.spent + second.spent;
      if (living === before) {
        const reason = `${living} deep nets left it open, and the budget allows no more.`;
        return { points: 1, path, spent, unresolved: { point, reason } };
      }
      within = combine(within, bernoulliInterval(early, living, alpha / 4));
      beyond = combine(beyond, bernoulliInterval(late, living, alpha / 4));
      // The share of deep nets that have escaped by then, and where it has to be.
      path.push([living, within.lower, within.upper, steep ? 0 : 1 / 2, steep ? 1 / 2 : 1]);
      const holds = steep ? within.upper < 1 / 2 : within.lower > 1 / 2;
      const fails = steep ? beyond.lower > 1 / 2 : beyond.upper < 1 / 2;
      if (holds) {
        const slack = Math.abs((steep ? within.upper : within.lower) - 1 / 2);
        return { points: 1, path, spent, tightest: { point, slack } };
      }
      if (fails) return { ...failed(point, steep, refuting, start, factor), path, spent };
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

/** The median over nets that are not dead, enclosed as narrowly as so many nets and so many seconds allow, or to a single step. */
function medianOf(racer: Racer, seconds: number, alpha: number, most: number): Interval & { nets: number } {
  const steps: number[] = [];
  let interval: Interval = { lower: -Infinity, upper: Infinity };
  for (let look = 0; schedule.size(look) <= most && interval.lower < interval.upper; look++) {
    const before = steps.length;
    while (steps.length < schedule.size(look)) {
      const next = racer.next(seconds);
      if (next === undefined) break;
      steps.push(next);
    }
    if (steps.length === before) break;
    // Valid at every number of nets, and so at one that the budget set.
    interval = combine(interval, quantileInterval(Float64Array.from(steps).sort(), 1 / 2, alpha));
  }
  return { ...interval, nets: steps.length };
}
