/** Whether closed forms are finite real numbers on a whole domain, also where it is too large to visit, or real. */
import { type Box, Domain, environmentOf } from '../theory/algebra/domain.js';
import type { Expression } from '../theory/expression/ast.js';
import { enclose, isDefinedOn } from '../theory/expression/enclosure.js';
import { certainlyLessEqual, type ExtendedInterval, one } from '../theory/expression/enclosure-interval.js';
import type { Claim } from '../theory/language/claim.js';
import { isFalseOn } from './condition.js';
import { quantitiesOf } from './quantities.js';

/** Boxes that the domain may be split into. */
const mostBoxes = 50_000;

/** True only if the sides, which hold no quantities, are certainly defined at every point that the condition does not rule out. */
export function areDefinedThroughout(sides: readonly Expression[], claim: Claim): boolean {
  const domain = new Domain(claim.ranges);
  const indices = [claim.left, claim.right]
    .flatMap(quantitiesOf)
    .flatMap(({ observable }) => observable.indices);
  const boxes: Box[] = [new Map(claim.ranges.map(({ name, from, to }) => [name, [from, to]]))];
  for (let used = 0; boxes.length > 0; used++) {
    const box = boxes.pop()!;
    const env = environmentOf(box);
    const isDefined =
      sides.every((side) => isDefinedOn(side, env)) && indices.every((each) => isLayer(each, env));
    if (isDefined || isFalseOn(claim.condition, env)) continue;
    const halves = domain.split(box);
    if (halves.length === 0 || used > mostBoxes) return false;
    boxes.push(...halves);
  }
  return true;
}

/** Whether a layer index certainly lies in 1..L. */
function isLayer(index: Expression, env: ReadonlyMap<string, ExtendedInterval>): boolean {
  if (!isDefinedOn(index, env)) return false;
  const layer = enclose(index, env);
  return certainlyLessEqual(one, layer) && certainlyLessEqual(layer, env.get('L')!);
}
