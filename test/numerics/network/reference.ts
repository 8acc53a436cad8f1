/** Forward passes written plainly: whole matrices, and exact integers for weights ±1. */
import type { Distribution } from '../../../numerics/random/source.js';
import { weightSource } from '../../../numerics/random/source.js';

/** Rows of the d_l x d_(l-1) matrix of standardised weights of a layer. */
export function matrix(
  seed: number,
  distribution: Distribution,
  net: number,
  layer: number,
  rows: number,
  columns: number,
): number[][] {
  const source = weightSource(seed, distribution);
  const column = new Float64Array(rows);
  const result = Array.from({ length: rows }, () => new Array<number>(columns));
  for (let j = 0; j < columns; j++) {
    source.column(net, layer, j, column, rows);
    for (let i = 0; i < rows; i++) result[i]![j] = column[i]!;
  }
  return result;
}

export interface PlainNet {
  readonly widths: readonly number[];
  readonly distribution: Distribution;
  readonly phi: (z: number) => number;
  /** sigma_l^2. */
  readonly variance: (layer: number) => number;
  readonly input: 'dense' | 'sparse';
}

/** log(|a^L|^2/|x|^2), with activations of unit norm and a running sum of logs. */
export function plainForward(
  { widths, distribution, phi, variance, input }: PlainNet,
  seed: number,
  net: number,
): number {
  const start = Array.from({ length: widths[0]! }, (_, i): number => (input === 'dense' || i === 0 ? 1 : 0));
  const norm2 = (v: readonly number[]) => v.reduce((sum, x) => sum + x * x, 0);
  const scaled = (v: readonly number[]) => v.map((x) => x / Math.sqrt(norm2(v)));
  let a = scaled(start);
  let log = 0;
  for (let layer = 1; layer < widths.length; layer++) {
    const w = matrix(seed, distribution, net, layer, widths[layer]!, widths[layer - 1]!);
    a = w.map((row) => phi(Math.sqrt(variance(layer)) * row.reduce((sum, x, j) => sum + x * a[j]!, 0)));
    if (norm2(a) === 0) return -Infinity;
    log += Math.log(norm2(a));
    a = scaled(a);
  }
  return log;
}

/** |a^L|^2 of a net with weights ±1 and the input (1, ..., 1), as an exact integer. */
export function integerForward(widths: readonly number[], relu: boolean, seed: number, net: number): bigint {
  let a = new Array<bigint>(widths[0]!).fill(1n);
  for (let layer = 1; layer < widths.length; layer++) {
    const w = matrix(seed, 'rademacher', net, layer, widths[layer]!, widths[layer - 1]!);
    a = w.map((row) => {
      const z = row.reduce((sum, x, j) => (x > 0 ? sum + a[j]! : sum - a[j]!), 0n);
      return relu && z < 0n ? 0n : z;
    });
  }
  return a.reduce((sum, x) => sum + x * x, 0n);
}

/** log of a positive integer of any size. */
export function logOfInteger(x: bigint): number {
  const digits = x.toString(2).length;
  const shift = Math.max(0, digits - 60);
  return Math.log(Number(x >> BigInt(shift))) + shift * Math.LN2;
}

/** The law of |a^L|^2/d_0 for weights ±1 by going through all sign patterns: probability of each integer |a^L|^2. */
export function enumerate(
  widths: readonly number[],
  relu: boolean,
  input: 'dense' | 'sparse',
): Map<number, number> {
  let states = new Map<string, number>();
  const start = Array.from({ length: widths[0]! }, (_, i) => (input === 'dense' || i === 0 ? 1 : 0));
  states.set(start.join(), 1);
  for (let layer = 1; layer < widths.length; layer++) {
    const next = new Map<string, number>();
    const [rows, columns] = [widths[layer]!, widths[layer - 1]!];
    const patterns = 2 ** (rows * columns);
    for (const [state, probability] of states) {
      const a = state.split(',').map(Number);
      for (let pattern = 0; pattern < patterns; pattern++) {
        const z = Array.from({ length: rows }, (_, i) =>
          a.reduce((sum, x, j) => sum + ((pattern >> (i * columns + j)) & 1 ? x : -x), 0),
        );
        const key = z.map((x) => (relu && x < 0 ? 0 : x)).join();
        next.set(key, (next.get(key) ?? 0) + probability / patterns);
      }
    }
    states = next;
  }
  const law = new Map<number, number>();
  for (const [state, probability] of states) {
    const norm2 = state.split(',').reduce((sum, x) => sum + Number(x) ** 2, 0);
    law.set(norm2, (law.get(norm2) ?? 0) + probability);
  }
  return law;
}
