/** Tests of the law of standardised draws: cells of known probability, moments, tails, the ziggurat's strips. */
import { normalQuantile } from '../../numerics/law/normal-quantile.js';
import { ziggurat } from '../../numerics/random/ziggurat.js';
import type { Sequence } from './orders.js';
import {
  bernstein,
  cells,
  kolmogorov,
  type Outcome,
  poisson,
  probabilityBelow,
  upperTail,
} from './p-values.js';
import { lagStatistic } from './word-tests.js';

const chunk = 65536;

/** Sums x^1..x^8 over |x| <= cut. */
class Moments {
  readonly sums = new Float64Array(9);

  constructor(readonly cut: number) {}

  add(x: number): void {
    if (x > this.cut || x < -this.cut) return;
    const { sums } = this;
    let power = x;
    for (let k = 1; k <= 8; k++, power *= x) sums[k]! += power;
  }

  /** @param moment E x^k 1{|x| <= cut}, k to 16. */
  outcomes(n: number, moment: (k: number) => number): Outcome[] {
    return Array.from({ length: 8 }, (_, i) => {
      const k = i + 1;
      const deviation = this.sums[k]! / n - moment(k);
      const variance = moment(2 * k) - moment(k) ** 2;
      return bernstein(`moment ${k}`, n, deviation, variance, this.cut ** k + Math.abs(moment(k)));
    });
  }
}

/** x lies in the bin between edges[bin - 1] and edges[bin]: a table of 2^18 equal steps over [-8, 8], then step by step. */
class Bins {
  readonly counts: Float64Array;
  readonly #start: Uint32Array;

  constructor(readonly edges: Float64Array) {
    this.counts = new Float64Array(edges.length + 1);
    this.#start = new Uint32Array(2 ** 18);
    for (let step = 0, bin = 0; step < 2 ** 18; step++) {
      while (bin < edges.length && edges[bin]! <= step / 2 ** 14 - 8) bin += 1;
      this.#start[step] = bin;
    }
  }

  add(x: number): void {
    const { edges } = this;
    let bin = x < -8 ? 0 : this.#start[x >= 8 ? 2 ** 18 - 1 : Math.floor((x + 8) * 2 ** 14)]!;
    while (bin < edges.length && edges[bin]! <= x) bin += 1;
    this.counts[bin]! += 1;
  }
}

/** Probabilities of the bins between ascending edges, symmetric tails without loss. */
function normalMass(edges: Float64Array): (bin: number) => number {
  return (bin) => {
    const low = bin === 0 ? -Infinity : edges[bin - 1]!;
    const high = bin === edges.length ? Infinity : edges[bin]!;
    return low >= 0 ? upperTail(low) - upperTail(high) : upperTail(-high) - upperTail(-low);
  };
}

/** E x^k 1{|x| <= c} = (k - 1) E x^(k-2) 1{...} - 2 c^(k-1) f(c). */
function truncatedNormalMoment(k: number, c: number): number {
  if (k % 2 === 1) return 0;
  if (k === 0) return 1 - 2 * upperTail(c);
  const density = Math.exp((-c * c) / 2) / Math.sqrt(2 * Math.PI);
  return (k - 1) * truncatedNormalMoment(k - 2, c) - 2 * c ** (k - 1) * density;
}

/** Halves of each slab's wedge [x_(i+1), x_i), on either side of 0; only where 10 draws are expected. */
function stripEdges(n: number): Float64Array {
  const { edges } = ziggurat();
  const positive: number[] = [0];
  for (let i = edges.length - 2; i >= 1; i--) {
    const half = (edges[i]! + edges[i + 1]!) / 2;
    for (const edge of [half, edges[i]!]) {
      if (n * (upperTail(positive.at(-1)!) - upperTail(edge)) >= 10 && n * upperTail(edge) >= 10)
        positive.push(edge);
    }
  }
  return Float64Array.from([
    ...positive
      .slice(1)
      .reverse()
      .map((x) => -x),
    ...positive,
  ]);
}

const tails = [4, 4.5, 5, 5.5];

/** The law of n normal draws; n below 1e9, 1e5 at least. */
export function testNormals(sequence: Sequence, n: number): Outcome[] {
  const wanted = 2 ** Math.min(16, Math.floor(Math.log2(n / 50)));
  const bins = new Bins(
    Float64Array.from({ length: wanted - 1 }, (_, i) => normalQuantile((i + 1) / wanted)),
  );
  const strips = new Bins(stripEdges(n));
  const moments = new Moments(5);
  const above = new Float64Array(tails.length);
  const below = new Float64Array(tails.length);
  const far = new Float64Array(Math.max(2, Math.min(32, Math.floor((2 * n * upperTail(4)) / 20))));
  let largest = 0;
  const draws = new Float64Array(chunk);
  for (let done = 0; done < n; done += chunk) {
    const part = draws.subarray(0, Math.min(chunk, n - done));
    sequence.fill(part);
    for (let i = 0; i < part.length; i++) {
      const x = part[i]!;
      bins.add(x);
      strips.add(x);
      moments.add(x);
      const size = Math.abs(x);
      if (size <= 4) continue;
      largest = Math.max(largest, size);
      // Uniform, given that |x| > 4.
      far[Math.min(far.length - 1, Math.floor((upperTail(size) / upperTail(4)) * far.length))]! += 1;
      tails.forEach((tail, t) => {
        if (x > tail) above[t]! += 1;
        if (x < -tail) below[t]! += 1;
      });
    }
  }
  return [
    kolmogorov(`Kolmogorov on bins`, bins.counts, normalMass(bins.edges)),
    cells(`chi^2 on bins`, bins.counts, normalMass(bins.edges)),
    cells('strips of the ziggurat', strips.counts, normalMass(strips.edges)),
    ...moments.outcomes(n, (k) => truncatedNormalMoment(k, 5)),
    ...tails.flatMap((tail, t) => [
      poisson(`above ${tail}`, above[t]!, n * upperTail(tail)),
      poisson(`below -${tail}`, below[t]!, n * upperTail(tail)),
    ]),
    cells('law beyond 4', far, () => 1 / far.length),
    // P(all sizes below the largest); with none beyond 4 it is 0 as it should be.
    probabilityBelow('the largest', Math.exp(n * Math.log1p(-2 * upperTail(largest)))),
  ];
}

/** Lags of normal draws, their squares and their signs. */
export function testNormalLags(sequence: Sequence, n: number): Outcome[] {
  const draws = new Float64Array(n);
  sequence.fill(draws);
  return [
    lagStatistic('lags 1 to 64', draws, 1),
    lagStatistic(
      'lags 1 to 64 of squares',
      draws.map((x) => x * x - 1),
      2,
    ),
    lagStatistic('lags 1 to 64 of signs', draws.map(Math.sign), 1),
  ];
}

/** The law of n draws uniform on (-sqrt 3, sqrt 3). */
export function testUniforms(sequence: Sequence, n: number): Outcome[] {
  const counts = new Float64Array(2 ** Math.min(16, Math.floor(Math.log2(n / 50))));
  const reach = Math.sqrt(3);
  const moments = new Moments(reach);
  const draws = new Float64Array(chunk);
  for (let done = 0; done < n; done += chunk) {
    const part = draws.subarray(0, Math.min(chunk, n - done));
    sequence.fill(part);
    for (let i = 0; i < part.length; i++) {
      const x = part[i]!;
      counts[Math.floor((x / reach + 1) * (counts.length / 2))]! += 1;
      moments.add(x);
    }
  }
  const mass = () => 1 / counts.length;
  return [
    kolmogorov('Kolmogorov on bins', counts, mass),
    cells('chi^2 on bins', counts, mass),
    ...moments.outcomes(n, (k) => (k % 2 === 1 ? 0 : reach ** k / (k + 1))),
  ];
}
