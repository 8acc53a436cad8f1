import erfc from '@stdlib/math-base-special-erfc';
import { describe, expect, test } from 'vitest';
import { type Distribution, weightSource } from '../../../numerics/random/source.js';
import { settle, slabs, ziggurat } from '../../../numerics/random/ziggurat.js';
import { bernsteinMargin, expectCells, expectCount } from './bounds.js';

const upperTail = (x: number): number => erfc(x / Math.SQRT2) / 2;

/** Calls `visit` with `columns` columns of 1000 draws. */
function visitColumns(
  distribution: Distribution,
  seed: number,
  columns: number,
  visit: (column: Float64Array) => void,
): void {
  const source = weightSource(seed, distribution);
  const out = new Float64Array(1000);
  for (let column = 0; column < columns; column++) {
    source.column(column % 7, 1 + (column % 11), column, out, 1000);
    visit(out);
  }
}

/**
 * 3e7 normal draws against the normal law. False alarms, 6e-10 in all: Dvoretzky-Kiefer-Wolfowitz 1e-10, cells 2 x 1e-10,
 * slabs 2 x 1e-10, moments 8 x 1e-12, tails 8 x 1e-12.
 */
describe('3e7 normal draws', () => {
  const n = 3e7;
  const { edges } = ziggurat();
  const step = 0.01;
  const reach = 2.8;
  const inner = Math.round((2 * reach) / step);
  // Cells of a grid, and one for each tail.
  const cells = new Uint32Array(inner + 2);
  // |x| in [x_(i+1), x_i), where the wedge of slab i lies; the few beyond slab 4 together.
  const firstSlab = 4;
  const wedges = new Uint32Array(slabs - firstSlab + 1);
  const slabAt = new Uint16Array(4200);
  for (let k = 0, i = slabs; k < slabAt.length; k++) {
    while (i > firstSlab && edges[i]! <= k / 1000) i -= 1;
    slabAt[k] = i;
  }
  const cut = 5;
  const sums = new Float64Array(9);
  const tails = [4, 4.5, 5, 5.5];
  const above = new Float64Array(4);
  const below = new Float64Array(4);
  visitColumns('normal', 20, n / 1000, (column) => {
    for (let i = 0; i < column.length; i++) {
      const x = column[i]!;
      const cell = Math.floor((x + reach) / step);
      cells[cell < 0 ? 0 : cell >= inner ? inner + 1 : cell + 1]! += 1;
      const size = Math.abs(x);
      // The slab of the cell of width 1/1000 below, then step down.
      let slab = size < 4.2 ? slabAt[Math.floor(size * 1000)]! : firstSlab;
      while (slab > firstSlab && edges[slab]! <= size) slab -= 1;
      wedges[slab - firstSlab]! += 1;
      if (size <= cut) {
        let power = x;
        for (let k = 1; k <= 8; k++, power *= x) sums[k]! += power;
      }
      if (size > 4) {
        for (let t = 0; t < tails.length; t++) {
          if (x > tails[t]!) above[t]! += 1;
          if (x < -tails[t]!) below[t]! += 1;
        }
      }
    }
  });

  test('Kolmogorov: the distribution function within 1.3e-3 of the normal one is told', () => {
    // P(sup |F_n - F| > e) <= 2 exp(-2 n e^2), at the cells' edges all the more.
    const radius = Math.sqrt(Math.log(2 / 1e-10) / (2 * n));
    let count = 0;
    for (let cell = 0; cell <= inner; cell++) {
      count += cells[cell]!;
      const truth = upperTail(reach - cell * step);
      expect(Math.abs(count / n - truth), `cell ${cell}`).toBeLessThan(radius);
    }
  });
  test('cells of width 0.01', () => {
    // Sees a density that is wrong by 0.4 % in root mean square.
    const probability = (cell: number): number =>
      cell === 0 || cell === inner + 1
        ? upperTail(reach)
        : upperTail((cell - 1) * step - reach) - upperTail(cell * step - reach);
    expectCells(cells, n, probability, 1e-10);
  });
  test('the wedge of each slab', () => {
    const probability = (k: number): number => {
      const slab = k + firstSlab;
      return (
        2 *
        (upperTail(k === wedges.length - 1 ? 0 : edges[slab + 1]!) - (k === 0 ? 0 : upperTail(edges[slab]!)))
      );
    };
    // wedges[1024 - firstSlab] counts |x| below x_1024 = 0: none.
    expect(wedges[wedges.length - 1]).toBe(0);
    expectCells(wedges.subarray(0, -1), n, probability, 1e-10);
  });
  test('moments to order 8, of draws within [-5, 5]', () => {
    // E x^k 1{|x| <= c} = (k-1) E x^(k-2) 1{...} - 2 c^(k-1) f(c). Sees a variance wrong by 4e-3.
    const density = Math.exp((-cut * cut) / 2) / Math.sqrt(2 * Math.PI);
    const moment = (k: number): number => {
      if (k % 2 === 1) return 0;
      if (k === 0) return 1 - 2 * upperTail(cut);
      return (k - 1) * moment(k - 2) - 2 * cut ** (k - 1) * density;
    };
    for (let k = 1; k <= 8; k++) {
      const variance = moment(2 * k) - moment(k) ** 2;
      const margin = bernsteinMargin(n, variance, cut ** k, 1e-12);
      expect(Math.abs(sums[k]! / n - moment(k)), `moment ${k}`).toBeLessThan(margin);
    }
  });
  test('tails beyond 4 to 5.5', () => {
    // Beyond 4 (950 expected a side) a change of a third shows, beyond 5 (9) one by a factor of 5.
    for (let t = 0; t < tails.length; t++) {
      expectCount(above[t]!, n, upperTail(tails[t]!), 1e-12);
      expectCount(below[t]!, n, upperTail(tails[t]!), 1e-12);
    }
  });
});

describe('draws that miss the sure part of their slab, 1e6 of each kind', () => {
  // False alarms: 2 x 1e-10 by Dvoretzky-Kiefer-Wolfowitz, 4 x 1e-12 by counts. Sees a distance of 7e-3 between laws.
  const n = 1e6;
  const radius = Math.sqrt(Math.log(2 / 1e-10) / (2 * n));
  const { edges } = ziggurat();
  const r = edges[1]!;
  /** Uniform numbers in (0, 1). */
  const stream = (seed: number): (() => number) => {
    const uniforms = weightSource(seed, 'uniform');
    const buffer = new Float64Array(1000);
    let used = 0;
    return () => {
      if (used % 1000 === 0) uniforms.column(0, 1, used / 1000, buffer, 1000);
      return (buffer[used++ % 1000]! / Math.sqrt(3) + 1) / 2;
    };
  };
  const distance = (draws: Float64Array, cdf: (x: number) => number): number => {
    const sorted = draws.toSorted();
    return sorted.reduce((most, x, i) => Math.max(most, cdf(x) - i / n, (i + 1) / n - cdf(x)), 0);
  };

  test('the tail beyond r', () => {
    const next = stream(21);
    const place = (4.1 / edges[0]!) * 2 ** 31;
    const draws = new Float64Array(n).map((_, i) => settle(i % 2 === 0 ? place : -place, 0, next));
    expect(draws.every((x, i) => (i % 2 === 0 ? x > r : x < -r))).toBe(true);
    const sizes = draws.map(Math.abs);
    expect(distance(sizes, (x) => 1 - upperTail(x) / upperTail(r))).toBeLessThan(radius);
    for (const t of [4.5, 5, 5.5, 6]) {
      expectCount(sizes.filter((x) => x > t).length, n, upperTail(t) / upperTail(r), 1e-12);
    }
  });
  test('a point above the density begins a new draw', () => {
    // At the right end of the top slab nearly every point is above the density.
    const next = stream(23);
    const draws = new Float64Array(n).map(() => settle(2 ** 31 - 0.5, slabs - 1, next));
    expect(distance(draws, (x) => upperTail(-x))).toBeLessThan(radius);
  });
});

test('2^23 uniform draws', () => {
  // False alarms: cells 2e-10, moments 8e-12. Sees a density wrong by 0.9 % in root mean square, a variance by 6e-3.
  const n = 8_388_000;
  const cells = new Uint32Array(1024);
  const sums = new Float64Array(9);
  let largest = 0;
  visitColumns('uniform', 22, n / 1000, (column) => {
    for (let i = 0; i < column.length; i++) {
      const x = column[i]!;
      largest = Math.max(largest, Math.abs(x));
      cells[Math.floor((x / Math.sqrt(3) + 1) * 512)]! += 1;
      let power = x;
      for (let k = 1; k <= 8; k++, power *= x) sums[k]! += power;
    }
  });
  expect(largest).toBeLessThan(Math.sqrt(3));
  expectCells(cells, n, () => 1 / 1024, 1e-10);
  const moment = (k: number): number => (k % 2 === 1 ? 0 : 3 ** (k / 2) / (k + 1));
  for (let k = 1; k <= 8; k++) {
    const margin = bernsteinMargin(n, moment(2 * k) - moment(k) ** 2, 3 ** (k / 2), 1e-12);
    expect(Math.abs(sums[k]! / n - moment(k)), `moment ${k}`).toBeLessThan(margin);
  }
});
