/** `tightness`: the room that a claim leaves, in words, as a map on the terminal, as SVG, CSV or JSON. */
import { describe } from '../../properties/describe.js';
import { type ClaimJob, catalogueJobs, claimOf } from '../../properties/job.js';
import { chooseOracle } from '../../properties/oracle.js';
import type { DrawnSurvey } from '../../properties/tightness/drawn-survey.js';
import type { Exponent, Growth } from '../../properties/tightness/growth.js';
import type { Room } from '../../properties/tightness/room.js';
import { agree } from '../../properties/tightness/scale.js';
import type { Survey } from '../../properties/tightness/survey.js';
import { surveyClaim } from '../../properties/tightness/tightness.js';
import { drawnTightnessFigure } from '../../report/figures/drawn-tightness.js';
import { measureText, tightnessFigure } from '../../report/figures/tightness.js';
import { short } from '../../report/words.js';
import { InputError } from '../../theory/errors.js';
import { colour } from '../colour.js';
import type { TightnessOptions } from '../commands/tightness.js';
import { drawnCsv, drawnText } from '../drawn-slack.js';
import type { Interruption } from '../interrupt.js';
import { refuseUnwritable } from '../output-files.js';
import { openPool } from '../pool.js';
import { openProgress } from '../progress.js';
import { stoppedText } from '../search.js';
import { heatMapText } from '../slack-map.js';
import { vacuityText } from '../vacuity.js';
import { writeWhole } from '../write-whole.js';

export async function tightness(
  id: string | undefined,
  options: TightnessOptions,
  interruption: Interruption,
): Promise<number> {
  const job = readJob(id, options);
  const { svg, csv } = options;
  if (svg !== undefined || csv !== undefined) refuseWithoutMap(job);
  refuseUnwritable([
    { option: '--svg', what: 'The picture', path: svg },
    { option: '--csv', what: 'The table', path: csv },
  ]);
  const survey = await surveyUntil(job, options, interruption);
  const stopped = interruption.code();
  if (survey === undefined) {
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ partial: true, claim: job.text }, null, 2)}\n`
        : `${colour.yellow(stoppedText)}\n`,
    );
    return stopped!;
  }
  const { figure, table, text } =
    survey.oracle === 'exact'
      ? { figure: () => tightnessFigure(survey), table: () => csvOf(survey), text: () => textOf(survey) }
      : {
          figure: () => drawnTightnessFigure(survey),
          table: () => drawnCsv(survey),
          text: () => drawnText(survey),
        };
  const partial = stopped === undefined ? {} : { partial: true };
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ ...partial, ...survey }, null, 2)}\n`
      : `${text()}${stopped === undefined ? '' : `${colour.yellow(partialText(survey, options))}\n`}`,
  );
  // After the answer, which a full disk must not cost. A picture does not say that it is half of one.
  const isWhole = stopped === undefined;
  if (isWhole && svg !== undefined) writeWhole(svg, figure());
  if (isWhole && csv !== undefined) writeWhole(csv, table());
  return stopped ?? (survey.points === 0 ? 3 : 0);
}

/** Of drawn nets there are files without a map, too. */
function refuseWithoutMap(job: ClaimJob): void {
  const claim = claimOf(job);
  const hasMap = claim.settings.widths === undefined || claim.ranges.some(({ name }) => name === 'd');
  if (hasMap || chooseOracle(claim, job.oracle).kind !== 'exact') return;
  throw new InputError(
    '--svg and --csv show slack over depth and width, and the widths of these layers are listed: leave them out.',
  );
}

function partialText({ points }: Survey | DrawnSurvey, { svg, csv }: TightnessOptions): string {
  const files = svg === undefined && csv === undefined ? '' : '; no file was written';
  return `stopped: partial, ${points} point${points === 1 ? '' : 's'} reached; the others say nothing yet${files}`;
}

/** On a signal what there is by then; undefined where that is nothing that could be said. */
async function surveyUntil(
  job: ClaimJob,
  { workers, at = [] }: TightnessOptions,
  { came, code }: Interruption,
): Promise<Survey | DrawnSurvey | undefined> {
  const progress = await openProgress();
  progress.expect(1, 0);
  progress.working(job.id);
  const pool = openPool(workers);
  try {
    return await surveyClaim(job, Object.fromEntries(at), async (each, unit, wanted) => {
      const done = await Promise.race([pool.run(each, unit, wanted), came]);
      if (done) progress.examined(done.outcome.points);
      return done ? done.outcome : undefined;
    });
  } catch (error) {
    // No point was reached then, or not even the search for bad input was over.
    if (code() === undefined) throw error;
    return undefined;
  } finally {
    progress.stop();
    await pool.close();
  }
}

function readJob(id: string | undefined, { claim, alpha, seed, budget, oracle }: TightnessOptions): ClaimJob {
  if ((id === undefined) === (claim === undefined))
    throw new InputError("tightness needs one claim: an id of the catalogue, or --claim 'text'.");
  const common = { alpha, seed, budget, ...(oracle ? { oracle } : {}) };
  if (claim !== undefined) return { ...common, id: 'claim', text: claim, kind: 'claim' };
  const jobs = catalogueJobs([id!]).filter(({ kind }) => kind === 'claim' || kind === 'closed-form');
  const [job, further] = jobs;
  if (job === undefined) throw new InputError(`'${id}' has no claim with two sides to compare.`);
  if (further !== undefined)
    throw new InputError(
      `'${id}' has several claims: name one of ${jobs.map((each) => each.id).join(', ')}.`,
    );
  return { ...job, ...common };
}

function textOf(survey: Survey): string {
  const { worst, best, vacuous, growth, points, failing, open, grid } = survey;
  const others = Object.entries(grid.fixed).map(([name, value]) => `${name} = ${value}`);
  const lines = [
    survey.claim,
    '',
    `slack         ${measureText[survey.measure]}, at ${points} points${failing === 0 ? '' : colour.red(`; it fails at ${failing} of them`)}${open === 0 ? '' : `; ${open} of them are open: both sides agree to within the error of the computation`}`,
    `least         ${roomText(worst)}`,
    `most          ${isTold(worst, best) ? roomText(best) : 'the same, to within the error of the computation'}`,
  ];
  if (survey.unlimited > 0) lines.push(`unlimited     at ${survey.unlimited} points: the smaller side is 0`);
  if (vacuous !== null) lines.push(`says nothing  ${vacuityText(vacuous, points)}`);
  if (growth !== null) {
    const { L, d, ratio, explained } = growth;
    lines.push(
      `grows like    L^${exponent(L)} d^${exponent(d)}, which explains ${(100 * explained).toFixed(1)} % of its scatter; like (L/d)^${exponent(ratio)} alone`,
      ...leftOutText(growth),
    );
  }
  lines.push('', ...heatMapText(survey), '');
  if (others.length > 0) lines.push(`at ${others.join(', ')}`, '');
  return lines.join('\n');
}

/** Whether the most slack is more than the least beyond the errors of both. */
function isTold(worst: Room, best: Room): boolean {
  const slacks = [worst, best].flatMap(({ slack, slackError }) =>
    slack === null || slackError === null ? [] : [{ slack, slackError }],
  );
  return slacks.length < 2 || !agree(slacks);
}

function roomText({ point, lhs, rhs, logLhs, logRhs, slack }: Room): string {
  const side = (value: number | null, log: number | null) =>
    log !== null && (value === null || Math.abs(log) > 690) ? `e^${short(log)}` : short(value ?? Number.NaN);
  return `${slack === null ? 'unlimited' : short(slack)} at ${describe(point)}: ${side(lhs, logLhs)} against ${side(rhs, logRhs)}`;
}

function leftOutText({ points, leftOut }: Growth): string[] {
  const { failing, zero, unlimited } = leftOut;
  const parts = [
    ...(failing > 0 ? [`${failing} where the claim fails`] : []),
    ...(zero > 0 ? [`${zero} with slack 0`] : []),
    ...(unlimited > 0 ? [`${unlimited} without a slack`] : []),
  ];
  if (parts.length === 0) return [];
  return [`              fitted to ${points} cells of the map; left out: ${parts.join(', ')}`];
}

const exponent = ({ value, lower, upper }: Exponent) =>
  `${fixed(value)} (${fixed(lower)} to ${fixed(upper)})`;

/** Without the sign of what is 0. */
const fixed = (x: number) => x.toFixed(2).replace(/^-(?=0\.00$)/, '');

function csvOf({ grid }: Survey): string {
  const rooms = grid.rooms.flat().filter((each) => each !== null);
  const names = Object.keys(rooms[0]?.point ?? {});
  const header = [...names, 'lhs', 'rhs', 'logLhs', 'logRhs', 'slack', 'holds', 'open', 'vacuous'];
  const rows = rooms.map(({ point, lhs, rhs, logLhs, logRhs, slack, holds, open, vacuous }) => [
    ...names.map((name) => point[name]),
    ...[lhs, rhs, logLhs, logRhs].map((each) => each ?? ''),
    slack ?? '',
    holds,
    open,
    vacuous,
  ]);
  return `${[header, ...rows].map((row) => row.join(',')).join('\n')}\n`;
}
