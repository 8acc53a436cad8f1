import { expect, test } from 'vitest';
import type { ClaimJob } from '../../properties/job.js';
import { surveyClaim } from '../../properties/tightness/tightness.js';
import { tightnessFigure } from '../../report/tightness-figure.js';
import { runHere } from '../properties/run.js';

test('a cell for each point of the grid, marks where the claim fails, text escaped', async () => {
  const text = 'mean(forwardNorm2) <= exp(1 - L/d) for L in 1..12, d in 4..9';
  const job: ClaimJob = { id: 'claim', text, kind: 'claim', alpha: 1e-6, seed: 1, budget: 120 };
  const survey = await surveyClaim(job, {}, runHere);
  const svg = tightnessFigure(survey);
  const cells = /aria-label="cell"[^>]*>(.*?)<\/g>/s.exec(svg)![1]!;
  expect(cells.match(/<rect /g)).toHaveLength(12 * 6);
  const failing = survey.grid.rooms.flat().filter((each) => !each!.holds).length;
  expect(svg.match(/>×</g)).toHaveLength(failing);
  expect(failing).toBeGreaterThan(0);
  expect(svg).toContain('&#60;= exp(1 - L/d)');
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
});
