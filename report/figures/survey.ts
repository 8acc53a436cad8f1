/** The room that a claim leaves by the exact law: as a map over depth and width, and both sides along the depth. */
import { describe } from '../../properties/describe.js';
import type { Room } from '../../properties/tightness/room.js';
import type { Survey } from '../../properties/tightness/survey.js';
import { short } from '../words.js';
import { csvText, type Figure, figureSize, rounded } from './figure.js';
import { heatMap, marksText } from './heat-map.js';
import { crossSections, measureText, showsLogs } from './tightness.js';

/** An identity has no slack to show. */
export function slackFigure(survey: Survey, isIdentity: boolean): Figure | undefined {
  const { depths, widths } = survey.grid;
  if (isIdentity || depths.length < 2 || widths.length < 2) return undefined;
  const rooms = roomsOf(survey);
  const { worst, best } = survey;
  const failing = survey.failing === 0 ? '' : ` The claim fails at ${survey.failing} of them.`;
  return {
    ...heatMap(survey, figureSize),
    kind: 'slack',
    title: 'Slack over width and depth',
    note: noteOf(survey),
    description:
      `Slack (${measureText[survey.measure]}) over ${depths.length} depths from ${depths[0]} to ${depths.at(-1)} and ${widths.length} widths from ${widths[0]} to ${widths.at(-1)}, ${rooms.length} points in all${fixedText(survey)}: ` +
      `least ${slackText(worst)}, most ${slackText(best)}.${failing}`,
    csv: csvOf(survey),
  };
}

export function sidesFigure(survey: Survey): Figure | undefined {
  const panel = crossSections(survey, figureSize);
  // A picture of a constant has nothing to show.
  if (panel === undefined || isFlat(survey)) return undefined;
  const { depths } = survey.grid;
  return {
    ...panel,
    kind: 'sides',
    title: 'Both sides along the depth',
    note: `left side solid, right side dashed${fixedText(survey)}`,
    description: `${showsLogs(survey) ? 'Logarithms of both' : 'Both'} sides of the claim by the exact law, from depth ${depths[0]} to ${depths.at(-1)}, at the least, a middle and the largest width${fixedText(survey)}; the left side is solid, the right side dashed.`,
    csv: csvOf(survey),
  };
}

const roomsOf = ({ grid }: Survey): Room[] => grid.rooms.flat().filter((each) => each !== null);

function isFlat(survey: Survey): boolean {
  const isLog = showsLogs(survey);
  const sides = roomsOf(survey).flatMap(({ lhs, rhs, logLhs, logRhs }) =>
    isLog ? [logLhs, logRhs] : [lhs, rhs],
  );
  const known = sides.filter((each) => each !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return known.length === 0 || most - least <= 1e-9 * Math.max(1, Math.abs(most));
}

const slackText = ({ slack, point }: Room) =>
  `${slack === null ? 'unlimited' : short(slack)} at ${describe(point)}`;

const noteOf = (survey: Survey) =>
  [`${measureText[survey.measure]}${fixedText(survey)}`, ...marksText(survey)].join('; ');

function fixedText({ grid }: Survey): string {
  const text = Object.entries(grid.fixed).map(([name, value]) => `${name} = ${short(value)}`);
  return text.length === 0 ? '' : `, at ${text.join(', ')}`;
}

/** One table for both: the names that vary, both sides (logarithms where slack is their ratio), the slack, and what is amiss, if anything is. */
function csvOf(survey: Survey): string {
  const isLog = survey.measure === 'log ratio';
  const rooms = roomsOf(survey);
  const names = Object.keys(rooms[0]!.point);
  const remarkOf = ({ holds, open, vacuous }: Room) =>
    open ? 'open' : holds ? (vacuous ? 'vacuous' : '') : 'fails';
  const hasRemarks = rooms.some((room) => remarkOf(room) !== '');
  return csvText(
    [
      ...names,
      ...(isLog ? ['logLhs', 'logRhs'] : ['lhs', 'rhs']),
      'slack',
      ...(hasRemarks ? ['remark'] : []),
    ],
    rooms.map((room) => [
      ...names.map((name) => rounded(room.point[name])),
      ...(isLog ? [room.logLhs, room.logRhs] : [room.lhs, room.rhs]).map(rounded),
      rounded(room.slack),
      ...(hasRemarks ? [remarkOf(room)] : []),
    ]),
  );
}
