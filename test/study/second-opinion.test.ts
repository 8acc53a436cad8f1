import { expect, test } from 'vitest';
import { study } from '../../study/second-opinion.js';
import { runSmall } from './run-small.js';

/**
 * False alarm: 3e-11. All routes but the drawn ones are deterministic; each of 120 intervals misses with 2e-13, each of 120 more with 1e-16, each
 * of 2 medians of means with 5e-13. Power: the injected faults, each of which must be seen, or the study reports it.
 */
test('no exact number is contradicted by its second route, and injected faults are seen', {
  timeout: 120_000,
}, async () => {
  const { text, broken } = await runSmall(study);
  expect(broken).toEqual([]);
  expect(text).toContain('numbers in all');
});

test('a route that disagrees, a fault that is not seen and a missing comparison are reported', async () => {
  const cells = study.cells('small');
  const agreeing = { numbers: 5, disagreements: 0, examples: [], worst: 0.5, oracleError: 0, otherError: 0 };
  const results: (typeof agreeing | object)[] = cells.map((cell) =>
    'fault' in (cell as object)
      ? { ...agreeing, disagreements: 5, examples: ['x'], worst: Infinity }
      : agreeing,
  );
  expect(study.report(results, cells, 'small').broken).toEqual([]);
  const faulty = cells.findIndex((cell) => 'fault' in (cell as object));
  expect(study.report(results.with(faulty, agreeing), cells, 'small').broken.join()).toMatch(/was not seen/);
  const wrong = { ...agreeing, disagreements: 1, examples: ['here: 1 against 2'], worst: 7 };
  expect(study.report(results.with(0, wrong), cells, 'small').broken.join()).toMatch(
    /two routes disagree at here/,
  );
  expect(study.report(results.with(0, { ...agreeing, numbers: 0 }), cells, 'small').broken.join()).toMatch(
    /only 0 numbers/,
  );
});
