/** Eigenvalues against mpmath's, and against what holds of every symmetric matrix. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eigenvaluesOf } from '../../../numerics/hessian/eigenvalues.js';
import { plainSymmetric } from '../../../numerics/hessian/symmetric-engine.js';
import { tridiagonalEigenvalues } from '../../../numerics/hessian/tridiagonal-eigenvalues.js';
import { symmetricEngine } from '../../../numerics/kernel/default.js';
import { tridiagonalOf } from './lower-triangle.js';

const engines = [plainSymmetric, symmetricEngine()];

type Entry = (i: number, j: number) => number;

const whole: Entry = (i, j) => ((i * i * j + i * j * j + 7 * i * j + 3 * (i + j)) % 23) - 11;
const product: Entry = (i, j) => {
  let sum = 0;
  for (let k = 0; k < 7; k++) sum += whole(i, 3 * k + 1) * whole(j, 3 * k + 1);
  return sum;
};

/** As in test/reference/hessian/eigenvalues.py. */
const entries: Record<string, Entry> = {
  one: () => -3,
  two: whole,
  three: whole,
  whole,
  odd: whole,
  'low rank': product,
  layered: (i, j) => (Math.floor(i / 9) === Math.floor(j / 9) ? 0 : whole(i, j)),
  Wilkinson: (i, j) => (i === j ? Math.abs(i - 10) : Number(Math.abs(i - j) === 1)),
  twins: (i, j) => (i % 2 === j % 2 ? whole(Math.floor(i / 2), Math.floor(j / 2)) : 0),
  cluster: (i, j) => Number(i === j) + whole(i, j) * 2 ** -40,
  graded: (i, j) => whole(i, j) * 2 ** (-2 * (i + j)),
  'graded upwards': (i, j) => whole(i, j) * 2 ** (2 * (i + j) - 116),
  Hilbert: (i, j) => 1 / (i + j + 1),
};

const squareOf = (order: number, entry: Entry): Float64Array =>
  Float64Array.from({ length: order ** 2 }, (_, at) => entry(Math.floor(at / order), at % order));

const norm = (values: Float64Array): number => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));

interface Case {
  readonly name: string;
  readonly order: number;
  readonly values: readonly string[];
}
const cases: Case[] = JSON.parse(
  readFileSync(new URL('../../reference/hessian/eigenvalues.json', import.meta.url), 'utf8'),
);

describe('against mpmath', () => {
  test.each(cases)('$name, order $order: each within its error bound', ({ name, order, values }) => {
    const matrix = squareOf(order, entries[name]!);
    const found = eigenvaluesOf({ values: matrix, bits: 0 });
    expect(found.bits).toBe(0);
    expect(found.values.length + found.zeros).toBe(order);
    const filled = [...found.values, ...new Array<number>(found.zeros).fill(0)].sort((a, b) => a - b);
    const size = norm(matrix);
    filled.forEach((value, i) => {
      // Within the bound, and in truth within a few units of rounding: the bound allows for the worst of signs.
      expect(Math.abs(value - Number(values[i]))).toBeLessThanOrEqual(Math.min(found.error, 2e-15 * size));
    });
    expect(found.error).toBeLessThan(1e-12 * size);
  });
});

/** Symmetric matrices of doubles, some entries small, some rows 0. */
const matrices = fc.integer({ min: 1, max: 30 }).chain((order) =>
  fc
    .array(fc.tuple(fc.integer({ min: -64, max: 64 }), fc.constantFrom(0, 0, -3, -30, -60)), {
      minLength: (order * (order + 1)) / 2,
      maxLength: (order * (order + 1)) / 2,
    })
    .map((lower) =>
      squareOf(order, (i, j) => {
        const [row, column] = i < j ? [j, i] : [i, j];
        const [x, bits] = lower[(row * (row + 1)) / 2 + column]!;
        return (x + 1 / 3) * 2 ** bits;
      }),
    ),
);

const all = (matrix: Float64Array): { values: number[]; error: number } => {
  const { values, zeros, error, bits } = eigenvaluesOf({ values: matrix, bits: 0 });
  expect(bits).toBe(0);
  return {
    values: [...values, ...new Array<number>(zeros).fill(0)].sort((a, b) => a - b),
    error,
  };
};

describe('of any matrix', () => {
  test('the sum is the trace, the sum of squares |A|_F^2', () => {
    fc.assert(
      fc.property(matrices, (matrix) => {
        const order = Math.sqrt(matrix.length);
        const { values, error } = all(matrix);
        const size = norm(matrix);
        let trace = 0;
        for (let i = 0; i < order; i++) trace += matrix[i * order + i]!;
        const sum = values.reduce((total, x) => total + x, 0);
        expect(Math.abs(sum - trace)).toBeLessThanOrEqual(order * Math.min(error, 1e-14 * size));
        // |sum x^2 - |A|^2| <= sum (2|x| + e) e.
        const squares = values.reduce((total, x) => total + x * x, 0);
        expect(Math.abs(squares / size ** 2 - 1)).toBeLessThanOrEqual(1e-13);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('those of the matrix less its last row and column lie between', () => {
    fc.assert(
      fc.property(matrices, (matrix) => {
        const order = Math.sqrt(matrix.length);
        const outer = all(matrix);
        const inner = all(squareOf(order - 1, (i, j) => matrix[i * order + j]!));
        const error = outer.error + inner.error;
        inner.values.forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(outer.values[i]! - error);
          expect(value).toBeLessThanOrEqual(outer.values[i + 1]! + error);
        });
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  test('they do not depend on the order of rows', () => {
    fc.assert(
      fc.property(matrices, (matrix) => {
        const order = Math.sqrt(matrix.length);
        const there = all(matrix);
        const back = all(squareOf(order, (i, j) => matrix[(order - 1 - i) * order + order - 1 - j]!));
        there.values.forEach((value, i) => {
          expect(Math.abs(value - back.values[i]!)).toBeLessThanOrEqual(there.error + back.error);
        });
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  test('rank one: |x|^2, and zeros that are left out of the reduction', () => {
    const order = 300;
    const x = Float64Array.from({ length: order }, (_, i) => Math.cos(i));
    const { values, error } = all(squareOf(order, (i, j) => x[i]! * x[j]!));
    const size = norm(x) ** 2;
    expect(Math.abs(values.at(-1)! - size)).toBeLessThan(1e-13 * size);
    expect(Math.max(Math.abs(values[0]!), values.at(-2)!)).toBeLessThanOrEqual(error);
    // After one step nothing is left, so that the bound does not grow with the order squared.
    expect(error).toBeLessThan(1e-12 * size);
  });
});

describe('tridiagonal matrices', () => {
  test('values are counted: those that are off by more than the radius are not believed', () => {
    for (const order of [1, 2, 49, 50]) {
      const diagonal = Float64Array.from({ length: order }, (_, i) => Math.sin(i + 1));
      const side = Float64Array.from({ length: order }, (_, i) => (i === 0 ? 0 : Math.cos(i)));
      const side2 = side.map((x) => x * x);
      for (const engine of engines) {
        const { values, error } = tridiagonalEigenvalues({ diagonal, side }, engine);
        expect(error).toBeLessThan(1e-13);
        const isCounted = (each: Float64Array) => engine.areCounted(diagonal, side2, each, 1e-9);
        expect(isCounted(values)).toBe(true);
        for (let i = 0; i < order; i++) {
          for (const move of [-1, 1]) {
            const moved = (by: number) => values.map((x, k) => (k === i ? x + move * by : x));
            expect(isCounted(moved(0.99e-9))).toBe(true);
            expect(isCounted(moved(1.01e-9))).toBe(false);
          }
        }
      }
    }
  });

  test('an eigenvalue at the very end of an interval counts as one below it, and the next pivot is a number', () => {
    for (const engine of engines) {
      const isCounted = (...values: number[]) =>
        engine.areCounted(Float64Array.of(1, 0), new Float64Array(2), Float64Array.from(values), 0.25);
      expect(isCounted(0, 1)).toBe(true);
      expect(isCounted(0, 1.25 - 2 ** -50)).toBe(true);
      expect(isCounted(0, 1.25)).toBe(false);
    }
  });

  test('the reduction keeps trace and norm, leaves tridiagonal matrices as they are, and bounds its error', () => {
    const order = 64;
    const lower = new Float64Array((order * (order + 1)) / 2);
    for (let i = 0, at = 0; i < order; i++) for (let j = 0; j <= i; j++) lower[at++] = whole(i, j) / 16;
    const size2 = norm(squareOf(order, (i, j) => whole(i, j) / 16)) ** 2;
    let trace = 0;
    for (let i = 0; i < order; i++) trace += whole(i, i) / 16;
    const { diagonal, side, error } = tridiagonalOf(lower, order);
    const squares = norm(diagonal) ** 2 + 2 * norm(side) ** 2;
    expect(Math.abs(diagonal.reduce((sum, x) => sum + x, 0) - trace)).toBeLessThan(1e-12);
    expect(Math.abs(squares / size2 - 1)).toBeLessThan(1e-13);
    expect(error / Math.sqrt(size2)).toBeGreaterThan(order * 2 ** -53);
    expect(error / Math.sqrt(size2)).toBeLessThan(2e-12);

    const path = new Float64Array(6);
    path.set([2, 3, 5, 0, -1, 7]);
    const same = tridiagonalOf(path, 3);
    expect([...same.diagonal]).toEqual([2, 5, 7]);
    expect([...same.side].map(Math.abs)).toEqual([0, 3, 1]);
    expect(same.error).toBe(0);
  });

  test('what is left out as negligible is in the bound', () => {
    // A last row that is decoupled but for 2^-56; then a remainder of 2^-52.
    const row = tridiagonalOf(Float64Array.of(1, 0, 1, 2 ** -56, 0.5, 1), 3);
    expect([...row.diagonal, ...row.side]).toEqual([1, 1, 1, 0, 0, 0.5]);
    expect(row.error).toBeGreaterThanOrEqual(2 ** -56);
    expect(row.error).toBeLessThan(2 ** -54);
    const remainder = tridiagonalOf(Float64Array.of(2 ** -52, 0, -(2 ** -53), 0, 0, 1), 3);
    expect([...remainder.diagonal, ...remainder.side]).toEqual([0, 0, 1, 0, 0, 0]);
    expect(remainder.error).toBeGreaterThanOrEqual(2 ** -52);
    expect(remainder.error).toBeLessThan(2 ** -51);
  });
});
