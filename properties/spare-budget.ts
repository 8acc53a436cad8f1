/** Who gets what is left of a claim's budget. */
import type { Outcome } from './outcome.js';

/** `spare` nominal seconds in equal parts among those that can do something with their part, by index. */
export function partsOfTheRest(wanted: readonly Outcome['wanted'][], spare: number): Map<number, number> {
  const able = wanted
    .flatMap((each, index) => (each === undefined || each.least > each.most ? [] : [{ ...each, index }]))
    .sort((a, b) => a.least - b.least);
  while (able.length > 0 && able.at(-1)!.least > spare / able.length) able.pop();
  return new Map(
    able
      .sort((a, b) => a.index - b.index)
      .map(({ index, most }) => [index, Math.min(most, spare / able.length)]),
  );
}
