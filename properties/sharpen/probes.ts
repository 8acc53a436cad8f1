/**
 * For which constants does a claim hold, as far as a few points of its domain and a grid of values tell? The ends of the
 * stretches where it does are what is then worked out.
 */
import type { ConstantQuestion } from '../job.js';
import type { Point } from '../verdict.js';
import type { ConstantAt, ConstantState } from './constant-at.js';

/** What the points say together of one value: `fails` if the claim fails at any, else `undefined`, else `unresolved` likewise. */
export interface Probe {
  readonly constant: number;
  readonly state: ConstantState;
  /** Where it does not hold. */
  readonly point?: Point;
  /** Why it is undefined there. */
  readonly fault?: { readonly message: string; readonly column?: number };
}

/** An end of the constants for which a claim holds. */
export interface End {
  /** `least`: it holds from there upwards; `greatest`: downwards. */
  readonly side: 'least' | 'greatest';
  /** It fails somewhere with this value. */
  readonly fails: number;
  /** It holds with this one at all points tried. */
  readonly holds: number;
  /** How far the values reach with which it holds, on the other side. */
  readonly limit: number;
}

export interface Probing {
  readonly probes: readonly Probe[];
  readonly ends: readonly End[];
}

/** The point, and the claim there. */
export type Place = readonly [Point, ConstantAt];

/** @throws InputError where the claim is undefined at one of the points whatever the value. */
export function probe(question: ConstantQuestion, places: readonly Place[]): Probing {
  const ask = (constant: number): Probe => probeAt(constant, places);
  const grid = gridOf(question);
  for (const [, at] of places) refuseUndefined(at, grid);
  let probes = withoutOverflow(grid.map(ask));
  probes = sorted([...probes, ...towardsEdges(probes).map(ask)]);
  if (!probes.some(({ state }) => state === 'holds')) {
    const best = roomiest(
      probes.map(({ constant }) => constant),
      places,
    );
    if (best !== undefined) probes = sorted([...probes, ask(best)]);
  }
  return { probes, ends: endsOf(probes) };
}

/** Powers of ten nearer to 0 than the others, and further from it. */
const extreme = [15, 18, 22, 30, 50, 100, 200, 300].flatMap((k) => [Number(`1e-${k}`), Number(`1e${k}`)]);

/** Powers of ten and three times them up to 3e12, and some beyond, both signs, and 0; between given limits also values evenly spaced. */
function gridOf({ from, to, start }: ConstantQuestion): number[] {
  const values = new Set<number>([0, ...(start === undefined ? [] : [start])]);
  for (const size of extreme) values.add(size).add(-size);
  for (let k = -12; k <= 12; k++) {
    for (const digit of [1, 3]) {
      const size = Number(`${digit}e${k}`);
      values.add(size).add(-size);
    }
  }
  if (Number.isFinite(from)) values.add(from);
  if (Number.isFinite(to)) values.add(to);
  if (Number.isFinite(to - from)) for (let i = 1; i < 32; i++) values.add(from + ((to - from) * i) / 32);
  return [...values].filter((value) => value >= from && value <= to).sort((a, b) => a - b);
}

/** Beyond this, a side may well be too large a number to be computed, which says nothing about the constants that matter. */
const plain = 3e12;

/** Without the largest values, on either side, as far as the claim is undefined with them. */
function withoutOverflow(probes: readonly Probe[]): Probe[] {
  const means = ({ constant, state }: Probe) => Math.abs(constant) <= plain || state !== 'undefined';
  return probes.slice(probes.findIndex(means), probes.findLastIndex(means) + 1);
}

function refuseUndefined(at: ConstantAt, grid: readonly number[]): void {
  if (grid.every((value) => at.state(value) === 'undefined')) throw at.fault!;
}

/** Where a claim ceases to be defined next to a value that holds, it may fail before: values ever nearer to that edge. */
function towardsEdges(probes: readonly Probe[]): number[] {
  return probes.flatMap(({ constant, state }, i) => {
    if (state !== 'holds') return [];
    return [probes[i - 1], probes[i + 1]].flatMap((next) =>
      next?.state === 'undefined'
        ? [1, 2, 4, 6, 9].map((k) => next.constant + (constant - next.constant) * 2 ** -k)
        : [],
    );
  });
}

const sorted = (probes: readonly Probe[]) => [...probes].sort((a, b) => a.constant - b.constant);

function probeAt(constant: number, places: readonly Place[]): Probe {
  let worst: Probe = { constant, state: 'holds' };
  const rank = { holds: 0, unresolved: 1, undefined: 2, fails: 3 } as const;
  for (const [point, at] of places) {
    const state = at.state(constant);
    if (rank[state] <= rank[worst.state]) continue;
    const { fault } = at;
    worst = {
      constant,
      state,
      point,
      ...(fault === undefined
        ? {}
        : {
            fault: {
              message: fault.message,
              ...(fault.column === undefined ? {} : { column: fault.column }),
            },
          }),
    };
    if (state === 'fails') break;
  }
  return worst;
}

/**
 * Where no value of the grid holds, the one with the most room at the point where it has the least, by golden sections around the
 * best of the grid: a claim that holds between two values alone may slip through a grid.
 */
function roomiest(values: readonly number[], places: readonly Place[]): number | undefined {
  const room = (constant: number) => {
    let least = Infinity;
    for (const [, at] of places) least = Math.min(least, at.slack(constant));
    return least;
  };
  const rooms = values.map(room);
  let best = 0;
  for (let i = 1; i < values.length; i++) if (rooms[i]! > rooms[best]!) best = i;
  if (rooms[best] === -Infinity) return undefined;
  const golden = (Math.sqrt(5) - 1) / 2;
  let low = values[Math.max(0, best - 1)]!;
  let high = values[Math.min(values.length - 1, best + 1)]!;
  for (let step = 0; step < 80; step++) {
    const [a, b] = [shareOf(low, high, 1 - golden), shareOf(low, high, golden)];
    const [roomA, roomB] = [room(a), room(b)];
    if (roomA > 0) return a;
    if (roomB > 0) return b;
    if (roomA >= roomB) high = b;
    else low = a;
  }
  return undefined;
}

/** This share of the way between two values; of their logarithms where they are far apart. */
function shareOf(low: number, high: number, share: number): number {
  const [small, large] = [Math.abs(low), Math.abs(high)].sort((a, b) => a - b) as [number, number];
  if (Math.sign(low) !== Math.sign(high) || large <= 64 * small) return low + share * (high - low);
  return Math.sign(low) * Math.abs(low) ** (1 - share) * Math.abs(high) ** share;
}

/** The ends of the stretches of values that hold, next to values that fail. Undecided values between are passed over. */
function endsOf(probes: readonly Probe[]): End[] {
  const ends: End[] = [];
  const known = probes.filter(({ state }) => state !== 'unresolved');
  for (let first = 0; first < known.length; first++) {
    if (known[first]!.state !== 'holds') continue;
    let last = first;
    while (known[last + 1]?.state === 'holds') last++;
    const [below, above] = [known[first - 1], known[last + 1]];
    const [low, high] = [known[first]!.constant, known[last]!.constant];
    if (below?.state === 'fails')
      ends.push({ side: 'least', fails: below.constant, holds: low, limit: high });
    if (above?.state === 'fails')
      ends.push({ side: 'greatest', fails: above.constant, holds: high, limit: low });
    first = last;
  }
  return ends;
}
