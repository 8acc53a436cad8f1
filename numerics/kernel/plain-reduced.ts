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
  const depth = groups.reduce((sum, { layers }) => sum + layers, 0);
  const draws = new ReducedDraws(seed, depth);
  for (let i = 0; i < count; i++) {
    draws.start(firstNet + i);
    let product = 1;
    let bits = 0;
    for (const { layers, freedom, table } of groups) {
      for (let layer = 0; layer < layers && product !== 0; layer++) {
        product *= draws.halfChiSquare(freedom, table);
        if (product >= 1e-100 && product <= 1e100) continue;
        for (; product > 1; bits++) product /= 2;
        for (; product < 0.5 && product !== 0; bits--) product *= 2;
      }
    }
    out[2 * i] = product;
    out[2 * i + 1] = bits;
  }
}

/** Columns 0..7 of layer 0; layer l of a net takes four words of row l >> 3 of column l & 7. */
class ReducedDraws extends KeyedSource {
  readonly #rows: number;
  readonly #columns: readonly Int32Array[];
  readonly #edges = ziggurat().edges;
  #net = 0;
  #layer = 0;

  constructor(seed: number, depth: number) {
    super(seed);
    this.#rows = Math.ceil(depth / 8);
    this.#columns = Array.from({ length: Math.min(8, depth) }, () => new Int32Array(4 * this.#rows));
  }

  start(net: number): void {
    this.#net = net;
    this.#layer = 0;
    this.#columns.forEach((words, column) => {
      this.drawWords(net, 0, column, words.length);
      words.set(this.words.subarray(0, words.length));
    });
  }

  /** The next layer's. */
  halfChiSquare(fixed: number, table: ReducedJob['groups'][number]['table']): number {
    const [column, row] = [this.#layer % 8, Math.floor(this.#layer / 8)];
    this.#layer += 1;
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
    const place = words[4 * row + 2]! + 0.5;
    let level = (words[4 * row + 3]! + 2 ** 31 + 0.5) / 2 ** 32;
    let x = (place / 2 ** 31) * this.#edges[slab]!;
    let uniform: (() => number) | undefined;
    if (Math.abs(x) >= this.#edges[slab + 1]!) {
      uniform = this.#uniforms(column, row);
      x = settle(place, slab, uniform);
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
