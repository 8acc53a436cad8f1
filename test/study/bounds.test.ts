import { expect, test } from 'vitest';
import { study } from '../../study/bounds.js';
import { runSmall } from './run-small.js';

/** No chance in it: the exact law. */
test('bounds hold, their constants are found, a claim about all widths is proved', async () => {
  const { text, broken } = await runSmall(study);
  expect(broken).toEqual([]);
  // theory.md, F9: d log phi_(1/2) = -0.62647 at d = 256, and the limit is -5/8; of m the limit is -5/2.
  expect(text).toMatch(/-c\/d for L = 1, d in 2\.\.2000` \| 5\/8 \| up to 0\.6251\d+ at L=1, d=2000/);
  expect(text).toMatch(/up to 2\.502\d+ at L=1, d=2000/);
});

test('what fails, is not found or not proved is reported', async () => {
  const cells = study.cells('small') as { kind: string; claim: string }[];
  const results = await Promise.all(
    cells.map(async (cell) => {
      const result = (await study.run(cell)) as Record<string, object>;
      if (cell.kind === 'tightness') return { ...result, survey: { ...result.survey, failing: 3 } };
      if (cell.kind === 'sharpen') return { ...result, found: { ...result.found, outcome: 'none' } };
      return { ...result, verdict: 'undecided' };
    }),
  );
  const { broken } = study.report(results, cells, 'small');
  expect(broken).toHaveLength(cells.length);
});
