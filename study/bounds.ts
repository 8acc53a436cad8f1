/** What the checker found out about the paper's bounds: the slack of each, and its best constants, by `tightness` and `sharpen`. */
import { checkClaim } from '../properties/check-claim.js';
import { describe } from '../properties/describe.js';
import type { ClaimJob } from '../properties/job.js';
import { runHere } from '../properties/run-here.js';
import { type Sharpened, sharpen } from '../properties/sharpen/sharpen.js';
import type { Survey } from '../properties/tightness/survey.js';
import { surveyExactly } from '../properties/tightness/tightness.js';
import { type Bound, bounds, everyWidth } from './bounds/bounds.js';
import { defineStudy, type Scale } from './study.js';

type Cell =
  | { readonly kind: 'tightness'; readonly claim: string }
  | { readonly kind: 'sharpen'; readonly claim: string }
  | { readonly kind: 'whole'; readonly claim: string };

type Result =
  | { readonly kind: 'tightness'; readonly survey: Omit<Survey, 'grid'> }
  | { readonly kind: 'sharpen'; readonly found: Sharpened }
  | { readonly kind: 'whole'; readonly verdict: string; readonly points: number; readonly from?: number };

/** Name of the constant in the sharpened claims. */
const name = 'c';
const digits = 8;

function cells(scale: Scale): Cell[] {
  const chosen = scale === 'full' ? bounds : bounds.filter((each) => each.quick);
  const whole = scale === 'full' ? everyWidth : everyWidth.slice(0, 1);
  return [
    ...chosen.flatMap(({ claim, sharper }): Cell[] => [
      { kind: 'tightness', claim },
      ...sharper.map((each): Cell => ({ kind: 'sharpen', claim: each.claim })),
    ]),
    ...whole.map((claim): Cell => ({ kind: 'whole', claim })),
  ];
}

const job = (text: string): ClaimJob => ({
  id: 'claim',
  text,
  kind: 'claim',
  alpha: 1e-6,
  seed: 1,
  budget: 120,
});

async function run(cell: Cell): Promise<Result> {
  if (cell.kind === 'tightness') {
    const { grid: _, ...survey } = await surveyExactly(job(cell.claim), {}, runHere);
    return { kind: 'tightness', survey };
  }
  if (cell.kind === 'sharpen') {
    const found = await sharpen(
      { ...job(cell.claim), constant: { name, digits, from: -Infinity, to: Infinity } },
      runHere,
    );
    return { kind: 'sharpen', found };
  }
  const { verdict, points, certificate } = await checkClaim(cell.claim);
  return { kind: 'whole', verdict, points, ...(certificate ? { from: certificate.tail.from } : {}) };
}

function report(results: readonly Result[], cells: readonly Cell[]) {
  const broken: string[] = [];
  const resultOf = (kind: Cell['kind'], claim: string) =>
    results[cells.findIndex((cell) => cell.kind === kind && cell.claim === claim)];
  const parts = bounds
    .filter(({ claim }) => resultOf('tightness', claim) !== undefined)
    .map((bound) => {
      const { survey } = resultOf('tightness', bound.claim) as Extract<Result, { kind: 'tightness' }>;
      const unheld = survey.failing + survey.open;
      if (unheld > 0) broken.push(`\`${bound.claim}\` is not shown to hold at ${unheld} points.`);
      return section(bound, survey, (claim) => {
        const { found } = resultOf('sharpen', claim) as Extract<Result, { kind: 'sharpen' }>;
        if (found.outcome !== 'found') broken.push(`No best constant was found for \`${claim}\`.`);
        return found;
      });
    });
  const whole = cells.flatMap((cell, i) => {
    const result = results[i]!;
    if (result.kind !== 'whole') return [];
    if (result.verdict !== 'proved') broken.push(`\`${cell.claim}\` was not proved.`);
    return [
      `| \`${cell.claim.replaceAll('|', '\\|')}\` | ${result.verdict} | ${result.points} one by one, from ${result.from ?? '-'} on by an inequality |`,
    ];
  });
  const text = `
How far each bound is from the truth over its domain, where it says something, and how much sharper its constants could be. All of it is by the exact law of normal
weights. \`vanishing-curvature tightness --claim "..."\` gives the first kind of figures for any claim, \`sharpen --claim "..." --constant ${name}\` the second
([tightness.md](../tightness.md)). Slack is the logarithm of the larger side over the smaller one, or for \`within\` the unused part of the margin.

${parts.join('\n\n')}

## For all widths

Proved for every depth and every width from the first one on ([bounds.md](../derivations/bounds.md)):

| claim | verdict | widths |
|---|---|---|
${whole.join('\n')}
`;
  return { text, broken };
}

function section(
  { label, title, claim, sharper, remark }: Bound,
  survey: Omit<Survey, 'grid'>,
  foundFor: (claim: string) => Sharpened,
): string {
  const { worst, best, vacuous, growth, points, measure, unlimited } = survey;
  const room = ({ slack, point }: Survey['worst']) =>
    `${slack === null ? 'unlimited' : short(slack)} at ${describe(point)}`;
  const lines = [
    `Slack (${measure}) at ${points} points: least ${room(worst)}; most ${room(best)}.`,
    ...(unlimited > 0 ? [`At ${unlimited} of them the smaller side is 0.`] : []),
    ...(vacuous === null ? [] : [vacuity(vacuous, points)]),
    ...(growth === null || growth.explained < 0.9
      ? []
      : [
          `Slack grows like L^${growth.L.value.toFixed(2)} d^${growth.d.value.toFixed(2)} (${(100 * growth.explained).toFixed(0)} % of its scatter).`,
        ]),
    ...(remark === undefined ? [] : [remark]),
  ];
  const rows = sharper.map((each) => {
    const { ends } = foundFor(each.claim);
    const values = ends.map(({ side, text, bindingPoint, verdict, points, exhaustive, rational }) => {
      const fraction = rational === undefined ? '' : ` (${rational.text}: ${rational.verdict})`;
      const where = exhaustive ? `all ${points} points` : `${points} points`;
      return `${side === 'least' ? 'from' : 'up to'} ${text}${fraction} at ${describe(bindingPoint)}; ${verdict} at ${where}`;
    });
    return `| \`${each.claim.replaceAll('|', '\\|')}\` | ${each.stated} | ${values.join('; ')} |`;
  });
  const table = rows.length === 0 ? [] : ['', '| sharpened | stated | best c |', '|---|---|---|', ...rows];
  return [`## ${label}: ${title}`, '', `\`${claim}\``, '', lines.join(' '), ...table].join('\n');
}

function vacuity(vacuous: NonNullable<Survey['vacuous']>, points: number): string {
  const { informativeAbove: above, informativeBelow: below } = vacuous;
  const where =
    above !== null
      ? `, nowhere with L/d above ${short(above)}`
      : below !== null
        ? `, nowhere with L/d below ${short(below)}`
        : '';
  return `It says nothing at ${vacuous.points} of ${points} points${where}.`;
}

function short(x: number): string {
  return x === 0 || (Math.abs(x) >= 1e-3 && Math.abs(x) < 1e5)
    ? String(Number(x.toPrecision(3)))
    : x.toExponential(1);
}

export const study = defineStudy<Cell, Result>({
  name: 'bounds',
  title: "What the checker found out about the paper's bounds",
  cells,
  run,
  report,
});
