/** Claims about drawn nets at the edges: divisors that may be 0, means that are infinite, domains of few points. */
import { expect, test } from 'vitest';
import type { ClaimJob } from '../../properties/job.js';
import { runHere } from '../../properties/run-here.js';
import { surveyByDrawnNets } from '../../properties/tightness/drawn-survey.js';
import { InputError } from '../../theory/errors.js';
import { decideText } from './run.js';

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

test.each([
  [
    'mean(forwardNorm2^(-1.4)) >= 1 for L = 2, d = 2 with activation linear',
    /^At L=2, d=2 mean\(forwardNorm2\^\(-1\.4\)\) is no finite number: /,
  ],
  [
    'mean(forwardNorm2^(-1.4) | alive) >= 1 for L = 2, d = 2',
    /^At L=2, d=2 mean\(forwardNorm2\^\(-1\.4\) \| alive\) is no finite number: /,
  ],
  [
    'mean(gradientNorm2[1]^(-1)) >= 1 for L = 2, d = 2',
    /^At L=2, d=2 mean\(gradientNorm2\[1\]\^\(-1\)\) is infinite, /,
  ],
])('a mean that is infinite is named as it was written: %s', async (text, message) => {
  await expect(decideText(text)).rejects.toThrow(message);
});

// False alarm: below alpha = 1e-9 each (the median is below 1, far from 5). The points are counted, not drawn.
test.each([
  ['L = 1, d = 4', 1, true],
  ['L = 1, d in 4..6', 3, true],
  ['L in 1..3, d in 4..7', 12, true],
  ['L in 1..4, d in 3..99 where L = 2 and d >= 98', 2, true],
  ['L in 1..3, d in 4..9', 12, false],
  ['L = 1, d = 4, x in 0..1', 12, false],
] as const)('drawn nets at all of a domain: %s', async (domain, points, exhaustive) => {
  const text = `median(forwardNorm2) <= 5 for ${domain} with init he-uniform`;
  expect(await decideText(text, { budget: 20 })).toMatchObject({ verdict: 'supported', points, exhaustive });
});

test.each([
  // Every net alive has a Hessian of 0, whose logarithm is -Infinity.
  'lawDistance(log(hessianNorm2) | alive, normal(0, 1)) >= 0.9 for L = 1, d = 4',
  // So many deviations from the mean that their square leaves the doubles.
  'lawDistance(log(forwardNorm2) | alive, normal(2^200, 1e-190)) >= 0.9 for L = 2, d = 2 with init he-uniform',
  'lawDistance(log(forwardNorm2) | alive, normal(-(2^200), 1e-190)) >= 0.9 for L = 2, d = 2 with init he-uniform',
])('laws with nothing in common are at distance 1: %s', async (text) => {
  // Chance: none, as all nets lie on one side.
  expect(await decideText(text)).toMatchObject({ verdict: 'supported' });
});

test('a target that rises from 0 to 1 within the rounding of a sample is not told from a jump', async () => {
  // Every net has a norm of exactly 1, whose distance from this law is Phi(3) = 0.9987; samples hide where within 1e-9 they lie. Chance: none.
  const text =
    'lawDistance(log(forwardNorm2) | alive, normal(3e-12, 1e-24)) <= 3/5 for L = 2, d = 4 with init orthogonal(1), activation linear';
  expect(await decideText(text, { budget: 0.2 })).toMatchObject({ verdict: 'undecided' });
});

test('all nets and those alive are put in order apart from each other', async () => {
  // One net in two is dead, so both sides are the same number. Chance: alpha.
  const text =
    'median(forwardNorm2 | alive) = quantile(forwardNorm2, 3/4) within 1/5 for L = 1, d = 1 with init he-uniform';
  expect(await decideText(text, { budget: 5 })).toMatchObject({ verdict: 'supported' });
});
