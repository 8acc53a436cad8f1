/** The checker on a mutant: is what is false refuted, and nothing that is true? */
import type { CatalogueClaim } from '../../theory/catalogue/theorem.js';
import { InputError } from '../../theory/errors.js';
import { decide } from '../check.js';
import { exactAt } from '../exact-at.js';
import { type ClaimJob, claimOf, draftOf, type JobDraft } from '../job.js';
import { runHere } from '../run-here.js';
import type { Point, Verdict, VerdictWord } from '../verdict.js';
import { catalogueEntry, type Mutant, mutantsOf, type Nudge } from './nudges.js';
import { isExactly } from './scan.js';
import { type Truth, truthOf } from './truth.js';

/**
 * `killed`: false and refuted. `survived`: false, but said to hold. `open`: false, left undecided. `spared`: true, not refuted. `wrong`: true, but
 * refuted. `unknown`: nobody knows whether it is true. `stillborn`: malformed, or undefined somewhere in the domain.
 */
export type Score = 'killed' | 'survived' | 'open' | 'spared' | 'wrong' | 'unknown' | 'stillborn';

export interface MutantResult extends Nudge {
  readonly id: string;
  readonly text: string;
  readonly score: Score;
  readonly truth?: Truth;
  readonly verdict?: VerdictWord;
  /** Has to be refuted: false, and by at least ten percent, or decided without drawing nets. */
  readonly owed?: boolean;
  /** Where the checker says that it fails. */
  readonly counterexample?: Point;
  /** Nominal seconds that the checker was given in the run that counts. */
  readonly budget?: number;
  /** For stillborn mutants: what is wrong with them. */
  readonly reason?: string;
}

export interface HuntSettings {
  /** This mutant's share of the run's alpha. */
  readonly alpha: number;
  readonly seed: number;
  /** Nominal seconds that the checker may spend on a mutant that has to be refuted. */
  readonly budget: number;
}

export type Checker = (job: ClaimJob) => Promise<Pick<Verdict, 'verdict' | 'counterexample'>>;

const inThisThread: Checker = (job) => decide(job, runHere);

/** Nudges of at least so many percent have to be seen. */
const seenFrom = 10;

/** First little is spent: much only on what is false and not refuted yet, never on what may be true. */
const idleBudget = 1;
const firstBudget = 2;
const secondBudget = 15;

const enumerated = new Map<string, readonly Mutant[]>();

/** Hunts for the mutant of this number among those of a claim of the catalogue. */
export function huntMutant(id: string, index: number, settings: HuntSettings): Promise<MutantResult> {
  const entry = catalogueEntry(id);
  const mutants = enumerated.get(id) ?? mutantsOf(id, entry);
  enumerated.set(id, mutants);
  return hunt(entry, draftOf(id, entry), mutants[index]!, settings);
}

/** Settles what is true of a mutant, runs the checker on it, and compares. */
export async function hunt(
  original: CatalogueClaim,
  originalDraft: JobDraft,
  { draft, nudge }: Mutant,
  settings: HuntSettings,
  check: Checker = inThisThread,
): Promise<MutantResult> {
  const named = { id: draft.id, text: draft.text, ...nudge };
  try {
    const truth = truthOf(original, originalDraft, draft);
    const budgets = budgetsFor(truth, nudge, draft, settings.budget);
    let verdict: Awaited<ReturnType<Checker>> | undefined;
    let budget = 0;
    for (budget of budgets) {
      verdict = await check({ ...draft, ...settings, budget });
      if (verdict.verdict === 'refuted') break;
    }
    const found = verdict!;
    const known = confirmed(truth, draft, found.counterexample?.point);
    return {
      ...named,
      score: scoreOf(known, found.verdict),
      truth: known,
      owed: isOwed(known, nudge, draft),
      verdict: found.verdict,
      budget,
      ...(found.counterexample ? { counterexample: found.counterexample.point } : {}),
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...named, score: 'stillborn', reason: error.message };
  }
}

function isOwed({ kind }: Truth, { size }: Nudge, draft: JobDraft): boolean {
  return kind === 'false' && (size >= seenFrom || isDecidable(draft));
}

function budgetsFor(truth: Truth, nudge: Nudge, draft: JobDraft, most: number): number[] {
  const all = [firstBudget, secondBudget, most].filter(
    (each, i, budgets) => i === budgets.length - 1 || each < most,
  );
  return isOwed(truth, nudge, draft) ? all : [Math.min(idleBudget, most)];
}

/** Whether the checker decides it without drawing nets. */
function isDecidable(draft: JobDraft): boolean {
  if (draft.kind === 'experiment') return false;
  return draft.kind !== 'claim' || (draft.oracle !== 'simulated' && isExactly(claimOf(draft)));
}

/** A counterexample that the scan had not come across, seen by the exact law as well. */
function confirmed(truth: Truth, draft: JobDraft, point: Point | undefined): Truth {
  if (truth.kind !== 'held' || point === undefined || draft.kind === 'series' || draft.kind === 'experiment')
    return truth;
  const claim = claimOf(draft);
  if (!isExactly(claim) || exactAt(claim, point).state !== 'fails') return truth;
  return { kind: 'false', by: 'the exact law, at the counterexample', witness: point };
}

function scoreOf(truth: Truth, verdict: VerdictWord): Score {
  const refuted = verdict === 'refuted';
  if (truth.kind === 'true') return refuted ? 'wrong' : 'spared';
  if (truth.kind !== 'false') return 'unknown';
  return refuted ? 'killed' : verdict === 'undecided' ? 'open' : 'survived';
}
