/** Hostile input: whatever is typed or read, the answer is a verdict or one sentence, soon, and nothing else happens. */
import { type Caged, fuzzInCage, type Task } from './hostile/cage.js';
import { type SurfaceName, surfaceNames } from './hostile/surface.js';
import { defineStudy, type Scale } from './study.js';

/** Cells of a surface, and cases of a cell: some ten seconds of one core each. */
const sizes: Readonly<Record<Scale, Readonly<Record<SurfaceName, readonly [cells: number, runs: number]>>>> =
  {
    full: {
      'claim text': [4, 20_000],
      expression: [24, 500],
      check: [16, 200],
      'claims file': [2, 10_000],
      'command line': [12, 100],
    },
    small: {
      'claim text': [1, 2000],
      expression: [1, 80],
      check: [1, 25],
      'claims file': [1, 800],
      'command line': [1, 25],
    },
  };

/** What all cases together must come to, for the study to say anything. */
const leastCases = 100_000;

function cells(scale: Scale): Task[] {
  return surfaceNames.flatMap((surface) => {
    const [count, runs] = sizes[scale][surface];
    return Array.from({ length: count }, (_, index) => ({ surface, seed: index + 1, runs }));
  });
}

function report(results: readonly Caged[], tasks: readonly Task[], scale: Scale) {
  const broken = results.flatMap(({ failure }, i) => {
    if (failure === undefined) return [];
    const { surface } = tasks[i]!;
    return [`${surface}, seed ${failure.seed}, path '${failure.path}', ${failure.input}: ${failure.message}`];
  });
  const cases = results.reduce((sum, each) => sum + each.cases, 0);
  if (scale === 'full' && broken.length === 0 && cases < leastCases)
    broken.push(`Only ${cases} cases were tried; at least ${leastCases} must be.`);
  const rows = surfaceNames.map((surface) =>
    rowOf(
      surface,
      results.filter((_, i) => tasks[i]!.surface === surface),
    ),
  );
  const text = `
${cases} cases, drawn by fast-check from fixed seeds: what nobody would write, and what is well formed but ill meant.

| surface | cases | ended as | slowest case | most memory |
|---|---|---|---|---|
${rows.map(({ row }) => row).join('\n')}

What must hold: every case ends as one of the kinds that the table names, nothing else is thrown, and no process dies. Whatever is refused is refused in one
printable sentence; that for a claim names a column inside the text. Text that is accepted keeps its meaning when it is formatted and read again. An
enclosure holds the value that exact rationals, or 150 digits, give. What is proved equal has enclosures that overlap. Two checks of one claim give one verdict,
to the last digit, in at most ten times its budget and five seconds. Prototypes that all objects share stay as they are.

All of it runs in processes that may read the files of this package and nothing else, may write nothing, start no process, and run no text as code
(Node's permission model, \`--disallow-code-generation-from-strings\`): a claim is data. The heap is limited to 1 GB. Seconds are of
processor time; memory is that of the whole process after hundreds of cases, of which Node itself takes some 60 MB.

The slowest cases:

${rows.map(({ slowest }) => slowest).join('\n')}
`;
  return { text, broken };
}

function rowOf(surface: SurfaceName, results: readonly Caged[]): { row: string; slowest: string } {
  const outcomes = new Map<string, number>();
  for (const result of results)
    for (const [name, count] of Object.entries(result.outcomes))
      outcomes.set(name, (outcomes.get(name) ?? 0) + count);
  const ended = [...outcomes].sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} ${count}`);
  const cases = results.reduce((sum, each) => sum + each.cases, 0);
  const slowest = results.reduce((a, b) => (b.slowest.seconds > a.slowest.seconds ? b : a)).slowest;
  const memory = results.reduce((most, each) => Math.max(most, each.megabytes), 0);
  return {
    row: `| ${surface} | ${cases} | ${ended.join(', ')} | ${slowest.seconds.toFixed(2)} s | ${memory.toFixed(0)} MB |`,
    slowest: `- ${surface}: \`${slowest.input.slice(0, 300).replaceAll('`', "'")}\``,
  };
}

export const study = defineStudy<Task, Caged>({
  name: 'hostile',
  title: 'Hostile input',
  cells,
  run: fuzzInCage,
  report,
});
