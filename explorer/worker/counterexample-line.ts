/** The two sides of a refuted claim along a line through its counterexample. */
import { holdsAt } from '../../properties/condition.js';
import { exactPointCost } from '../../properties/cost.js';
import { type ClaimJob, claimOf } from '../../properties/job.js';
import { chooseOracle } from '../../properties/oracle.js';
import { runHere } from '../../properties/run-here.js';
import type { Point } from '../../properties/verdict.js';
import type { DomainRange } from '../../theory/language/claim.js';
import type { CounterexampleLine } from './claim-messages.js';

const mostPoints = 48;
/** Nominal seconds. */
const budget = 1;
/** A range without an end is shown up to so many times its beginning. */
const endless = 64;

/** Undefined where the sides have no exact values, or only one point of the domain lies on each line. */
export async function counterexampleLine(
  job: ClaimJob,
  failing: Point,
): Promise<CounterexampleLine | undefined> {
  const claim = claimOf(job);
  if (chooseOracle(claim).kind !== 'exact') return undefined;
  const most = Math.min(mostPoints, Math.floor(budget / exactPointCost(claim, failing)));
  const lines = inOrder(claim.ranges).map(({ name, points }) => ({
    name,
    points: points
      .map((value) => ({ ...failing, [name]: value }))
      .filter((point) => holdsAt(claim.condition, point) === 'true'),
  }));
  const line = lines.find(({ points }) => points.length > 2);
  if (line === undefined || most < 4) return undefined;
  const outcome = await runHere(job, { kind: 'rooms', points: line.points.slice(0, most) });
  return outcome?.rooms === undefined ? undefined : { name: line.name, rooms: outcome.rooms };

  /** Widths first: along them a claim tends to hold on one side and to fail on the other. */
  function inOrder(ranges: readonly DomainRange[]) {
    const rank = ({ name }: DomainRange) => ['d', 'L'].indexOf(name) >>> 0;
    return [...ranges]
      .sort((a, b) => rank(a) - rank(b))
      .map((range) => ({ name: range.name, points: valuesOf(range, failing[range.name]!) }));
  }
}

/** Values of a range, evenly spread in the logarithm where that can be, around the failing one. */
function valuesOf({ from, to, integer }: DomainRange, failing: number): number[] {
  const end = to === Infinity ? Math.max(endless, 4 * from, 4 * failing) : to;
  const isLog = from > 0;
  const values = Array.from({ length: mostPoints }, (_, i) => {
    const part = i / (mostPoints - 1);
    const value = isLog ? from * (end / from) ** part : from + (end - from) * part;
    return integer ? Math.round(value) : Math.min(end, Math.max(from, value));
  });
  return [...new Set([...values, failing])].sort((a, b) => a - b);
}
