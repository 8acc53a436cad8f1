/**
 * The kernel in plain TypeScript: where there is no SIMD, and what tests compare the kernel with. f32 arithmetic is double arithmetic rounded by
 * Math.fround (innocuous: 53 >= 2 x 24 + 2).
 */
import { widest } from '../network/network.js';
import type { Engine, Job } from './engine.js';
import { SingleColumns } from './plain-columns.js';
import { plainReduced } from './plain-reduced.js';

const { fround } = Math;

export const plainEngine: Engine = {
  forward(job, firstNet, count, out) {
    const pass = new PlainPass(job);
    for (let i = 0; i < count; i++) pass.run(firstNet + i, out, 2 * i);
  },
  multiply(job, net, layer, input, output) {
    new PlainPass(job).multiply(net, layer, input, output);
  },
  reduced: plainReduced,
};

/** Beyond these |a|^2 is brought back into [1, 4) by a power of two. */
const leastNorm2 = 1e-9;
const largestNorm2 = 1e9;

class PlainPass {
  readonly #job: Job;
  readonly #columns: SingleColumns;
  readonly #slope: number;
  readonly #weights: Float32Array;
  readonly #sure: Uint8Array;
  /** Four partial sums of each row, and what its rejected draws add. */
  readonly #sums: Float32Array;
  readonly #extra: Float32Array;
  readonly #a: Float32Array;
  #norm2 = 0;

  constructor(job: Job) {
    const size = widest(job.widths);
    this.#job = job;
    this.#columns = new SingleColumns(job);
    this.#slope = fround(job.slope);
    this.#weights = new Float32Array(size);
    this.#sure = new Uint8Array(size);
    this.#sums = new Float32Array(4 * size);
    this.#extra = new Float32Array(size);
    this.#a = new Float32Array(size);
  }

  run(net: number, out: Float64Array, at: number): void {
    const { widths, ones } = this.#job;
    this.#a.fill(0);
    this.#a.fill(1, 0, ones);
    let bits = 0;
    for (let layer = 1; layer < widths.length; layer++) {
      this.#multiply(net, layer);
      this.#activate(widths[layer]!);
      if (this.#norm2 === 0) break;
      if (!(this.#norm2 >= leastNorm2 && this.#norm2 <= largestNorm2)) bits += this.#rescale();
    }
    out[at] = this.#norm2;
    out[at + 1] = bits;
  }

  multiply(net: number, layer: number, input: Float32Array, output: Float32Array): void {
    this.#a.set(input.subarray(0, this.#job.widths[layer - 1]!));
    this.#multiply(net, layer);
    for (let i = 0; i < this.#job.widths[layer]!; i++) output[i] = this.#total(i);
  }

  /** The p-th input that is not 0 adds to partial sum p mod 4, by its draws that are not sure to the extra sum. */
  #multiply(net: number, layer: number): void {
    const { widths, distribution } = this.#job;
    const rows = widths[layer]!;
    const [sums, extra, weights, sure] = [this.#sums, this.#extra, this.#weights, this.#sure];
    sums.fill(0, 0, 4 * rows);
    extra.fill(0, 0, rows);
    for (let j = 0, p = 0; j < widths[layer - 1]!; j++) {
      const a = this.#a[j]!;
      if (a === 0) continue;
      this.#columns.column(net, layer, j, weights, sure, rows);
      // A uniform weight's 2^-31 goes with the activation, which matters where that is subnormal.
      const [factor, unit] = distribution === 'uniform' ? [fround(a * 2 ** -31), 2 ** 31] : [a, 1];
      for (let i = 0; i < rows; i++) {
        const term = fround(factor * (weights[i]! * unit));
        if (sure[i] === 1) sums[4 * i + (p & 3)]! += term;
        else extra[i]! += term;
      }
      p += 1;
    }
  }

  #total(i: number): number {
    const sums = this.#sums;
    const even = fround(sums[4 * i]! + sums[4 * i + 2]!);
    const odd = fround(sums[4 * i + 1]! + sums[4 * i + 3]!);
    return fround(fround(even + odd) + this.#extra[i]!);
  }

  /** |a|^2 in doubles, by units mod 4. */
  #activate(rows: number): void {
    const norms = [0, 0, 0, 0];
    for (let i = 0; i < rows; i++) {
      const z = this.#total(i);
      const a = z > 0 ? z : fround(z * this.#slope);
      this.#a[i] = a;
      norms[i & 3]! += a * a;
    }
    this.#a.fill(0, rows);
    this.#norm2 = norms[0]! + norms[2]! + (norms[1]! + norms[3]!);
  }

  #rescale(): number {
    let k = 0;
    for (; this.#norm2 >= 4 && k < 120; k++) this.#norm2 /= 4;
    for (; this.#norm2 < 1 && k > -120; k--) this.#norm2 *= 4;
    for (let i = 0; i < this.#a.length; i++) this.#a[i]! *= 2 ** -k;
    return k;
  }
}
