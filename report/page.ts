/** The report of a run as one page that stands alone: no script, no font, nothing that is fetched. */

import type { Theorem } from '../theory/catalogue/theorem.js';
import {
  alphaSpent,
  type CheckReport,
  countOf,
  countsText,
  type Group,
  groupsOf,
  markedText,
  verdictWords,
} from './check-report.js';
import { anchor, badge, claimCard, symbols } from './claim-card.js';
import { type Markup, markup, raw } from './markup.js';
import { pageStyle } from './page-style.js';
import { prose } from './prose.js';
import { count, evidence, short } from './words.js';

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
<p class="theorem">${prose(theorem.statement)}</p>
<dl class="facts"><dt>Conditions</dt><dd>${prose(theorem.conditions.join('; '))}</dd><dt>Source</dt><dd>${prose(theorem.source)}</dd><dt>Derivation</dt><dd>${prose(theorem.derivation)}</dd></dl>`;
  return markup`<section class="group" aria-labelledby="${name}">
${heading}
${claims.map((claim, i) => claimCard(claim, markedText(claim.job, theorem), `f${index}-${i}-`))}
</section>
`;
}

function footer({ version, seed }: CheckReport): Markup {
  return markup`<footer><p>Made by vanishing-curvature ${version} with seed ${seed}; the same command and seed make the same page. Verdicts: <strong>proved</strong>, an identity reduced to zero in exact arithmetic, or a bound for all widths with a certificate; <strong>verified</strong>, true at every point examined, with computed error bounds; <strong>supported</strong>, drawn nets agree to the resolution given; <strong>refuted</strong>, false at the point named, beyond all error; <strong>undecided</strong>, neither could be shown within the budget.</p></footer>`;
}
