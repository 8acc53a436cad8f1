/**
 * The domain of a claim: the points at which its names take values. Integer ranges are enumerated in the order of the
 * claim's ranges (the first varies slowest), so the first failing point of an exhaustive walk is the smallest in that
 * order; real ranges are sampled.
 */
import fc from 'fast-check';
import { InputError } from '../theory/errors.js';
import type { Claim, DomainRange } from '../theory/language/claim.js';
import { holdsAt } from './condition.js';
import { conditionCost } from './cost.js';
import { describe } from './describe.js';
import { hashText, mix } from './hash.js';
import { movedCorners } from './moved-corners.js';
import type { Point } from './verdict.js';

/** Domains with at most this many points are examined whole. */
export const exhaustiveLimit = 100_000;
/** Integer boxes up to this size are searched for the points that satisfy the condition, if that costs no more nominal seconds than this. */
const enumerationLimit = 2_000_000;
const enumerationSeconds = 15;
/** Real coordinates lie on a grid of this many steps, so that a failing one can be shrunk and typed. */
const realSteps = 1 << 16;

/** Number of grid values of one range. */
export function sizeOf(range: DomainRange): number {
  if (range.to === Infinity)
    throw new InputError(
      `The range of ${range.name} has no end: such a domain can be proved as a whole, not sampled.`,
      range.span.start + 1,
    );
  if (range.integer) return range.to - range.from + 1;
  return range.to === range.from ? 1 : realSteps + 1;
}

/** Whether a range of reals is gone through evenly in the logarithm. */
export function isLogarithmic({ from, to, integer }: DomainRange): boolean {
  return !integer && from > 0 && to / from > 100;
}

/**
 * The value of a range at grid index i, 0 <= i < size. Reals: log-uniform when both ends are positive and more than a
 * factor 100 apart, else uniform; rounded to 6 significant digits inside the range; both ends exact, and 0 between them.
 */
function valueAt(range: DomainRange, i: number): number {
  if (range.integer) return range.from + i;
  if (i === 0) return range.from;
  if (i === realSteps) return range.to;
  if (isAcrossZero(range) && i === indexOfZero(range)) return 0;
  const u = i / realSteps;
  const raw = isLogarithmic(range)
    ? Math.exp(Math.log(range.from) * (1 - u) + Math.log(range.to) * u)
    : range.from + (range.to - range.from) * u;
  const rounded = Number(raw.toPrecision(6));
  return Math.min(range.to, Math.max(range.from, rounded));
}

const isAcrossZero = ({ from, to }: DomainRange) => from < 0 && to > 0;

/** The grid index inside a range of reals across 0 that is next to it. */
function indexOfZero({ from, to }: DomainRange): number {
  const nearest = Math.round((-from / (to - from)) * realSteps);
  return Math.max(1, Math.min(realSteps - 1, nearest));
}

/** Number of points of the box of ranges, before the condition; Infinity if a range is real. */
export function boxSize(claim: Claim): number {
  let size = 1;
  for (const range of claim.ranges)
    size *= range.integer || range.from === range.to ? sizeOf(range) : Infinity;
  return size;
}

/** The point with this index in the box of an all-integer domain, 0 <= index < boxSize. */
export function pointAt(claim: Claim, index: number): Point {
  const { ranges } = claim;
  const indices = new Array<number>(ranges.length);
  let rest = index;
  for (let k = ranges.length - 1; k >= 0; k--) {
    const size = sizeOf(ranges[k]!);
    indices[k] = rest % size;
    rest = Math.floor(rest / size);
  }
  return pointOf(claim, indices);
}

/** Walks the points of an all-integer domain with box index in [from, to) that satisfy the condition. */
export function* pointsBetween(claim: Claim, from: number, to: number): Generator<Point> {
  for (let index = from; index < to; index++) {
    const point = pointAt(claim, index);
    if (holdsAt(claim.condition, point) === 'true') yield point;
  }
}

/**
 * The number of points that satisfy the condition, or undefined if the domain is too large to count. `unresolved` counts
 * points at which the condition is too close to call in doubles; those are left out, and the walk is then not exhaustive.
 */
export function countPoints(claim: Claim): PointCount | undefined {
  if (!isEnumerable(claim)) return undefined;
  const count = counted.get(claim) ?? countAll(claim);
  counted.set(claim, count);
  return count;
}

interface PointCount {
  readonly inside: number;
  readonly unresolved: number;
}

/** What has been counted already: several units of work ask for it. */
const counted = new WeakMap<Claim, PointCount>();

function countAll(claim: Claim): PointCount {
  const box = boxSize(claim);
  if (claim.condition === undefined) return { inside: box, unresolved: 0 };
  let inside = 0;
  let unresolved = 0;
  let open: Point | undefined;
  for (let index = 0; index < box; index++) {
    const point = pointAt(claim, index);
    const state = holdsAt(claim.condition, point);
    if (state === 'true') inside++;
    else if (state === 'unresolved') {
      unresolved++;
      open ??= point;
    }
  }
  if (inside === 0) throw emptyDomain(claim, true, open);
  return { inside, unresolved };
}

function isEnumerable(claim: Claim): boolean {
  const box = boxSize(claim);
  return box <= enumerationLimit && box * conditionCost(claim) <= enumerationSeconds;
}

/**
 * @param searched whether the condition was tried at every point.
 * @param open a point at which it is neither true nor false.
 */
function emptyDomain(claim: Claim, searched: boolean, open: Point | undefined): InputError {
  if (open !== undefined)
    return new InputError(
      `No point is sure to lie in the domain: at ${describe(open)} the where part is too close to call; compare numbers that have no rounding error, or leave a margin.`,
    );
  const ranges = claim.ranges.map((r) => `${r.name} in ${r.from}..${r.to}`).join(', ');
  return new InputError(
    searched
      ? `The domain holds no point: the where part is true nowhere for ${ranges}; widen a range or relax the condition.`
      : `No point of the domain was found: the where part was false wherever it was tried for ${ranges}; relax the condition or narrow the ranges to where it holds.`,
  );
}

/** Grid indices of a point, one for each range; `pointOf` is the inverse. */
export type GridIndices = number[];

export function indicesArbitrary(claim: Claim): fc.Arbitrary<GridIndices> {
  return fc.tuple(...claim.ranges.map((range) => fc.integer({ min: 0, max: sizeOf(range) - 1 })));
}

export function pointOf(claim: Claim, indices: GridIndices): Point {
  const point: Record<string, number> = {};
  for (const [k, range] of claim.ranges.entries()) point[range.name] = valueAt(range, indices[k]!);
  return point;
}

/** The grid indices whose point is nearest to this one from below. */
export function indicesOf(claim: Claim, point: Point): GridIndices {
  return claim.ranges.map((range) => {
    let low = 0;
    let high = sizeOf(range) - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (valueAt(range, middle) <= point[range.name]!) low = middle;
      else high = middle - 1;
    }
    return low;
  });
}

/** Points of the claim's domain as a fast-check arbitrary, shrinking towards the lower ends of the ranges. */
export function pointArbitrary(claim: Claim): fc.Arbitrary<Point> {
  return indicesArbitrary(claim)
    .map((indices) => pointOf(claim, indices))
    .filter((point) => holdsAt(claim.condition, point) === 'true');
}

/**
 * Of the first six ranges that have two ends: the bits of a corner's number whose sum, modulo 2, says which end it takes. As vectors they
 * are independent, so 2^m numbers give all corners of m ranges; all have bit 0, so number 2i + 1 is the corner opposite to 2i; and no
 * three of them depend on each other within the last four bits, so the first 16 corners (8 of three ranges) show any three ranges at
 * all eight of their ends.
 */
const cornerBits = [1, 3, 5, 15, 25, 43];

/** Corners of the box of ranges, each followed by its opposite: at most 2^6, in which each further range has the end of an earlier one. */
function corners(claim: Claim): Point[] {
  const wide = claim.ranges.filter((range) => range.to > range.from);
  const free = Math.min(wide.length, cornerBits.length);
  const cornerAt = (number: number) =>
    Object.fromEntries(
      claim.ranges.map((range) => {
        const k = wide.indexOf(range);
        const isUpper = k >= 0 && isOdd(number & cornerBits[k % free]!);
        return [range.name, isUpper ? range.to : range.from];
      }),
    );
  return Array.from({ length: 2 ** free }, (_, number) => cornerAt(number));
}

/** Where a range goes across 0 claims may fail there alone (a slope of 0, a kink): two opposite corners, moved there. */
function zeros(claim: Claim): Point[] {
  const ends = (['from', 'to'] as const).map((end) =>
    Object.fromEntries(claim.ranges.map((range) => [range.name, range[end]])),
  );
  return claim.ranges
    .filter(isAcrossZero)
    .flatMap(({ name }) => ends.map((corner) => ({ ...corner, [name]: 0 })));
}

/** Whether the number of ones among the bits is odd. */
function isOdd(bits: number): boolean {
  return bits > 0 && ((bits & 1) === 1) !== isOdd(bits >> 1);
}

/**
 * `count` distinct points of the domain (fewer if it has fewer): corners first, each followed by its opposite, where ranges go across 0 the points there, then what the condition leaves nearest to
 * the others (a third of all at most), then points of the box's faces and inside, drawn by fast-check with a seed made from the run's seed and the claim. Where the condition is rarely true,
 * integer domains are searched whole, as far as some nominal seconds go, and others tried at 20 rounds of candidates.
 */
export function samplePoints(claim: Claim, seed: number, count: number): Point[] {
  const known = sampled.get(claim) ?? new Map<string, Point[]>();
  sampled.set(claim, known);
  const key = `${seed} ${count}`;
  const points = known.get(key) ?? drawPoints(claim, seed, count);
  known.set(key, points);
  return points;
}

/** Points inside of the box, at least, among those that show what a point costs. */
const leastInside = 8;

/**
 * Points of the domain whose dearest one is the price of all: every corner, since each combination of ends may be the
 * dearest, those moved to 0, and some points inside.
 */
export function probePoints(claim: Claim, seed: number): Point[] {
  return samplePoints(claim, seed, Math.max(16, corners(claim).length + zeros(claim).length + leastInside));
}

/** Part of a sample, and of what its conditions may cost, that corners of the region within the box may take. */
const movedPart = 1 / 3;
/** Points at which the condition is tried for them. */
const mostAsked = 20_000;

/** What has been drawn already: many units of work ask for the same points. */
const sampled = new WeakMap<Claim, Map<string, Point[]>>();

function drawPoints(claim: Claim, seed: number, count: number): Point[] {
  const chosen = new Map<string, Point>();
  let open: Point | undefined;
  // Conditions may be dear (sums of many terms): candidates are tried for some nominal seconds, one always.
  let affordable = Math.max(1, Math.floor(enumerationSeconds / conditionCost(claim)));
  const consider = (point: Point) => {
    if (chosen.size >= count || affordable-- <= 0) return;
    const state = holdsAt(claim.condition, point);
    if (state === 'true') chosen.set(JSON.stringify(point), point);
    else if (state === 'unresolved') open ??= point;
  };
  for (const corner of corners(claim)) consider(corner);
  for (const point of zeros(claim)) consider(point);
  // A domain no larger than asked for is taken whole.
  if (boxSize(claim) <= count) {
    for (let i = 0; i < boxSize(claim) && affordable > 0; i++) consider(pointAt(claim, i));
  }
  const drawSeed = mix(seed, hashText(claim.text)) | 0;
  const arbitrary = indicesArbitrary(claim).map((indices) => pointOf(claim, indices));
  const most = Math.min(count * 10, 20_000);
  // In two portions, as a fifth is often enough: what fast-check draws first does not depend on how much it draws.
  const draw = function* (round: number) {
    const from = Math.ceil(most / 5);
    const portion = (numRuns: number) => fc.sample(arbitrary, { seed: mix(drawSeed, round) | 0, numRuns });
    yield* portion(from);
    yield* portion(most).slice(from);
  };
  const satisfying = chosen.size;
  if (claim.condition !== undefined && boxSize(claim) > count) {
    let asked = Math.min(mostAsked, Math.floor(affordable * movedPart));
    affordable -= asked;
    const holds = (point: Point) => asked-- > 0 && holdsAt(claim.condition, point) === 'true';
    const inside = [...chosen.values()];
    const ruledOut = corners(claim).filter((corner) => !chosen.has(JSON.stringify(corner)));
    const moved = movedCorners(claim, { ruledOut, inside }, { holds, isSpent: () => asked <= 0 }, () => {
      for (const point of draw(0)) if (holds(point)) return point;
      return undefined;
    });
    for (const point of moved.slice(0, Math.floor(count * movedPart))) consider(point);
    affordable += Math.max(0, asked);
  }
  const moved = chosen.size - satisfying;
  for (let round = 0; round < 20 && chosen.size < count && affordable > 0; round++) {
    for (const point of draw(round)) {
      consider(point);
      if (chosen.size >= count || affordable <= 0) break;
    }
    if (boxSize(claim) <= count) break;
  }
  if (chosen.size === moved && isEnumerable(claim)) {
    affordable = Infinity;
    for (let i = 0; i < boxSize(claim) && chosen.size < count; i++) consider(pointAt(claim, i));
  }
  if (chosen.size === 0) throw emptyDomain(claim, isEnumerable(claim), open);
  return [...chosen.values()];
}
