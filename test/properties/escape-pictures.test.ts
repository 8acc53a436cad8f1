/** Figures of escapes show what is true: closed forms, counts known by hand, bounds that hold, intervals that cover. */
import { describe, expect, test } from 'vitest';
import { medianRank } from '../../properties/experiments/race-picture.js';
import { catalogueJobs } from '../../properties/job.js';
import type { EscapeCurve, EscapePicture } from '../../properties/pictures/escape-picture.js';
import { runUnit } from '../../properties/unit.js';

function pictureOf(id: string): EscapePicture {
  const [draft] = catalogueJobs([id]);
  return runUnit({ ...draft!, alpha: 1e-9, seed: 1, budget: 1 }, { kind: 'escape' }).escape!;
}
const curve = ({ curves }: EscapePicture, name: string): EscapeCurve =>
  curves.find((each) => each.name === name)!;
const at = ({ rows }: EscapeCurve, x: number) => rows.find((row) => row.x === x)!;

test('escape times: the integrated flow and the closed form agree, and with values of 50 digits', () => {
  const picture = pictureOf('escape-chain/flow');
  const points = picture.curves.filter(({ role }) => role === 'points');
  const stated = picture.curves.filter(({ role }) => role === 'stated');
  expect(points.map(({ name }) => name)).toEqual(['from 0.3', 'from 0.4', 'from 0.5']);
  points.forEach(({ rows }, i) => {
    for (const { x, y } of rows)
      expect(y! / (stated[i]!.rows.find((row) => row.x === x)?.y ?? y!)).toBeCloseTo(1, 7);
    expect(stated[i]!.rows.map(({ x }) => x)).toEqual(expect.arrayContaining([rows[0]!.x, rows.at(-1)!.x]));
  });
  // mpmath, docs/theory-curvature-numbers.py: T(3, .3, .9).
  expect(at(points[0]!, 3).y).toBeCloseTo(2.8256528954, 8);
});

test('curvature: -(L-1) w^(L-2) + (2L-1) w^(2L-2) where w^L <= 1/2, and nowhere else', () => {
  const { curves } = pictureOf('escape-curvature/lambda-min');
  expect(curves.length).toBeGreaterThan(4);
  let w = Number.NaN;
  for (const { name, rows } of curves) {
    // The closed form follows what was found.
    if (name !== 'closed form') w = Number(name.replace('w = ', ''));
    for (const { x, y } of rows) {
      expect(w ** x).toBeLessThanOrEqual(1 / 2);
      expect(y! / Math.abs(-(x - 1) * w ** (x - 2) + (2 * x - 1) * w ** (2 * x - 2))).toBeCloseTo(1, 8);
    }
  }
});

test('sign descent takes ceil((w1-w0)/eta) steps at every depth; gradient descent more and more', () => {
  const picture = pictureOf('escape-sign');
  for (const [rate, steps] of [
    [0.0078125, 64],
    [0.046875, 11],
  ] as const) {
    const { rows } = curve(picture, `sign descent, rate ${rate}`);
    expect(rows.at(-1)!.x).toBe(1000);
    for (const { y } of rows) expect(y).toBe(steps);
  }
  const { rows } = curve(picture, 'gradient descent, rate 0.046875');
  const counts = rows.map(({ y }) => y ?? Infinity);
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  expect(rows.at(-1)!.y).toBeNull();
});

test.each([
  ['rmsprop-stalls', 'RMSprop, epsilon 1e-8', { 16: 9, 20: 155, 32: null }],
  ['rmsprop-without', 'RMSprop, epsilon 0', { 16: 7, 20: 7, 32: 7 }],
  ['adam-without', 'Adam, epsilon 0', { 16: 53, 20: 55, 32: 60 }],
] as const)('%s: the steps that the theorem names, and bounds around them', (part, name, counts) => {
  const picture = pictureOf(`escape-epsilon/${part}`);
  const steps = curve(picture, name.replace('1e-8', String(1e-8)));
  for (const [depth, count] of Object.entries(counts)) expect(at(steps, Number(depth)).y).toBe(count);
  for (const { x, lower, upper } of curve(picture, 'as stated').rows) {
    const found = at(steps, x).y ?? Infinity;
    expect(found).toBeGreaterThanOrEqual(lower ?? picture.cap!);
    expect(found).toBeLessThanOrEqual(upper ?? Infinity);
  }
});

test('no flow leaves a ball before the bound of Groenwall', () => {
  const { curves, cap } = pictureOf('escape-growth-bound');
  expect(curves).toHaveLength(3);
  for (const { rows } of curves) {
    expect(rows).toHaveLength(9);
    for (const { x, y } of rows) expect(y ?? cap!).toBeGreaterThanOrEqual(x);
  }
});

describe('the race', () => {
  // P(Bin(n, 1/2) < rank), by the triangle of Pascal in whole numbers.
  const below = (n: number, rank: number) => {
    let row = [1n];
    for (let i = 0; i < n; i++) row = [1n, ...row.slice(1).map((each, j) => each + row[j]!), 1n];
    return Number(row.slice(0, rank).reduce((sum, each) => sum + each, 0n)) / 2 ** n;
  };

  test('the ranks enclose the median of any law with 95 %, and the next ones would not', () => {
    for (let n = 7; n <= 99; n += 2) {
      expect(1 - 2 * below(n, medianRank(n))).toBeGreaterThanOrEqual(0.95);
      expect(1 - 2 * below(n, medianRank(n) + 1)).toBeLessThan(0.95);
      expect(medianRank(n)).toBeLessThan((n + 1) / 2);
    }
  });

  test('a median and its interval at each depth, and what the claim says of the last', () => {
    const { curves, nets, cap } = pictureOf('escape-race/rmsprop');
    expect(nets).toEqual([9, 79]);
    const [medians, bounds] = curves;
    expect(medians!.rows.map(({ x }) => x)).toEqual([4, 8, 16, 32]);
    for (const { y, lower, upper } of medians!.rows) {
      expect(lower ?? Infinity).toBeLessThanOrEqual(y ?? Infinity);
      expect(y ?? Infinity).toBeLessThanOrEqual(upper ?? Infinity);
      expect(y ?? cap!).toBeLessThanOrEqual(cap!);
    }
    expect(bounds).toMatchObject({ name: 'at most 20 times the first', role: 'bounds' });
    expect(bounds!.rows).toEqual([{ x: 32, y: 20 * medians!.rows[0]!.y! }]);
  });
});

test('the same seed gives the same picture, another seed another one', () => {
  const [draft] = catalogueJobs(['escape-race/rmsprop']);
  const of = (seed: number) =>
    runUnit({ ...draft!, alpha: 1e-9, seed, budget: 1 }, { kind: 'escape' }).escape;
  expect(of(1)).toEqual(of(1));
  expect(of(2)).not.toEqual(of(1));
});

test('experiments that have nothing to draw have no picture', () => {
  const [draft] = catalogueJobs(['chain-inertia']);
  expect(runUnit({ ...draft!, alpha: 1e-9, seed: 1, budget: 1 }, { kind: 'escape' })).toEqual({ points: 0 });
});
