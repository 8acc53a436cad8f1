/** The report of a run as one page that stands alone: no script, no font, nothing that is fetched. */

import { describe } from '../properties/describe.js';
import type { Verdict, VerdictWord } from '../properties/verdict.js';
import type { Theorem } from '../theory/catalogue/theorem.js';
import {
  alphaSpent,
  type CheckReport,
  countOf,
  countsText,
  type Group,
  groupsOf,
  type ReportedClaim,
  verdictWords,
} from './check-report.js';
import { typesetClaim } from './claim-math.js';
import { figuresOf } from './figures/claim-figures.js';
import { compact } from './figures/compact.js';
import type { Figure } from './figures/figure.js';
import { withFirst } from './figures/svg.js';
import { type Markup, markup, raw } from './markup.js';
import { pageStyle } from './page-style.js';
import { count, evidence, short } from './words.js';

/** Told apart without colour. */
const symbols: Record<VerdictWord, string> = {
  proved: '∎',
  verified: '✓',
  supported: '≈',
  refuted: '✗',
  undecided: '?',
};

export function htmlReport(report: CheckReport): string {
  const groups = groupsOf(report);
  const page = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="vanishing-curvature ${report.version}">
<title>${report.partial ? 'Partial: ' : ''}${countsText(report)} – vanishing-curvature</title>
<style>${raw(pageStyle)}</style>
</head>
<body>
<main>
${header(report)}
${summary(report, groups)}
${groups.map((group, index) => groupSection(group, index))}
${footer(report)}
</main>
</body>
</html>
`;
  return page.text;
}

function header(report: CheckReport): Markup {
  return markup`<header>
<p class="kicker">vanishing-curvature ${report.version}</p>
<h1>Claims about randomly initialised deep nets, checked</h1>
<p class="lead">${count(report.claims.length, 'claim')}: ${countsText(report)}.</p>
${report.partial ? markup`<p class="partial" role="status"><strong>Partial.</strong> The run was stopped before its end; claims without a verdict are neither confirmed nor refuted.</p>` : undefined}
</header>`;
}

function summary(report: CheckReport, groups: readonly Group[]): Markup {
  const tiles = verdictWords.map(
    (word) =>
      markup`<li class="tile ${word}${countOf(report, word) === 0 ? ' none' : ''}"><span class="number">${countOf(report, word)}</span> <span class="word"><span aria-hidden="true">${symbols[word]}</span> ${word}</span></li>
`,
  );
  const failed = report.claims.filter(
    ({ verdict }) => verdict?.verdict === 'refuted' || verdict?.verdict === 'undecided',
  );
  return markup`<section class="summary" aria-labelledby="summary">
<h2 id="summary">Summary</h2>
<ul class="tiles">
${tiles}</ul>
<p class="fine">Seed ${report.seed}. Chance that any verdict is wrong by the luck of the draw: below ${short(report.alpha)} over the whole run, of which drawn nets spent ${short(alphaSpent(report))}. Budget ${report.budget} nominal seconds a claim. Figures decide nothing: bands of drawn laws are at 95 %, each for itself.</p>
${failed.length === 0 ? undefined : markup`<ul class="failed">${failed.map(({ job, verdict }) => markup`<li>${badge(verdict)} <a href="#${anchor(job.id)}">${job.id}</a>: ${evidence(verdict!)}</li>`)}</ul>`}
<div class="scroll"><table class="contents">
<thead><tr><th scope="col">Theorem</th><th scope="col">Claims and their verdicts</th></tr></thead>
<tbody>
${groups.map((group, index) => contentsRow(group, index))}</tbody>
</table></div>
</section>`;
}

function contentsRow({ theorem, claims }: Group, index: number): Markup {
  return markup`<tr><th scope="row"><a href="#group-${index + 1}">${theorem === undefined ? 'Further claims' : theorem.title}</a>${theorem === undefined ? undefined : markup` <span class="label">${theorem.label}</span>`}</th><td>${claims.map(
    ({ job, verdict }) =>
      markup`<a class="mark ${verdict?.verdict ?? 'none'}" href="#${anchor(job.id)}"><span aria-hidden="true">${verdict === undefined ? '–' : symbols[verdict.verdict]}</span> ${partOf(job.id, theorem)}<span class="hidden"> ${verdict?.verdict ?? 'without a verdict'}</span></a> `,
  )}</td></tr>
`;
}

const partOf = (id: string, theorem: Theorem | undefined) =>
  theorem !== undefined && id.startsWith(`${theorem.id}/`) ? id.slice(theorem.id.length + 1) : id;

function groupSection(group: Group, index: number): Markup {
  const { theorem, claims } = group;
  const name = `group-${index + 1}`;
  const heading =
    theorem === undefined
      ? markup`<h2 id="${name}">Further claims</h2>`
      : markup`<p class="label">${theorem.label}</p>
<h2 id="${name}">${theorem.title}</h2>
<p class="theorem">${theorem.statement}</p>
<dl class="facts"><dt>Conditions</dt><dd>${theorem.conditions.join('; ')}</dd><dt>Source</dt><dd>${theorem.source}</dd><dt>Derivation</dt><dd>${theorem.derivation}</dd></dl>`;
  return markup`<section class="group" aria-labelledby="${name}">
${heading}
${claims.map((claim, i) => claimCard(claim, `f${index}-${i}-`))}
</section>
`;
}

/** Ids of claims have letters, digits and -/. alone; those typed in are numbered. */
const anchor = (id: string) => `claim-${id.replace(/[^\w.-]/g, '_')}`;

/** @param prefix of ids: no two claims have the same. */
function claimCard({ job, verdict, pictures, replay }: ReportedClaim, prefix: string): Markup {
  const typeset = typesetClaim(job);
  const name = anchor(job.id);
  const facts = [
    typeset &&
      fact(
        'Domain',
        typeset.domain.map((each, i) => markup`${i === 0 ? '' : ', '}${each}`),
      ),
    typeset?.settings === undefined ? undefined : fact('Nets', typeset.settings),
    job.about?.source === undefined ? undefined : fact('Source', job.about.source),
    verdict && fact('Evidence', markup`${evidence(verdict)}${oracleText(verdict)}`),
    verdict?.counterexample && fact('Counterexample', counterexampleText(verdict)),
    replay === undefined ? undefined : fact('Replay', markup`<code>${replay}</code>`),
  ];
  const figures = verdict === undefined || pictures === undefined ? [] : figuresOf(job, verdict, pictures);
  return markup`<article id="${name}" class="claim" aria-labelledby="${name}-h">
<div class="top"><h3 id="${name}-h">${job.about?.title === undefined ? job.id : markup`${job.about.title} <span class="id">${job.id}</span>`}</h3>${badge(verdict)}</div>
${typeset === undefined ? markup`<p class="words">${job.text}</p>` : markup`<p class="statement">${typeset.statement.map((part) => markup`<span class="part">${part}</span> `)}</p>`}
<dl class="facts">${facts}</dl>
${figures.length === 0 ? undefined : figuresMarkup(figures, name, prefix)}
</article>
`;
}

const fact = (name: string, content: string | Markup | readonly Markup[]) =>
  markup`<dt>${name}</dt><dd>${content}</dd>`;

const badge = (verdict: Verdict | undefined) =>
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

function footer({ version, seed }: CheckReport): Markup {
  return markup`<footer><p>Made by vanishing-curvature ${version} with seed ${seed}; the same command and seed make the same page. Verdicts: <strong>proved</strong>, an identity reduced to zero in exact arithmetic, or a bound for all widths with a certificate; <strong>verified</strong>, true at every point examined, with computed error bounds; <strong>supported</strong>, drawn nets agree to the resolution given; <strong>refuted</strong>, false at the point named, beyond all error; <strong>undecided</strong>, neither could be shown within the budget.</p></footer>`;
}
