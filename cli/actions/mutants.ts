/** `mutants`: the checker on nudged claims. */
import { catalogueJobs } from '../../properties/job.js';
import { openLedger } from '../../properties/ledger.js';
import type { MutantResult } from '../../properties/mutants/hunt.js';
import { catalogueEntry, mutantsOf } from '../../properties/mutants/nudges.js';
import { type ClaimSummary, faultsIn, faultText, summarise } from '../../properties/mutants/summary.js';
import { short } from '../../report/words.js';
import { InputError } from '../../theory/errors.js';
import { colour } from '../colour.js';
import type { MutantsOptions } from '../commands/mutants.js';
import type { Interruption } from '../interrupt.js';
import { openPool } from '../pool.js';
import { openCountProgress } from '../progress.js';
import { table } from '../render.js';

export async function mutants(
  ids: readonly string[],
  options: MutantsOptions,
  interruption: Interruption,
): Promise<number> {
  const tasks = [...new Set(catalogueJobs(ids).map(({ id }) => id))].flatMap((id) =>
    mutantsOf(id, catalogueEntry(id)).flatMap(({ nudge }, index) =>
      nudge.size >= options.nudge ? [{ id, index }] : [],
    ),
  );
  if (tasks.length === 0)
    throw new InputError(
      `Nothing is nudged: ${ids.join(', ')} states nothing with a constant, a relation or a sign${options.nudge > 0 ? ', or nothing that --nudge leaves' : ''}.`,
    );
  const { seed, budget } = options;
  const settings = { alpha: openLedger(options.alpha, tasks.length).perClaim, seed, budget };
  const results: (MutantResult | undefined)[] = tasks.map(() => undefined);
  const progress = await openCountProgress(tasks.length, 'mutants');
  const pool = openPool(Math.min(options.workers, Math.max(1, tasks.length)));
  try {
    const all = Promise.all(
      tasks.map(async (task, i) => {
        results[i] = await pool.hunt({ ...task, settings });
        progress.done();
      }),
    );
    await Promise.race([all, interruption.came]);
    // What is stopped here rejects, and nobody waits for it any more.
    all.catch(() => {});
  } finally {
    progress.stop();
    await pool.close();
  }
  const known = results.filter((each) => each !== undefined);
  const partial = interruption.code() !== undefined;
  const faults = faultsIn(known);
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ ...(partial ? { partial } : {}), seed, claims: summarise(known), mutants: known }, null, 2)}\n`
      : text(summarise(known), faults, partial ? tasks.length : undefined),
  );
  return interruption.code() ?? (faults.length === 0 ? 0 : 1);
}

/** @param asked how many mutants there were to be, of a run that was stopped. */
function text(
  rows: readonly ClaimSummary[],
  faults: readonly MutantResult[],
  asked: number | undefined,
): string {
  const idWidth = Math.max(5, ...rows.map(({ id }) => id.length));
  const sum = (count: (row: ClaimSummary) => number) => rows.reduce((total, row) => total + count(row), 0);
  const cells = rows.map((row) => [
    row.id.padEnd(idWidth),
    String(row.mutants),
    String(row.false),
    String(row.refuted),
    row.killRate === null ? '-' : `${(100 * row.killRate).toFixed(row.killRate === 1 ? 0 : 1)} %`,
    row.smallestSeen === null ? '-' : `${short(row.smallestSeen)} %`,
    String(row.true),
    String(row.trueRefuted),
    String(row.held),
    String(row.unknown),
    String(row.stillborn),
  ]);
  const head = [
    'claim'.padEnd(idWidth),
    'mutants',
    'false',
    'refuted',
    'kill rate',
    'smallest nudge seen',
    'true',
    'of them refuted',
    'held',
    'unknown',
    'stillborn',
  ];
  const total = sum((row) => row.mutants);
  const footer = [
    `${total.toLocaleString('en-US')} mutants`,
    `${sum((row) => row.refuted)} of ${sum((row) => row.false)} false ones refuted`,
    `${sum((row) => row.trueRefuted)} of ${sum((row) => row.true)} true ones refuted`,
    faults.length === 0
      ? colour.green('all as it should be')
      : colour.red(`${faults.length} not as it should be`),
    ...(asked === undefined ? [] : [colour.yellow(`stopped: partial, ${asked - total} mutants left`)]),
  ];
  return `${[
    ...table([head, ...cells]),
    ...(faults.length === 0 ? [] : ['', ...faults.map((each) => colour.red(faultText(each)))]),
    '',
    footer.join('; '),
  ].join('\n')}\n`;
}
