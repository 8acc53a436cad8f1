/** What a race has shown: medians of escape steps, with intervals that hold however long the race goes on. */
import type { Interval } from '../inference/interval.js';
import { quantileInterval } from '../inference/quantile.js';
import type { NetResult } from './race.js';

export interface RaceSummary {
  readonly nets: number;
  /** Nets that were dead at the start, which escape with no optimizer; the rest is about the others. */
  readonly dead: number;
  /** One for each optimizer, in the order of the race. */
  readonly optimizers: readonly OptimizerSummary[];
}

export interface OptimizerSummary {
  /** How many of the nets that were not dead escaped within the cap. */
  readonly escaped: number;
  /** Median escape step of the nets that were not dead, inf{x : at least half of them <= x}; Infinity beyond the cap, NaN without nets. */
  readonly median: number;
  /**
   * Encloses the median of the law of escape steps given that the net is not dead (steps beyond the cap counted as Infinity), with probability
   * >= 1 - alpha for all numbers of nets together (`quantileInterval`).
   */
  readonly interval: Interval;
}

/**
 * @param results of one race, nets all different and chosen without regard to their results.
 * @param alpha of each interval; all k of a race hold together with probability >= 1 - k alpha.
 * @throws RangeError for alpha outside (0, 1), or results with different numbers of optimizers.
 */
export function summariseRace(results: readonly NetResult[], alpha: number): RaceSummary {
  const living = results.filter(({ dead }) => !dead);
  const optimizers = results[0]?.steps.length ?? 0;
  if (results.some(({ steps }) => steps.length !== optimizers)) {
    throw new RangeError('These are not the results of one race: their numbers of optimizers differ.');
  }
  return {
    nets: results.length,
    dead: results.length - living.length,
    optimizers: Array.from({ length: optimizers }, (_, k) => {
      const sorted = Float64Array.from(living, ({ steps }) => steps[k]!).sort();
      return {
        escaped: sorted.filter((steps) => steps < Infinity).length,
        median: sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN,
        interval: quantileInterval(sorted, 0.5, alpha),
      };
    }),
  };
}
