/** Verdicts as GitHub-flavoured Markdown: for the summary of a CI job, a pull request, a README. */
import { type CheckReport, countsText, groupsOf, type ReportedClaim } from './check-report.js';
import { evidence, short } from './words.js';

export function markdownReport(report: CheckReport): string {
  const failed = report.claims.filter(({ verdict }) => verdict?.verdict === 'refuted');
  return [
    `## ${report.partial ? 'Partial: ' : ''}${countsText(report)}`,
    ...(report.partial ? ['The run was stopped before its end.'] : []),
    ...failed.map(refuted),
    ['| | claim | verdict | evidence |', '| --- | --- | --- | --- |', ...rows(report)].join('\n'),
    `vanishing-curvature ${report.version}, seed ${report.seed}, alpha ${short(report.alpha)}, budget ${report.budget}`,
  ]
    .join('\n\n')
    .concat('\n');
}

function rows(report: CheckReport): string[] {
  return groupsOf(report).flatMap(({ theorem, claims }) =>
    claims.map(({ job, verdict }) => {
      const says = verdict === undefined ? '' : evidence(verdict);
      const title = job.about?.title === undefined ? '' : `${plain(job.about.title)} `;
      const word = verdict === undefined ? 'none' : `${marks[verdict.verdict]} ${verdict.verdict}`;
      return `| ${theorem?.label ?? ''} | ${title}${code(job.id)} | ${word} | ${plain(says)} |`;
    }),
  );
}

const marks = { proved: '∎', verified: '✓', supported: '≈', refuted: '✗', undecided: '?' } as const;

function refuted({ job, verdict, replay }: ReportedClaim): string {
  return [
    `**refuted** ${code(job.id)}: ${plain(evidence(verdict!))}`,
    fenced(job.text),
    ...(replay === undefined ? [] : [fenced(replay)]),
  ].join('\n\n');
}

/** Text that is meant as it stands, in a cell or a line: whatever Markdown or HTML may read into it is escaped. */
function plain(text: string): string {
  return (
    text
      .replace(/\s+/g, ' ')
      // A terminal takes the first for commands; the last would turn round what follows the text.
      .replace(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
      .replace(/[\\`*_{}[\]()#+!|~$-]/g, '\\$&')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      // No link is made of what looks like one, and nobody is called.
      .replace(/(https?):/gi, '$1&#58;')
      .replace(/(www)\./gi, '$1&#46;')
      .replace(/@/g, '&#64;')
  );
}

/** A code span in a cell of a table: a pipe is the only thing that can end either, as ids hold no backtick. */
const code = (id: string) => `\`${id.replaceAll('`', "'").replaceAll('|', '\\|')}\``;

/** A block of code whose fence is longer than any within it. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
