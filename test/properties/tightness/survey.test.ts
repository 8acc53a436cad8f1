/** `tightness` against closed forms: slack that is known at every point. */
import { describe, expect, test } from 'vitest';
import { heatMapText } from '../../../cli/slack-map.js';
import type { ClaimJob } from '../../../properties/job.js';
import { runHere } from '../../../properties/run-here.js';
import { scaleOf } from '../../../properties/tightness/scale.js';
import { surveyExactly } from '../../../properties/tightness/tightness.js';
import type { Point } from '../../../properties/verdict.js';
import { InputError } from '../../../theory/errors.js';

const survey = (text: string, at: Point = {}) => {
  const job: ClaimJob = { id: 'claim', text, kind: 'claim', alpha: 1e-6, seed: 1, budget: 120 };
  return surveyExactly(job, at, runHere);
};

describe('a bound whose slack is L/d', () => {
  // F1: the mean of he nets is 1.
  const found = survey('mean(forwardNorm2) <= exp(L/d) for L in 1..100, d in 1..200');

  test('slack at every point', async () => {
    const { measure, grid, worst, best, failing, unlimited } = await found;
    expect([measure, failing, unlimited]).toEqual(['log ratio', 0, 0]);
    for (const room of grid.rooms.flat())
      expect(room!.slack).toBeCloseTo(room!.point.L! / room!.point.d!, 12);
    expect(worst.point).toEqual({ L: 1, d: 200 });
    expect(best.point).toEqual({ L: 100, d: 1 });
  });

  test('the exponents 1 and -1, exactly', async () => {
    const { L, d, ratio, explained } = (await found).growth!;
    for (const [each, truth] of [
      [L, 1],
      [d, -1],
      [ratio, 1],
    ] as const) {
      expect(each.value).toBeCloseTo(truth, 9);
      expect(each.upper - each.lower).toBeLessThan(1e-9);
    }
    expect(explained).toBeCloseTo(1, 12);
  });
});

test('exponents of a slack that is no power say so: L/d + 1/10', async () => {
  const { growth } = await survey('mean(forwardNorm2) <= exp(L/d + 1/10) for L in 1..100, d in 1..200');
  expect(growth!.explained).toBeLessThan(0.99);
  expect(growth!.L.upper - growth!.L.lower).toBeGreaterThan(0.01);
});

test('the interval of an exponent holds those of the parts: (L+L^2)/d', async () => {
  const { growth } = await survey('mean(forwardNorm2) <= exp((L+L^2)/d) for L in 1..100, d in 3..200');
  // Its local exponent in L is (1+2L)/(1+L): at most 1.8 for L <= 4, and at least 1.97 for L >= 33. The quarters are 1..3, .., 30..100.
  const { L, d, ratio } = growth!;
  expect(L.lower).toBeGreaterThan(1.5);
  expect(L.lower).toBeLessThan(1.7);
  expect(L.upper).toBeGreaterThan(1.96);
  expect(L.upper).toBeLessThan(2);
  expect(L.value).toBeGreaterThan(1.8);
  for (const each of [d.value, d.lower, d.upper]) expect(each).toBeCloseTo(-1, 9);
  // No power of L/d alone.
  expect(ratio.upper - ratio.lower).toBeGreaterThan(0.1);
});

test('cells where the claim fails, and those without slack, are left out of the fit and counted', async () => {
  const { growth, grid } = await survey('mean(forwardNorm2) <= exp(1 - L/d) for L in 1..40, d in 4..90');
  const points = grid.rooms.flat().map((room) => room!.point);
  const count = (is: (at: Point) => boolean) => points.filter(is).length;
  expect(growth!.leftOut).toEqual({
    failing: count(({ L, d }) => L! > d!),
    zero: count(({ L, d }) => L! === d!),
    unlimited: 0,
  });
  expect(growth!.points).toBe(count(({ L, d }) => L! < d!));
});

// The same at every point, by F1.
const constant = [
  ['mean(forwardNorm2) = 1 within 1/100 for L in 1..30, d in 3..20', 1],
  ['mean(forwardNorm2) <= 2 for L in 1..40, d in 4..30', Math.log(2)],
] as const;
test.each(constant)(
  'differences within the errors are neither fitted nor shaded: %s',
  async (text, truth) => {
    const found = await survey(text);
    const rooms = found.grid.rooms.flat().map((room) => room!);
    for (const { slack, slackError } of rooms)
      expect(Math.abs(slack! - truth)).toBeLessThanOrEqual(slackError! + 1e-15);
    expect(new Set(rooms.map(({ slack }) => slack)).size).toBeGreaterThan(1);
    expect(found.growth).toBeNull();
    expect(scaleOf(rooms, 10).steps).toBe(1);
    for (const row of heatMapText(found).filter((line) => /^ *\d+ \|/.test(line)))
      expect(row).toMatch(/^ *\d+ \| *$/);
  },
);

test('steps of a scale are no finer than the errors', () => {
  const rooms = (slackError: number) => [0, 1 / 4, 1 / 2, 1].map((slack) => ({ slack, slackError }));
  expect([0, 0.01, 0.1, 0.4, 0.6].map((error) => scaleOf(rooms(error), 10).steps)).toEqual([10, 10, 5, 1, 1]);
  const { stepOf } = scaleOf(rooms(0.1), 10);
  expect([0, 0.19, 0.21, 0.99, 1].map(stepOf)).toEqual([0, 0, 1, 4, 4]);
});

test('a bound of a probability says nothing where it is at least 1', async () => {
  const { vacuous, points, grid } = await survey(
    'P(forwardNorm2 >= 1) <= 4*exp(-L/d) for L in 1..50, d in 2..50',
  );
  const rooms = grid.rooms.flat();
  for (const room of rooms) expect(room!.vacuous).toBe(4 * Math.exp(-room!.point.L! / room!.point.d!) >= 1);
  expect(vacuous!.points).toBeGreaterThan(rooms.filter((each) => each!.vacuous).length - 1);
  expect(vacuous!.points).toBeLessThan(points);
  expect(vacuous!.informativeAbove).toBeLessThan(Math.log(4));
  expect(vacuous!.informativeBelow).toBeNull();
});

test('a point of the grid is not counted again among those of the sample', async () => {
  const small = await survey('P(forwardNorm2 >= 1/10) <= 1 for L in 1..6, d in 2..6');
  expect([small.points, small.vacuous!.points]).toEqual([30, 30]);
});

test('tails of 1e-60 have the slack that their logarithms have', async () => {
  const { best } = await survey('P(forwardNorm2 >= 1) <= exp(-L/(2*d)) for L = 500, d = 2');
  expect(best.lhs).toBeLessThan(1e-60);
  expect(best.slack).toBeCloseTo(-125 - best.logLhs!, 9);
});

test('where the claim fails slack is negative, where the smaller side is 0 there is none', async () => {
  const { failing, worst } = await survey('mean(forwardNorm2) <= exp(1 - L/d) for L in 1..20, d in 4..20');
  expect(worst.slack).toBeCloseTo(1 - 20 / 4, 12);
  expect(failing).toBeGreaterThan(0);
  const dead = await survey('median(forwardNorm2) <= exp(-L/d) for L in 1..9, d = 1');
  expect(dead.unlimited).toBe(dead.points);
  expect(dead.worst.slack).toBeNull();
});

test('sides that are equal, as no enclosure can show, are open and have no slack to speak of', async () => {
  const tie = 'median(forwardNorm2) <= quantile(forwardNorm2, 1/2) for L in 1..4, d in 3..8';
  const negative = 'logMean(forwardNorm2) >= L*logMean(forwardNorm2)/L for L in 1..30, d in 3..20';
  for (const text of [tie, negative]) {
    const { points, failing, open, worst, best, growth } = await survey(text);
    expect([failing, open, worst.slack, best.slack]).toEqual([0, points, 0, 0]);
    expect(growth).toBeNull();
  }
  // A probability is never below 0.
  const { points, failing, open } = await survey('P(forwardNorm2 >= 1e300) >= 0 for L in 1..3, d = 3');
  expect(failing).toBe(0);
  expect(open).toBeLessThan(points);
});

test('sides that are not positive everywhere are compared by their difference, at every point', async () => {
  const { measure, worst, best, grid } = await survey(
    'P(forwardNorm2 >= 1/2) >= 3/10 - L/d for L = 1, d in 2..8',
  );
  expect(measure).toBe('difference');
  for (const room of grid.rooms.flat()) expect(room!.slack).toBeCloseTo(room!.lhs! - room!.rhs!, 12);
  const slacks = grid.rooms.flat().map((room) => room!.slack!);
  expect([worst.slack, best.slack]).toEqual([Math.min(...slacks), Math.max(...slacks)]);
});

test('sides that are equal have no slack, and no exponents of rounding', async () => {
  const { worst, best, growth } = await survey(
    'mean(forwardNorm2^2) <= (1+5/d)^L for L in 1..60, d in 16..512',
  );
  expect([worst.slack, best.slack, growth]).toEqual([0, 0, null]);
});

test('other names are in the middle of their range, or where they are asked to be', async () => {
  const text =
    'P(forwardNorm2 >= eps) <= eps^(-1/2)*exp(-5*L/(8*d)) for L in 1..3, d in 2..4, eps in 1e-6..1';
  expect((await survey(text)).grid.fixed).toEqual({ eps: 1e-3 });
  expect((await survey(text, { eps: 0.5 })).grid.fixed).toEqual({ eps: 0.5 });
  await expect(survey(text, { eps: 2 })).rejects.toThrow(
    new InputError('--at eps=2: eps must be a number from 0.000001 to 1.'),
  );
  await expect(survey(text, { x: 2 })).rejects.toThrow(/has no name 'x' beside L and d; it has eps/);
});

test.each([
  ['median(forwardNorm2) <= 1 for L in 1..9, d in 2..9 with init he-uniform', /no exact law/],
  ['mean(forwardNorm2) = 1 for L in 1..9, d in 2..9', /without a margin/],
  ['median(forwardNorm2) <= 1 for L in 1..9007199254740991, d in 4..9007199254740991', /narrow the ranges/],
  ['mean(forwardNorm2) <= 1/(L-3) for L in 1..9, d in 2..9', /not a finite|divide|infinite|finite/],
])('%s is bad input', async (text, message) => {
  await expect(survey(text)).rejects.toThrow(message);
});
