/**
 * How often is a true claim refuted by drawn nets? 2,000 runs at alpha = 0.01 a run, on claims that hold with equality, where
 * an enclosure that misses the truth shows at once. The count is judged by a binomial limit whose own false alarm is 1e-7. The same
 * claims made false by a few percent show that runs of this size do refute.
 */

import { binomialUpperLimit } from '../numerics/statistics/binomial.js';
import { checkClaim } from '../properties/check-claim.js';

const alpha = 0.01;
const runsPerClaim = 400;
/** Nominal seconds a run: some 20,000 to 100,000 of these small nets. */
const budget = 0.1;

/** True with equality at every point: the closed forms are exact. */
const claims = [
  'median(forwardNorm2) <= 3^L*exp(-2*gammaMedian(L)) for L in 1..3, d = 1 with activation linear, init uniform(1), readout none',
  'P(forwardNorm2 <= 0) >= 1-(1-2^(-d))^L for L in 1..3, d in 1..2 with init he-uniform',
  'mean(forwardNorm2) >= 1 for L = 1, d in 2..4 with init he-uniform',
  'lawDistance(log(forwardNorm2) | alive, exactLaw) <= 0 for L in 1..2, d in 2..3',
  'mean(forwardNorm2^2) <= 1 + 13/(5*d) for L = 1, d in 2..3 with init he-uniform, input sparse',
];

/** The same, false by 5 to 10 % everywhere. */
const falseClaims = [
  'median(forwardNorm2) <= 0.9*3^L*exp(-2*gammaMedian(L)) for L in 1..3, d = 1 with activation linear, init uniform(1), readout none',
  'P(forwardNorm2 <= 0) >= 1-(1-2^(-d))^L + 0.05 for L in 1..3, d in 1..2 with init he-uniform',
  'mean(forwardNorm2) >= 1.1 for L = 1, d in 2..4 with init he-uniform',
  'lawDistance(log(forwardNorm2) | alive, normal(0, 1)) <= 0.01 for L in 1..2, d in 2..3',
  'mean(forwardNorm2^2) <= 0.9*(1 + 13/(5*d)) for L = 1, d in 2..3 with init he-uniform, input sparse',
];
const runsPerFalseClaim = 50;

interface Row {
  readonly claim: string;
  readonly runs: number;
  readonly refuted: number;
  /** Failed once, but not on the fresh nets of the confirmation. */
  readonly unconfirmed: number;
  readonly undecided: number;
}

async function study(claim: string, runs: number): Promise<Row> {
  let refuted = 0;
  let unconfirmed = 0;
  let undecided = 0;
  for (let seed = 0; seed < runs; seed++) {
    const { verdict, reason } = await checkClaim(claim, { alpha, seed, budget, oracle: 'simulated' });
    if (verdict === 'refuted') refuted += 1;
    if (verdict === 'undecided') undecided += 1;
    if (reason?.includes('fresh nets did not confirm')) unconfirmed += 1;
  }
  process.stderr.write(`${claim}: ${refuted} refuted, ${undecided} undecided of ${runs}\n`);
  return { claim, runs, refuted, unconfirmed, undecided };
}

const rowText = ({ claim, runs, refuted, unconfirmed, undecided }: Row) =>
  // A bar would end the cell.
  `| \`${claim.replaceAll('|', '\\|')}\` | ${refuted} | ${unconfirmed} | ${undecided} | ${runs} |`;
const rows: Row[] = [];
for (const claim of claims) rows.push(await study(claim, runsPerClaim));
const controls: Row[] = [];
for (const claim of falseClaims) controls.push(await study(claim, runsPerFalseClaim));

const runs = claims.length * runsPerClaim;
const refuted = rows.reduce((sum, row) => sum + row.refuted, 0);
const limit = binomialUpperLimit(runs, alpha, 1e-7);
const missed = controls.some((row) => row.refuted < 0.9 * row.runs);
process.stdout.write(
  [
    '| claim, true with equality | refuted | failed once, not confirmed | undecided | runs |',
    '|---|---|---|---|---|',
    ...rows.map(rowText),
    `| all | ${refuted} | ${rows.reduce((sum, row) => sum + row.unconfirmed, 0)} | | ${runs} |`,
    '',
    `At alpha = ${alpha} a run the count may be at most ${limit} (P(more) <= 1e-7 if every run errs with probability ${alpha}): ${refuted <= limit ? 'kept' : 'BROKEN'}.`,
    '',
    '| claim, false by some percent | refuted | failed once, not confirmed | undecided | runs |',
    '|---|---|---|---|---|',
    ...controls.map(rowText),
    '',
    `At least 90 % of the runs on each false claim must refute it: ${missed ? 'BROKEN' : 'kept'}.`,
    '',
  ].join('\n'),
);
process.exitCode = refuted <= limit && !missed ? 0 : 1;
