import { expect, test } from 'vitest';
import { study } from '../../study/power.js';
import { runSmall } from './run-small.js';

/**
 * The two largest distances of each question, 12 runs each. Drawn on 10 runs at a time, a run needs no more than 3 of the 12 times that it may draw (7, for distances of laws), and
 * counts of so many nets vary by a tenth: two slow ones among 12 are rarer than 1e-9. False claims that need 12 times as many are reported.
 */
test('claims that are false by a known distance are refuted, at a price near the least', async () => {
  expect((await runSmall(study)).broken).toEqual([]);
});

test('a checker that refutes too seldom, or faster than is possible, is reported', () => {
  const cells = study.cells('full');
  const results = (refuted: number, nets: number) => cells.map(() => ({ refuted, nets: [nets] }));
  expect(study.report(results(89, 1e9), cells, 'full').broken).toHaveLength(cells.length);
  expect(study.report(results(90, 1e9), cells, 'full').broken).toEqual([]);
  // By hand: log(100)/KL(1/2, .4875) = 14,732 nets and log(100)/KL(.4875, 1/2) = 14,735 at the least distances.
  const { broken } = study.report(results(100, 11_000), cells, 'full');
  expect(broken).toHaveLength(3);
  expect(broken).toContainEqual(
    expect.stringMatching(/P\(forwardNorm2 <= 0\) <= 0.4875.*after 11000 nets on average, of 14732/),
  );
  expect(broken).toContainEqual(expect.stringMatching(/median.*of 14735/));
});
