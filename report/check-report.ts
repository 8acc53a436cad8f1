/** A run of `check` as its reports tell of it: in whatever format, the same facts in the same order. */
import type { ClaimJob } from '../properties/job.js';
import { draftOf } from '../properties/job.js';
import type { Pictures } from '../properties/pictures/pictures.js';
import type { Verdict, VerdictWord } from '../properties/verdict.js';
import { catalogue, markedCatalogue } from '../theory/catalogue/index.js';
import { claimId, type Theorem } from '../theory/catalogue/theorem.js';

export interface CheckReport {
  readonly version: string;
  readonly seed: number;
  readonly alpha: number;
  /** Nominal seconds of each claim. */
  readonly budget: number;
  /** The run was stopped: claims may lack a verdict. */
  readonly partial: boolean;
  readonly claims: readonly ReportedClaim[];
}

export interface ReportedClaim {
  readonly job: ClaimJob;
  /** Undefined where the run was stopped before. */
  readonly verdict: Verdict | undefined;
  readonly pictures: Pictures | undefined;
  /** The command that gives the verdict again. */
  readonly replay: string | undefined;
}

/** Claims of one theorem, or those that no theorem of the catalogue has. */
export interface Group {
  readonly theorem: Theorem | undefined;
  readonly claims: readonly ReportedClaim[];
}

export const verdictWords: readonly VerdictWord[] = [
  'proved',
  'verified',
  'supported',
  'refuted',
  'undecided',
];

/** In the order of the run; claims of a theorem that follow each other are together. */
export function groupsOf({ claims }: CheckReport): Group[] {
  const groups: { theorem: Theorem | undefined; claims: ReportedClaim[] }[] = [];
  for (const claim of claims) {
    const theorem = theoremOf(claim.job);
    const last = groups.at(-1);
    if (last !== undefined && last.theorem === theorem) last.claims.push(claim);
    else groups.push({ theorem, claims: [claim] });
  }
  return groups;
}

/** Of a claim as the catalogue has it: a claim of somebody's own may have the same id. Formulas are marked. */
function theoremOf(job: ClaimJob): Theorem | undefined {
  const index = catalogue.findIndex((theorem) =>
    theorem.claims.some((claim) => {
      const id = claimId(theorem, claim);
      if (id !== job.id) return false;
      const { text, kind } = draftOf(id, claim);
      return text === job.text && kind === job.kind;
    }),
  );
  return markedCatalogue[index];
}

/** The claim's text; with its formulas marked where it is a statement in words. */
export function markedText({ id, text, kind }: ClaimJob, theorem: Theorem | undefined): string {
  if (theorem === undefined || kind !== 'experiment') return text;
  const claim = theorem.claims.find((each) => claimId(theorem, each) === id);
  return claim?.kind === 'experiment' ? claim.claim : text;
}

export function countOf({ claims }: CheckReport, word: VerdictWord): number {
  return claims.filter(({ verdict }) => verdict?.verdict === word).length;
}

/** `3 proved, 2 refuted, 1 without a verdict`. */
export function countsText(report: CheckReport): string {
  const open = report.claims.filter(({ verdict }) => verdict === undefined).length;
  const parts = [
    ...verdictWords.map((word) => ({ word, n: countOf(report, word) })),
    { word: 'without a verdict', n: open },
  ];
  const shown = parts.filter(({ n }) => n > 0).map(({ word, n }) => `${n} ${word}`);
  return shown.length === 0 ? 'no claim' : shown.join(', ');
}

/** What drawn nets may have spent of alpha. */
export function alphaSpent({ claims }: CheckReport): number {
  return claims.reduce((sum, { verdict }) => sum + (verdict?.alpha ?? 0), 0);
}
