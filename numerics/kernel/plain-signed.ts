/** assembly/signed.ts in plain TypeScript, bit for bit: nets with weights ±1, in doubles and, where sums are not exact, modulo a prime too. */
import { widest } from '../network/network.js';
import { exactLimit, prime, residueOfSlope, suspicious, times } from '../network/ties.js';
import { weightSource } from '../random/source.js';
import type { Job } from './engine.js';

/** Beyond these |a|^2 is brought back into [1, 4) by a power of two. */
const largestNorm2 = 2 ** 400;
const leastNorm2 = 2 ** -400;

/** See `Engine`. */
export function signedForward(job: Job, firstNet: number, count: number, out: Float64Array): void {
  const pass = new SignedPass(job);
  for (let i = 0; i < count; i++) pass.run(firstNet + i, out, 2 * i);
}

class SignedPass {
  readonly #job: Job;
  readonly #slopeResidue: number;
  readonly #weights: (net: number, layer: number, column: number, rows: number) => Float64Array;
  readonly #a: Float64Array;
  readonly #residues: Float64Array;
  /** Four partial sums of each row, and whole sums modulo the prime. */
  readonly #sums: Float64Array;
  readonly #residueSums: Float64Array;
  #tracking = false;
  #norm2 = 0;

  constructor(job: Job) {
    const size = widest(job.widths);
    const source = weightSource(job.seed, 'rademacher');
    const column = new Float64Array(size);
    this.#job = job;
    this.#slopeResidue = residueOfSlope(job.slope);
    this.#weights = (net, layer, j, rows) => {
      source.column(net, layer, j, column, rows);
      return column;
    };
    this.#a = new Float64Array(size);
    this.#residues = new Float64Array(size);
    this.#sums = new Float64Array(4 * size);
    this.#residueSums = new Float64Array(size);
  }

  run(net: number, out: Float64Array, at: number): void {
    const { widths, ones, slope } = this.#job;
    this.#a.fill(0).fill(1, 0, ones);
    this.#residues.fill(0).fill(1, 0, ones);
    this.#tracking = slope !== 0 && slope !== 1;
    let bits = 0;
    for (let layer = 1; layer < widths.length; layer++) {
      const total = this.#a.reduce((sum, a) => sum + Math.abs(a), 0);
      if (!this.#tracking && total >= exactLimit) {
        // Integers below 2^53, exactly.
        this.#tracking = true;
        this.#a.forEach((a, j) => {
          this.#residues[j] = a % prime;
        });
      }
      this.#multiply(net, layer);
      this.#activate(widths[layer]!, suspicious * total);
      if (this.#norm2 === 0) break;
      if (!(this.#norm2 >= leastNorm2 && this.#norm2 <= largestNorm2)) bits += this.#rescale();
    }
    out[at] = this.#norm2;
    out[at + 1] = bits;
  }

  /** The p-th input that is not 0 adds to partial sum p mod 4. */
  #multiply(net: number, layer: number): void {
    const { widths } = this.#job;
    const rows = widths[layer]!;
    const [sums, residueSums] = [this.#sums, this.#residueSums];
    sums.fill(0, 0, 4 * rows);
    residueSums.fill(0, 0, rows);
    for (let j = 0, p = 0; j < widths[layer - 1]!; j++) {
      const a = this.#a[j]!;
      if (a === 0) continue;
      const weights = this.#weights(net, layer, j, rows);
      for (let i = 0; i < rows; i++) {
        sums[4 * i + (p & 3)]! += a * weights[i]!;
        residueSums[i]! += this.#residues[j]! * weights[i]!;
      }
      p += 1;
    }
  }

  #activate(rows: number, small: number): void {
    const { slope } = this.#job;
    const sums = this.#sums;
    this.#norm2 = 0;
    this.#a.fill(0);
    for (let i = 0; i < rows; i++) {
      let z = sums[4 * i]! + sums[4 * i + 2]! + (sums[4 * i + 1]! + sums[4 * i + 3]!);
      let residue = this.#residueSums[i]! % prime;
      if (this.#tracking && residue === 0 && Math.abs(z) <= small) z = 0;
      if (!(z > 0)) {
        z *= slope;
        residue = times(residue, this.#slopeResidue);
      }
      this.#norm2 += z * z;
      this.#a[i] = z;
      this.#residues[i] = residue;
    }
  }

  #rescale(): number {
    let k = 0;
    for (; this.#norm2 >= 4; k++) this.#norm2 /= 4;
    for (; this.#norm2 < 1; k--) this.#norm2 *= 4;
    for (let i = 0; i < this.#a.length; i++) this.#a[i]! *= 2 ** -k;
    return k;
  }
}
