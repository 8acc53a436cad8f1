/** Is every false mutant of the catalogue refuted, and no true one? */
import { catalogueJobs } from '../properties/job.js';
import { huntMutant, type MutantResult } from '../properties/mutants/hunt.js';
import { catalogueEntry, mutantsOf } from '../properties/mutants/nudges.js';
import { faultsIn, faultText, summarise } from '../properties/mutants/summary.js';
import { plannedOracle } from '../properties/oracle.js';
import { defineStudy, type Scale } from './study.js';

/** Probability, at most, that any verdict of the study is wrong by chance. */
const alpha = 1e-6;
const seed = 1;
/** Nominal seconds: what `check` gives a claim. */
const budget = 120;
/** Smaller nudges of what is decided by drawn nets cost hours and need not be seen. */
const leastDrawn = 10;

interface Cell {
  /** Of the claim in the catalogue. */
  readonly id: string;
  /** Of its mutants. */
  readonly indices: readonly number[];
  /** Each mutant's share. */
  readonly alpha: number;
}

/** Claims of every kind that take no time. */
const small = [
  'chain-uniform/gamma-median-below',
  'chain-inertia',
  'escape-sign',
  'forward-log-moments/linear-variance',
];

function cells(scale: Scale): Cell[] {
  const claims = scale === 'small' ? small.flatMap((id) => catalogueJobs([id])) : catalogueJobs();
  const slices = claims.flatMap(({ id }) => {
    const entry = catalogueEntry(id);
    const drawn = plannedOracle(entry) === 'drawn nets';
    const indices = mutantsOf(id, entry).flatMap(({ nudge }, index) =>
      !drawn || nudge.size >= leastDrawn ? [index] : [],
    );
    const size = drawn ? 2 : 8;
    return Array.from({ length: Math.ceil(indices.length / size) }, (_, i) => ({
      id,
      indices: indices.slice(i * size, (i + 1) * size),
    }));
  });
  const mutants = slices.reduce((sum, { indices }) => sum + indices.length, 0);
  return slices.map((slice) => ({ ...slice, alpha: alpha / mutants }));
}

async function run({ id, indices, alpha }: Cell): Promise<MutantResult[]> {
  const results: MutantResult[] = [];
  for (const index of indices) results.push(await huntMutant(id, index, { alpha, seed, budget }));
  return results;
}

function report(found: readonly (readonly MutantResult[])[]) {
  const results = found.flat();
  const rows = summarise(results);
  const faults = faultsIn(results);
  const sum = (count: (row: (typeof rows)[number]) => number) =>
    rows.reduce((total, row) => total + count(row), 0);
  const percent = (share: number | null) => (share === null ? '-' : `${Number((100 * share).toFixed(1))} %`);
  const missed = results.filter(({ score, owed }) => score === 'open' && owed !== true).length;
  const text = `
Every constant, exponent, sign, index and relation of each claim's statement is nudged by 50, 20, 10, 5, 2 and 1 %, or one unit; domain and nets stay. Whether the
mutant is false is found out apart from the checker's run on it: at other points of the domain, by the exact law, by moments and laws that are known, by algebra. Then
the checker is run on it, with the budget that a claim has in \`check\` (${budget} nominal seconds) at most. Nudges below ${leastDrawn} % of what is decided by drawn nets are left out.

- *false* mutants have to be refuted: all of them where no nets are drawn, those at 10 % or more elsewhere.
- *true* ones, such as weaker bounds, must not be: they hold at every point of a domain examined whole, or are weaker than a theorem.
- *held*: true wherever it was looked at, on a domain too large to examine whole; *unknown*: nothing exact is known of it.
- *stillborn*: malformed or undefined somewhere in the domain.

**${sum((row) => row.refuted)} of ${sum((row) => row.false)} false mutants are refuted, ${sum((row) => row.trueRefuted)} of ${sum((row) => row.true)} true ones.** ${faults.length === 0 ? 'No false mutant that has to be refuted survives.' : `${faults.length} results are not as they should be.`}${missed === 0 ? '' : ` ${missed} false ones below 10 % are left undecided.`}

| claim | mutants | false | refuted | kill rate | smallest nudge seen | true | of them refuted | held | unknown | stillborn |
|---|---|---|---|---|---|---|---|---|---|---|
${rows
  .map(
    (row) =>
      `| ${row.id} | ${row.mutants} | ${row.false} | ${row.refuted} | ${percent(row.killRate)} | ${row.smallestSeen === null ? '-' : `${Number(row.smallestSeen.toPrecision(3))} %`} | ${row.true} | ${row.trueRefuted} | ${row.held} | ${row.unknown} | ${row.stillborn} |`,
  )
  .join('\n')}
`;
  return { text, broken: faults.map((fault) => `${faultText(fault)}.`) };
}

export const study = defineStudy<Cell, readonly MutantResult[]>({
  name: 'mutants',
  title: 'Nudged claims',
  cells,
  run,
  report,
});
