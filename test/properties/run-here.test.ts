/** What is settled costs no more units: counted, with the runner inside others, as it is where units are timed or journalled. No chance in it. */
import { expect, test } from 'vitest';
import { decide } from '../../properties/check.js';
import type { ClaimJob } from '../../properties/job.js';
import { runHere } from '../../properties/run-here.js';
import { type RunUnit, runAll } from '../../properties/run-units.js';

test('a failure at the first of twelve points: one is drawn', async () => {
  // E X = 1 against a bound of 1/2, at every point.
  const text = 'mean(forwardNorm2) <= 1/2 for L in 1..4, d in 8..20 with init he-uniform';
  const job: ClaimJob = { id: 'a', kind: 'claim', text, alpha: 1e-9, seed: 1, budget: 20 };
  const kinds: string[] = [];
  const counting: RunUnit = async (each, unit, wanted) => {
    const outcome = await runHere(each, unit, wanted);
    if (outcome !== undefined) kinds.push(unit.kind);
    return outcome;
  };
  const inside: RunUnit = async (...asked) => counting(...asked);
  expect((await decide(job, inside)).verdict).toBe('refuted');
  expect(kinds).toEqual(['scan', 'simulate', 'shrink', 'confirm']);
});

test('nothing settled: all are run', async () => {
  const text = 'mean(forwardNorm2) <= 2 for L in 1..3, d in 1..4';
  const job: ClaimJob = { id: 'a', kind: 'claim', text, alpha: 1e-9, seed: 1, budget: 20 };
  const units = [0, 4, 8].map((from) => ({ kind: 'walk', from, to: from + 4 }) as const);
  const outcomes = await runAll(job, units, runHere);
  expect(outcomes.map((each) => each?.points)).toEqual([4, 4, 4]);
});
