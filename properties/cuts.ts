/** Parts of a domain that one bound cuts off beyond all failures, and where exactly the bound is to be put. */

import { toText } from '../theory/expression/text.js';
import type { Claim, Condition } from '../theory/language/claim.js';
import { formatClaim } from '../theory/language/format-claim.js';
import { type Coordinate, conditionOf, type Direction } from './coordinates.js';
import { exactAt } from './exact-at.js';
import { edge } from './sharpen/bracket.js';
import type { Point, VerdictWord } from './verdict.js';

/** A part of the domain: the points with coordinate >= threshold, or <= threshold. */
export interface Part {
  readonly name: string;
  readonly relation: Direction;
  readonly threshold: number;
  /** `d >= 2`, as it may stand in a where part. */
  readonly condition: string;
  /** Examined points within, all of which hold, and of the domain. */
  readonly points: number;
  readonly of: number;
  /** Of the claim on this part, by a check of its own or a walk over the whole domain; `undecided`: not confirmed. */
  readonly verdict: VerdictWord;
}

export interface Cut {
  readonly coordinate: Coordinate;
  readonly part: Omit<Part, 'verdict'>;
  /** The point within whose coordinate is the bound, and the failing one next to it. */
  readonly bound: Point;
  readonly beside: Point;
}

/** For every coordinate and direction the part beyond all failures, the one with the most points first. */
export function cutsBeside(
  coordinates: readonly Coordinate[],
  examined: readonly Point[],
  failures: readonly Point[],
): Cut[] {
  const cuts = coordinates.flatMap((coordinate) =>
    (['>=', '<='] as const).flatMap((relation): Cut[] => {
      const sign = relation === '>=' ? 1 : -1;
      const at = (point: Point) => sign * coordinate.at(point);
      const beside = failures.reduce((a, b) => (at(b) > at(a) ? b : a));
      const inside = examined.filter((point) => at(point) > at(beside));
      if (inside.length === 0) return [];
      const bound = inside.reduce((a, b) => (at(b) < at(a) ? b : a));
      const part = {
        name: coordinate.name,
        relation,
        threshold: coordinate.at(bound),
        condition: textOf(conditionOf(coordinate, relation, bound)),
        points: inside.length,
        of: examined.length,
      };
      return [{ coordinate, part, bound, beside }];
    }),
  );
  return cuts.sort((a, b) => b.part.points - a.part.points);
}

/** To which the two sides of a bound are found; it is then given to six. */
const refinedDigits = 11;

/** On a real range the bound lies anywhere between two points examined: it is bisected along the failing one, to six digits. */
function refined(
  claim: Claim,
  { coordinate: { name }, part, bound, beside }: Cut,
): Pick<Cut, 'bound' | 'beside'> {
  const stateAt = (value: number) => exactAt(claim, { ...beside, [name]: value }).state;
  const holds = edge((value) => stateAt(value) === 'holds', bound[name]!, beside[name]!, refinedDigits);
  const fails = edge((value) => stateAt(value) === 'fails', beside[name]!, bound[name]!, refinedDigits);
  const sign = part.relation === '>=' ? 1 : -1;
  const rounded = Number(holds.toPrecision(6));
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(holds))) - 5);
  const threshold = sign * (rounded - holds) >= 0 ? rounded : Number((rounded + sign * unit).toPrecision(6));
  const isBetween = sign * (bound[name]! - threshold) > 0;
  return {
    bound: isBetween ? { ...bound, [name]: threshold } : bound,
    beside: { ...beside, [name]: fails },
  };
}

function textOf(condition: Condition): string {
  return condition.kind === 'compare'
    ? `${toText(condition.left)} ${condition.operator} ${toText(condition.right)}`
    : '';
}

/** The claim on the part of its domain where the condition holds too. */
export function restricted(claim: Claim, condition: Condition): string {
  const { condition: before } = claim;
  return formatClaim({
    ...claim,
    condition: before === undefined ? condition : { kind: 'and', left: before, right: condition },
  });
}

/** A cut with the bound where it is to be stated, and the claim within it. */
export interface PlacedCut extends Cut {
  readonly text: string;
}

export function placedCut(claim: Claim, cut: Cut): PlacedCut {
  const { coordinate, part } = cut;
  const isReal = !coordinate.integer && coordinate.name !== 'L/d';
  const { bound, beside } = isReal ? refined(claim, cut) : cut;
  const condition = conditionOf(coordinate, part.relation, bound);
  return {
    coordinate,
    bound,
    beside,
    part: { ...part, threshold: coordinate.at(bound), condition: textOf(condition) },
    text: restricted(claim, condition),
  };
}
