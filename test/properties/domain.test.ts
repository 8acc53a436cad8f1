import { describe, expect, test } from 'vitest';
import {
  boxSize,
  countPoints,
  indicesOf,
  pointAt,
  pointOf,
  pointsBetween,
  samplePoints,
} from '../../properties/domain.js';
import { InputError } from '../../theory/errors.js';
import { parseClaim } from '../../theory/language/parse-claim.js';

const claim = (domain: string) => parseClaim(`median(forwardNorm2) <= 1 for ${domain}`);

describe('an integer domain', () => {
  const triangle = claim('L in 1..5, d in 2..4 where L >= d');

  test('is walked in the order of its ranges', () => {
    const points = [...pointsBetween(triangle, 0, boxSize(triangle))];
    expect(points).toEqual([
      { L: 2, d: 2 },
      { L: 3, d: 2 },
      { L: 3, d: 3 },
      { L: 4, d: 2 },
      { L: 4, d: 3 },
      { L: 4, d: 4 },
      { L: 5, d: 2 },
      { L: 5, d: 3 },
      { L: 5, d: 4 },
    ]);
    expect(countPoints(triangle)).toEqual({ inside: 9, unresolved: 0 });
  });

  test('box indices are mixed-radix numbers', () => {
    expect(pointAt(triangle, 0)).toEqual({ L: 1, d: 2 });
    expect(pointAt(triangle, 14)).toEqual({ L: 5, d: 4 });
  });

  test('without a point is bad input', () => {
    expect(() => countPoints(claim('L in 1..3, d in 8..9 where L > d'))).toThrow(InputError);
    expect(() => samplePoints(claim('L in 1..3, d in 8..9 where L > d'), 1, 10)).toThrow(/no point/);
  });
});

describe('a sampled domain', () => {
  const mixed = claim('L in 1..500, d in 2..128, eps in 1e-6..1');

  test('takes the corners first, then distinct points inside', () => {
    const points = samplePoints(mixed, 3, 200);
    expect(points).toHaveLength(200);
    expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(200);
    expect(points.slice(0, 8)).toContainEqual({ L: 500, d: 128, eps: 1e-6 });
    for (const { L, d, eps } of points) {
      expect(L! >= 1 && L! <= 500 && d! >= 2 && d! <= 128 && eps! >= 1e-6 && eps! <= 1).toBe(true);
    }
    expect(points.filter(({ eps }) => eps! < 1e-3).length).toBeGreaterThan(40);
  });

  test('is the same for the same seed, another for another', () => {
    expect(samplePoints(mixed, 3, 50)).toEqual(samplePoints(mixed, 3, 50));
    expect(samplePoints(mixed, 4, 50)).not.toEqual(samplePoints(mixed, 3, 50));
  });

  test('finds a rare integer point', () => {
    const rare = claim('L in 1..1000, d in 1..1000 where L*d = 999000');
    expect(samplePoints(rare, 1, 5)).toEqual([
      { L: 999, d: 1000 },
      { L: 1000, d: 999 },
    ]);
  });

  test('takes a small domain whole, in the same order whatever is asked for beyond its size', () => {
    const small = claim('L in 1..3, d in 1..3 where L + d <= 4');
    for (const count of [9, 12, 50]) expect(samplePoints(small, 1, count)).toHaveLength(6);
    expect(samplePoints(small, 1, 12)).toEqual(samplePoints(small, 2, 50));
  });

  test('grid indices and points are inverse', () => {
    for (const indices of [
      [0, 0, 0],
      [499, 126, 65_536],
      [17, 40, 12_345],
    ]) {
      expect(pointOf(mixed, indicesOf(mixed, pointOf(mixed, indices)))).toEqual(pointOf(mixed, indices));
    }
  });
});

test('rounding never moves a point into the domain', () => {
  // 0.1 + 0.2 > 0.3 in doubles, but the exact sides are equal: no point satisfies the strict inequality.
  expect(() => countPoints(claim('L in 1..2, d in 1..2 where 1/10 + 2/10 > 3/10'))).toThrow(/no point/);
});
