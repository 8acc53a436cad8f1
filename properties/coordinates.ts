/** What a domain may be cut by: a name of the claim, or the ratio L/d, from a bound on or up to it. */

import type { Claim, Condition } from '../theory/language/claim.js';
import { parseExpression } from '../theory/language/parse-claim.js';
import type { Point } from './verdict.js';

export interface Coordinate {
  /** `d`, `L`, `L/d`, `eps`. */
  readonly name: string;
  readonly integer: boolean;
  at(point: Point): number;
}

export type Direction = '>=' | '<=';

/** The names of the claim that take more than one value, and L/d where L and d both do. */
export function coordinatesOf({ ranges }: Claim): Coordinate[] {
  const wide = ranges.filter(({ from, to }) => to > from);
  const own = wide.map(({ name, integer }): Coordinate => ({ name, integer, at: (point) => point[name]! }));
  const both = ['L', 'd'].every((name) => wide.some((range) => range.name === name));
  return both ? [...own, { name: 'L/d', integer: false, at: ({ L, d }) => L! / d! }] : own;
}

type Comparison = Extract<Condition, { kind: 'compare' }>;

/** The points whose coordinate is at least, or at most, that of `bound`; for L/d without a division, so that equality is exact. */
export function conditionOf({ name }: Coordinate, direction: Direction, bound: Point): Comparison {
  const compare = (left: string, right: string, names: readonly string[]): Comparison => ({
    kind: 'compare',
    operator: direction,
    left: parseExpression(left, { names }),
    right: parseExpression(right, { names }),
  });
  if (name !== 'L/d') return compare(name, String(bound[name]), [name]);
  const common = gcd(bound.L!, bound.d!);
  const times = (factor: number, of: string) => (factor === 1 ? of : `${factor}*${of}`);
  return compare(times(bound.d! / common, 'L'), times(bound.L! / common, 'd'), ['L', 'd']);
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
