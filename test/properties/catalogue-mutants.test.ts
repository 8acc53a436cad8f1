/**
 * Every mutant of the catalogue is refuted: the measure of the checker's power, one for each claim. A file of its own, so that it runs beside
 * the claims. A mutant that is refuted by chance is no fault.
 */
import { describe, expect, test } from 'vitest';
import { decide } from '../../properties/check.js';
import { mutantOf } from '../../properties/job.js';
import { runHere } from '../../properties/run-here.js';
import { catalogue } from '../../theory/catalogue/index.js';
import { claimId } from '../../theory/catalogue/theorem.js';

const settings = { alpha: 1e-9, seed: 7, budget: 240 };

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
