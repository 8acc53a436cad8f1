/** The kernel's weights in plain TypeScript. */
import { KeyedSource } from '../random/source.js';
import type { Job } from './engine.js';
import { singleTable } from './table.js';

const { fround } = Math;

/** Columns of f32 weights: those of random/source.ts up to three roundings, normal ones within 3 x 2^-24 of each. */
export class SingleColumns extends KeyedSource {
  readonly #table = singleTable();
  readonly #normal: boolean;

  constructor({ seed, distribution }: Job) {
    super(seed);
    this.#normal = distribution === 'normal';
  }

  /**
   * Writes rows 0..n-1 of a column into `out`: normal weights of variance 1, or uniform ones of (-1, 1), and whether each was a sure draw
   * of the ziggurat.
   */
  column(net: number, layer: number, column: number, out: Float32Array, sure: Uint8Array, n: number): void {
    if (this.#normal) this.#normals(net, layer, column, out, sure, n);
    else {
      this.drawWords(net, layer, column, n);
      for (let row = 0; row < n; row++) {
        out[row] = place(this.words[row]!) / 2 ** 31;
        sure[row] = 1;
      }
    }
  }

  #normals(net: number, layer: number, column: number, out: Float32Array, sure: Uint8Array, n: number): void {
    this.drawWords(net, layer, column, 4 * Math.ceil(n / 3));
    for (let row = 0; row < n; row++) {
      const part = row % 3;
      const at = 4 * ((row - part) / 3);
      const slab = (this.words[at]! >>> (22 - 10 * part)) & 1023;
      const word = this.words[at + 1 + part]!;
      const f = place(word);
      const isSure = fround(f * f) < this.#table[2 * slab]!;
      sure[row] = isSure ? 1 : 0;
      out[row] = isSure ? f * this.#table[2 * slab + 1]! : this.settleRow(word + 0.5, slab, row);
    }
  }
}

function place(word: number): number {
  return fround(fround(word) + 0.5);
}
