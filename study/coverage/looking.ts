/** Sequences that look at the samples themselves, at the checkpoints at which the checker looks at its nets. */
import { bernoulliInterval } from '../../numerics/inference/bernoulli.js';
import { combine, type Interval } from '../../numerics/inference/interval.js';
import { lawDistanceInterval } from '../../numerics/inference/kolmogorov.js';
import { secondMomentInterval, varianceInterval } from '../../numerics/inference/mean.js';
import { quantileInterval } from '../../numerics/inference/quantile.js';
import { binomialUpperLimit } from '../../numerics/statistics/binomial.js';
import { schedule } from '../../properties/simulate-point.js';
import { drawsOf } from '../draws.js';
import { medianOf } from '../median.js';
import { alphas, type Case } from './case.js';
import type { Law, LawWithMoments } from './laws.js';

/** An interval made from the samples so far at a look. */
export interface Enclosing {
  readonly name: string;
  /** Whether all looks together may use one alpha each; else they share it. */
  readonly anytime: boolean;
  /** Ordered samples are wanted. */
  readonly ordered?: boolean;
  interval(samples: Float64Array, alpha: number): Interval;
  /** What one look, fixed beforehand, could do; `interval` itself if left out. */
  once?(samples: Float64Array, alpha: number): Interval;
}

/** Paths of a cell whose last interval is compared with one made for a single look. */
const pricedPaths = 21;

export function looking(enclosing: Enclosing, law: Law, truth: number): Case {
  return {
    sequence: enclosing.name,
    law: law.name,
    looks: 'checkpoints',
    follow(from, to, longest) {
      const sizes: number[] = [];
      while (schedule.size(sizes.length) <= longest) sizes.push(schedule.size(sizes.length));
      const misses = alphas.map(() => 0);
      const prices: number[] = [];
      const draws = drawsOf(`coverage|${law.name}`);
      const samples = new Float64Array(sizes.at(-1)!);
      for (let path = from; path < to; path++) {
        law.fill(draws, path, samples);
        const missed = alphas.map(() => false);
        let running: Interval = { lower: -Infinity, upper: Infinity };
        sizes.forEach((size, look) => {
          const seen = enclosing.ordered ? samples.slice(0, size).sort() : samples.subarray(0, size);
          alphas.forEach((alpha, which) => {
            const share = enclosing.anytime ? 1 : schedule.share(look);
            const found = enclosing.interval(seen, alpha * share);
            if (!(found.lower <= truth && truth <= found.upper)) missed[which] = true;
            if (which === 0) running = combine(running, found);
          });
          if (look === sizes.length - 1 && prices.length < pricedPaths) {
            const once = (enclosing.once ?? enclosing.interval)(seen, alphas[0]);
            prices.push((running.upper - running.lower) / (once.upper - once.lower));
          }
        });
        missed.forEach((was, which) => {
          if (was) misses[which]! += 1;
        });
      }
      const price = medianOf(prices);
      return price !== undefined && Number.isFinite(price) ? { misses, price } : { misses };
    },
  };
}

/** Of 0 and 1. */
export const bernoulli: Enclosing = {
  name: 'bernoulliInterval',
  anytime: true,
  interval: (samples, alpha) => bernoulliInterval(sum(samples), samples.length, alpha),
  once: (samples, alpha) => atFrequency(sum(samples), samples.length, alpha),
};

function sum(samples: Float64Array): number {
  let total = 0;
  for (let i = 0; i < samples.length; i++) total += samples[i]!;
  return total;
}

/** About Clopper and Pearson's interval: where a binomial frequency of this parameter lies, but for two tails of alpha/2. */
function atFrequency(successes: number, n: number, alpha: number): Interval {
  const p = (successes + 1) / (n + 2);
  const [low, high] = [binomialUpperLimit(n, 1 - p, alpha / 2), binomialUpperLimit(n, p, alpha / 2)];
  return { lower: (n - low) / n, upper: high / n };
}

export const quantile = (level: number): Enclosing => ({
  name: `quantileInterval, level ${level}`,
  anytime: true,
  ordered: true,
  interval: (sorted, alpha) => quantileInterval(sorted, level, alpha),
  once(sorted, alpha) {
    const n = sorted.length;
    const highest = binomialUpperLimit(n, level, alpha / 2);
    const lowest = n - binomialUpperLimit(n, 1 - level, alpha / 2);
    return { lower: sorted[lowest - 1] ?? -Infinity, upper: sorted[highest] ?? Infinity };
  },
});

export const secondMoment = (
  { secondMoment }: LawWithMoments,
  center: number,
  nonnegative: boolean,
): Enclosing => ({
  name: `secondMomentInterval, center ${Number(center.toPrecision(3))}`,
  anytime: false,
  // A bound is rounded up, as the doc of the interval asks.
  interval: (samples, alpha) =>
    secondMomentInterval(samples, { secondMoment: secondMoment * (1 + 1e-14), center, nonnegative }, alpha),
});

export const variance = ({ mean, secondMoment }: LawWithMoments): Enclosing => ({
  name: 'varianceInterval',
  anytime: false,
  interval: (samples, alpha) => varianceInterval(samples, (secondMoment - mean ** 2) * (1 + 1e-14), alpha),
});

/** To the law of this distribution function. */
export const distance = (name: string, target: (x: number) => number): Enclosing => ({
  name: `lawDistanceInterval, to ${name}`,
  anytime: false,
  ordered: true,
  interval: (sorted, alpha) => lawDistanceInterval(sorted, sorted.map(target), 1e-15, alpha),
});
