/** What hunts have found, claim by claim, and what of it should not be. */
import { describe } from '../describe.js';
import type { MutantResult, Score } from './hunt.js';

export interface ClaimSummary {
  readonly id: string;
  readonly mutants: number;
  readonly false: number;
  /** Of the false ones. */
  readonly refuted: number;
  /** refuted/false; null where none is false. */
  readonly killRate: number | null;
  /** In percent, of a false mutant that was refuted; null if there is none. */
  readonly smallestSeen: number | null;
  readonly true: number;
  /** Of the true ones: must be 0. */
  readonly trueRefuted: number;
  /** Held wherever the exact law or what is known was asked, on a domain not examined whole. */
  readonly held: number;
  /** Of which nothing is known. */
  readonly unknown: number;
  readonly stillborn: number;
}

/** One row for each claim, in the order of the first mutant of each. */
export function summarise(results: readonly MutantResult[]): ClaimSummary[] {
  return [...new Set(results.map(({ id }) => id))].map((id) => {
    const own = results.filter((each) => each.id === id);
    const count = (...scores: readonly Score[]) => own.filter(({ score }) => scores.includes(score)).length;
    const killed = own.filter(({ score }) => score === 'killed');
    const all = count('killed', 'survived', 'open');
    return {
      id,
      mutants: own.length,
      false: all,
      refuted: killed.length,
      killRate: all === 0 ? null : killed.length / all,
      smallestSeen: killed.length === 0 ? null : Math.min(...killed.map(({ size }) => size)),
      true: count('spared', 'wrong'),
      trueRefuted: count('wrong'),
      held: own.filter(({ score, truth }) => score === 'unknown' && truth?.kind === 'held').length,
      unknown: own.filter(({ score, truth }) => score === 'unknown' && truth?.kind === 'unknown').length,
      stillborn: count('stillborn'),
    };
  });
}

/** What should not be: true mutants refuted, false ones said to hold, and false ones that had to be refuted and were not. */
export function faultsIn(results: readonly MutantResult[]): MutantResult[] {
  return results.filter(
    ({ score, owed }) => score === 'wrong' || score === 'survived' || (score === 'open' && owed === true),
  );
}

/** One line on a fault: `wrong: forward-mean/linear, column 31: 5, 5.5 for 5 ...`. */
export function faultText({
  score,
  id,
  where,
  change,
  size,
  truth,
  verdict,
  counterexample,
}: MutantResult): string {
  const at = counterexample ?? (truth?.kind === 'false' ? truth.witness : undefined);
  const place = at === undefined ? '' : ` (at ${describe(at)})`;
  const what = {
    wrong: 'is true and was refuted',
    survived: `is false and was ${verdict}`,
    open: 'is false and was left undecided',
  }[score as 'wrong' | 'survived' | 'open'];
  return `${id}, ${where}, ${change} (${Number(size.toPrecision(3))} %): ${what}${place}`;
}
