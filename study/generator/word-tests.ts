/** Tests of 32-bit words as numbers: cells, gaps, runs, spacings, collisions, lags. */
import { bitCorrelations, hammingWeights, linearComplexity, matrixRanks } from './bit-tests.js';
import { cells, chiSquare, normal, type Outcome, poisson } from './p-values.js';

/** All tests of a sequence of words, 2^17 at least. */
export function testWords(words: Int32Array): Outcome[] {
  const low = words.map((word) => word << 16);
  return [
    ...bitCorrelations(words),
    matrixRanks(words),
    linearComplexity(words, 0),
    linearComplexity(words, 31),
    hammingWeights(words),
    tuples('pairs, top 6 bits', words, 2, 6),
    tuples(
      'pairs, low 6 bits',
      words.map((word) => word << 26),
      2,
      6,
    ),
    tuples('triples, top 4 bits', words, 3, 4),
    tuples(
      'triples, low 4 bits',
      words.map((word) => word << 28),
      3,
      4,
    ),
    gaps(words),
    runs(words),
    birthdaySpacings('birthday spacings', words),
    birthdaySpacings('birthday spacings, low bits first', words.map(reverse)),
    collisions('collisions, top 20 bits', words, 12),
    collisions(
      'collisions, low 20 bits',
      words.map((word) => word << 12),
      12,
    ),
    wordLags('lags 1 to 64', words),
    wordLags('lags 1 to 64, low 16 bits', low),
    signLags('lags 1 to 64 of the lowest bit', words, 0),
    signLags('lags 1 to 64 of the highest bit', words, 31),
  ];
}

function reverse(word: number): number {
  let out = 0;
  for (let i = 0; i < 32; i++) out |= ((word >>> i) & 1) << (31 - i);
  return out;
}

/** Disjoint tuples of the highest bits fill the cube evenly. */
function tuples(test: string, words: Int32Array, size: number, bits: number): Outcome {
  const counts = new Float64Array(2 ** (size * bits));
  for (let at = 0; at + size <= words.length; at += size) {
    let cell = 0;
    for (let i = 0; i < size; i++) cell = (cell << bits) | (words[at + i]! >>> (32 - bits));
    counts[cell]! += 1;
  }
  return cells(test, counts, () => 1 / counts.length);
}

/** How long a sixteenth of the range stays unvisited: geometric. */
function gaps(words: Int32Array): Outcome {
  const last = 64;
  const counts = new Float64Array(last + 1);
  let gap = -1;
  for (const word of words) {
    if (word >>> 28 !== 0) {
      if (gap >= 0) gap += 1;
      continue;
    }
    if (gap >= 0) counts[Math.min(gap, last)]! += 1;
    gap = 0;
  }
  return cells('gaps', counts, (k) => (15 / 16) ** k * (k < last ? 1 / 16 : 1));
}

/** Lengths of ascending runs; the word that ends a run is left out, so that runs are independent (Knuth, vol. 2, 3.3.2). */
function runs(words: Int32Array): Outcome {
  const counts = new Float64Array(6);
  let length = 1;
  for (let at = 1; at < words.length; at++) {
    // Equal neighbours (probability 2^-32) end a run.
    if (words[at]! > words[at - 1]!) {
      length += 1;
      continue;
    }
    counts[Math.min(length, 6) - 1]! += 1;
    length = 1;
    at += 1;
  }
  // P(at least k) = 1/k!.
  const atLeast = (k: number): number => (k <= 1 ? 1 : atLeast(k - 1) / k);
  return cells('runs', counts, (k) => atLeast(k + 1) - (k < 5 ? atLeast(k + 2) : 0));
}

const birthdays = 4096;

/**
 * Pairs of equal spacings among 4096 sorted words of 2^32: two given ones agree with probability birthdays/2^33, so about 4 a group, Poisson
 * (Marsaglia & Tsang 2002; L'Ecuyer & Simard 2001).
 */
function birthdaySpacings(test: string, words: Int32Array): Outcome {
  const sorted = new Uint32Array(birthdays);
  const spacings = new Uint32Array(birthdays - 1);
  let pairs = 0;
  let groups = 0;
  for (let at = 0; at + birthdays <= words.length; at += birthdays, groups++) {
    sorted.set(words.subarray(at, at + birthdays));
    sorted.sort();
    for (let i = 0; i + 1 < birthdays; i++) spacings[i] = sorted[i + 1]! - sorted[i]!;
    pairs += equalPairs(spacings.sort());
  }
  const mean = (((birthdays - 1) * (birthdays - 2)) / 2) * (birthdays / 2 ** 33);
  return poisson(test, pairs, groups * mean);
}

/** Of an ascending list. */
export function equalPairs(sorted: ArrayLike<number>): number {
  let pairs = 0;
  let same = 0;
  for (let i = 1; i < sorted.length; i++) {
    same = sorted[i] === sorted[i - 1] ? same + 1 : 0;
    pairs += same;
  }
  return pairs;
}

const balls = 2 ** 14;

/** Balls that fall into one of 2^20 urns that is not empty: exact mean and variance, normal as a sum over groups. */
function collisions(test: string, words: Int32Array, shift: number): Outcome {
  const urns = 2 ** (32 - shift);
  const seen = new Int32Array(urns).fill(-1);
  let count = 0;
  let groups = 0;
  for (let at = 0; at + balls <= words.length; at += balls, groups++) {
    for (let i = 0; i < balls; i++) {
      const urn = words[at + i]! >>> shift;
      if (seen[urn] === groups) count += 1;
      else seen[urn] = groups;
    }
  }
  const empty = urns * (1 - 1 / urns) ** balls;
  const both = urns * (urns - 1) * (1 - 2 / urns) ** balls;
  const mean = balls - urns + empty;
  const variance = both + empty - empty * empty;
  return normal(test, (count - groups * mean) / Math.sqrt(groups * variance));
}

const lags = 64;

/** Squares of the 64 autocorrelations, uncorrelated with variance (number of products) times variance^2. */
export function lagStatistic(test: string, x: Float64Array, variance: number): Outcome {
  let statistic = 0;
  for (let lag = 1; lag <= lags; lag++) {
    let sum = 0;
    for (let i = lag; i < x.length; i++) sum += x[i]! * x[i - lag]!;
    statistic += sum ** 2 / ((x.length - lag) * variance ** 2);
  }
  return chiSquare(test, statistic, lags);
}

function wordLags(test: string, words: Int32Array): Outcome {
  const x = Float64Array.from(words, (word) => word / 2 ** 31);
  // Words of 16 bits have a mean of -2^-17: far below what shows.
  return lagStatistic(test, x, 1 / 3);
}

function signLags(test: string, words: Int32Array, bit: number): Outcome {
  return lagStatistic(
    test,
    Float64Array.from(words, (word) => 1 - 2 * ((word >>> bit) & 1)),
    1,
  );
}
