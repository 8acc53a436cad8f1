/** What points leave of a claim's budget goes to those that want more. */
import { expect, test } from 'vitest';
import { decide } from '../../properties/check.js';
import type { ClaimJob } from '../../properties/job.js';
import { partsOfTheRest } from '../../properties/spare-budget.js';
import { runUnit } from '../../properties/unit.js';
import { runHere } from './run.js';

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

/** C1: E|y| = (sqrt(3)/2)^L; E y^2 = 1, so the deepest chain takes 2.4 times as many nets as the next but two. False alarm: 1e-9. */
const text =
  'mean(forwardNorm2^(1/2)) = (sqrt(3)/2)^L within 1/10 for L in 9..12, d = 1 with activation linear, init uniform(1), readout none';
const job: ClaimJob = { kind: 'claim', id: 'chain', text, alpha: 1e-9, seed: 1, budget: 1.8 };

test('a point that its part does not suffice for is decided with what the others leave', async () => {
  const parts = [0, 1, 2, 3].map((index) => runUnit(job, { kind: 'simulate', index, count: 4 }));
  expect(parts.map(({ unresolved }) => unresolved !== undefined)).toContain(true);
  expect((await decide(job, runHere)).verdict).toBe('supported');
  // With too little for all of them the verdict stays open, and no more is spent than there is.
  const poor = { ...job, budget: 0.2 };
  let spent = 0;
  const verdict = await decide(poor, async (...unit) => {
    const outcome = await runHere(...unit);
    spent += outcome?.spent ?? 0;
    return outcome;
  });
  expect(verdict.verdict).toBe('undecided');
  expect(spent).toBeLessThanOrEqual(poor.budget * 2);
});
