/**
 * How often is a true claim refuted by drawn nets? Runs at alpha = 0.01 each, on claims that hold with equality, where an enclosure that
 * misses the truth shows at once. The same claims made false by a few percent show that runs of this size do refute.
 */

import { binomialUpperLimit } from '../numerics/statistics/binomial.js';
import { checkClaim } from '../properties/check-claim.js';
import { defineStudy, type Scale } from './study.js';

const alpha = 0.01;
/** Nominal seconds a run: some 20,000 to 100,000 of these small nets. */
const budget = 0.1;
/** The binomial limit's own false alarm. */
const falseAlarm = 1e-9;
/** Of the runs on a false claim, at least so many must refute it. */
const leastPower = 0.9;

/** Each true with equality at every point (the closed forms are exact), and the same, false by 5 to 10 % everywhere. */
const claims = [
  {
    holds:
      'median(forwardNorm2) <= 3^L*exp(-2*gammaMedian(L)) for L in 1..3, d = 1 with activation linear, init uniform(1), readout none',
    fails:
      'median(forwardNorm2) <= 0.9*3^L*exp(-2*gammaMedian(L)) for L in 1..3, d = 1 with activation linear, init uniform(1), readout none',
  },
  {
    holds: 'P(forwardNorm2 <= 0) >= 1-(1-2^(-d))^L for L in 1..3, d in 1..2 with init he-uniform',
    fails: 'P(forwardNorm2 <= 0) >= 1-(1-2^(-d))^L + 0.05 for L in 1..3, d in 1..2 with init he-uniform',
  },
  {
    holds: 'mean(forwardNorm2) >= 1 for L = 1, d in 2..4 with init he-uniform',
    fails: 'mean(forwardNorm2) >= 1.1 for L = 1, d in 2..4 with init he-uniform',
  },
  {
    holds: 'lawDistance(log(forwardNorm2) | alive, exactLaw) <= 0 for L in 1..2, d in 2..3',
    fails: 'lawDistance(log(forwardNorm2) | alive, normal(0, 1)) <= 0.01 for L in 1..2, d in 2..3',
  },
  {
    holds: 'mean(forwardNorm2^2) <= 1 + 13/(5*d) for L = 1, d in 2..3 with init he-uniform, input sparse',
    fails:
      'mean(forwardNorm2^2) <= 0.9*(1 + 13/(5*d)) for L = 1, d in 2..3 with init he-uniform, input sparse',
  },
] as const;

interface Cell {
  readonly claim: string;
  readonly truth: 'holds' | 'fails';
  /** Seeds from..to-1, a run each. */
  readonly from: number;
  readonly to: number;
}

interface Result {
  readonly refuted: number;
  /** Failed once, but not on the fresh nets of the confirmation. */
  readonly unconfirmed: number;
  readonly undecided: number;
}

function cells(scale: Scale): Cell[] {
  const [holding, failing] = scale === 'full' ? [400, 50] : [4, 2];
  const slices = (claim: string, truth: Cell['truth'], runs: number) => {
    const size = Math.min(50, runs);
    return Array.from({ length: runs / size }, (_, i) => ({
      claim,
      truth,
      from: i * size,
      to: (i + 1) * size,
    }));
  };
  return claims.flatMap(({ holds, fails }) => [
    ...slices(holds, 'holds', holding),
    ...slices(fails, 'fails', failing),
  ]);
}

async function run({ claim, from, to }: Cell): Promise<Result> {
  let [refuted, unconfirmed, undecided] = [0, 0, 0];
  for (let seed = from; seed < to; seed++) {
    const { verdict, reason } = await checkClaim(claim, { alpha, seed, budget, oracle: 'simulated' });
    if (verdict === 'refuted') refuted += 1;
    if (verdict === 'undecided') undecided += 1;
    if (reason?.includes('fresh nets did not confirm')) unconfirmed += 1;
  }
  return { refuted, unconfirmed, undecided };
}

function report(results: readonly Result[], cells: readonly Cell[]) {
  const rowsOf = (truth: Cell['truth']) =>
    claims.map((pair) => {
      const chosen = cells.flatMap((cell, i) =>
        cell.claim === pair[truth] ? [{ runs: cell.to - cell.from, ...results[i]! }] : [],
      );
      const total = (count: (one: (typeof chosen)[number]) => number) =>
        chosen.reduce((sum, one) => sum + count(one), 0);
      return {
        claim: pair[truth],
        runs: total((one) => one.runs),
        refuted: total((one) => one.refuted),
        unconfirmed: total((one) => one.unconfirmed),
        undecided: total((one) => one.undecided),
      };
    });
  const holding = rowsOf('holds');
  const failing = rowsOf('fails');
  const runs = holding.reduce((sum, row) => sum + row.runs, 0);
  const refuted = holding.reduce((sum, row) => sum + row.refuted, 0);
  const limit = binomialUpperLimit(runs, alpha, falseAlarm);
  const broken = [
    ...(refuted > limit
      ? [`${refuted} of ${runs} runs on true claims refuted them: at most ${limit} may.`]
      : []),
    ...failing
      .filter((row) => row.refuted < leastPower * row.runs)
      .map((row) => `Only ${row.refuted} of ${row.runs} runs refuted \`${row.claim}\`.`),
  ];
  const table = (title: string, rows: typeof holding) => [
    `| ${title} | refuted | failed once, not confirmed | undecided | runs |`,
    '|---|---|---|---|---|',
    ...rows.map(
      (row) =>
        // A bar would end the cell.
        `| \`${row.claim.replaceAll('|', '\\|')}\` | ${row.refuted} | ${row.unconfirmed} | ${row.undecided} | ${row.runs} |`,
    ),
  ];
  const text = `
Each run checks one claim on drawn nets at alpha = ${alpha}. The claims of the first table are true, with equality: an enclosure that misses the
truth on the wrong side shows at once. Nothing but a miss can refute them, twice in a row
([verdicts.md](../verdicts.md#shrinking-and-confirmation): a failure is confirmed on fresh nets). They stay
undecided, as they should: an equality cannot be decided from one side by samples. The claims of the second table are the same made false by a few
percent; they show that runs of this size do refute.

${table('claim, true with equality', holding).join('\n')}

${refuted} of ${runs} runs refuted a true claim; at most ${limit} may (P(more) <= ${falseAlarm} if every run errs with probability ${alpha}).

${table('claim, false by some percent', failing).join('\n')}

At least ${100 * leastPower} % of the runs on each false claim must refute it.
`;
  return { text, broken };
}

export const study = defineStudy<Cell, Result>({
  name: 'false-alarms',
  title: 'How often drawn nets err',
  cells,
  run,
  report,
});
