/** Descriptions of samples for people to read. No verdict rests on them. */
import jStat from 'jstat';

export interface SampleSummary {
  /** All samples. */
  readonly n: number;
  /** Those at -Infinity: the log-norms of dead nets. */
  readonly dead: number;
  /** Of the finite samples; NaN without any. */
  readonly mean: number;
  /** Of the finite samples, with n - 1; NaN below two. */
  readonly standardDeviation: number;
  /** [level, x] pairs of the finite samples: x the smallest sample that at least level * n of them do not exceed. */
  readonly quantiles: readonly (readonly [level: number, value: number])[];
  readonly histogram: Histogram;
}

/** Bins [edges[i], edges[i+1]), the last one closed; edges has one more entry than counts. Empty without finite samples. */
interface Histogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/**
 * Summary of samples such as log forwardNorm2.
 *
 * Mean and standard deviation by jStat (plain and two-pass sums: relative error below n * 1e-16 of the largest sample).
 * @param levels of the quantiles, in (0, 1].
 * @param bins of the histogram; without it, by the rule of Freedman and Diaconis (1981), at most 200.
 * @throws RangeError for NaN or Infinity among the samples, a level or number of bins out of range.
 */
export function summarise(samples: Float64Array, levels: readonly number[], bins?: number): SampleSummary {
  const sorted = samples.filter((x) => x !== -Infinity).sort();
  // A typed array sorts NaN last.
  const last = sorted.at(-1);
  if (last !== undefined && !Number.isFinite(last)) {
    throw new RangeError(`A sample is ${last}; only finite numbers and -Infinity can be summarised.`);
  }
  return {
    n: samples.length,
    dead: samples.length - sorted.length,
    mean: sorted.length === 0 ? Number.NaN : jStat.mean(sorted),
    standardDeviation: sorted.length < 2 ? Number.NaN : jStat.stdev(sorted, true),
    quantiles:
      sorted.length === 0 ? [] : levels.map((level) => [level, sampleQuantile(sorted, level)] as const),
    histogram: histogram(sorted, bins ?? freedmanDiaconisBins(sorted)),
  };
}

/**
 * inf{x : F_n(x) >= level} of ascending samples, which is x_(ceil(level n)): the definition that verdicts use. (jStat's
 * percentile interpolates, and returns the second largest sample near level 1.)
 */
export function sampleQuantile(sorted: Float64Array, level: number): number {
  if (!(level > 0 && level <= 1))
    throw new RangeError(`The level of a quantile must lie in (0, 1], not ${level}.`);
  if (sorted.length === 0) throw new RangeError('No samples, no quantile.');
  return sorted[Math.max(1, Math.ceil(level * sorted.length)) - 1]!;
}

/** Width 2 IQR / n^(1/3), as the number of equal bins that cover the range: 1 to 200. */
function freedmanDiaconisBins(sorted: Float64Array): number {
  if (sorted.length < 2) return 1;
  const width =
    (2 * (sampleQuantile(sorted, 3 / 4) - sampleQuantile(sorted, 1 / 4))) / Math.cbrt(sorted.length);
  const range = sorted.at(-1)! - sorted[0]!;
  if (!(range > 0)) return 1;
  return Math.min(200, Math.max(1, Math.ceil(range / width)));
}

function histogram(sorted: Float64Array, bins: number): Histogram {
  if (!Number.isInteger(bins) || bins < 1 || bins > 1e5) {
    throw new RangeError(`The number of bins must be an integer from 1 to 1e5, not ${bins}.`);
  }
  if (sorted.length === 0) return { edges: [], counts: [] };
  const low = sorted[0]!;
  const high = sorted.at(-1)!;
  // jStat divides by the bin width.
  if (!(high - low > 0)) return { edges: [low, high], counts: [sorted.length] };
  const edges = Array.from({ length: bins + 1 }, (_, i) =>
    i === bins ? high : low + (i * (high - low)) / bins,
  );
  return { edges, counts: jStat.histogram(sorted, bins) };
}
