/** `tightness` on drawn nets, against closed forms and the exact law of the same quantities. */
import { describe, expect, test } from 'vitest';
import { exactLawOf } from '../../../numerics/law/index.js';
import { squareNetwork } from '../../../numerics/network/network.js';
import type { ClaimJob } from '../../../properties/job.js';
import { runHere } from '../../../properties/run-here.js';
import {
  type Bounds,
  type DrawnSurvey,
  surveyByDrawnNets,
} from '../../../properties/tightness/drawn-survey.js';
import { surveyClaim } from '../../../properties/tightness/tightness.js';
import type { Point } from '../../../properties/verdict.js';

const jobOf = (text: string, seed = 1, budget = 1 / 2): ClaimJob => ({
  id: 'claim',
  text,
  kind: 'claim',
  alpha: 1e-10,
  seed,
  budget,
  oracle: 'simulated',
});

const survey = (text: string, seed?: number, budget?: number) =>
  surveyByDrawnNets(jobOf(text, seed, budget), runHere);

const holds = ({ lower, upper }: Bounds, truth: number) =>
  (lower === null || lower <= truth) && (upper === null || truth <= upper);

const widthOf = ({ lower, upper }: Bounds) => (lower === null || upper === null ? Infinity : upper - lower);

function expectTruth({ rooms, worst, best }: DrawnSurvey, slackAt: (point: Point) => number) {
  const truths = rooms.map(({ point, slack }) => {
    const truth = slackAt(point);
    expect({ point, slack, truth, holds: holds(slack!, truth) }).toMatchObject({ holds: true });
    return truth;
  });
  expect(holds(worst!.slack, Math.min(...truths))).toBe(true);
  expect(holds(best!.slack, Math.max(...truths))).toBe(true);
}

const lawAt = ({ L, d }: Point) =>
  exactLawOf(squareNetwork(1, d!, { activation: { kind: 'relu' }, init: { name: 'he-normal' } }), {
    repeat: L!,
  });

// False alarm: alpha is 1e-10, so that the intervals of all points hold together with probability 1 - 1e-10 for each seed; 12 surveys.
// Power: intervals whose ends are exchanged, or of the wrong side, miss at every point; they are narrower than 0.4.
describe('the intervals hold the slack', () => {
  test.each([1, 2, 3])('of a probability in closed form (F10), seed %i', async (seed) => {
    const found = await survey('P(forwardNorm2 <= 0) <= L*2^(-d) for L in 2..9, d in 1..5', seed);
    expect(found).toMatchObject({ oracle: 'simulated', measure: 'log ratio', alpha: 1e-10, unvalued: [] });
    expect(found.points).toBe(12);
    expectTruth(found, ({ L, d }) => Math.log((L! * 2 ** -d!) / (1 - (1 - 2 ** -d!) ** L!)));
    expect(widthOf(found.worst!.slack)).toBeLessThan(0.4);
  });

  test.each([1, 2, 3])('of a median by the exact law, seed %i', async (seed) => {
    const found = await survey('median(forwardNorm2 | alive) >= exp(-4*L/d) for L in 2..6, d in 4..16', seed);
    expectTruth(found, (point) => lawAt(point).quantile(0.5).value + (4 * point.L!) / point.d!);
    expect(widthOf(found.worst!.slack)).toBeLessThan(0.4);
  });

  test.each([1, 2, 3])('as a difference, where a side is negative, seed %i', async (seed) => {
    const found = await survey('P(forwardNorm2 <= 0) >= 1/3 - L/d for L in 1..6, d in 1..8', seed);
    expect(found.measure).toBe('difference');
    expectTruth(found, ({ L, d }) => 1 - (1 - 2 ** -d!) ** L! - (1 / 3 - L! / d!));
  });

  test.each([1, 2, 3])('as the unused margin, seed %i', async (seed) => {
    const found = await survey(
      'P(forwardNorm2 <= 0) = 1-(1-2^(-d))^L + 1/20 within abs 1/10 for L in 1..6, d in 1..4',
      seed,
    );
    expect(found.measure).toBe('unused margin');
    expectTruth(found, () => 1 / 2);
  });
});

// False alarm: as above. The truth at L=1, d=1 is 1/2 against 1/3.
test('where the claim fails slack is negative; an interval around 0 is open; nothing is said beyond the points', async () => {
  const found = await survey('P(forwardNorm2 <= 0) <= 1/2^d for L in 1..2, d in 1..3');
  const byDepth = (L: number) => found.rooms.filter(({ point }) => point.L === L);
  for (const room of byDepth(2)) expect([room.state, room.slack!.upper! < 0]).toEqual(['fails', true]);
  for (const room of byDepth(1)) expect(room.state).toBe('unresolved');
  expect(found).toMatchObject({ points: 6, failing: 3, open: 3 });
  expect(found.worst!.slack.upper).toBeLessThan(0);
});

test('a median that is 0 for certain leaves all the room there is', async () => {
  const found = await survey('median(forwardNorm2) <= 1 for L = 9, d in 1..2');
  expect(found).toMatchObject({ unlimited: 2, worst: null, best: null });
});

test('a heavy-tailed mean has a lower end alone, and a sentence says why', async () => {
  const found = await survey('mean(hessianNorm2^2) <= L^9*d for L = 2, d in 2..3', 1, 0.2);
  expect(found).toMatchObject({ points: 2, open: 2, worst: { slack: { lower: null } } });
  for (const { lhs, slack } of found.rooms)
    expect([lhs.lower! > 0, lhs.upper, slack!.lower]).toEqual([true, null, null]);
  expect(found.oneSided).toHaveLength(2);
  expect(found.oneSided[0]!.reason).toMatch(/needs a bound on the moment of order 4.*\.$/);
});

test('what nets cannot value is said in one sentence, and is no slack', async () => {
  const none = await survey('logVariance(forwardNorm2) <= 9 for L in 1..2, d in 4..5 with init he-uniform');
  expect(none).toMatchObject({ points: 0, rooms: [], worst: null, best: null, vacuous: null });
  expect(none.unvalued).toHaveLength(4);
  expect(none.unvalued[0]!.reason).toMatch(/^Drawn nets cannot enclose logVariance.*\.$/);
  const poor = await survey('median(forwardNorm2) <= 1 for L in 1..9, d in 4..2048', 1, 1e-4);
  expect(poor.unvalued.length).toBeGreaterThan(0);
  expect(poor.unvalued.at(-1)!.reason).toMatch(/nets.*\.$/);
});

test.each([
  ['mean(forwardNorm2) = 1 for L in 1..9, d in 2..9', {}, 'without a margin'],
  [
    'P(forwardNorm2 >= x) <= 1 for L in 1..9, d in 2..9, x in 1..2',
    { x: 1 },
    /drawn nets have none; give x its value/,
  ],
  ['median(forwardNorm2) <= 1/(L-3) for L in 1..9, d in 2..9', {}, /At L=3/],
])('%s is bad input', async (text, at, message) => {
  await expect(surveyClaim(jobOf(text), at, runHere)).rejects.toThrow(message);
});

test('without an exact law nets are drawn unasked', async () => {
  const { oracle: _, ...job } = jobOf('median(forwardNorm2) <= 9 for L = 1, d = 4 with init he-uniform');
  expect(await surveyClaim(job, {}, runHere)).toMatchObject({ oracle: 'simulated', points: 1 });
});
