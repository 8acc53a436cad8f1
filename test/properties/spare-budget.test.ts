/** What points leave of a claim's budget goes to those that want more. */
import { expect, test } from 'vitest';
import { decide } from '../../properties/check.js';
import type { ClaimJob } from '../../properties/job.js';
import { runHere } from '../../properties/run-here.js';
import { partsOfTheRest, suspect } from '../../properties/spare-budget.js';
import { runUnit } from '../../properties/unit.js';

test.each([
  ['nobody wants more', [undefined, undefined], 50, []],
  ['one gets all', [undefined, { least: 10, most: 100 }], 50, [[1, 50]]],
  ['or as much as helps', [undefined, { least: 10, most: 100 }], 500, [[1, 100]]],
  ['or nothing that does not help', [{ least: 60, most: 100 }], 50, []],
  ['what is never enough', [{ least: Infinity, most: 100 }], 50, []],
  ['equal parts', [{ least: 1, most: 99 }, undefined, { least: 9, most: 99 }], 50, [[0, 25], [2, 25]]], // biome-ignore format: a row
  [
    'the dear one goes without',
    [
      { least: 30, most: 99 },
      { least: 9, most: 99 },
    ],
    50,
    [[1, 50]],
  ],
  ['nothing is left', [{ least: 1, most: 99 }], 0, []],
] as const)('%s', (_name, wanted, spare, parts) => {
  expect([...partsOfTheRest(wanted, spare)]).toEqual(parts);
});

test.each([
  ['nobody looks false', [{ least: 1, most: 99, slack: 0.1 }, undefined, { least: 1, most: 99 }], undefined],
  ['the worst', [{ least: 1, most: 99, slack: -0.1 }, undefined, { least: 1, most: 99, slack: -0.2 }], 2],
  [
    'but not in vain',
    [
      { least: 1, most: 99 },
      { least: 60, most: 99, slack: -0.2 },
    ],
    undefined,
  ],
] as const)('suspect: %s', (_name, wanted, index) => {
  expect(suspect(wanted, 50)).toBe(index);
});

/** C1: E|y| = (sqrt(3)/2)^L; E y^2 = 1, so the deepest chain takes 2.4 times as many nets as the next but two. False alarm: 1e-9. */
const text =
  'mean(forwardNorm2^(1/2)) = (sqrt(3)/2)^L within 1/10 for L in 9..12, d = 1 with activation linear, init uniform(1), readout none';
const job: ClaimJob = { kind: 'claim', id: 'chain', text, alpha: 1e-9, seed: 1, budget: 1.3 };

test('a point that its part does not suffice for is decided with what the others leave', async () => {
  const parts = [0, 1, 2, 3].map((index) => runUnit(job, { kind: 'simulate', index, count: 4 }));
  expect(parts.map(({ unresolved }) => unresolved !== undefined)).toContain(true);
  expect(await withSpent(job)).toMatchObject({ verdict: 'supported' });
});

/**
 * F10: P = 1 - 2^-L at d = 1. The closed form is off by 0.003 more than the margin at L = 1, at L = 2 by 0.0001 less: no nets tell.
 * Of 1.7 nominal seconds some 1.1 are left, 1.5 million nets: the excess is 7.4 standard deviations of the frequency, which confidence
 * sequences at 1e-6 see with probability 0.9; of equal parts it is 5.2, and they do not.
 */
test.each([1, 2, 3])('a point that looks false has all that is left: seed %i', async (seed) => {
  const text =
    'P(forwardNorm2 <= 0) = 1 - 2^(-L) + min(1, floor(2/L))*(0.0261 - 0.0031*L) within abs 0.02 for L in 1..12, d = 1';
  const near: ClaimJob = { ...job, alpha: 1e-6, oracle: 'simulated', text, budget: 1.7, seed };
  expect(await decide(near, runHere)).toMatchObject({
    verdict: 'refuted',
    counterexample: { point: { L: 1, d: 1 } },
  });
});

test('where none of it suffices it is spent, and no more', async () => {
  // F10: P = 1 - 2^-L at d = 1. At L = 1 this is an equality, which no nets decide.
  const tight: ClaimJob = {
    ...job,
    oracle: 'simulated',
    text: 'P(forwardNorm2 <= 0) >= 1/2 for L in 1..4, d = 1',
    budget: 0.4,
  };
  const own = runUnit(tight, { kind: 'simulate', index: 0, count: 4 });
  expect(own.unresolved?.point).toEqual({ L: 1, d: 1 });
  const { verdict, spent } = await withSpent(tight);
  expect(verdict).toBe('undecided');
  expect(spent).toBeGreaterThan(2 * own.spent!);
  expect(spent).toBeLessThanOrEqual(tight.budget);
});

test('nothing more is spent where one point is out of reach', async () => {
  // F2: at L = 60, d = 4 the second moment is some 10^17, and the mean would take as many nets. At L = 2 it takes some 1.8 nominal seconds.
  const text =
    'mean(forwardNorm2) = 1 within 1/100 for L in 1..60, d = 4 where L < 3 or L > 58 with init he-uniform';
  const { verdict, spent } = await withSpent({ ...job, text, budget: 4 });
  expect(verdict).toBe('undecided');
  expect(spent).toBeLessThan(1.5);
  // Without those it is decided.
  const near = { ...job, text: text.replace('L > 58', 'L > 60'), budget: 4 };
  expect(await withSpent(near)).toMatchObject({ verdict: 'supported' });
});

/** The verdict, and nominal seconds in all: what is drawn again counts again. */
async function withSpent(job: ClaimJob) {
  let spent = 0;
  const { verdict } = await decide(job, async (...unit) => {
    const outcome = await runHere(...unit);
    spent += outcome?.spent ?? 0;
    return outcome;
  });
  return { verdict, spent };
}
