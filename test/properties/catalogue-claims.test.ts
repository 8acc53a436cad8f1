/**
 * Every claim of the catalogue holds.
 *
 * False alarm: exact claims none; each drawn claim at alpha = 1e-9, some 36 of them: below 1e-7 in all.
 * Power: catalogue-mutants.test.ts is the measure of it.
 */
import { describe, expect, test } from 'vitest';
import { decide } from '../../properties/check.js';
import { catalogueJobs } from '../../properties/job.js';
import { runHere } from '../../properties/run-here.js';

const settings = { alpha: 1e-9, seed: 7, budget: 240 };

describe('every claim holds', () => {
  test.each(catalogueJobs())('$id', { timeout: 300_000 }, async (draft) => {
    const verdict = await decide({ ...draft, ...settings }, runHere);
    expect({ verdict: verdict.verdict, reason: verdict.reason, at: verdict.counterexample }).toMatchObject({
      verdict: expect.stringMatching(/^(proved|verified|supported)$/),
    });
    expect(verdict.points).toBeGreaterThan(0);
  });
});
