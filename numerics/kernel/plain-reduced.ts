/** assembly/reduced.ts in plain TypeScript, bit for bit. */
import { absorb, absorbWide, finish, rootKey } from '../random/key.js';
import { portableLog } from '../random/portable.js';
import { fillWords } from '../random/words.js';
import { settle, ziggurat } from '../random/ziggurat.js';
import type { ReducedJob } from './engine.js';

/** See `Engine`. */
export function plainReduced(
  { seed, groups }: ReducedJob,
  firstNet: number,
  count: number,
  out: Float64Array,
): void {
  const words = new Stream(seed);
  for (let i = 0; i < count; i++) {
    words.start(firstNet + i);
    let product = 1;
    let bits = 0;
    for (const { layers, freedom, table } of groups) {
      for (let layer = 0; layer < layers && product !== 0; layer++) {
        product *= words.halfChiSquare(table === undefined ? freedom : words.freedom(table));
        if (product >= 1e-100 && product <= 1e100) continue;
        for (; product > 1; bits++) product /= 2;
        for (; product < 0.5 && product !== 0; bits--) product *= 2;
      }
    }
    out[2 * i] = product;
    out[2 * i + 1] = bits;
  }
}

class Stream {
  readonly #seedKey = rootKey();
  readonly #state = rootKey();
  readonly #word = new Int32Array(1);
  readonly #edges = ziggurat().edges;

  constructor(seed: number) {
    absorbWide(this.#seedKey, seed, this.#seedKey);
  }

  /** The stream of a net's layer 0. */
  start(net: number): void {
    absorbWide(this.#seedKey, net, this.#state);
    absorb(this.#state, 0, this.#state);
    finish(this.#state, this.#state);
  }

  freedom({ bits, first, entries }: NonNullable<ReducedJob['groups'][number]['table']>): number {
    const index = this.#next() >>> (32 - bits);
    return this.#next() >>> 0 < entries[2 * index]! ? first + index : entries[2 * index + 1]!;
  }

  halfChiSquare(freedom: number): number {
    if (freedom === 0) return 0;
    if (freedom === 1) {
      const x = this.#normal();
      return 0.5 * x * x;
    }
    const d = 0.5 * freedom - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.#normal();
      const root = 1 + c * x;
      const level = this.#uniform();
      if (root <= 0) continue;
      const v = root * root * root;
      const square = x * x;
      if (level < 1 - 0.0331 * square * square) return d * v;
      if (portableLog(level) < 0.5 * square + d * (1 - v + portableLog(v))) return d * v;
    }
  }

  #next(): number {
    fillWords(this.#state, this.#word, 1);
    return this.#word[0]!;
  }

  readonly #uniform = (): number => (this.#next() + 2 ** 31 + 0.5) / 2 ** 32;

  #normal(): number {
    const slab = this.#next() >>> 22;
    const place = this.#next() + 0.5;
    const x = (place / 2 ** 31) * this.#edges[slab]!;
    return Math.abs(x) < this.#edges[slab + 1]! ? x : settle(place, slab, this.#uniform);
  }
}
