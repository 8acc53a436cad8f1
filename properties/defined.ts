/** Whether closed forms are finite real numbers on a whole domain, also where it is too large to visit, or real. */
import { type Box, Domain, environmentOf } from '../theory/algebra/domain.js';
import { evaluateRational } from '../theory/algebra/rational.js';
import type { Expression } from '../theory/expression/ast.js';
import { enclose, isDefinedOn } from '../theory/expression/enclosure.js';
import { certainlyLessEqual, type ExtendedInterval, one } from '../theory/expression/enclosure-interval.js';
import { freeNames } from '../theory/expression/evaluate.js';
import { isWhole } from '../theory/expression/whole.js';
import type { Claim } from '../theory/language/claim.js';
import { mostWidth } from '../theory/language/resolve-widths.js';
import { isFalseOn } from './condition.js';
import { conditionCost, farCost } from './cost.js';
import { isWidth } from './network-at.js';
import { quantitiesOf } from './quantities.js';
import { namesIn } from './written-point.js';

/** Boxes that the domain may be split into for each thing to be shown, and nominal seconds that they may cost. */
const mostBoxes = 50_000;
const boxSeconds = 10;

/**
 * True only if the sides, which hold no quantities, are certainly defined, the claim's layer indices within 1..L, and its widths those of
 * nets, at every point that the condition does not rule out.
 */
export function areDefinedThroughout(sides: readonly Expression[], claim: Claim): boolean {
  const indices = [claim.left, claim.right]
    .flatMap(quantitiesOf)
    .flatMap(({ observable }) => observable.indices);
  const isInteger = (name: string) => claim.ranges.some((range) => range.name === name && range.integer);
  return (
    sides.every((side) => holdsThroughout(claim, freeNames(side), (env) => isDefinedOn(side, env))) &&
    indices.every((index) =>
      holdsThroughout(claim, [...freeNames(index), 'L'], (env) => isLayer(index, env, isInteger)),
    ) &&
    (claim.settings.widths ?? []).every((width) =>
      holdsThroughout(claim, freeNames(width), (env) => areWidths(width, env, isInteger)),
    )
  );
}

type Env = ReadonlyMap<string, ExtendedInterval>;

/** Whether a property of boxes in these names (and the condition's) holds on parts that cover the domain. */
function holdsThroughout(claim: Claim, names: readonly string[], test: (env: Env) => boolean): boolean {
  const needed = new Set([...names, ...namesIn(claim.condition)]);
  const domain = new Domain(claim.ranges);
  const ranges = claim.ranges.filter(({ name }) => needed.has(name));
  const boxes: Box[] = [new Map(ranges.map(({ name, from, to }) => [name, [from, to]]))];
  const affordable = Math.min(mostBoxes, boxSeconds / (farCost(claim) + conditionCost(claim)));
  for (let used = 0; boxes.length > 0; used++) {
    const box = boxes.pop()!;
    const env = environmentOf(box);
    if (test(env) || isFalseOn(claim.condition, env)) continue;
    const halves = domain.split(box);
    if (halves.length === 0 || used > affordable) return false;
    boxes.push(...halves);
  }
  return true;
}

/** Whether the values of a width are certainly whole numbers from 1 to the largest there is. */
function areWidths(width: Expression, env: Env, isInteger: (name: string) => boolean): boolean {
  const names = freeNames(width);
  if (names.every((name) => env.get(name)!.isPoint)) {
    const value = evaluateRational(
      width,
      Object.fromEntries(names.map((name) => [name, env.get(name)!.lower])),
    );
    return value !== undefined && isWidth(value);
  }
  if (!isWhole(width, isInteger) || !isDefinedOn(width, env)) return false;
  const { lower, upper } = enclose(width, env);
  return lower >= 1 && upper <= mostWidth;
}

/** Whether a layer index is certainly a whole number in 1..L. */
function isLayer(index: Expression, env: Env, isInteger: (name: string) => boolean): boolean {
  if (!isWhole(index, isInteger) || !isDefinedOn(index, env)) return false;
  const layer = enclose(index, env);
  return certainlyLessEqual(one, layer) && certainlyLessEqual(layer, env.get('L')!);
}
