/** Are the random numbers random? A battery of tests on words, uniform and normal draws, signs, keys and orthogonal matrices, and on faulty generators. */
import { kolmogorovDistance } from '../numerics/inference/kolmogorov.js';
import { testNormalLags, testNormals, testUniforms } from './generator/draw-tests.js';
import { type Fault, faulty } from './generator/faulty.js';
import { testOrthogonal } from './generator/haar-tests.js';
import { type Base, testAvalanche, testKeys } from './generator/key-tests.js';
import { drawWords, type Family, type OrderName, orders, own, Sequence } from './generator/orders.js';
import type { Outcome } from './generator/p-values.js';
import { testWords } from './generator/word-tests.js';
import { defineStudy, type Scale } from './study.js';

/** That any test of any right generator fails. */
const falseAlarm = 1e-9;

type Battery =
  | {
      readonly of: 'words' | 'signs' | 'uniform draws' | 'normal draws' | 'lags of normal draws';
      readonly order: OrderName;
    }
  | { readonly of: 'avalanche'; readonly base: Base }
  | { readonly of: 'keys' | 'orthogonal matrices' };

type Cell = Battery & {
  readonly n: number;
  readonly seed: number;
  /** Absent: the checker's own generator. */
  readonly fault?: Fault;
};

type Unseeded = Cell extends infer Each ? (Each extends Cell ? Omit<Each, 'seed'> : never) : never;

type Result = readonly Outcome[];

const everyOrder = Object.keys(orders) as OrderName[];

function cells(scale: Scale): Cell[] {
  const [small, full] = [scale === 'small', scale === 'full'];
  const words = full ? 2 ** 22 : 2 ** 17;
  // 1e7 see missing wedges of the ziggurat by the moments, 3e7 strip by strip.
  const draws = full ? 1e8 : 1e7;
  const some: readonly OrderName[] = ['one column after another', 'adjacent columns', 'adjacent nets'];
  const right: Unseeded[] = [
    ...everyOrder.map((order) => ({ of: 'words' as const, order, n: words })),
    ...some.map((order) => ({ of: 'signs' as const, order, n: Math.max(words / 16, 2 ** 17) })),
    { of: 'uniform draws', order: 'one column after another', n: draws },
    { of: 'normal draws', order: 'one column after another', n: draws },
    ...(full ? [{ of: 'normal draws' as const, order: 'adjacent nets, 4 rows each' as const, n: 2e7 }] : []),
    ...(small ? some.slice(0, 1) : everyOrder).map((order) => ({
      of: 'lags of normal draws' as const,
      order,
      n: words,
    })),
    { of: 'avalanche', base: 'spread', n: small ? 128 : 4096 },
    { of: 'avalanche', base: 'small', n: small ? 128 : 4096 },
    { of: 'keys', n: small ? 128 : 512 },
    { of: 'orthogonal matrices', n: small ? 10_000 : 1e6 },
  ];
  const serial: OrderName = 'one column after another';
  const faults: Unseeded[] = [
    { fault: 'congruential, modulus 2^32', of: 'words', order: serial, n: 2 ** 17 },
    { fault: 'RANDU', of: 'words', order: serial, n: 2 ** 17 },
    { fault: 'shift register of 32 bits', of: 'words', order: serial, n: 2 ** 17 },
    { fault: 'key used as the state, unmixed', of: 'words', order: 'adjacent columns', n: 2 ** 17 },
    { fault: 'key used as the state, unmixed', of: 'avalanche', base: 'small', n: 128 },
    { fault: 'key xored into one word', of: 'keys', n: 128 },
    { fault: 'key xored into one word', of: 'words', order: 'adjacent seeds', n: 2 ** 17 },
    { fault: 'key added up', of: 'keys', n: 128 },
    { fault: 'net cut to 32 bits', of: 'keys', n: 128 },
    { fault: 'net cut to 32 bits', of: 'words', order: 'nets 2^32 apart', n: 2 ** 17 },
    { fault: 'sum of 12 uniform numbers', of: 'normal draws', order: serial, n: 1e6 },
    { fault: 'ziggurat without wedges', of: 'normal draws', order: serial, n: draws },
    { fault: 'no draws beyond 4 standard deviations', of: 'normal draws', order: serial, n: 1e6 },
    ...(full
      ? ([
          { fault: 'ziggurat with one edge ten times too small', of: 'normal draws', order: serial, n: 1e8 },
          { fault: 'no draws beyond 5 standard deviations', of: 'normal draws', order: serial, n: 1e8 },
        ] as const)
      : []),
  ];
  return [...right, ...faults].map((cell, seed) => ({ ...cell, seed: seed + 1 }) as Cell);
}

function run(cell: Cell): Result {
  const family = (distribution: Parameters<typeof own>[0]): Family =>
    cell.fault === undefined ? own(distribution) : faulty[cell.fault];
  const { n, seed } = cell;
  switch (cell.of) {
    case 'words':
    case 'signs': {
      const kind = cell.of === 'words' ? 'uniform' : 'rademacher';
      const words = new Int32Array(n);
      drawWords(new Sequence(family(kind), cell.order, seed), kind, words);
      return testWords(words);
    }
    case 'uniform draws':
      return testUniforms(new Sequence(family('uniform'), cell.order, seed), n);
    case 'normal draws':
      return testNormals(new Sequence(family('normal'), cell.order, seed), n);
    case 'lags of normal draws':
      return testNormalLags(new Sequence(family('normal'), cell.order, seed), n);
    case 'avalanche':
      return testAvalanche(family('uniform'), cell.base, n);
    case 'keys':
      return testKeys(family('uniform'), n);
    case 'orthogonal matrices':
      return testOrthogonal(seed, n);
  }
}

const nameOf = (cell: Cell): string =>
  'order' in cell ? `${cell.of}, ${cell.order}` : 'base' in cell ? `${cell.of}, ${cell.base} keys` : cell.of;

const shown = (p: number): string => (p === 0 ? '0' : p < 1e-3 ? p.toExponential(0) : p.toFixed(3));

const least = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.reduce((best, each) => (Number.isNaN(each.p) || each.p < best.p ? each : best));

function report(results: readonly Result[], cells: readonly Cell[]) {
  const all = cells.map((cell, i) => ({ cell, outcomes: results[i]! }));
  const mine = all.filter(({ cell }) => cell.fault === undefined);
  const others = all.filter(({ cell }) => cell.fault !== undefined);
  const total = mine.reduce((sum, { outcomes }) => sum + outcomes.length, 0);
  const level = falseAlarm / total;
  // Not a number is no pass.
  const fails = ({ p }: Outcome): boolean => !(p >= level);
  const broken = [
    ...mine.flatMap(({ cell, outcomes }) =>
      outcomes.filter(fails).map(({ test, p }) => `${nameOf(cell)}: ${test} has p = ${shown(p)}.`),
    ),
    ...others
      .filter(({ outcomes }) => !outcomes.some(({ p }) => p < level))
      .map(({ cell }) => `No test of ${nameOf(cell)} sees the fault: ${cell.fault}.`),
  ];
  const exact = Float64Array.from(
    mine.flatMap(({ outcomes }) =>
      outcomes.filter(({ bound, p }) => !bound && !Number.isNaN(p)).map(({ p }) => p),
    ),
  );
  exact.sort();
  const distance = kolmogorovDistance(exact, exact);
  const batteries = [...new Set(mine.map(({ cell }) => cell.of))];
  const tables = batteries.flatMap((of) => {
    const chosen = mine.filter(({ cell }) => cell.of === of);
    const columns = chosen.map(({ cell }) =>
      'order' in cell ? cell.order : 'base' in cell ? `${cell.base} keys` : of,
    );
    return [
      `### ${of[0]!.toUpperCase()}${of.slice(1)}`,
      '',
      `n = ${[...new Set(chosen.map(({ cell }) => cell.n))].map((n) => n.toLocaleString('en')).join('; ')}`,
      '',
      `| test | ${columns.join(' | ')} |`,
      `|---|${columns.map(() => '---|').join('')}`,
      ...chosen[0]!.outcomes.map(({ test, bound }, k) => {
        const ps = chosen.map(({ outcomes }) => shown(outcomes[k]!.p));
        return `| ${test}${bound ? ' *' : ''} | ${ps.join(' | ')} |`;
      }),
      '',
    ];
  });
  const power = others.map(({ cell, outcomes }) => {
    const seen = outcomes.filter(fails);
    const names = seen.slice(0, 5).map(({ test }) => test);
    const rest = seen.length > names.length ? `, ${seen.length - names.length} more` : '';
    return `| ${cell.fault} | ${nameOf(cell)} | ${cell.n.toLocaleString('en')} | ${seen.length} of ${outcomes.length}: ${names.join(', ')}${rest} | ${shown(least(outcomes).p)} |`;
  });
  const smallest = least(mine.map(({ outcomes }) => least(outcomes)));
  const text = `
Each test gives a p-value under the hypothesis that the draws are independent with the law that they should have. ${total} tests, each judged at
${falseAlarm}/${total}: a right generator fails one of them with probability at most ${falseAlarm}. The smallest p-value is ${shown(smallest.p)}, about
1/${total} = ${shown(1 / total)} is usual. All chi^2 tests look at both sides. Tests marked * give bounds (Bernstein, Hoeffding, Massart) or are counts of
rare events, whose p-values are not uniform: too large rather than too small. The others, ${exact.length} p-values, lie at most ${distance.toFixed(3)} from the uniform law
(Kolmogorov; ${(1.36 / Math.sqrt(exact.length)).toFixed(3)} is exceeded once in 20 times if they were independent; tests of the same draws are not quite).

The words are those behind uniform draws. They are read in the order that a heading names: first rows of streams whose keys (seed, net, layer,
column) differ in one coordinate by one, or in one bit, are neighbours in the sequence, so related streams would show as dependent words.
n counts words, draws, base keys (avalanche), layers and columns (keys) or matrices.

## p-values

${tables.join('\n')}
## Faulty generators

The same tests at the same level on generators with a known fault. At least one test must see each of them.

| fault | tests | n | seen by | smallest p |
|---|---|---|---|---|
${power.join('\n')}

What the battery cannot see: faults that move less mass than chance does. With 1e8 draws those are a single wedge among 1024 that is never rejected (a
millionth of the mass), or a single edge 10 % too large (the wedge test repairs most of it).
`;
  return { text, broken };
}

export const study = defineStudy<Cell, Result>({
  name: 'generator',
  title: 'The random numbers',
  cells,
  run,
  report,
});
