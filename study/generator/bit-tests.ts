/** Tests of the single bits of 32-bit words: balance, correlation, rank, linear complexity, weights. */
import { cells, chiSquare, type Outcome } from './p-values.js';

export function popcount(x: number): number {
  x -= (x >>> 1) & 0x55555555;
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Bit k of out[b] is bit b of words[from + k step], k = 0..31. */
function transpose(words: Int32Array, from: number, step: number, out: Int32Array): void {
  out.fill(0);
  for (let k = 0; k < 32; k++) {
    const word = words[from + k * step]!;
    for (let bit = 0; bit < 32; bit++) out[bit]! |= ((word >>> bit) & 1) << k;
  }
}

/**
 * For fair independent bits the balances, and the agreements of any two of them, are uncorrelated with variance n/4: the sums of their
 * squares are chi^2 in the limit.
 */
export function bitCorrelations(words: Int32Array): Outcome[] {
  const first = new Int32Array(32);
  const second = new Int32Array(32);
  const balance = new Float64Array(32);
  const within = new Float64Array(1024);
  const across = new Float64Array(1024);
  let pairs = 0;
  for (let at = 0; at + 64 <= words.length; at += 64) {
    transpose(words, at, 2, first);
    transpose(words, at + 1, 2, second);
    for (let i = 0; i < 32; i++) {
      const a = first[i]!;
      balance[i]! += popcount(a) + popcount(second[i]!);
      for (let j = 0; j < i; j++) within[32 * i + j]! += popcount(a ^ first[j]!);
      for (let j = 0; j < 32; j++) across[32 * i + j]! += popcount(a ^ second[j]!);
    }
    pairs += 32;
  }
  const sum = (counts: Float64Array, n: number, chosen: (i: number, j: number) => boolean) => {
    let statistic = 0;
    counts.forEach((count, k) => {
      if (chosen(k >>> 5, k & 31)) statistic += (count - n / 2) ** 2 / (n / 4);
    });
    return statistic;
  };
  return [
    chiSquare(
      'balance of each bit',
      sum(balance, 2 * pairs, () => true),
      32,
    ),
    chiSquare(
      'two bits of a word',
      sum(within, pairs, (i, j) => j < i),
      496,
    ),
    chiSquare(
      'bits of neighbouring words',
      sum(across, pairs, () => true),
      1024,
    ),
  ];
}

/** Ranks of 32 x 32 matrices over GF(2), a word a row: P(rank 32 - k) from the exact product formula. */
export function matrixRanks(words: Int32Array): Outcome {
  const counts = new Float64Array(3);
  const rows = new Int32Array(32);
  for (let at = 0; at + 32 <= words.length; at += 32) {
    rows.set(words.subarray(at, at + 32));
    counts[Math.min(2, 32 - rank(rows))]! += 1;
  }
  const law = rankLaw(32);
  return cells('rank of 32 x 32 bits', counts, (k) => (k < 2 ? law[k]! : 1 - law[0]! - law[1]!));
}

function rank(rows: Int32Array): number {
  let found = 0;
  for (let bit = 0; bit < 32; bit++) {
    let pivot = found;
    while (pivot < 32 && ((rows[pivot]! >>> bit) & 1) === 0) pivot++;
    if (pivot === 32) continue;
    const row = rows[pivot]!;
    rows[pivot] = rows[found]!;
    rows[found] = row;
    for (let i = found + 1; i < 32; i++) if ((rows[i]! >>> bit) & 1) rows[i]! ^= row;
    found++;
  }
  return found;
}

/** P(rank n) = prod (1 - 2^-i), i = 1..n, and P(rank n - 1) = 2 (1 - 2^-n) times it. */
function rankLaw(n: number): [number, number] {
  let full = 1;
  for (let i = 1; i <= n; i++) full *= 1 - 2 ** -i;
  return [full, 2 * (1 - 2 ** -n) * full];
}

const block = 512;

/**
 * Linear complexities of blocks of 512 successive values of one bit (Berlekamp & Massey): any shift register of up to 250 bits shows at once. Of the
 * 2^n sequences of length n, 2^min(2n - 2c, 2c - 1) have complexity c > 0 (Rueppel 1986).
 */
export function linearComplexity(words: Int32Array, bit: number): Outcome {
  const middle = block / 2;
  // Classes: complexity <= middle - 3, each of middle - 2..middle + 3, and beyond.
  const counts = new Float64Array(8);
  const bits = new Uint8Array(block);
  for (let at = 0; at + block <= words.length; at += block) {
    for (let i = 0; i < block; i++) bits[i] = (words[at + i]! >>> bit) & 1;
    counts[Math.max(0, Math.min(7, complexity(bits) - middle + 3))]! += 1;
  }
  const mass = (c: number): number => 2 ** (Math.min(2 * (block - c), 2 * c - 1) - block);
  const probability = (k: number): number => {
    if (k > 0 && k < 7) return mass(middle - 3 + k);
    // Geometric series: to the left each is a quarter of the next, to the right of the one before.
    return (mass(k === 0 ? middle - 3 : middle + 4) * 4) / 3;
  };
  return cells(`linear complexity of bit ${bit}`, counts, probability);
}

/** Berlekamp-Massey over GF(2), with polynomials and the reversed sequence packed 32 to a word. */
function complexity(bits: Uint8Array): number {
  const words = block / 32 + 1;
  const connection = new Int32Array(words);
  let previous = new Int32Array(words);
  let spare = new Int32Array(words);
  // Bit i of `past` is the value i steps ago.
  const past = new Int32Array(words);
  connection[0] = 1;
  previous[0] = 1;
  let length = 0;
  let since = 1;
  for (let n = 0; n < bits.length; n++, since++) {
    for (let w = words - 1; w > 0; w--) past[w] = (past[w]! << 1) | (past[w - 1]! >>> 31);
    past[0] = (past[0]! << 1) | bits[n]!;
    let parity = 0;
    for (let w = 0; w < words; w++) parity ^= past[w]! & connection[w]!;
    if ((popcount(parity) & 1) === 0) continue;
    const grows = 2 * length <= n;
    if (grows) spare.set(connection);
    addShifted(connection, previous, since);
    if (!grows) continue;
    [previous, spare] = [spare, previous];
    length = n + 1 - length;
    since = 0;
  }
  return length;
}

/** target ^= x^shift source. */
function addShifted(target: Int32Array, source: Int32Array, shift: number): void {
  const whole = shift >>> 5;
  const rest = shift & 31;
  for (let w = target.length - 1; w >= whole; w--) {
    const high = source[w - whole]! << rest;
    const low = rest > 0 && w > whole ? source[w - whole - 1]! >>> (32 - rest) : 0;
    target[w]! ^= high | low;
  }
}

/** Numbers of ones in three neighbouring words, each in 5 classes: 125 cells of exact binomial probabilities. */
export function hammingWeights(words: Int32Array): Outcome {
  const classOf = (ones: number): number => Math.max(0, Math.min(4, ones - 14));
  const chance = new Float64Array(5);
  for (let ones = 0, choose = 1; ones <= 32; ones++) {
    chance[classOf(ones)]! += choose / 2 ** 32;
    choose = (choose * (32 - ones)) / (ones + 1);
  }
  const counts = new Float64Array(125);
  for (let at = 0; at + 3 <= words.length; at += 3) {
    const [a, b, c] = [0, 1, 2].map((i) => classOf(popcount(words[at + i]!))) as [number, number, number];
    counts[25 * a + 5 * b + c]! += 1;
  }
  return cells('weights of three words', counts, (k) => {
    return chance[Math.floor(k / 25)]! * chance[Math.floor(k / 5) % 5]! * chance[k % 5]!;
  });
}
