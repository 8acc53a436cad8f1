/**
 * What pieces of work cost beside each other, in processor time, not the clock's: in each round every contender takes a turn, so that what else the
 * machine does hits all alike.
 */

export interface Contender {
  readonly name: string;
  /** Seconds of processor time of one piece of work; `round` counts from 0, the warm-up's. */
  seconds(round: number): Promise<number>;
}

export interface Timed {
  readonly name: string;
  /** Milliseconds: median and quartiles over the rounds. */
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** Median over the rounds of this contender's time over the first one's. */
  readonly ratio: number;
}

/** Seconds that work takes this thread's process, per piece. */
export function processorSeconds(work: () => void, pieces = 1): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6 / pieces;
}

export const quantile = (values: readonly number[], p: number): number =>
  values.toSorted((a, b) => a - b)[Math.round(p * (values.length - 1))]!;

export async function inTurns(contenders: readonly Contender[], rounds: number): Promise<Timed[]> {
  const times: number[][] = contenders.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [k, contender] of contenders.entries()) {
      const seconds = await contender.seconds(round);
      if (round > 0) times[k]!.push(seconds);
    }
  }
  return contenders.map(({ name }, k) => {
    const [low, median, high] = [0.25, 0.5, 0.75].map((p) => digits(1e3 * quantile(times[k]!, p), 4));
    const ratios = times[k]!.map((time, round) => time / times[0]![round]!);
    return { name, median: median!, low: low!, high: high!, ratio: digits(quantile(ratios, 0.5), 3) };
  });
}

export const digits = (x: number, count: number): number => Number(x.toPrecision(count));

/** A table in Markdown. */
export function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** A time in milliseconds with its quartiles. */
export const spread = ({ median, low, high }: Timed): string => `${median} [${low}, ${high}]`;
