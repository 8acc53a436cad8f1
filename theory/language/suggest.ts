/** Did-you-mean: the known word nearest to one that is not known. */

/**
 * Number of insertions, deletions, substitutions and swaps of neighbours that turn a into b (optimal string alignment;
 * Damerau 1964), or `limit + 1` as soon as it is known to exceed the limit.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + changed);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) best = Math.min(best, beforeLast[j - 2]! + 1);
      row.push(best);
    }
    if (Math.min(...row) > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}

/** The word among `known` that `word` is most likely a misspelling of: another case, or one edit for every three letters. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const limit = Math.floor(word.length / 3);
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of known) {
    if (candidate === word || word.length > 40) continue;
    const sameLetters = candidate.toLowerCase() === word.toLowerCase();
    const distance = sameLetters ? 0 : editDistance(word.toLowerCase(), candidate.toLowerCase(), limit);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `: did you mean forwardNorm2?`, or the ending given where nothing is near. */
export function didYouMean(word: string, known: Iterable<string>, otherwise = ''): string {
  const found = nearest(word, known);
  return found === undefined ? otherwise : `: did you mean ${found}?`;
}
