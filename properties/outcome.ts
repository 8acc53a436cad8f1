/** What one unit of work found out. */

import type { ExtendedInterval } from '../theory/expression/enclosure-interval.js';
import type { EscapePicture } from './pictures/escape-picture.js';
import type { LawPicture } from './pictures/law-picture.js';
import type { Climb } from './sharpen/climb.js';
import type { Probing } from './sharpen/probes.js';
import type { Room } from './tightness/room.js';
import type { Counterexample, Point } from './verdict.js';
import type { Certificate } from './whole-domain/certificate.js';

export interface Outcome {
  /** Points examined. */
  readonly points: number;
  /** Of a descent: the points themselves, each as `textOf` has it. */
  readonly visited?: readonly string[];
  /** What stopped the unit: a closed form that is no finite number at some point, a size out of range. */
  readonly badInput?: { readonly message: string; readonly column?: number };
  readonly failure?: Counterexample;
  /** The first point that could not be decided, and why. */
  readonly unresolved?: { readonly point: Point; readonly reason: string };
  /** The point where the claim is closest to failing. */
  readonly tightest?: Tightness;
  /** For drawn nets: half-width reached, in the units of the claim's margin. */
  readonly resolution?: number;
  /** For drawn nets: how many a point took. */
  readonly nets?: number;
  /** For drawn nets: what was known at each look. */
  readonly path?: readonly Look[];
  /** For drawn nets: nominal seconds that they took. */
  readonly spent?: number;
  /** For drawn nets that left a point open: nominal seconds in all with which it may be decided, if there are any: at least, and at most. */
  readonly wanted?: Wanted;
  /** For algebra: the identity was reduced to zero and confirmed. */
  readonly proved?: boolean;
  /** For the search of a constant. */
  readonly probing?: Probing;
  readonly climb?: Climb;
  /** All points at which the claim does not certainly hold, where they were asked for. */
  readonly failures?: readonly Point[];
  /** For drawn nets: what each quantity of the claim lies in, in the order written. */
  readonly enclosures?: readonly PlainInterval[];
  /** Why an end of them is missing, if one is. */
  readonly obstacle?: string;
  readonly steps?: readonly string[];
  /** Of a survey: the room at each of its points. */
  readonly rooms?: readonly Room[];
  /** Of a report's picture. */
  readonly law?: LawPicture;
  readonly escape?: EscapePicture;
  /** Of a proof about all widths. */
  readonly certificate?: Certificate;
}

/** How many nets were looked at, and what both sides lie in as far as these tell, in doubles. */
export type Look = readonly [
  nets: number,
  leftLower: number,
  leftUpper: number,
  rightLower: number,
  rightUpper: number,
];

export interface Wanted {
  readonly least: number;
  readonly most: number;
  /** Slack by the middle of what the nets enclosed: negative where the claim looks false, though not beyond all error. */
  readonly slack?: number;
}

/** Its coordinates in the order of the claim's ranges: short, and different for different points of a claim. */
export const textOf = (point: Point) => Object.values(point).join();

/** An ExtendedInterval as plain data: [lo, hi] 2^exponent. */
export type PlainInterval = Pick<ExtendedInterval, 'lo' | 'hi' | 'exponent'>;

/**
 * How much room a claim leaves at a point: for `<=` log(rhs/lhs) (or rhs - lhs where a side is not positive), for a margin
 * the unused part of it, between 0 and 1. Negative beyond failure.
 */
export interface Tightness {
  readonly point: Point;
  readonly slack: number;
}

export function tighter(a: Tightness | undefined, b: Tightness | undefined): Tightness | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.slack < a.slack ? b : a;
}
