import type { Report, Study } from '../../study/study.js';

/** The study's small cells, here and now. */
export async function runSmall(study: Study): Promise<Report> {
  const cells = study.cells('small');
  const results: unknown[] = [];
  for (const cell of cells) results.push(await study.run(cell));
  return study.report(results, cells, 'small');
}
