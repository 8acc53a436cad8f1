/**
 * The kernel in plain TypeScript: where there is no SIMD, and what tests compare the kernel with. f32 arithmetic is double arithmetic rounded by
 * Math.fround (innocuous: 53 >= 2 x 24 + 2).
 */
import { widest } from '../network/network.js';
import type { Engine, SingleJob } from './engine.js';
import { SingleColumns } from './plain-columns.js';
import { plainReduced } from './plain-reduced.js';
import { signedForward } from './plain-signed.js';

const { fround } = Math;

export const plainEngine: Engine = {
  forward(job, firstNet, count, out) {
    const { distribution } = job;
    if (distribution === 'rademacher') {
      signedForward(job, firstNet, count, out);
      return;
    }
    const pass = new PlainPass({ ...job, distribution });
    for (let i = 0; i < count; i++) pass.run(firstNet + i, out, 2 * i);
  },
  multiply(job, net, layer, input, output) {
    new PlainPass(job).multiply(net, layer, input, output);
  },
  multiplyTransposed(job, net, layer, input, output) {
    new PlainPass(job).multiplyTransposed(net, layer, input, output);
  },
  gradient(job, layer, randomReadout, firstNet, count, out) {
    const pass = new PlainPass(job);
    for (let i = 0; i < count; i++) pass.gradient(firstNet + i, layer, randomReadout, out, 2 * i);
  },
  reduced: plainReduced,
};

/** Beyond these |a|^2 is brought back into [1, 4) by a power of two. */
const leastNorm2 = 1e-9;
const largestNorm2 = 1e9;

class PlainPass {
  readonly #job: SingleJob;
  readonly #columns: SingleColumns;
  readonly #slope: number;
  readonly #weights: Float32Array;
  readonly #sure: Uint8Array;
  /** Four partial sums of each row, and what its rejected draws add. */
  readonly #sums: Float32Array;
  readonly #extra: Float32Array;
  readonly #a: Float32Array;
  #norm2 = 0;
  /** |a|^2 of the layer that a gradient needs, and its binary exponent. */
  #kept: readonly [number, number] = [0, 0];

  constructor(job: SingleJob) {
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

  /** Keeps the norm of a^kept, and each layer's positive units in `masks`, if they are wanted. */
  run(net: number, out: Float64Array, at: number, kept = -1, masks?: Uint8Array[]): void {
    const { widths, ones } = this.#job;
    this.#kept = [ones, 0];
    this.#a.fill(0);
    this.#a.fill(1, 0, ones);
    let bits = 0;
    for (let layer = 1; layer < widths.length; layer++) {
      this.#multiply(net, layer);
      this.#activate(widths[layer]!, masks?.[layer]);
      if (this.#norm2 === 0) break;
      if (!(this.#norm2 >= leastNorm2 && this.#norm2 <= largestNorm2)) bits += this.#rescale(this.#a);
      if (layer === kept) this.#kept = [this.#norm2, bits];
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
  #activate(rows: number, mask?: Uint8Array): void {
    const norms = [0, 0, 0, 0];
    for (let i = 0; i < rows; i++) {
      const z = this.#total(i);
      const a = z > 0 ? z : fround(z * this.#slope);
      this.#a[i] = a;
      if (mask) mask[i] = z > 0 ? 1 : 0;
      norms[i & 3]! += a * a;
    }
    this.#a.fill(0, rows);
    this.#norm2 = norms[0]! + norms[2]! + (norms[1]! + norms[3]!);
  }

  #rescale(vector: Float32Array): number {
    let k = 0;
    for (; this.#norm2 >= 4 && k < 120; k++) this.#norm2 /= 4;
    for (; this.#norm2 < 1 && k > -120; k--) this.#norm2 *= 4;
    for (let i = 0; i < vector.length; i++) vector[i]! *= 2 ** -k;
    return k;
  }

  /** Each column's rows add to partial sum i mod 3, by its draws that are not sure to an extra sum. */
  multiplyTransposed(
    net: number,
    layer: number,
    input: Float32Array,
    output: Float32Array,
    wanted?: Uint8Array,
  ): void {
    const { widths, distribution } = this.#job;
    // The readout's row is layer L + 1.
    const rows = widths[layer] ?? 1;
    const unit = distribution === 'uniform' ? 2 ** 31 : 1;
    for (let j = 0; j < widths[layer - 1]!; j++) {
      output[j] = 0;
      if (wanted?.[j] === 0) continue;
      this.#columns.column(net, layer, j, this.#weights, this.#sure, rows);
      const sums = [0, 0, 0];
      let extra = 0;
      for (let i = 0; i < rows; i++) {
        const term = fround(fround(input[i]! / unit) * (this.#weights[i]! * unit));
        if (this.#sure[i] === 1) sums[i % 3] = fround(sums[i % 3]! + term);
        else extra = fround(extra + term);
      }
      output[j] = fround(fround(fround(sums[0]! + sums[1]!) + sums[2]!) + extra);
    }
  }

  gradient(net: number, last: number, randomReadout: boolean, out: Float64Array, at: number): void {
    const { widths } = this.#job;
    const depth = widths.length - 1;
    const masks = widths.map((width) => new Uint8Array(width));
    this.run(net, out, at, last - 1, masks);
    if (this.#norm2 === 0) return;
    let delta = Float32Array.of(1);
    let bits = 0;
    for (let layer = depth; layer >= last; layer--) {
      const mask = masks[layer]!;
      const next = new Float32Array(widths[layer]!).fill(1);
      if (layer < depth || randomReadout) {
        this.multiplyTransposed(net, layer + 1, delta, next, this.#slope === 0 ? mask : undefined);
      }
      this.#norm2 = 0;
      for (let i = 0; i < next.length; i++) {
        if (mask[i] === 0) next[i]! *= this.#slope;
        this.#norm2 += next[i]! * next[i]!;
      }
      delta = next;
      if (this.#norm2 === 0) break;
      if (!(this.#norm2 >= leastNorm2 && this.#norm2 <= largestNorm2)) bits += this.#rescale(delta);
    }
    out[at] = this.#norm2 * this.#kept[0];
    out[at + 1] = bits + this.#kept[1];
  }
}
