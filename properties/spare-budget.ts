/** Who gets what is left of a claim's budget. */
import type { Wanted } from './outcome.js';

/** `spare` nominal seconds in equal parts among those that can do something with their part, by index. */
export function partsOfTheRest(wanted: readonly (Wanted | undefined)[], spare: number): Map<number, number> {
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

/** Where the claim looks false, and most so: one such point settles the claim, so that it may have all of `spare`. None if that does not suffice. */
export function suspect(wanted: readonly (Wanted | undefined)[], spare: number): number | undefined {
  const slackOf = (index: number) => wanted[index]?.slack ?? 0;
  const worst = wanted.map((_, index) => index).sort((a, b) => slackOf(a) - slackOf(b))[0];
  if (worst === undefined || slackOf(worst) >= 0) return undefined;
  return partsOfTheRest([wanted[worst]], spare).size > 0 ? worst : undefined;
}
