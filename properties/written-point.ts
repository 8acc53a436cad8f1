/** What a point's coordinates stand for. */
import type Fraction from 'fraction.js';
import { freeNames } from '../theory/expression/evaluate.js';
import type { Claim, Condition, DomainRange } from '../theory/language/claim.js';
import type { Point } from './verdict.js';

/**
 * The point with ends of ranges as they are written, 3/10 where its double is only near: a claim that is true at 3/10 is not refuted there because the double
 * lies a hair outside of the range. Undefined if the doubles are what is meant. Where the condition speaks of a name, its doubles are what was tried.
 */
export function writtenPoint(
  { ranges, condition }: Claim,
  point: Point,
): Readonly<Record<string, number | Fraction>> | undefined {
  const written = ranges.flatMap((range) => {
    const end = writtenEnd(range, point[range.name]!);
    const isTried = end === undefined || namesIn(condition).includes(range.name);
    return isTried ? [] : [[range.name, end] as const];
  });
  return written.length === 0 ? undefined : { ...point, ...Object.fromEntries(written) };
}

/** What is written where this double is an end of the range; undefined if that is the double itself, or the double no end. */
export function writtenEnd({ rounded = [] }: DomainRange, end: number): Fraction | undefined {
  return rounded.find(({ double }) => double === end)?.written;
}

export function namesIn(condition: Condition | undefined): readonly string[] {
  if (condition === undefined) return [];
  if (condition.kind === 'not') return namesIn(condition.operand);
  if (condition.kind === 'compare') return [condition.left, condition.right].flatMap(freeNames);
  return [...namesIn(condition.left), ...namesIn(condition.right)];
}
