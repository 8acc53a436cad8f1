/** What presets and examples promise of their claims: the verdicts, at the budget of the page. The seed is the page's: nothing here is random. */
import { expect, test } from 'vitest';
import { exampleClaims, presets } from '../../explorer/presets.js';
import { claimBudget } from '../../explorer/replay.js';
import { checkClaim } from '../../properties/check-claim.js';

const word = async (claim: string) => (await checkClaim(claim, { seed: 1, budget: claimBudget })).verdict;

// "One width breaks a bound" alone is about a claim that fails.
test.each(Object.entries(presets).filter(([, { change }]) => change.claim !== undefined))(
  'the claim of the preset %s is decided',
  async (name, { change }) => {
    expect(await word(change.claim!)).toMatch(
      name === 'claim' ? /^refuted$/ : /^(proved|verified|supported)$/,
    );
  },
);

test.each([
  ['verified', 'verified'],
  ['refuted at d = 1', 'refuted'],
  ['proved for all widths', 'proved'],
  ['false, just', 'refuted'],
  ['drawn nets', 'supported'],
])('the example "%s" is %s', async (label, verdict) => {
  expect(await word(exampleClaims.find((each) => each.label === label)!.claim)).toBe(verdict);
});
