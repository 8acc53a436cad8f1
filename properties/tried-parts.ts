/** Parts of a domain on which a claim seems to hold, and what is known of each. */
import type { Claim } from '../theory/language/claim.js';
import { holdsAt } from './condition.js';
import type { Cut } from './cuts.js';
import { claimOf } from './job.js';
import { textOf } from './outcome.js';
import type { PartChecks } from './part-checks.js';
import { type PlacedCut, placedCut, unplacedCut } from './placed-cut.js';
import type { Point, VerdictWord } from './verdict.js';

export interface Tried {
  readonly cut: PlacedCut;
  readonly verdict: VerdictWord;
  readonly exhaustive: boolean;
  /** Of a part that is not confirmed. */
  readonly why?: string;
}

export function isConfirmed({ verdict }: Tried): boolean {
  return verdict === 'verified' || verdict === 'proved';
}

/** A bound is moved on at most so often by what the checks of parts find. */
const mostMoves = 40;
/** A stretch between two points that fail is luck of the sample where others turn up within; another such stretch is as likely to be. */
const mostStretches = 3;

/** @returns a point instead if the claim fails there, though it is within one of the parts. */
export async function triedByChecks(
  claim: Claim,
  cuts: readonly Cut[],
  checks: PartChecks,
): Promise<readonly Tried[] | { readonly failing: Point }> {
  const tried: Tried[] = [];
  const open = (cut: PlacedCut, why: string) =>
    tried.push({ cut, verdict: 'undecided', exhaustive: false, why });
  for (const cut of cuts) {
    const most = cut.part.relation === 'between' ? mostStretches : mostMoves;
    if (checks.failuresOf(cut) >= most) {
      open(unplacedCut(claim, cut), `it failed again on more points, ${most} times.`);
      continue;
    }
    if (checks.isSpent()) {
      open(unplacedCut(claim, cut), unaffordable);
      continue;
    }
    const placed = placedCut(claim, cut, checks.stateAt);
    if ('failing' in placed) {
      checks.failed(cut);
      return placed;
    }
    const found = await checks.check(placed);
    if (found?.counterexample !== undefined) {
      checks.failed(cut);
      return { failing: found.counterexample.point };
    }
    if (found === undefined) open(placed, unaffordable);
    else if (found.verdict === 'undecided') open(placed, found.reason ?? 'its check left it open.');
    else tried.push({ cut: placed, verdict: found.verdict, exhaustive: found.exhaustive });
  }
  return tried;
}

const unaffordable = 'the budget is spent; a larger --budget, or narrower ranges, would settle it.';

/** A walk over all points of the domain has seen all of each part, too. */
export function triedByWalk(
  claim: Claim,
  cuts: readonly Cut[],
  examined: readonly Point[],
  failures: readonly Point[],
  { exhaustive }: { readonly exhaustive: boolean },
): readonly Tried[] {
  const failing = new Set(failures.map(textOf));
  return cuts.map((each): Tried => {
    const cut = unplacedCut(claim, each);
    // By the condition as it is printed.
    const { condition } = claimOf({ text: cut.text, kind: 'claim' });
    const within = examined.filter((point) => holdsAt(condition, point) === 'true');
    const holds = within.length === cut.part.points && !within.some((point) => failing.has(textOf(point)));
    return holds
      ? { cut, verdict: 'verified', exhaustive }
      : { cut, verdict: 'undecided', exhaustive: false, why: 'its points are not those that were examined.' };
  });
}
