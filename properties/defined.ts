/** Whether closed forms are finite real numbers on a whole domain, also where it is too large to visit, or real. */
import { type Box, Domain, environmentOf } from '../theory/algebra/domain.js';
import type { Expression } from '../theory/expression/ast.js';
import { isDefinedOn } from '../theory/expression/enclosure.js';
import type { Claim } from '../theory/language/claim.js';
import { isFalseOn } from './condition.js';

/** Boxes that the domain may be split into. */
const mostBoxes = 50_000;

/** True only if the sides, which hold no quantities, are certainly defined at every point that the condition does not rule out. */
export function areDefinedThroughout(sides: readonly Expression[], claim: Claim): boolean {
  const domain = new Domain(claim.ranges);
  const boxes: Box[] = [new Map(claim.ranges.map(({ name, from, to }) => [name, [from, to]]))];
  for (let used = 0; boxes.length > 0; used++) {
    const box = boxes.pop()!;
    const env = environmentOf(box);
    if (sides.every((side) => isDefinedOn(side, env)) || isFalseOn(claim.condition, env)) continue;
    const halves = domain.split(box);
    if (halves.length === 0 || used > mostBoxes) return false;
    boxes.push(...halves);
  }
  return true;
}
