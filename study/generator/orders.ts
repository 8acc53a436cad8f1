/**
 * Orders in which the streams of many keys are read as one sequence. Neighbouring keys differ in one coordinate by one, or in one bit: if
 * they are related, the sequence shows it as ordinary dependence between its words.
 */
import { type Distribution, type WeightSource, weightSource } from '../../numerics/random/source.js';

export interface Address {
  readonly seed: number;
  readonly net: number;
  readonly layer: number;
  readonly column: number;
}

interface Order {
  /** Draws taken from each key before the next one's turn. */
  readonly rows: number;
  /** The k-th key, k < 2^32; `seed` sets apart runs that shall be independent. */
  at(k: number, seed: number): Address;
}

const reversed = (k: number): number => {
  let bits = 0;
  for (let i = 0; i < 32; i++) bits = (bits << 1) | ((k >>> i) & 1);
  return bits >>> 0;
};

/** Edge keys: the ends of each coordinate's range and the places where a 32-bit counter would break. */
const edgeSeeds = [0, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1];

export const orders = {
  'one column after another': { rows: 65536, at: (k, seed) => ({ seed, net: 0, layer: 1, column: k }) },
  'adjacent columns': { rows: 1, at: (k, seed) => ({ seed, net: 0, layer: 1, column: k }) },
  'adjacent layers': { rows: 1, at: (k, seed) => ({ seed, net: 0, layer: k, column: 0 }) },
  'adjacent nets': { rows: 1, at: (k, seed) => ({ seed, net: k, layer: 1, column: 0 }) },
  'adjacent seeds': { rows: 1, at: (k, seed) => ({ seed: seed * 2 ** 28 + k, net: 0, layer: 1, column: 0 }) },
  'adjacent nets, 4 rows each': { rows: 4, at: (k, seed) => ({ seed, net: k, layer: 1, column: 0 }) },
  'bit-reversed columns': { rows: 1, at: (k, seed) => ({ seed, net: 0, layer: 1, column: reversed(k) }) },
  'columns by single-bit flips': {
    rows: 1,
    at: (k, seed) => ({ seed, net: 0, layer: 1, column: (k ^ (k >>> 1)) >>> 0 }),
  },
  'nets by single-bit flips': {
    rows: 1,
    at: (k, seed) => ({ seed, net: (k ^ (k >>> 1)) >>> 0, layer: 1, column: 0 }),
  },
  'nets 2^32 apart': {
    rows: 1,
    at: (k, seed) => ({ seed, net: 2 ** 32 * (k % 2 ** 21), layer: 1, column: k >>> 21 }),
  },
  'one net, layers of 2048 columns': {
    rows: 2,
    at: (k, seed) => ({ seed, net: 2 ** 53 - 1, layer: 10_000 + (k >>> 11), column: k & 2047 }),
  },
  'seeds at the ends of their range': {
    rows: 1,
    at: (k, seed) => ({ seed: edgeSeeds[k & 3]!, net: seed, layer: 1, column: k >>> 2 }),
  },
} as const satisfies Record<string, Order>;

export type OrderName = keyof typeof orders;

/** How an address is turned into draws; the checker's own way, or a faulty one. */
export type Family = (seed: number) => WeightSource;

export const own =
  (distribution: Distribution): Family =>
  (seed) =>
    weightSource(seed, distribution);

/** The draws of all keys in this order, one after the other. */
export class Sequence {
  readonly #order: Order;
  readonly #family: Family;
  readonly #seed: number;
  readonly #sources = new Map<number, WeightSource>();
  readonly #block: Float64Array;
  #key = 0;
  #used: number;

  constructor(family: Family, order: OrderName, seed: number) {
    this.#order = orders[order];
    this.#family = family;
    this.#seed = seed;
    this.#block = new Float64Array(this.#order.rows);
    this.#used = this.#order.rows;
  }

  fill(out: Float64Array): void {
    const { rows } = this.#order;
    for (let at = 0; at < out.length; ) {
      if (this.#used === rows) {
        const { seed, net, layer, column } = this.#order.at(this.#key++, this.#seed);
        this.#source(seed).column(net, layer, column, this.#block, rows);
        this.#used = 0;
      }
      const take = Math.min(rows - this.#used, out.length - at);
      if (rows === 1) out[at] = this.#block[0]!;
      else out.set(this.#block.subarray(this.#used, this.#used + take), at);
      this.#used += take;
      at += take;
    }
  }

  #source(seed: number): WeightSource {
    let source = this.#sources.get(seed);
    if (source === undefined) {
      // A pass over seeds needs each of them once.
      if (this.#sources.size >= 16) this.#sources.clear();
      source = this.#family(seed);
      this.#sources.set(seed, source);
    }
    return source;
  }
}

const cell = Math.sqrt(3) / 2 ** 31;

/** The 32-bit words behind uniform draws, exactly: each draw is the midpoint of the cell of its word. */
export function wordsOf(uniforms: Float64Array, out: Int32Array): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.floor(uniforms[i]! / cell);
}

/** The words behind uniform draws, or 32 signs each (least significant first). */
export function drawWords(sequence: Sequence, kind: 'uniform' | 'rademacher', out: Int32Array): void {
  const draws = new Float64Array(kind === 'uniform' ? out.length : 32 * out.length);
  sequence.fill(draws);
  if (kind === 'uniform') {
    wordsOf(draws, out);
    return;
  }
  for (let i = 0; i < out.length; i++) {
    let word = 0;
    for (let bit = 0; bit < 32; bit++) if (draws[32 * i + bit]! < 0) word |= 1 << bit;
    out[i] = word;
  }
}
