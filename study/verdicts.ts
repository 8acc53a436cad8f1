/**
 * How often is the checker wrong? Random claims, true and false, about quantities whose values are known by other routes; by drawn nets at a
 * small budget and by the exact law.
 */
import { binomialUpperLimit } from '../numerics/statistics/binomial.js';
import { checkClaim } from '../properties/check-claim.js';
import { type Dice, diceOf } from './draws.js';
import { defineStudy, type Report, type Scale } from './study.js';
import { drawnQuestions } from './verdicts/drawn-questions.js';
import { exactQuestions } from './verdicts/exact-questions.js';
import { type Question, stateClaim } from './verdicts/question.js';

/** Probability, at most, that a verdict on a claim is wrong by chance. */
const alphas = [0.05, 0.01] as const;
/** Nominal seconds a claim. */
const budget = 0.03;
/** P(some limit of the page is exceeded | the checker keeps its promise), at most. */
const falseAlarm = 1e-9;
/** Share of all claims by drawn nets, and by the exact law, that must be decided rightly: else the study tests nothing. */
const leastDecided = { drawn: 0.2, exact: 0.99 } as const;

/** Distances from the truth: the nearest are beyond these budgets, the farthest seen at once. The exact law is asked down to a part in 10^9. */
const distances = {
  drawn: { least: 1e-3, most: 3, equal: 0.5 },
  exact: { least: 1e-9, most: 1, equal: 0 },
} as const;

type Oracle = 'drawn' | 'exact';

export interface Cell {
  readonly oracle: Oracle;
  readonly truthful: boolean;
  /** Claims from..to-1. */
  readonly from: number;
  readonly to: number;
  readonly alpha: number;
}

export interface Count {
  readonly family: string;
  readonly claims: number;
  readonly passed: number;
  readonly refuted: number;
  /** Failed once, but not on the fresh nets of the confirmation. */
  readonly unconfirmed: number;
  readonly undecided: number;
}

interface Result {
  readonly counts: readonly Count[];
  /** The same claims by their distance from the truth. */
  readonly byDistance: readonly Count[];
  /** Wrong verdicts, to be looked at. */
  readonly wrong: readonly string[];
}

const runs = {
  full: { drawn: 6000, exact: 10_000, step: { drawn: 200, exact: 1000 } },
  small: { drawn: 25, exact: 100, step: { drawn: 25, exact: 100 } },
} as const;

function cells(scale: Scale): Cell[] {
  const slices = (oracle: Oracle, truthful: boolean, alpha: number, first: number) => {
    const step = runs[scale].step[oracle];
    return Array.from({ length: runs[scale][oracle] / step }, (_, i): Cell => {
      const from = first + i * step;
      return { oracle, truthful, from, to: from + step, alpha };
    });
  };
  return [true, false].flatMap((truthful) => [
    ...alphas.flatMap((alpha, which) => slices('drawn', truthful, alpha, which * runs[scale].drawn)),
    ...slices('exact', truthful, 1e-6, 0),
  ]);
}

/** The claims of a cell, decided by this checker. */
export async function runCell(cell: Cell, check = checkClaim): Promise<Result> {
  const { oracle, truthful } = cell;
  const [counts, byDistance] = [new Map<string, Count>(), new Map<string, Count>()];
  const wrong: string[] = [];
  const makers: readonly ((dice: Dice) => Question)[] = oracle === 'drawn' ? drawnQuestions : exactQuestions;
  for (let index = cell.from; index < cell.to; index++) {
    const dice = diceOf(`verdicts|${oracle}|${truthful}|${index}`);
    const question = dice.pick(makers)(dice);
    const { text, distance } = stateClaim(dice, question, truthful, distances[oracle]);
    const { verdict, reason } = await check(text, {
      alpha: cell.alpha,
      seed: index,
      ...(oracle === 'drawn' ? { budget, oracle: 'simulated' } : {}),
    });
    const passed = verdict === 'supported' || verdict === 'verified' || verdict === 'proved';
    const one = {
      claims: 1,
      passed: Number(passed),
      refuted: Number(verdict === 'refuted'),
      unconfirmed: Number(reason?.includes('fresh nets did not confirm') === true),
      undecided: Number(verdict === 'undecided'),
    };
    tally(counts, { family: question.family, ...one });
    tally(byDistance, { family: decadeOf(distance), ...one });
    if (truthful ? verdict === 'refuted' : passed) wrong.push(`${text}: ${verdict}`);
  }
  return { counts: [...counts.values()], byDistance: [...byDistance.values()], wrong };
}

function tally(counts: Map<string, Count>, one: Count): void {
  const before = counts.get(one.family);
  counts.set(one.family, before === undefined ? one : sumOf(one.family, [before, one]));
}

function decadeOf(distance: number): string {
  if (distance === 0) return 'none (equality)';
  const decade = Math.floor(Math.log10(distance));
  return `1e${decade} to 1e${decade + 1}`;
}

interface Table {
  readonly oracle: Oracle;
  readonly truthful: boolean;
  readonly alpha: number;
  readonly rows: readonly Count[];
  readonly byDistance: readonly Count[];
  readonly all: Count;
}

function tablesOf(results: readonly Result[], cells: readonly Cell[]): Table[] {
  const kinds = [
    ...new Set(cells.map(({ oracle, truthful, alpha }) => JSON.stringify([oracle, truthful, alpha]))),
  ];
  return kinds.map((key) => {
    const [oracle, truthful, alpha] = JSON.parse(key) as [Oracle, boolean, number];
    const chosen = results.filter(
      (_, i) => JSON.stringify([cells[i]!.oracle, cells[i]!.truthful, cells[i]!.alpha]) === key,
    );
    const counts = chosen.flatMap((result) => result.counts);
    return {
      oracle,
      truthful,
      alpha,
      rows: grouped(counts, (a, b) => (a < b ? -1 : 1)),
      byDistance: grouped(
        chosen.flatMap((result) => result.byDistance),
        (a, b) => Number.parseFloat(a) - Number.parseFloat(b) || (a < b ? 1 : -1),
      ),
      all: sumOf('all', counts),
    };
  });
}

function grouped(counts: readonly Count[], order: (a: string, b: string) => number): Count[] {
  const families = [...new Set(counts.map(({ family }) => family))].sort(order);
  return families.map((family) =>
    sumOf(
      family,
      counts.filter((count) => count.family === family),
    ),
  );
}

function sumOf(family: string, counts: readonly Count[]): Count {
  const total = (which: Exclude<keyof Count, 'family'>) => counts.reduce((sum, each) => sum + each[which], 0);
  return {
    family,
    claims: total('claims'),
    passed: total('passed'),
    refuted: total('refuted'),
    unconfirmed: total('unconfirmed'),
    undecided: total('undecided'),
  };
}

/**
 * Half of a claim's alpha is for enclosures that miss while its points are examined, half for the confirmation (docs/verdicts.md): claims that are
 * wrongly supported, those that fail at first and those that are refuted each have a limit of their own, for each family too.
 */
function brokenOf(tables: readonly Table[], scale: Scale): string[] {
  const judged = tables.reduce((sum, { rows }) => sum + 2 * (rows.length + 1), 0);
  const drawn = tables.flatMap(({ oracle, truthful, alpha, rows, all }) => {
    if (oracle === 'exact') return [];
    return [...rows, all].flatMap(({ family, claims, passed, refuted, unconfirmed }) => {
      const limit = binomialUpperLimit(claims, alpha / 2, falseAlarm / judged);
      const say = (count: number, what: string) =>
        count > limit
          ? [`${count} of ${claims} ${what} (${family}) at alpha = ${alpha}: at most ${limit} may be.`]
          : [];
      return truthful
        ? [
            ...say(refuted, 'true claims were refuted'),
            ...say(refuted + unconfirmed, 'true claims failed at first'),
          ]
        : say(passed, 'false claims were supported');
    });
  });
  const exact = tables.flatMap(({ oracle, truthful, all }) => {
    const count = truthful ? all.refuted : all.passed;
    return oracle === 'drawn' || count === 0
      ? []
      : [
          `${count} of ${all.claims} ${truthful ? 'true claims were refuted' : 'false claims passed'} by the exact law.`,
        ];
  });
  const idle = tables.flatMap(({ oracle, truthful, all }) => {
    const right = truthful ? all.passed : all.refuted;
    return right >= (scale === 'small' ? 1 : leastDecided[oracle] * all.claims)
      ? []
      : [
          `Only ${right} of ${all.claims} ${truthful ? 'true' : 'false'} claims were decided rightly (${oracle}): the study tests too little.`,
        ];
  });
  return [...drawn, ...exact, ...idle];
}

function report(results: readonly Result[], cells: readonly Cell[], scale: Scale): Report {
  const tables = tablesOf(results, cells);
  const wrong = results.flatMap((result) => result.wrong);
  const lines = tables.map(({ oracle, truthful, alpha, rows, byDistance, all }) => {
    const limit = binomialUpperLimit(all.claims, alpha / 2, falseAlarm);
    const head =
      oracle === 'drawn'
        ? `${truthful ? 'True' : 'False'} claims on drawn nets, alpha = ${alpha}`
        : `${truthful ? 'True' : 'False'} claims by the exact law`;
    const passed = oracle === 'drawn' ? 'supported' : 'verified or proved';
    const tableOf = (first: string, counts: readonly Count[]) =>
      [
        `| ${first} | claims | ${passed} | refuted | ${oracle === 'drawn' ? 'failed once, not confirmed | ' : ''}undecided |`,
        `|---|---|---|---|${oracle === 'drawn' ? '---|' : ''}---|`,
        ...counts.map(
          (row) =>
            `| ${row.family} | ${row.claims} | ${row.passed} | ${row.refuted} | ${oracle === 'drawn' ? `${row.unconfirmed} | ` : ''}${row.undecided} |`,
        ),
      ].join('\n');
    return `
## ${head}

${oracle === 'drawn' ? `Of the ${all.claims} claims at most ${limit} may be ${truthful ? 'refuted, and at most as many fail at first' : 'supported'}.` : `Not one of the ${all.claims} may be ${truthful ? 'refuted' : 'passed'}.`}

${tableOf('quantity', [...rows, all])}

${tableOf('distance from the truth', byDistance)}`;
  });
  const text = `
Random claims about quantities whose value is known by a route other than the checker's: true ones and false ones in equal number, with a random relation (\`<=\`, \`>=\`, \`=\` with a margin), a random
observable, functional, init, activation, input, depth and width, or widths of single layers. Distances from the truth are spread evenly in the logarithm, from ${distances.drawn.least} to ${distances.drawn.most} for drawn nets, from
${distances.exact.least} to ${distances.exact.most} for the exact law; ${100 * distances.drawn.equal} % of the true claims for drawn nets are inequalities that hold with equality, where an enclosure that misses shows at once.

**Drawn nets** get ${budget} nominal seconds a claim, some ${Math.floor(budget / 1e-6)} small nets, so that many claims stay undecided, as they should. Chains and linear nets reach L/d = 50; there are nets of
width 1, nets that are all but surely dead, and Rademacher weights, with levels and thresholds at their atoms. Truths come from moments worked out anew (F1, F2, F4, F9, F10, G1, H3), the law of chains (C1),
running through all sign matrices, and for medians, quantiles and probabilities of normal weights from the exact law, which the last tables judge. A claim at alpha may be wrongly supported with probability
alpha/2, and wrongly refuted with probability alpha/2 ([verdicts.md](../verdicts.md#the-alpha-ledger)); a refutation needs two failures in a row, so the failures that were not confirmed are judged too. Each
family of claims has a limit of its own besides that of its table.

**The exact law** claims no chance at all: one wrong verdict breaks the page. Its truths are moments in closed form, and probabilities from densities convolved on a grid (error below 1e-13), where the
checker inverts a transform along a contour. Half of these nets have layers of unequal widths.

What the first tables can find: a formula, an enclosure or a direction that is wrong by more than nets resolve, in one family of claims or in all. What they cannot: an alpha spent a few times over. The
sequences give so much away to be valid at all looks that even at an alpha of nearly 1 only some 1 in 100 of these claims fails at first. The [coverage](coverage.md) of each sequence is the sharper test of alpha.

If the checker keeps its promise, the probability that any limit of this page is exceeded is below ${falseAlarm}. So that the study tests something, ${100 * leastDecided.drawn} % of the drawn claims of each table must be
decided, and ${100 * leastDecided.exact} % of those by the exact law.
${lines.join('\n')}
${wrong.length === 0 ? '\nNo verdict was wrong.' : `\n## Wrong verdicts\n\n${wrong.map((each) => `- \`${each}\``).join('\n')}`}
`;
  return { text, broken: brokenOf(tables, scale) };
}

export const study = defineStudy<Cell, Result>({
  name: 'verdicts',
  title: 'How often verdicts are wrong',
  cells,
  run: (cell) => runCell(cell),
  report,
});
