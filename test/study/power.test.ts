import { expect, test } from 'vitest';
import { study } from '../../study/power.js';
import { runSmall } from './run-small.js';

/**
 * The two largest distances of each question, 12 runs each, of which 9 must refute. False alarm: at the last look that a run is allowed the enclosure leaves out the claim but for
 * 1e-5 or less (the worst is P = 1/64 against .4/64: 9329 nets, 146 dead ones on average, more than 96 suffice; Poisson's tail is 8e-6), and C(12, 4) (1e-5)^4 < 1e-17 a
 * row. Power: a checker that needs more than 12 times the nets in half of the runs is reported with probability .93 a row.
 */
test('claims that are false by a known distance are refuted, at a price near the least', async () => {
  expect((await runSmall(study)).broken).toEqual([]);
});

test('a checker that refutes too seldom, or faster than is possible, is reported', () => {
  const cells = study.cells('full');
  const results = (refuted: number, nets: number) => cells.map(() => ({ refuted, nets: [nets] }));
  expect(study.report(results(74, 1e9), cells, 'full').broken).toHaveLength(cells.length);
  expect(study.report(results(75, 1e9), cells, 'full').broken).toEqual([]);
  // By hand: log(100)/KL(1/2, .4875) = 14,732 nets and log(100)/KL(.4875, 1/2) = 14,735 at the least distances.
  const { broken } = study.report(results(100, 11_000), cells, 'full');
  expect(broken).toHaveLength(2);
  expect(broken).toContainEqual(
    expect.stringMatching(/P\(forwardNorm2 <= 0\) <= 0.4875.*after 11000 nets on average, of 14732/),
  );
  expect(broken).toContainEqual(expect.stringMatching(/median.*of 14735/));
});
