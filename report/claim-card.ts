/** One claim as a page shows it: formula, verdict, evidence, figures. */
import { describe } from '../properties/describe.js';
import type { Verdict, VerdictWord } from '../properties/verdict.js';
import type { ReportedClaim } from './check-report.js';
import { typesetClaim } from './claim-math.js';
import { figuresOf } from './figures/claim-figures.js';
import { compact } from './figures/compact.js';
import type { Figure } from './figures/figure.js';
import { withFirst } from './figures/svg.js';
import { type Markup, markup, raw } from './markup.js';
import { prose } from './prose.js';
import { evidence, short } from './words.js';

/** Told apart without colour. */
export const symbols: Record<VerdictWord, string> = {
  proved: '∎',
  verified: '✓',
  supported: '≈',
  refuted: '✗',
  undecided: '?',
};

/** Ids of claims have letters, digits and -/. alone; those typed in are numbered. */
export const anchor = (id: string) => `claim-${id.replace(/[^\w.-]/g, '_')}`;

/**
 * @param words that state a claim without a formula; formulas within them are marked where the job is an experiment.
 * @param prefix of ids: no two claims of a page have the same.
 */
export function claimCard(
  { job, verdict, pictures, replay }: ReportedClaim,
  words: string,
  prefix: string,
): Markup {
  const typeset = typesetClaim(job);
  const name = anchor(job.id);
  const facts = [
    typeset &&
      fact(
        'Domain',
        typeset.domain.map((each, i) => markup`${i === 0 ? '' : ', '}${each}`),
      ),
    typeset?.settings === undefined ? undefined : fact('Nets', typeset.settings),
    job.about?.source === undefined ? undefined : fact('Source', markup`<bdi>${job.about.source}</bdi>`),
    verdict && fact('Evidence', markup`${evidence(verdict)}${oracleText(verdict)}`),
    verdict?.counterexample && fact('Counterexample', counterexampleText(verdict)),
    replay === undefined ? undefined : fact('Replay', markup`<code>${replay}</code>`),
  ];
  const figures = verdict === undefined || pictures === undefined ? [] : figuresOf(job, verdict, pictures);
  return markup`<article id="${name}" class="claim" aria-labelledby="${name}-h">
<div class="top"><h3 id="${name}-h">${job.about?.title === undefined ? job.id : markup`<bdi>${job.about.title}</bdi> <span class="id">${job.id}</span>`}</h3>${badge(verdict)}</div>
${typeset === undefined ? markup`<p class="words">${job.kind === 'experiment' ? prose(words) : words}</p>` : markup`<p class="statement">${typeset.statement.map((part) => markup`<span class="part">${part}</span> `)}</p>`}
<dl class="facts">${facts}</dl>
${figures.length === 0 ? undefined : figuresMarkup(figures, name, prefix)}
</article>
`;
}

const fact = (name: string, content: string | Markup | readonly Markup[]) =>
  markup`<dt>${name}</dt><dd>${content}</dd>`;

export const badge = (verdict: Verdict | undefined) =>
  verdict === undefined
    ? markup`<span class="badge none">no verdict</span>`
    : markup`<span class="badge ${verdict.verdict}"><span aria-hidden="true">${symbols[verdict.verdict]}</span> ${verdict.verdict}</span>`;

const oracles = {
  algebra: 'by algebra in exact rationals',
  exact: 'with error bounds on every number',
  simulated: 'on drawn nets',
  custom: "on the word of the caller's own oracle",
} as const;

/** What is said for each kind of evidence, where the evidence itself does not. */
function oracleText({ oracle, verdict, alpha, certificate }: Verdict): string {
  // What asserts nothing is not wrong.
  if (verdict === 'undecided') return '';
  if (certificate !== undefined || (oracle === 'algebra' && verdict === 'proved')) return '';
  return ` (${oracles[oracle]}${alpha > 0 ? `, wrong with probability below ${short(alpha)}` : ''})`;
}

function counterexampleText({ counterexample }: Verdict): string {
  const { point, lhs, lhsError, rhs, logLhs, logRhs, lhsIs, rhsIs } = counterexample!;
  const side = (value: number, log: number | undefined, is: string | undefined) =>
    `${is === undefined ? '' : `${is} `}${log === undefined ? value : `e^${log}`}`;
  const error = lhsIs === undefined ? ` ± ${short(lhsError)}` : '';
  return `${describe(point)}: left side ${side(lhs, logLhs, lhsIs)}${error}, right side ${side(rhs, logRhs, rhsIs)}`;
}

function figuresMarkup(figures: readonly Figure[], claim: string, prefix: string): Markup {
  // Pictures of the same numbers share a link.
  const linked = new Set<string>();
  return markup`<div class="figures">${figures.map((figure, i) => {
    const isNew = !linked.has(figure.csv);
    linked.add(figure.csv);
    return figureMarkup(figure, claim, `${prefix}${i}`, isNew);
  })}</div>`;
}

function figureMarkup(
  { kind, title, note, description, svg, csv }: Figure,
  claim: string,
  id: string,
  isNew: boolean,
): Markup {
  const names = markup`<title id="${id}t">${title}</title><desc id="${id}d">${description}</desc>`;
  const picture = withFirst(compact(svg), names.text).replace(
    /^<svg /,
    `<svg role="img" aria-labelledby="${id}t ${id}d" `,
  );
  return markup`<figure><figcaption><strong>${title}</strong> ${note}</figcaption>${raw(picture)}${
    isNew
      ? markup`<a class="data" download="${claim.replace(/^claim-/, '')}-${kind}.csv" href="${csvLink(csv)}">numbers (CSV)</a>`
      : markup`<span class="data">the same numbers</span>`
  }</figure>
`;
}

/** What a link may not hold as it is, and no more: thousands of numbers stand in it. */
function csvLink(csv: string): string {
  return `data:text/csv,${csv.replace(/[^\w.,=:;()/+-]/g, encodeURIComponent)}`;
}
