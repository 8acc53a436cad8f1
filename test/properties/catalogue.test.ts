/**
 * Every claim of the catalogue holds, and its mutant is refuted.
 *
 * False alarm: exact claims none; each drawn claim at alpha = 1e-9, some 20 of them: below 1e-7 in all.
 * Power: the mutants are the measure of it, one for each claim.
 */
import { describe, expect, test } from 'vitest';
import { decide } from '../../properties/check.js';
import { catalogueJobs, mutantOf } from '../../properties/job.js';
import { catalogue } from '../../theory/catalogue/index.js';
import { claimId } from '../../theory/catalogue/theorem.js';
import { runHere } from './run.js';

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

describe('every mutant is refuted', () => {
  const mutants = catalogue.flatMap((theorem) =>
    theorem.claims.map((claim) => {
      const id = claimId(theorem, claim);
      return { id, change: claim.mutant.change, mutant: mutantOf(id, claim) };
    }),
  );
  test.each(mutants)('$id: $change', { timeout: 300_000 }, async ({ mutant }) => {
    const verdict = await decide({ ...mutant, ...settings }, runHere);
    expect({ verdict: verdict.verdict, reason: verdict.reason }).toMatchObject({ verdict: 'refuted' });
    expect(verdict.counterexample).toBeDefined();
  });
});
