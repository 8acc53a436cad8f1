/** Sizes of numbers of both signs in one set of bins. For people to read; no verdict rests on it. */

/** Bins [edges[i], edges[i+1]), the last one closed; edges has one more entry than either list of counts. Empty without samples. */
export interface SignHistogram {
  readonly edges: readonly number[];
  readonly negative: readonly number[];
  readonly positive: readonly number[];
}

/**
 * Counts two groups of finite numbers in the same equal bins, which cover both: one bin if all numbers are equal. O(n).
 * `signHistogram([[0, 1]], [[4]], 2)` is `{ edges: [0, 2, 4], negative: [2, 0], positive: [0, 1] }`.
 * @param negative, positive lists of log |x|, as they come from each matrix.
 * @throws RangeError for a number that is not finite, or a number of bins that is not whole and positive.
 */
export function signHistogram(
  negative: readonly ArrayLike<number>[],
  positive: readonly ArrayLike<number>[],
  bins: number,
): SignHistogram {
  if (!(Number.isInteger(bins) && bins >= 1 && bins <= 1e5)) {
    throw new RangeError(`The number of bins must be an integer from 1 to 1e5, not ${bins}.`);
  }
  let [low, high] = [Infinity, -Infinity];
  for (const samples of [...negative, ...positive]) {
    for (let i = 0; i < samples.length; i++) {
      const x = samples[i]!;
      if (!Number.isFinite(x)) throw new RangeError(`A histogram cannot hold ${x}.`);
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
  }
  if (low === Infinity) return { edges: [], negative: [], positive: [] };
  const n = high > low ? bins : 1;
  const edges = Array.from({ length: n + 1 }, (_, i) => (i === n ? high : low + (i * (high - low)) / n));
  const count = (groups: readonly ArrayLike<number>[]) => {
    const counts = new Array<number>(n).fill(0);
    for (const samples of groups) {
      for (let i = 0; i < samples.length; i++) counts[binOf(edges, samples[i]!)]! += 1;
    }
    return counts;
  };
  return { edges, negative: count(negative), positive: count(positive) };
}

/** The bin that holds x, edges[0] <= x <= the last edge: a guess by division, then exactly by the edges. */
function binOf(edges: readonly number[], x: number): number {
  const bins = edges.length - 1;
  const [low, high] = [edges[0]!, edges[bins]!];
  if (bins === 1) return 0;
  let bin = Math.min(bins - 1, Math.max(0, Math.floor(((x - low) / (high - low)) * bins)));
  while (bin > 0 && x < edges[bin]!) bin -= 1;
  while (bin < bins - 1 && x >= edges[bin + 1]!) bin += 1;
  return bin;
}
