/** The kernel's eigenvalues and error bounds are those of plain TypeScript, which ../hessian/ tests, to the last bit. Nothing here is random but the choice of matrices. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eigenvaluesOf } from '../../../numerics/hessian/eigenvalues.js';
import { reducedDerivatives } from '../../../numerics/hessian/reduced.js';
import { plainSymmetric } from '../../../numerics/hessian/symmetric-engine.js';
import { symmetricEngine } from '../../../numerics/kernel/default.js';
import type { WebAssemblyApi } from '../../../numerics/kernel/module.js';
import { loadSymmetricKernel } from '../../../numerics/kernel/symmetric-kernel.js';
import { layeredNetwork } from '../../../numerics/network/network.js';

const { WebAssembly } = globalThis as { readonly WebAssembly?: WebAssemblyApi };

type Entry = (i: number, j: number) => number;

/** The lower triangle's entries decide. */
const squareOf = (order: number, entry: Entry): Float64Array =>
  Float64Array.from({ length: order ** 2 }, (_, at) => {
    const [i, j] = [Math.floor(at / order), at % order];
    return i < j ? entry(j, i) : entry(i, j);
  });

/** A number in -1..1 for each pair of places; no two alike for near seeds. */
const noise = (seed: number, i: number, j: number): number => {
  let x = (seed * 0x9e3779b1 + i * 0x85ebca6b + j * 0xc2b2ae35) | 0;
  for (const by of [15, 13, 16]) x = Math.imul(x ^ (x >>> by), 0x2c1b3c6d);
  return x / 2 ** 31;
};

const kinds: Record<string, (seed: number, order: number) => Entry> = {
  dense: (seed) => (i, j) => noise(seed, i, j),
  'low rank': (seed) => (i, j) =>
    noise(seed, i, 0) * noise(seed, j, 0) - noise(seed, i, 1) * noise(seed, j, 1),
  graded: (seed) => (i, j) => noise(seed, i, j) * 2 ** (-9 * (i + j)),
  'graded upwards': (seed, order) => (i, j) => noise(seed, i, j) * 2 ** (-9 * (2 * order - i - j)),
  huge: (seed) => (i, j) => noise(seed, i, j) * 1e300,
  small: (seed) => (i, j) => noise(seed, i, j) * 1e-300,
  'huge and small': (seed) => (i, j) => noise(seed, i, j) * 10 ** (300 * noise(seed + 1, i, j)),
  blocks: (seed) => (i, j) => (Math.floor(i / 3) === Math.floor(j / 3) ? noise(seed, i, j) : 0),
  'nearly blocks': (seed) => (i, j) =>
    noise(seed, i, j) * (Math.floor(i / 4) === Math.floor(j / 4) ? 1 : 1e-17),
  tridiagonal: (seed) => (i, j) => (i - j <= 1 ? noise(seed, i, j) : 0),
  diagonal: (seed) => (i, j) => (i === j ? Math.round(3 * noise(seed, i, j)) : 0),
  integers: (seed) => (i, j) => Math.round(1.2 * noise(seed, i, j)),
  'a remainder': (seed) => (i, j) => (i < 5 ? 1e-16 : 1) * noise(seed, i, j) * Number(i < 5 || i === j),
};

test.each(Object.keys(kinds))('%s', (kind) => {
  expect(loadSymmetricKernel(WebAssembly)).toBeDefined();
  const orders = [
    ...Array.from({ length: 12 }, (_, at) => ({ order: at + 1, seeds: 12 })),
    ...[16, 17, 31, 50].map((order) => ({ order, seeds: 3 })),
    { order: 101, seeds: 1 },
  ];
  for (const { order, seeds } of orders) {
    for (let seed = 0; seed < seeds; seed++) {
      const values = squareOf(order, kinds[kind]!(1000 * order + seed, order));
      const plain = eigenvaluesOf({ values, bits: 0 }, plainSymmetric);
      expect(eigenvaluesOf({ values, bits: 0 }, symmetricEngine())).toEqual(plain);
    }
  }
});

test('Hessians of drawn nets, one after the other in one memory', () => {
  const net = fc.record({
    widths: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 6 }),
    net: fc.nat({ max: 1e6 }),
  });
  fc.assert(
    fc.property(net, ({ widths, net }) => {
      const { hessian } = reducedDerivatives(layeredNetwork(widths), 3, net);
      const [mine, plain] = [symmetricEngine(), plainSymmetric].map((each) => eigenvaluesOf(hessian, each));
      expect(mine).toEqual(plain);
    }),
    { seed: 4, numRuns: 150 },
  );
});

test('what is left in memory does not matter', () => {
  for (let order = 1; order <= 12; order++) {
    const values = squareOf(order, kinds.dense!(order, order));
    symmetricEngine().square(60).entries.fill(Number.NaN);
    const mine = eigenvaluesOf({ values, bits: 0 }, symmetricEngine());
    expect(mine).toEqual(eigenvaluesOf({ values, bits: 0 }, plainSymmetric));
  }
});

test('an iteration that comes to no end is given up', () => {
  const diagonal = Float64Array.of(1, 2, 3, 4);
  const squares = Float64Array.of(0, 1, 1, 1);
  for (const engine of [symmetricEngine(), plainSymmetric]) {
    expect(engine.iterate(diagonal, squares, 1e-30)).toHaveLength(4);
    // Nothing is small enough to be left out.
    expect(engine.iterate(diagonal, squares, -1)).toBeUndefined();
  }
});

test('matrices that are too large for the kernel are left to plain TypeScript', () => {
  const values = squareOf(5, kinds.dense!(1, 5));
  const small = {
    ...symmetricEngine(),
    fits: (m: number) => m <= 4,
    square: () => {
      throw new Error('too large');
    },
  };
  expect(eigenvaluesOf({ values, bits: 0 }, small)).toEqual(eigenvaluesOf({ values, bits: 0 }));
  expect(() => eigenvaluesOf({ values: squareOf(4, kinds.dense!(1, 4)), bits: 0 }, small)).toThrow(
    'too large',
  );
});

test('without WebAssembly with SIMD there is no kernel', () => {
  expect(loadSymmetricKernel(undefined)).toBeUndefined();
  expect(loadSymmetricKernel({ ...WebAssembly!, validate: () => false })).toBeUndefined();
});
