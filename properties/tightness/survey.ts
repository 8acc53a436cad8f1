/** The room that a claim leaves over its domain, put together from the rooms at many points. */
import type { Claim } from '../../theory/language/claim.js';
import type { Point } from '../verdict.js';
import { type Growth, growthOf } from './growth.js';
import type { Room } from './room.js';
import type { Grid } from './survey-points.js';

/** What a slack measures. */
export type Measure = 'log ratio' | 'difference' | 'unused margin';

export interface Survey {
  readonly claim: string;
  readonly oracle: 'exact';
  readonly measure: Measure;
  /** Points at which the claim was looked at; at how many of them it fails, beyond all error, and is open. */
  readonly points: number;
  readonly failing: number;
  readonly open: number;
  /** Points where the smaller side is 0: no slack is given there. */
  readonly unlimited: number;
  /** Least and most slack. */
  readonly worst: Room;
  readonly best: Room;
  readonly vacuous: Vacuity | null;
  readonly growth: Growth | null;
  readonly grid: {
    readonly depths: readonly number[];
    readonly widths: readonly number[];
    readonly fixed: Point;
    /** A row for each depth; null outside the domain, and where a run that was stopped did not come to. */
    readonly rooms: readonly (readonly (Room | null)[])[];
  };
}

export interface Vacuity {
  /** Points at which the bound says nothing. */
  readonly points: number;
  /** The bound says something at every point looked at with L/d above (below) this; null if there is no such value. */
  readonly informativeAbove: number | null;
  readonly informativeBelow: number | null;
}

/** @param reached the rooms of the grid's points, row by row, then those of the sample; undefined where a run that was stopped did not come to, but not all of them. */
export function surveyOf(claim: Claim, grid: Grid, reached: readonly (Room | undefined)[]): Survey {
  const measured = reached.filter((room) => room !== undefined);
  const measure = measureOf(claim, measured);
  // One measure for all points: what was a ratio at one and a difference at another could not be compared.
  const alike = (room: Room) => (measure === 'difference' ? asDifference(claim, room) : room);
  const rooms = measured.map(alike);
  let next = 0;
  const gridRooms = grid.points.map((row) =>
    row.map((point) => {
      const room = point === undefined ? undefined : reached[next++];
      return room === undefined ? null : alike(room);
    }),
  );
  const onGrid = gridRooms.flat().filter((room) => room !== null);
  const limited = rooms.filter(({ slack }) => slack !== null);
  const by = (better: (a: number, b: number) => boolean) =>
    (limited.length > 0 ? limited : rooms).reduce((a, b) => (better(b.slack!, a.slack!) ? b : a));
  return {
    claim: claim.text,
    oracle: 'exact',
    measure,
    points: rooms.length,
    failing: rooms.filter(({ holds, open }) => !holds && !open).length,
    open: rooms.filter(({ open }) => open).length,
    unlimited: rooms.length - limited.length,
    worst: by((a, b) => a < b),
    best: by((a, b) => a > b),
    vacuous: vacuityOf(rooms),
    // Rows that were not reached would lack depths.
    growth: (rooms.length === reached.length ? growthOf(onGrid) : undefined) ?? null,
    grid: { depths: grid.depths, widths: grid.widths, fixed: grid.fixed, rooms: gridRooms },
  };
}

function measureOf(claim: Claim, rooms: readonly Room[]): Measure {
  if (claim.relation === '=') return 'unused margin';
  const hasRatio = ({ logLhs, logRhs, slack }: Room) =>
    slack === null || (logLhs !== null && logRhs !== null);
  return rooms.every(hasRatio) ? 'log ratio' : 'difference';
}

function asDifference({ relation }: Claim, room: Room): Room {
  const { lhs, rhs, lhsError, rhsError, holds, open } = room;
  if (lhs === null || rhs === null) return { ...room, slack: null, slackError: null };
  const slackError = lhsError === null || rhsError === null ? null : lhsError + rhsError;
  // What no enclosure could tell apart differs by rounding alone.
  if (open) return { ...room, slack: 0, slackError };
  const slack = relation === '<=' ? rhs - lhs : lhs - rhs;
  // Equal but for rounding, where the claim holds.
  return { ...room, slack: holds ? Math.max(0, slack) : slack, slackError };
}

export function vacuityOf(rooms: readonly Pick<Room, 'point' | 'vacuous'>[]): Vacuity | null {
  const ratio = ({ point }: Pick<Room, 'point'>) => point.L! / point.d!;
  const vacuous = rooms.filter((each) => each.vacuous);
  if (vacuous.length === 0) return null;
  const [least, most] = [Math.min(...vacuous.map(ratio)), Math.max(...vacuous.map(ratio))];
  const informative = rooms.filter((each) => !each.vacuous);
  return {
    points: vacuous.length,
    informativeAbove: informative.some((each) => ratio(each) > most) ? most : null,
    informativeBelow: informative.some((each) => ratio(each) < least) ? least : null,
  };
}
