/** What a point's coordinates stand for. */
import type Fraction from 'fraction.js';
import { freeNames } from '../theory/expression/evaluate.js';
import type { Claim, Condition, DomainRange } from '../theory/language/claim.js';
import type { Point } from './verdict.js';

/**
 * What is written where this double is an end of the range, 3/10 for 0.3; undefined if that is the double itself, or the double no end. Where the condition speaks of
 * the name, its doubles are what is tried, and meant.
 */
export function writtenEnd(
  { condition }: Claim,
  { name, rounded = [] }: DomainRange,
  end: number,
): Fraction | undefined {
  const written = rounded.find(({ double }) => double === end)?.written;
  return written === undefined || namesIn(condition).includes(name) ? undefined : written;
}

/**
 * The point with ends of ranges as they are written: a claim that is true at 3/10 is not refuted there because the double lies a hair outside of the range.
 * Undefined if all doubles are what is meant.
 */
export function writtenPoint(
  claim: Claim,
  point: Point,
): Readonly<Record<string, number | Fraction>> | undefined {
  const written = claim.ranges.flatMap((range) => {
    const end = writtenEnd(claim, range, point[range.name]!);
    return end === undefined ? [] : [[range.name, end] as const];
  });
  return written.length === 0 ? undefined : { ...point, ...Object.fromEntries(written) };
}

export function namesIn(condition: Condition | undefined): readonly string[] {
  if (condition === undefined) return [];
  if (condition.kind === 'not') return namesIn(condition.operand);
  if (condition.kind === 'compare') return [condition.left, condition.right].flatMap(freeNames);
  return [...namesIn(condition.left), ...namesIn(condition.right)];
}
