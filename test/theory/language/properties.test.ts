/**
 * Properties that hold for every text and every claim: a failure is a bug, never chance (false-alarm probability 0).
 * Each run draws fresh cases; fast-check prints the seed and the smallest case that fails.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claimTree } from '../../../study/hostile/claim-tree.js';
import { claims, goodTexts } from '../../../study/hostile/random-claim.js';
import { formatClaim } from '../../../theory/language/format-claim.js';
import { parseClaim } from '../../../theory/language/parse-claim.js';

/** CI tries this many; `FUZZ_RUNS=1000000 npx vitest run test/theory/language/properties.test.ts` tries more. */
const runs = Number(process.env.FUZZ_RUNS ?? 20_000);

test('a formatted claim parses back to the same claim, and formatting it again changes nothing', () => {
  fc.assert(
    fc.property(claims, (claim) => {
      const text = formatClaim(claim);
      const parsed = parseClaim(text);
      expect(claimTree(parsed)).toEqual(claimTree(claim));
      expect(formatClaim(parsed)).toBe(text);
    }),
    { numRuns: Math.ceil(runs / 10) },
  );
});

test('the claims of the catalogue keep their meaning when formatted', () => {
  for (const text of goodTexts) {
    const claim = parseClaim(text, { requireQuantity: false });
    const formatted = formatClaim(claim);
    expect(claimTree(parseClaim(formatted, { requireQuantity: false }))).toEqual(claimTree(claim));
  }
});
