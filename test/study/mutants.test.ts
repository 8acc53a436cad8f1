import { expect, test } from 'vitest';
import { study } from '../../study/mutants.js';
import { runSmall } from './run-small.js';

/** Claims that are decided without drawing nets: no false alarm. */
test('no false mutant survives, no true one is refuted', { timeout: 60_000 }, async () => {
  expect((await runSmall(study)).broken).toEqual([]);
});

test('survivors are reported', () => {
  const cells = study.cells('small');
  const found = cells.map(() => []);
  const mutant = { id: 'x', text: '', what: 'constant', where: 'column 1: 1', change: '2 for 1', size: 100 };
  const broken = (result: object) =>
    study.report([[{ ...mutant, ...result }], ...found.slice(1)], cells, 'small').broken;
  expect(broken({ score: 'survived', verdict: 'verified', truth: { kind: 'false', by: '' } })).toEqual([
    'x, column 1: 1, 2 for 1 (100 %): is false and was verified.',
  ]);
  expect(broken({ score: 'wrong', verdict: 'refuted', truth: { kind: 'true', by: '' } })).toHaveLength(1);
  expect(broken({ score: 'open', verdict: 'undecided', owed: true })).toHaveLength(1);
  expect(broken({ score: 'open', verdict: 'undecided', owed: false })).toEqual([]);
  expect(broken({ score: 'killed', verdict: 'refuted' })).toEqual([]);
});
