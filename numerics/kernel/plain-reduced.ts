/** assembly/reduced.ts in plain TypeScript, bit for bit. */
import { portableLog } from '../random/portable.js';
import { KeyedSource } from '../random/source.js';
import { settle, slabs, ziggurat } from '../random/ziggurat.js';
import type { ReducedJob } from './engine.js';

/** See `Engine`. */
export function plainReduced(
  { seed, groups }: ReducedJob,
  firstNet: number,
  count: number,
  out: Float64Array,
): void {
  const draws = new ReducedDraws(
    seed,
    groups.reduce((sum, { layers }) => sum + 4 * Math.ceil(layers / 4), 0),
  );
  for (let i = 0; i < count; i++) {
    draws.start(firstNet + i);
    // Of the even places and of the odd ones.
    const [even, odd] = [new Product(), new Product()];
    let place = 0;
    for (const { layers, freedom, table } of groups) {
      for (let left = layers; left > 0; left -= 4, place += 4) {
        const gamma = (k: number) => (k < left ? draws.halfChiSquare(place + k, freedom, table) : 1);
        even.times(gamma(0) * gamma(2));
        odd.times(gamma(1) * gamma(3));
      }
    }
    even.times(odd.value);
    out[2 * i] = even.value;
    out[2 * i + 1] = even.value === 0 ? 0 : even.bits + odd.bits;
  }
}

/** A product, brought into [1, 2) by powers of two. */
class Product {
  value = 1;
  bits = 0;

  times(factor: number): void {
    this.value *= factor;
    for (; this.value >= 2; this.bits++) this.value /= 2;
    for (; this.value < 1 && this.value !== 0; this.bits--) this.value *= 2;
  }
}

/** Columns 0..7 of layer 0: a layer of place p takes four words of row p >> 3 of column p & 7. */
class ReducedDraws extends KeyedSource {
  readonly #rows: number;
  readonly #columns: readonly Int32Array[];
  readonly #edges = ziggurat().edges;
  #net = 0;

  constructor(seed: number, places: number) {
    super(seed);
    this.#rows = Math.ceil(places / 8);
    this.#columns = Array.from({ length: Math.min(8, places) }, () => new Int32Array(4 * this.#rows));
  }

  start(net: number): void {
    this.#net = net;
    this.#columns.forEach((words, column) => {
      this.drawWords(net, 0, column, words.length);
      words.set(this.words.subarray(0, words.length));
    });
  }

  halfChiSquare(place: number, fixed: number, table: ReducedJob['groups'][number]['table']): number {
    const [column, row] = [place % 8, Math.floor(place / 8)];
    const words = this.#columns[column]!;
    const index = words[4 * row]!;
    let freedom = fixed;
    if (table !== undefined) {
      const { bits, first, entries } = table;
      const cell = (index << 10) >>> (32 - bits);
      freedom = words[4 * row + 1]! >>> 0 < entries[2 * cell]! ? first + cell : entries[2 * cell + 1]!;
    }
    if (freedom === 0) return 0;
    const slab = index >>> 22;
    const abscissa = words[4 * row + 2]! + 0.5;
    let level = (words[4 * row + 3]! + 2 ** 31 + 0.5) / 2 ** 32;
    let x = (abscissa / 2 ** 31) * this.#edges[slab]!;
    let uniform: (() => number) | undefined;
    if (Math.abs(x) >= this.#edges[slab + 1]!) {
      uniform = this.#uniforms(column, row);
      x = settle(abscissa, slab, uniform);
    }
    if (freedom === 1) return 0.5 * x * x;
    const d = 0.5 * freedom - 1 / 3;
    for (;;) {
      const step = x / Math.sqrt(9 * d);
      const root = 1 + step;
      const v = root * root * root;
      if (uniform === undefined && step > -0.5 && level < 1 - step * step * (x * x) * (1 / 6)) return d * v;
      if (root > 0 && portableLog(level) < 0.5 * x * x + d * (1 - v + portableLog(v))) return d * v;
      uniform ??= this.#uniforms(column, row);
      const next = Math.floor(uniform() * slabs);
      x = settle((uniform() - 0.5) * 2 ** 32, next, uniform);
      level = uniform();
    }
  }

  #uniforms(column: number, row: number): () => number {
    this.drawWords(this.#net, 0, column, 0);
    return this.uniformsOf(row);
  }
}
