/** Who gets what is left of a claim's budget. */
import type { Outcome } from './outcome.js';

/**
 * Of `spare` nominal seconds, by index, what each needs at least and an equal part of the rest, up to what it can use. None, if they do not
 * suffice for all: a point that stays open leaves the claim open.
 */
export function partsOfTheRest(wanted: readonly Outcome['wanted'][], spare: number): Map<number, number> {
  const asking = wanted.flatMap((each, index) => (each === undefined ? [] : [{ ...each, index }]));
  const rest = spare - asking.reduce((sum, { least }) => sum + least, 0);
  if (rest < 0 || asking.some(({ least, most }) => least > most)) return new Map();
  return new Map(
    asking.map(({ index, least, most }) => [index, Math.min(most, least + rest / asking.length)]),
  );
}
