/** Sequences for Bernoulli sums, looked at after every single sample. */
import { bernoulliAcceptedCounts } from '../../numerics/inference/bernoulli.js';
import { binomialUpperLimit } from '../../numerics/statistics/binomial.js';
import { drawsOf } from '../draws.js';
import { alphas, type Case, type ExactCase } from './case.js';
import type { Law } from './laws.js';

/** The counts of n = 1, 2, ..., longest trials that are not rejected. */
export interface Kept {
  readonly lowest: Float64Array;
  readonly highest: Float64Array;
}

export type KeptCounts = (longest: number, alpha: number) => Kept;

/** Those of the confidence sequence for the Bernoulli parameter p. */
export const bernoulliKept =
  (p: number): KeptCounts =>
  (longest, alpha) => {
    const [lowest, highest] = [new Float64Array(longest), new Float64Array(longest)];
    for (let i = 0; i < longest; i++) {
      const kept = bernoulliAcceptedCounts(i + 1, p, alpha);
      lowest[i] = kept.lowest;
      highest[i] = kept.highest;
    }
    return { lowest, highest };
  };

interface Counting {
  readonly sequence: string;
  readonly law: Law;
  /** The parameter. */
  readonly p: number;
  /** Whether a sample counts as a success for certain; and whether it may: at an atom the truth lies between. */
  readonly sure: (x: number) => boolean;
  readonly possible: (x: number) => boolean;
  readonly kept?: KeptCounts;
}

export function counting({ sequence, law, p, sure, possible, kept = bernoulliKept(p) }: Counting): Case {
  return {
    sequence,
    law: law.name,
    looks: 'every n',
    follow(from, to, longest) {
      const bands = alphas.map((alpha) => kept(longest, alpha));
      const misses = alphas.map(() => 0);
      const draws = drawsOf(`coverage|${law.name}`);
      const samples = new Float64Array(longest);
      for (let path = from; path < to; path++) {
        law.fill(draws, path, samples);
        bands.forEach((band, which) => {
          if (leaves(samples, sure, possible, band)) misses[which]! += 1;
        });
      }
      // The counts of one look: equal tails of the binomial law.
      const once = binomialUpperLimit(longest, p, alphas[0] / 2);
      const onceLow = longest - binomialUpperLimit(longest, 1 - p, alphas[0] / 2);
      const last = longest - 1;
      const price = (bands[0]!.highest[last]! - bands[0]!.lowest[last]!) / (once - onceLow);
      return { misses, price };
    },
  };
}

function leaves(
  samples: Float64Array,
  sure: (x: number) => boolean,
  possible: (x: number) => boolean,
  { lowest, highest }: Kept,
): boolean {
  let [most, least] = [0, 0];
  for (let i = 0; i < samples.length; i++) {
    if (possible(samples[i]!)) most += 1;
    if (sure(samples[i]!)) least += 1;
    if (most < lowest[i]! || least > highest[i]!) return true;
  }
  return false;
}

/** P(the count is rejected at some n <= horizon), by carrying the probability of each count that was never rejected from n to n + 1. */
export function exactCounting(p: number): ExactCase {
  return {
    sequence: 'bernoulliAcceptedCounts',
    law: `Bernoulli, p = ${p}`,
    looks: 'every n',
    missing: (horizon) => alphas.map((alpha) => everRejected(p, bernoulliKept(p)(horizon, alpha))),
  };
}

/** What is lost along the way is summed, not what is left: no cancellation. Rounding: n units at most, relatively. */
export function everRejected(p: number, { lowest, highest }: Kept): number {
  const horizon = lowest.length;
  // mass[s] = P(s successes so far, never rejected); [from, to] holds all that is positive.
  const mass = new Float64Array(horizon + 2);
  mass[0] = 1;
  let [from, to] = [0, 0];
  let lost = 0;
  for (let i = 0; i < horizon; i++) {
    for (let s = to + 1; s > from; s--) mass[s] = mass[s]! * (1 - p) + mass[s - 1]! * p;
    mass[from] = mass[from]! * (1 - p);
    to += 1;
    while (from < lowest[i]!) {
      lost += mass[from]!;
      mass[from] = 0;
      from += 1;
    }
    while (to > highest[i]!) {
      lost += mass[to]!;
      mass[to] = 0;
      to -= 1;
    }
  }
  return lost;
}
