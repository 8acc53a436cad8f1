/** Live progress on a terminal: the verdict first, never wider than the terminal. */
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { liveLine } from '../../cli/render.js';
import type { Verdict } from '../../properties/verdict.js';

const verdict: Verdict = {
  id: 'forward-log-expansion/series-linear-third-cumulant',
  claim: 'x',
  verdict: 'undecided',
  points: 12,
  exhaustive: false,
  alpha: 0,
  reason: 'It would take more nets than the budget allows.',
  seconds: 1,
  seed: 1,
  oracle: 'simulated',
};

test.each([200, 79, 39, 20, 5, 0, -1])('%d columns', (width) => {
  const line = stripVTControlCharacters(liveLine(verdict, width));
  const whole =
    'undecided  forward-log-expansion/series-linear-third-cumulant  It would take more nets than the budget allows.';
  expect(line).toBe(whole.slice(0, Math.max(0, width)));
});
