/** What `tightness` says where nets are drawn: intervals, as text and as CSV. */
import { describe } from '../properties/describe.js';
import type { Bounds, DrawnExtreme, DrawnRoom, DrawnSurvey } from '../properties/tightness/drawn-survey.js';
import { measureText } from '../report/figures/tightness.js';
import { short } from '../report/words.js';
import { colour } from './colour.js';
import { vacuityText } from './vacuity.js';

export function drawnText(survey: DrawnSurvey): string {
  const { points, rooms, unvalued, oneSided, worst, best, vacuous } = survey;
  const lines = [
    survey.claim,
    '',
    `simulated     nets drawn at ${pointsText(points)}; all intervals hold together with probability 1 - ${short(survey.alpha)}, and say nothing of other points`,
  ];
  if (points > 0) lines.push(`slack         ${measureText[survey.measure]}${standing(survey)}`);
  if (worst !== null) lines.push(`least         ${extremeText(worst, 'upper')}`);
  if (best !== null) lines.push(`most          ${extremeText(best, 'lower')}`);
  if (survey.unlimited > 0)
    lines.push(`unlimited     at ${pointsText(survey.unlimited)}: the smaller side is 0`);
  if (vacuous !== null) lines.push(`says nothing  ${vacuityText(vacuous, points)}`);
  if (unvalued.length > 0) lines.push(`no value      ${whyText(unvalued)}`);
  if (oneSided.length > 0) lines.push(`one-sided     ${whyText(oneSided)}`);
  if (points > 0) lines.push('', ...table(rooms));
  return `${lines.join('\n')}\n`;
}

const pointsText = (n: number) => `${n} point${n === 1 ? '' : 's'}`;

function standing({ failing, open }: DrawnSurvey): string {
  const parts = [
    ...(failing > 0 ? [colour.red(`it fails at ${failing} of them`)] : []),
    ...(open > 0 ? [`${open} of them open: the slack may be negative`] : []),
  ];
  return parts.map((each) => `; ${each}`).join('');
}

function whyText(points: DrawnSurvey['unvalued']): string {
  const [first] = points;
  return `at ${pointsText(points.length)}, first at ${describe(first!.point)}: ${first!.reason}`;
}

/** @param end the one that a single point gives. */
const extremeText = ({ slack, point }: DrawnExtreme, end: keyof Bounds) =>
  `${boundsText(slack)}${slack[end] === null ? '' : `, seen at ${describe(point)}`}`;

function boundsText({ lower, upper }: Bounds): string {
  if (lower === null) return upper === null ? 'unknown' : `at most ${short(upper)}`;
  if (upper === null) return `at least ${short(lower)}`;
  // Closed forms have an error too, of rounding alone.
  const [low, high] = [short(lower), short(upper)];
  return low === high ? low : `${low} to ${high}`;
}

/** As the slack is measured by logs, sides beyond the doubles still have theirs. */
function sideText(side: Bounds, log: Bounds | null): string {
  const isBeyond = log?.lower != null && Math.abs(log.lower) > 690;
  return isBeyond ? `e^(${boundsText(log)})` : boundsText(side);
}

function table(rooms: readonly DrawnRoom[]): string[] {
  const rows = [
    ['point', 'slack', 'left side', 'right side', ''],
    ...rooms.map(({ point, slack, lhs, rhs, logLhs, logRhs, state, vacuous }) => [
      describe(point),
      slack === null ? 'unlimited' : boundsText(slack),
      sideText(lhs, logLhs),
      sideText(rhs, logRhs),
      [
        ...(state === 'holds' ? [] : [state === 'fails' ? 'fails' : 'open']),
        ...(vacuous ? ['says nothing'] : []),
      ].join(', '),
    ]),
  ];
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i]!)).join('  ')}`.trimEnd());
}

/** A line for each point, those without a value at the end; an empty field where an end is not known. */
export function drawnCsv({ rooms, unvalued, alpha }: DrawnSurvey): string {
  const names = Object.keys([...rooms, ...unvalued][0]?.point ?? {});
  const measured = ['slack', 'lhs', 'rhs', 'logLhs', 'logRhs'] as const;
  const header = [
    ...names,
    ...measured.flatMap((each) => [`${each}Lower`, `${each}Upper`]),
    'state',
    'vacuous',
    'oracle',
    'alpha',
  ];
  const rows = rooms.map((room) => [
    ...names.map((name) => room.point[name]!),
    ...measured.flatMap((each) => [room[each]?.lower ?? '', room[each]?.upper ?? '']),
    room.state,
    room.vacuous,
    'simulated',
    alpha,
  ]);
  const without = unvalued.map(({ point }) => [
    ...names.map((name) => point[name]!),
    ...measured.flatMap(() => ['', '']),
    'no value',
    '',
    'simulated',
    alpha,
  ]);
  return `${[header, ...rows, ...without].map((row) => row.join(',')).join('\n')}\n`;
}
