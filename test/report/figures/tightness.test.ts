import { expect, test } from 'vitest';
import type { ClaimJob } from '../../../properties/job.js';
import { runHere } from '../../../properties/run-here.js';
import { surveyExactly } from '../../../properties/tightness/tightness.js';
import { tightnessFigure } from '../../../report/figures/tightness.js';

function surveyOf(text: string) {
  const job: ClaimJob = { id: 'claim', text, kind: 'claim', alpha: 1e-6, seed: 1, budget: 120 };
  return surveyExactly(job, {}, runHere);
}

test('a cell for each point of the grid, marks where the claim fails, text escaped', async () => {
  const text = 'mean(forwardNorm2) <= exp(1 - L/d) for L in 1..12, d in 4..9';
  const survey = await surveyOf(text);
  const svg = tightnessFigure(survey);
  const cells = /aria-label="cell"[^>]*>(.*?)<\/g>/s.exec(svg)![1]!;
  expect(cells.match(/<rect /g)).toHaveLength(12 * 6);
  const rooms = survey.grid.rooms.flat();
  const open = rooms.filter((each) => each!.open).length;
  const failing = rooms.filter((each) => !each!.holds).length - open;
  expect(svg.match(/>×(?! fails)/g)).toHaveLength(failing);
  // Where L = d both sides are 1.
  expect(open).toBeGreaterThan(0);
  expect(svg.match(/>\?(?! open)/g)).toHaveLength(open);
  expect(failing).toBeGreaterThan(0);
  expect(svg).toContain('&#60;= exp(1 - L/d)');
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
});

test('slacks that agree to within their errors have one colour, and one number in the key', async () => {
  const svg = tightnessFigure(await surveyOf('mean(forwardNorm2) = 1 within 1/100 for L in 1..9, d in 3..9'));
  const cells = /aria-label="cell"[^>]*>(.*?)<\/g>/s.exec(svg)![1]!;
  expect(new Set([...cells.matchAll(/fill="([^"]*)"/g)].map(([, fill]) => fill)).size).toBe(1);
  expect(svg).toContain('everywhere, to within errors');
  expect(svg).not.toMatch(/▾|▴/);
});

test.each([
  // All end at the same place: at the bottom, in the middle of a flat picture, at the top.
  ['mean(forwardNorm2) <= 1 + L for L in 1..12, d in 4..9', 0],
  ['mean(forwardNorm2) <= 1 for L in 1..12, d in 4..9', 0],
  ['mean(forwardNorm2) >= exp(-L) for L in 1..12, d in 4..9', 0],
  // Two of three end close together; at depths of their own.
  ['median(forwardNorm2) <= exp(-L/d) for L in 1..20, d in 8..8192', 2],
  ['median(forwardNorm2) <= exp(-2*L/d) for L in 1..40, d in 4..64 where L >= d/2', 3],
  // None is moved.
  ['mean(forwardNorm2^2) >= 1 for L in 1..6, d in 2..8', 3],
])('the labels at the ends do not overlap: %s', async (text, unmoved) => {
  const svg = tightnessFigure(await surveyOf(text));
  const labels = [
    ...svg.matchAll(/<text [^>]*transform="translate\(([\d.-]+),([\d.-]+)\)"[^>]*>d = (\d+)</g),
  ];
  const boxes = labels.map(([, x, y, d]) => {
    // 10 pixels high, centred; a digit is 6 wide at most.
    return {
      left: Number(x),
      right: Number(x) + 6 * `d = ${d}`.length,
      top: Number(y) - 5,
      bottom: Number(y) + 5,
    };
  });
  expect(boxes).toHaveLength(3);
  for (const [i, a] of boxes.entries()) {
    expect(a.top).toBeGreaterThanOrEqual(0);
    expect(a.bottom).toBeLessThan(380 - 30);
    for (const b of boxes.slice(i + 1))
      expect(a.bottom <= b.top || b.bottom <= a.top || a.right <= b.left || b.right <= a.left).toBe(true);
  }
  const ends = [...svg.matchAll(/stroke-width="2".*?<\/g>/gs)].flatMap(([group]) =>
    [...group.matchAll(/ d="[^"]*,([\d.]+)"/g)].map(([, y]) => Number(y)),
  );
  const atEnd = labels.filter(([, , y]) => ends.some((end) => Math.abs(Number(y) - end) <= 1));
  expect(atEnd.length).toBeGreaterThanOrEqual(unmoved);
});
