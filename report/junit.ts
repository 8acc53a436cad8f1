/**
 * Verdicts as JUnit XML, for systems that show tests: a suite for each theorem. Refuted is a failure; undecided an error, as it is no
 * pass; without a verdict (the run was stopped) is skipped. There are no times in it: the same seed gives the same file.
 */
import type { CheckReport, Group, ReportedClaim } from './check-report.js';
import { groupsOf } from './check-report.js';
import { type Markup, markup } from './markup.js';
import { evidence } from './words.js';

export function junitReport(report: CheckReport): string {
  const text = markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="vanishing-curvature" ${counts(report.claims)}>
${groupsOf(report).map((group) => suite(report, group))}</testsuites>
`;
  return text.text;
}

function counts(claims: readonly ReportedClaim[]): Markup {
  const of = (accept: (claim: ReportedClaim) => boolean) => claims.filter(accept).length;
  return markup`tests="${claims.length}" failures="${of(({ verdict }) => verdict?.verdict === 'refuted')}" errors="${of(({ verdict }) => verdict?.verdict === 'undecided')}" skipped="${of(({ verdict }) => verdict === undefined)}"`;
}

function suite({ version, seed, alpha, budget, partial }: CheckReport, { theorem, claims }: Group): Markup {
  const properties = { version, seed, alpha, budget, partial: String(partial) };
  const name = theorem === undefined ? 'claims' : theorem.id;
  return markup`<testsuite name="${name}" ${counts(claims)}>
<properties>${Object.entries(properties).map(([key, value]) => markup`<property name="${key}" value="${value}"/>`)}</properties>
${claims.map((claim) => testCase(claim, name))}</testsuite>
`;
}

function testCase({ job, verdict, replay }: ReportedClaim, suiteName: string): Markup {
  const says = verdict === undefined ? 'The run was stopped before a verdict.' : evidence(verdict);
  const details = [
    job.text,
    `${verdict?.verdict ?? 'no verdict'}: ${says}`,
    ...(replay === undefined ? [] : [`replay: ${replay}`]),
  ].join('\n');
  const result = () => {
    if (verdict === undefined) return markup`<skipped message="${says}"/>`;
    if (verdict.verdict === 'refuted')
      return markup`<failure message="${says}" type="refuted">${details}</failure>`;
    if (verdict.verdict === 'undecided')
      return markup`<error message="${says}" type="undecided">${details}</error>`;
    return markup`<system-out>${details}</system-out>`;
  };
  return markup`<testcase name="${job.id}" classname="${suiteName}">${result()}</testcase>
`;
}
