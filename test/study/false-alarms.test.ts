import { expect, test } from 'vitest';
import { study } from '../../study/false-alarms.js';
import { runSmall } from './run-small.js';

/** 20 runs on true claims at alpha = 0.01: false alarm 1e-9. Those on claims false by 5 to 10 % are refuted in all runs but one in thousands. */
test('true claims are not refuted, false ones are', async () => {
  expect((await runSmall(study)).broken).toEqual([]);
});

test('too many refutations of true claims, and too few of false ones, are reported', () => {
  const cells = study.cells('small');
  const always = (refuted: number) => cells.map(() => ({ refuted, unconfirmed: 0, undecided: 0 }));
  expect(study.report(always(4), cells, 'small').broken).toEqual([
    expect.stringMatching(/^20 of 20 runs on true claims refuted them/),
  ]);
  expect(study.report(always(0), cells, 'small').broken).toHaveLength(5);
});
