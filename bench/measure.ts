/**
 * Interleaved measurements: in each round every contender takes a turn, so that what else the machine does hits all alike. Times are those of the
 * processor, not the clock's, for the same reason.
 */

export interface Contender<Case> {
  readonly name: string;
  /** The seconds of processor time that this many nets take. */
  time(case_: Case, nets: number, seed: number): Promise<number>;
}

export interface Measured {
  readonly name: string;
  /** Rates in millions a second: median and quartiles over the rounds. */
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** Median over the rounds of the first contender's rate over this one's. */
  readonly ratio: number;
}

export const rounds = 31;
/** Seconds that each turn should take. */
const turn = 0.04;

export const quantile = (values: readonly number[], p: number): number =>
  values.toSorted((a, b) => a - b)[Math.round(p * (values.length - 1))]!;

/**
 * @param work what a net counts for.
 * @param most nets in a turn: libraries hold them all at once.
 */
export async function measure<Case>(
  contenders: readonly Contender<Case>[],
  case_: Case,
  work: number,
  most: number,
): Promise<Measured[]> {
  const nets: number[] = [];
  for (const { time } of contenders) {
    // Warm up (the first time compiles code and makes tables), and find how many nets make a turn.
    await time(case_, 1, 0);
    let count = 1;
    for (;;) {
      const seconds = await time(case_, count, 0);
      if (seconds > turn / 2 || count >= most) break;
      const wanted = Math.ceil((count * turn) / Math.max(seconds, turn / 50));
      count = Math.min(most, Math.max(count + 1, wanted));
    }
    nets.push(count);
  }
  const rates: number[][] = contenders.map(() => []);
  for (let round = 1; round <= rounds; round++) {
    for (const [k, { time }] of contenders.entries()) {
      const seconds = await time(case_, nets[k]!, round);
      rates[k]!.push((nets[k]! * work) / seconds / 1e6);
    }
  }
  return contenders.map(({ name }, k) => {
    const ratios = rates[0]!.map((rate, round) => rate / rates[k]![round]!);
    const [low, median, high] = [0.25, 0.5, 0.75].map((p) => Number(quantile(rates[k]!, p).toPrecision(4)));
    return {
      name,
      median: median!,
      low: low!,
      high: high!,
      ratio: Number(quantile(ratios, 0.5).toPrecision(3)),
    };
  });
}
