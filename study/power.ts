/** From how far can drawn nets tell that a claim is false, and how many does it take, against the least that information allows? */
import { schedule, simulateAt } from '../properties/simulate-point.js';
import { medianOf } from './median.js';
import { questions, secondsOf, settingOf } from './power/questions.js';
import { defineStudy, type Report, type Scale } from './study.js';

/** Of the one point. */
const alpha = 0.01;
/** Nets that a run may draw, as a multiple of the least number (or of the first look). */
const allowance = 12;
/** Share of the runs that must refute within that allowance. */
const leastRefuted = 0.75;
/** How far below the least number the mean over the runs of a cell may fall by chance. */
const chance = 0.75;

interface Cell {
  readonly question: number;
  readonly distance: number;
  readonly runs: number;
}

interface Result {
  readonly refuted: number;
  /** Nets drawn by each run that refuted. */
  readonly nets: readonly number[];
}

function cells(scale: Scale): Cell[] {
  const [runs, all] = scale === 'full' ? [100, true] : [12, false];
  return questions.flatMap(({ distances }, question) =>
    (all ? distances : distances.slice(0, 2)).map((distance) => ({ question, distance, runs })),
  );
}

/** log(1/alpha)/KL: no test that errs with probability alpha and always ends needs fewer on average (Wald 1945). */
function leastNets({ question, distance }: Cell): number {
  return -Math.log(alpha) / questions[question]!.information(distance);
}

function run(cell: Cell): Result {
  const text = questions[cell.question]!.claim(cell.distance);
  const { point } = settingOf(text);
  const budget = secondsOf(text, Math.ceil(allowance * Math.max(leastNets(cell), schedule.size(0))));
  const nets: number[] = [];
  for (let seed = 0; seed < cell.runs; seed++) {
    const job = { id: 'power', text, kind: 'claim', alpha, seed, budget } as const;
    const outcome = simulateAt(job, point, { alpha, budget, stream: 'examine' });
    if (outcome.failure !== undefined) nets.push(outcome.nets!);
  }
  return { refuted: nets.length, nets };
}

function report(results: readonly Result[], cells: readonly Cell[]): Report {
  const rows = cells.map((cell, index) => {
    const question = questions[cell.question]!;
    const { refuted, nets } = results[index]!;
    const least = leastNets(cell);
    const mean = nets.reduce((sum, n) => sum + n, 0) / nets.length;
    const variance = nets.reduce((sum, n) => sum + (n - mean) ** 2, 0) / Math.max(1, nets.length - 1);
    // Relative standard error of the mean.
    const error = nets.length === 0 ? 0 : Math.sqrt(variance / nets.length) / mean;
    return { cell, question, refuted, least, mean, error, median: medianOf(nets) };
  });
  const broken = rows.flatMap(({ cell, question, refuted, least, mean }) => [
    ...(refuted < leastRefuted * cell.runs
      ? [
          `Only ${refuted} of ${cell.runs} runs refuted \`${question.claim(cell.distance)}\` within ${allowance} times the least number of nets.`,
        ]
      : []),
    ...(question.sharp && mean < chance * least
      ? [
          `\`${question.claim(cell.distance)}\` was refuted after ${mean.toFixed(0)} nets on average, of ${least.toFixed(0)} that a valid test needs.`,
        ]
      : []),
  ]);
  const table = rows.map(
    ({ cell, question, refuted, least, median }) =>
      `| \`${question.name.replaceAll('|', '\\|')}\` | ${cell.distance} ${question.unit} | ${refuted} of ${cell.runs} | ${least.toFixed(0)} | ${median ?? '-'} | ${median === undefined ? '-' : (median / Math.max(least, schedule.size(0))).toFixed(2)} |`,
  );
  const text = `
Each row draws nets for one claim that is false by a known distance, at alpha = ${alpha} for its one point, until the claim is refuted, in many runs. No test that errs with probability alpha, looks as often as it
likes and always ends can do with fewer nets on average than log(1/alpha)/KL, KL being the divergence between what one net shows and what the claim allows (Wald 1945). For probabilities, medians
and quantiles that is the divergence of Bernoulli laws, exactly. For means it is that of normal laws of the variance which the known bound leaves, (distance)^2/(2 V): among the laws that the bound
allows some are as hard, a given one may be easier. For distances of laws it is that of the coin flips at the place where the laws differ most.

The last column divides the median number of nets by that least number, or by the first look (${schedule.size(0)} nets), whichever is larger. Looks grow by a factor of 1.3, so half of that is lost on average; the rest
is the price of being valid at all looks, and for all laws.

Judged: at least ${100 * leastRefuted} % of the runs must refute within ${allowance} times the larger of the least number and the first look. And where the least number is exact, the mean over the runs must not fall below ${chance} of
it: a checker that is faster than information allows is not valid. (The means of these rows
have standard errors of at most ${(100 * Math.max(...rows.map(({ error }) => error))).toFixed(0)} %.)

| quantity | distance from the truth | refuted | least nets | nets, median | ratio |
|---|---|---|---|---|---|
${table.join('\n')}
`;
  return { text, broken };
}

export const study = defineStudy<Cell, Result>({
  name: 'power',
  title: 'Power against distance',
  cells,
  run,
  report,
});
