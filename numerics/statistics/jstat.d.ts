/** The part of jStat used here; the package has no types of its own. */
declare module 'jstat' {
  const jStat: {
    mean(values: ArrayLike<number>): number;
    /** With true: divided by n - 1. */
    stdev(values: ArrayLike<number>, ofSample: boolean): number;
    /** Counts in equal bins from the least to the largest value. */
    histogram(values: ArrayLike<number>, bins: number): number[];
  };
  export default jStat;
}
