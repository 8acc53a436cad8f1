/** Drawn quantities that may be 0 where a claim divides by them, or takes their logarithm. */
import { expect, test } from 'vitest';
import type { ClaimJob } from '../../properties/job.js';
import { surveyByDrawnNets } from '../../properties/tightness/drawn-survey.js';
import { InputError } from '../../theory/errors.js';
import { decideText, runHere } from './run.js';

// Chance: none. A net of L layers and width 1 is dead with probability 1 - 2^-L (F10), so of these nets most are dead, and a median's interval that
// does not hold 0 has probability below alpha = 1e-9 each.
const narrow = 'for L = 4, d = 1 with init he-uniform';

test.each([
  `median(gradientNorm2[1])/median(forwardNorm2) <= 5 ${narrow}`,
  `median(forwardNorm2 | alive)/median(forwardNorm2) >= 5 ${narrow}`,
  `log(median(forwardNorm2)) <= 5 ${narrow}`,
])('a divisor that nets put at 0 leaves the claim open: %s', async (text) => {
  expect(await decideText(text, { budget: 5 })).toMatchObject({
    verdict: 'undecided',
    reason: expect.stringMatching(/^At L=4, d=1: .* as far as the nets drawn tell, which is no proof; .*\.$/),
  });
});

test.each([
  // No net has a Hessian without a second layer (H1).
  '1/median(hessianNorm2) >= 1 for L = 1, d = 2',
  '1/mean(hessianNorm2) >= 1 for L = 1, d = 2',
  '1/P(forwardNorm2 <= -1) >= 1 for L = 1, d = 2 with init he-uniform',
  '1/median(hessianBlockNorm2[1,1]) >= 1 for L = 2, d = 2',
])('one that is 0 surely is bad input: %s', async (text) => {
  await expect(decideText(text)).rejects.toThrow(InputError);
});

test('so is one that the known part of dead nets makes 0', async () => {
  const text = '1/median(forwardNorm2) >= 1 for L = 4, d = 1';
  await expect(decideText(text, { oracle: 'simulated' })).rejects.toThrow(/division by zero; restrict/);
});

test('a survey of the room goes on to other points', async () => {
  const text =
    'median(gradientNorm2[1])/median(forwardNorm2) <= 5 for L = 4, d in 1..4 where d != 2 and d != 3';
  const job: ClaimJob = {
    id: 'a',
    text: `${text} with init he-uniform`,
    kind: 'claim',
    alpha: 1e-9,
    seed: 1,
    budget: 1,
  };
  const { unvalued, rooms } = await surveyByDrawnNets(job, runHere);
  expect(unvalued).toMatchObject([{ point: { L: 4, d: 1 }, reason: expect.stringMatching(/no proof/) }]);
  expect(rooms).toMatchObject([{ point: { L: 4, d: 4 } }]);
});
