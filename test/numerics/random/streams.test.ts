import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Distribution, weightSource } from '../../../numerics/random/source.js';
import { bernsteinMargin, expectCells, expectCount } from './bounds.js';

const distributions = ['normal', 'uniform', 'rademacher'] as const satisfies Distribution[];

function draw(
  distribution: Distribution,
  seed: number,
  net: number,
  layer: number,
  column: number,
  n: number,
): Float64Array {
  const out = new Float64Array(n);
  weightSource(seed, distribution).column(net, layer, column, out, n);
  return out;
}

describe('a column depends on its key alone', () => {
  const number = fc.nat({ max: 2 ** 31 - 1 });
  test.each(distributions)('%s', (distribution) => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.array(
          fc.tuple(
            fc.oneof(fc.nat({ max: 3 }), fc.maxSafeNat()),
            number,
            number,
            fc.integer({ min: 1, max: 200 }),
          ),
          {
            minLength: 2,
            maxLength: 8,
          },
        ),
        (seed, keys) => {
          const source = weightSource(seed, distribution);
          const out = new Float64Array(300);
          for (const [net, layer, column, n] of [...keys, ...keys.toReversed()]) {
            out.fill(7);
            source.column(net, layer, column, out, n);
            const alone = draw(distribution, seed, net, layer, column, 211);
            expect(out.subarray(0, n)).toEqual(alone.subarray(0, n));
            expect(out[n]).toBe(7);
          }
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });
});

test('a seed must be a whole number from 0 to 2^53 - 1', () => {
  for (const seed of [-1, 0.5, 2 ** 53, Number.NaN, Infinity]) {
    expect(() => weightSource(seed, 'normal')).toThrow(RangeError);
  }
});

test('no two of 240,000 streams with neighbouring keys begin alike', () => {
  // 64 bits of each stream: two of 240,000 independent ones agree with probability 2e-9; three rows make it 96 bits
  // and 4e-19. Shared states (additive keys, exchanged or dropped numbers) always show.
  const seen = new Set<string>();
  const out = new Float64Array(3);
  let streams = 0;
  for (const seed of [0, 1, 2, 3, 2 ** 32, 2 ** 32 + 1, 2 ** 33, 2 ** 52]) {
    const source = weightSource(seed, 'uniform');
    for (const net of [0, 1, 2, 3, 4, 5, 6, 7, 2 ** 32, 2 ** 32 + 1, 2 ** 33, 2 ** 52]) {
      for (let layer = 0; layer < 50; layer++) {
        for (let column = 0; column < 50; column++) {
          source.column(net, layer, column, out, 3);
          seen.add(`${out[0]} ${out[1]} ${out[2]}`);
          streams += 1;
        }
      }
    }
  }
  expect(streams).toBe(240_000);
  expect(seen.size).toBe(streams);
});

/**
 * Correlations between streams with neighbouring keys, 64 rows each, and within them: for independent symmetric x, y, clipped
 * to |.| <= 4, E xy = E x^2 y^2 - (E x^2)^2 = 0. Two pairs that share a number are uncorrelated but not independent, so every key is used in
 * one pair only and Bernstein's bound is rigorous. alpha = 1e-11 each, 3 x 7 x 2 = 42 of them: 4.2e-10 in all. Each sees a correlation of
 * 0.03, or 0.08 between squares, with probability > 1 - 1e-10 (n = 2^18: 64 rows of 4096 pairs of streams).
 */
describe('neighbouring streams are uncorrelated', () => {
  const rows = 64;
  const pairs = 4096;
  type Address = readonly [seed: number, net: number, layer: number, column: number];
  const neighbours: Record<string, (k: number) => readonly [Address, Address]> = {
    column: (k) => [
      [1, 0, 1, 2 * k],
      [1, 0, 1, 2 * k + 1],
    ],
    layer: (k) => [
      [2, 0, 2 * k, 0],
      [2, 0, 2 * k + 1, 0],
    ],
    net: (k) => [
      [3, 2 * k, 1, 0],
      [3, 2 * k + 1, 1, 0],
    ],
    seed: (k) => [
      [10 + 2 * k, 0, 1, 0],
      [11 + 2 * k, 0, 1, 0],
    ],
    'layer and column exchanged': (k) => [
      [4, 0, k, pairs + k],
      [4, 0, pairs + k, k],
    ],
    'net and layer, equal sum': (k) => [
      [5, k, 9000 - k, 0],
      [5, k + 5000, 4000 - (k % 4000), k],
    ],
    'far bits': (k) => [
      [6, k, 1, 0],
      [6, k + 2 ** 32, 1, 0],
    ],
  };
  const clip = (x: number) => Math.max(-4, Math.min(4, x));
  for (const distribution of distributions) {
    for (const [name, pair] of Object.entries(neighbours)) {
      test(`${distribution}, ${name}`, () => {
        let product = 0;
        let squares = 0;
        for (let k = 0; k < pairs; k++) {
          const [first, second] = pair(k);
          const x = draw(distribution, ...first, rows);
          const y = draw(distribution, ...second, rows);
          for (let i = 0; i < rows; i++) {
            const [a, b] = [clip(x[i]!), clip(y[i]!)];
            product += a * b;
            squares += (a * a - 1) * (b * b - 1);
          }
        }
        const n = rows * pairs;
        expect(Math.abs(product / n)).toBeLessThan(bernsteinMargin(n, 1, 16, 1e-11));
        // E (x^2-1)^2 is at most 2; clipping moves E x^2 - 1 by less than 2e-4, its square by 4e-8.
        expect(Math.abs(squares / n)).toBeLessThan(bernsteinMargin(n, 4, 225, 1e-11) + 4e-8);
      });
    }
  }
});

test('rows of a stream are uncorrelated at lags 1 to 8', () => {
  // 8 lags of 2^20 products of disjoint blocks; Hoeffding-type bound for each residue class of the lag: the products x_i x_(i+lag)
  // with i of one class mod 2 lag are independent. alpha = 1e-11 for each of 8 lags and 2 halves: 1.6e-10. Sees a correlation of 0.02.
  const n = 2 ** 20;
  const x = draw('normal', 8, 0, 1, 0, n).map((value) => Math.max(-4, Math.min(4, value)));
  for (let lag = 1; lag <= 8; lag++) {
    for (const half of [0, 1]) {
      let sum = 0;
      let count = 0;
      for (let i = 0; i + lag < n; i++) {
        if (Math.floor(i / lag) % 2 !== half) continue;
        sum += x[i]! * x[i + lag]!;
        count += 1;
      }
      expect(Math.abs(sum / count), `lag ${lag}`).toBeLessThan(bernsteinMargin(count, 1, 16, 1e-11));
    }
  }
});

test('the first rows of neighbouring columns fill the square evenly', () => {
  // 64 x 64 cells of (first row of column 2k, first row of column 2k+1), 2^23 pairs. alpha = 1e-10 on both sides: 2e-10. Sees relative
  // errors of the cells of 1.8 % in root mean square.
  const cells = new Uint32Array(4096);
  const source = weightSource(9, 'uniform');
  const out = new Float64Array(1);
  const n = 2 ** 23;
  const cell = (column: number): number => {
    source.column(0, 1, column, out, 1);
    return Math.floor((out[0]! / Math.sqrt(3) + 1) * 32);
  };
  for (let k = 0; k < n; k++) {
    const at = 64 * cell(2 * k) + cell(2 * k + 1);
    cells[at]! += 1;
  }
  expectCells(cells, n, () => 1 / 4096, 1e-10);
});

test('Rademacher: every row fair, every two rows of a column independent', () => {
  // 70 rows and 2415 products, alpha = 1e-13 each: 2.5e-10. n = 2^16 columns: sees a bias of 2 in 100.
  const rows = 70;
  const n = 2 ** 16;
  const sums = new Float64Array(rows * rows);
  const source = weightSource(10, 'rademacher');
  const out = new Float64Array(rows);
  for (let column = 0; column < n; column++) {
    source.column(3, 2, column, out, rows);
    for (let i = 0; i < rows; i++) {
      if (Math.abs(out[i]!) !== 1) throw new Error(`${out[i]} is not -1 or 1`);
      sums[i * rows + i]! += out[i]!;
      for (let j = 0; j < i; j++) sums[i * rows + j]! += out[i]! * out[j]!;
    }
  }
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) expectCount((sums[i * rows + j]! + n) / 2, n, 0.5, 1e-13);
  }
});
