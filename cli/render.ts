/** Verdicts as text: one line a claim, details below what failed or stayed open, a footer with the alpha spent. */
import { describe } from '../properties/describe.js';
import type { OneSided, Verdict, VerdictWord } from '../properties/verdict.js';
import { count, evidence, short } from '../report/words.js';
import { colour } from './colour.js';

const colours: Record<VerdictWord, (text: string) => string> = {
  proved: colour.green,
  verified: colour.green,
  supported: colour.cyan,
  refuted: colour.red,
  undecided: colour.yellow,
};

/** `forward-tail/moment                verified   25,500 points, all of them; slack 0.3 %            1.2 s`. */
function verdictLine(verdict: Verdict, idWidth: number): string {
  const word = colours[verdict.verdict](verdict.verdict.padEnd(9));
  return `${verdict.id.padEnd(idWidth)} ${word}  ${evidence(verdict)}  ${colour.dim(`${verdict.seconds.toFixed(1)} s`)}`;
}

/** 10^log in three significant digits, whatever its size: `6.21e-412`; 0 for -Infinity, `-` for NaN: a number that does not exist. */
export function scientific(log10: number): string {
  if (Number.isNaN(log10)) return '-';
  if (log10 === -Infinity) return '0';
  let exponent = Math.floor(log10);
  let digits = (10 ** (log10 - exponent)).toFixed(2);
  if (digits === '10.00') {
    exponent += 1;
    digits = '1.00';
  }
  return exponent >= -2 && exponent < 4
    ? String(Number((10 ** log10).toPrecision(3)))
    : `${digits}e${exponent}`;
}

/** Rows of one table, all cells of a column as wide as its widest and flush right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column]!)).join('  '));
}

/** Ends what a stopped run of drawn nets prints. */
export function stoppedLine(drawn: readonly number[], asked: number): string {
  const [least, most] = [Math.min(...drawn), Math.max(...drawn)];
  const known = least === most ? String(least) : `${least} to ${most}`;
  return colour.yellow(`stopped: partial, ${known} of ${asked} nets a depth`);
}

export interface RunSummary {
  readonly alpha: number;
  /** How many claims the run was about, once that is known. */
  readonly asked: number | undefined;
  /** Units that came from a journal. */
  readonly known: number;
  readonly stopped: boolean;
  /** The command that goes on with a run that was stopped, where it has a journal. */
  readonly resume: string | undefined;
  /** The command that gives a verdict again. */
  readonly replay: (verdict: Verdict) => string;
}

/** The table that ends a run. */
export function renderVerdicts(verdicts: readonly Verdict[], summary: RunSummary): string {
  const idWidth = Math.max(20, ...verdicts.map((each) => each.id.length));
  const lines = verdicts.map((each) => verdictLine(each, idWidth));
  const details = verdicts
    .filter((each) => each.verdict === 'refuted')
    .map((each) => counterexampleText(each, summary.replay(each)));
  const spent = verdicts.reduce((sum, each) => sum + each.alpha, 0);
  const counts = (['proved', 'verified', 'supported', 'refuted', 'undecided'] as const)
    .map((word) => ({ word, n: verdicts.filter((each) => each.verdict === word).length }))
    .filter(({ n }) => n > 0)
    .map(({ word, n }) => colours[word](`${n} ${word}`))
    .join(', ');
  const left = summary.alpha - spent;
  const unanswered =
    summary.asked === undefined
      ? 'before the claims were read'
      : `${count(summary.asked - verdicts.length, 'claim')} without a verdict`;
  const footer = [
    counts === '' ? 'no verdict yet' : counts,
    `alpha ${short(summary.alpha)}: ${short(spent)} spent on drawn nets, ${short(Math.max(0, left))} left`,
    ...(summary.known > 0 ? [`${count(summary.known, 'unit')} from the journal`] : []),
    ...(summary.stopped ? [colour.yellow(`stopped: partial, ${unanswered}`)] : []),
  ];
  const resume = summary.resume === undefined ? [] : [`go on with  ${summary.resume}`];
  return `${[...lines, ...details, '', footer.join('; '), ...resume].join('\n')}\n`;
}

function counterexampleText(verdict: Verdict, replay: string): string {
  const found = verdict.counterexample;
  if (found === undefined) return `\n${colour.red('refuted')} ${verdict.id}`;
  const side = (value: number, log: number | undefined, is: OneSided | undefined) =>
    `${is === undefined ? '' : `${is} `}${log === undefined ? value : `e^${log}`}`;
  const error = found.lhsIs === undefined ? ` ± ${short(found.lhsError)}` : '';
  return [
    '',
    `${colour.red('refuted')} ${verdict.id}: ${verdict.claim}`,
    `  smallest counterexample  ${describe(found.point)}`,
    `  left   ${side(found.lhs, found.logLhs, found.lhsIs)}${error}`,
    `  right  ${side(found.rhs, found.logRhs, found.rhsIs)}`,
    `  replay ${replay}`,
  ].join('\n');
}

/** `verified   forward-tail/moment  all 25,500 points; ...`, cut to a width: the verdict first, whatever the width. */
export function liveLine(verdict: Verdict, width: number): string {
  const text = clip(`${verdict.verdict.padEnd(9)}  ${verdict.id}  ${evidence(verdict)}`, width);
  const { length } = verdict.verdict;
  return colours[verdict.verdict](text.slice(0, length)) + text.slice(length);
}

/** Cuts a line without colours to a width on the terminal. */
export function clip(line: string, width: number): string {
  return line.slice(0, Math.max(0, width));
}
