/** Drawn values counted in fine bins, from which a coarse picture and a distance between distribution functions follow. */

/** Fine bins in each one that is drawn. */
const perBar = 4;

export interface Histogram {
  /** Nets counted, and how many of them were dead. */
  readonly nets: number;
  readonly dead: number;
  add(values: Float64Array): void;
  /** Density in each bar, given alive. */
  bars(): { readonly x1: number; readonly x2: number; readonly density: number }[];
  /**
   * The largest distance of the alive nets' distribution function from another one, at the edges of the bins: at most the distance
   * everywhere. @param cdf its values at `edges`.
   */
  distance(cdf: readonly number[]): number;
  readonly edges: readonly number[];
}

export function openHistogram([low, high]: readonly [number, number], bars: number): Histogram {
  const bins = bars * perBar;
  const width = (high - low) / bins;
  // The first counts what lies below, the last what lies above.
  const counts = new Float64Array(bins + 2);
  let nets = 0;
  let dead = 0;
  return {
    get nets() {
      return nets;
    },
    get dead() {
      return dead;
    },
    add(values) {
      for (const value of values) {
        nets++;
        if (value === Number.NEGATIVE_INFINITY) dead++;
        // A value on an edge counts to the bin below it, as the distribution function at the edge has it.
        else counts[Math.min(bins + 1, Math.max(0, Math.ceil((value - low) / width)))]!++;
      }
    },
    bars() {
      const alive = Math.max(1, nets - dead);
      return Array.from({ length: bars }, (_, i) => {
        const from = 1 + i * perBar;
        const count = counts.subarray(from, from + perBar).reduce((sum, each) => sum + each, 0);
        const x1 = low + i * perBar * width;
        return { x1, x2: x1 + perBar * width, density: count / (alive * perBar * width) };
      });
    },
    distance(cdf) {
      const alive = nets - dead;
      if (alive === 0) return 1;
      let below = 0;
      let most = 0;
      for (let i = 0; i <= bins; i++) {
        below += counts[i]!;
        most = Math.max(most, Math.abs(below / alive - cdf[i]!));
      }
      return most;
    },
    edges: Array.from({ length: bins + 1 }, (_, i) => low + i * width),
  };
}
