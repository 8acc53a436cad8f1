/** Eigenvalues of matrices whose spectra are known exactly, and whose entries are exact: by reflections with dyadic entries. Nothing here is random. */
import { describe, expect, test } from 'vitest';
import { eigenvaluesOf } from '../../../numerics/hessian/eigenvalues.js';

/**
 * Q A Q for the reflection Q = I - 2 uu'/u'u with u_i = ±1 on 2^bits places, the others 0: entries of A that are multiples of 2^-e become multiples of
 * 2^(-e - 2 bits + 2). In place.
 */
function reflect(a: Float64Array, order: number, bits: number, seed: number): void {
  const places = Array.from({ length: 2 ** bits }, (_, k) => (k + seed) % order);
  const signs = places.map((_, k) => ((k * k + seed * k + (k >> 2)) % 3 === 0 ? -1 : 1));
  const factor = 2 ** (1 - bits);
  const apply = (at: (line: number, k: number) => number) => {
    for (let line = 0; line < order; line++) {
      let sum = 0;
      for (let k = 0; k < places.length; k++) sum += signs[k]! * a[at(line, places[k]!)]!;
      for (let k = 0; k < places.length; k++) a[at(line, places[k]!)]! -= factor * sum * signs[k]!;
    }
  };
  apply((line, k) => line * order + k);
  apply((line, k) => k * order + line);
}

/** Three reflections of a matrix whose entries are multiples of 2^-12, each on as many places as there are powers of two for. */
function mixed(order: number, entry: (i: number, j: number) => number): Float64Array {
  const a = Float64Array.from({ length: order ** 2 }, (_, at) => entry(Math.floor(at / order), at % order));
  // Multiples of 2^-12 or, where numbers are large, of 1: 30 binary places more come in, and sums are 64 times as large at most.
  const places = 30 + (a.every((x) => Number.isInteger(x)) ? 0 : 12);
  const bits = Math.min(6, Math.floor(Math.log2(order)));
  for (const seed of [0, 5, 2 ** bits]) reflect(a, order, bits, seed);
  const isExact = a.every((x) => Number.isInteger(x * 2 ** places) && Math.abs(x) * 2 ** places < 2 ** 47);
  expect(isExact).toBe(true);
  expect(a.every((x, at) => x === a[(at % order) * order + Math.floor(at / order)])).toBe(true);
  return a;
}

function check(matrix: Float64Array, truth: readonly number[]): void {
  const order = Math.sqrt(matrix.length);
  const { values, zeros, error, bits } = eigenvaluesOf({ values: matrix, bits: 0 });
  expect(bits).toBe(0);
  const found = [...values, ...new Array<number>(zeros).fill(0)].sort((a, b) => a - b);
  const sorted = [...truth].sort((a, b) => a - b);
  const size = Math.sqrt(matrix.reduce((sum, x) => sum + x * x, 0));
  expect(found).toHaveLength(order);
  for (let i = 0; i < order; i++) {
    // Within the bound; and far within: it takes all roundings to their worst.
    expect(Math.abs(found[i]! - sorted[i]!)).toBeLessThanOrEqual(Math.min(error, 3e-15 * size));
  }
  // The bound is what it is said to be, and no less than one rounding.
  expect(error).toBeGreaterThan(2 ** -53 * size);
  expect(error).toBeLessThan((2.1 * order ** 2 + 200 * order + 80) * 2 ** -53 * size);
}

const orders = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 24, 33, 64, 97, 130];

describe.each(orders)('order %i', (order) => {
  test('second differences: 4 sin^2(k pi/(2 n + 2))', () => {
    const truth = Array.from(
      { length: order },
      (_, k) => 4 * Math.sin(((k + 1) * Math.PI) / (2 * order + 2)) ** 2,
    );
    check(
      mixed(order, (i, j) => (i === j ? 2 : -Number(Math.abs(i - j) === 1))),
      truth,
    );
  });

  test.each([
    ['whole numbers of both signs', (k: number) => 3 * k - order],
    ['a few, many times', (k: number) => [2, 2, -1, 0][k % 4]!],
    ['of low rank', (k: number) => [5, -3, 1][k] ?? 0],
    ['clustered', (k: number) => 1 + 2 ** -12 * (k % 3)],
    ['graded', (k: number) => 2 ** -(k % 13)],
  ] as const)('%s', (_name, eigenvalue) => {
    const truth = Array.from({ length: order }, (_, k) => eigenvalue(k));
    const diagonal = (i: number, j: number) => (i === j ? truth[i]! : 0);
    check(mixed(order, diagonal), truth);
  });
});
