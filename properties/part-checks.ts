/** Checks of the parts of a sampled domain, each once, as long as the budget of the search lasts. */
import { isUnbounded } from '../theory/bounds/claimed.js';
import type { Claim } from '../theory/language/claim.js';
import { decide, whyTooDear } from './check.js';
import { exactPointCost } from './cost.js';
import type { Cut } from './cuts.js';
import { exactAt } from './exact-at.js';
import { dearestPoint, planExact } from './exact-claim.js';
import { type ClaimJob, claimOf } from './job.js';
import { chooseOracle } from './oracle.js';
import { textOf } from './outcome.js';
import type { PlacedCut, StateAt } from './placed-cut.js';
import type { RunUnit } from './run-units.js';
import type { Finding } from './verdict.js';

/** Part of the budget that one pass over a sampled domain may cost, and that all of them may. */
const passShare = 1 / 8;
const allPasses = 1 / 2;
/** Nominal seconds of drawing a sample, in this thread and in another, and how many times that where points are thrown away. */
const drawingSeconds = 0.3;
const mostDrawings = 20;
/** A part of the candidates that is kept, below which more of them must be drawn. */
const enoughKept = 1 / 4;

/** The job of one pass: a walk over the whole domain may have all of the budget, as nothing is left to be checked after it. */
export function passOver(job: ClaimJob, claim: Claim): ClaimJob {
  const pass = { ...job, budget: job.budget * passShare };
  const isExact = !isUnbounded(claim) && chooseOracle(claim, job.oracle).kind === 'exact';
  if (!isExact || whyTooDear(pass, claim) !== undefined) return job;
  const plan = planExact(job, claim);
  if ('dear' in plan || plan.units[0]?.kind === 'walk') return job;
  return 'dear' in planExact(pass, claim) ? job : pass;
}

export interface PartChecks {
  /** The check of this part; undefined if what is left of the budget does not allow it. */
  readonly check: (cut: PlacedCut) => Promise<Finding | undefined>;
  /** What the claim is at a point, found out once. */
  readonly stateAt: StateAt;
  /** Whether a check has been refused. */
  readonly isSpent: () => boolean;
  /** A part with this name and these bounds failed; how often any such has. */
  readonly failed: (cut: Cut) => void;
  readonly failuresOf: (cut: Cut) => number;
}

/** @param job the claim on the whole domain, one pass over which is paid already. */
export function openPartChecks(job: ClaimJob, run: RunUnit, tell: (what: string) => void): PartChecks {
  const claim = claimOf(job);
  const findings = new Map<string, Finding>();
  const states = new Map<string, ReturnType<StateAt>>();
  const failed = new Map<string, number>();
  const kindOf = ({ part }: Cut) => `${part.name} ${part.relation}`;
  const budget = job.budget * passShare;
  let left = job.budget * allPasses - budget;
  let spent = false;
  const decidePart = async (cut: PlacedCut) => {
    const part: ClaimJob = { ...job, text: cut.text, budget };
    const drawing = Math.min(budget / 2, drawingCost(cut));
    // Of a pass that could not be finished nothing would be known.
    spent ||= left < drawing + budget;
    if (spent) return undefined;
    tell(`where ${cut.part.condition}`);
    const found = await decide(part, run);
    findings.set(cut.text, found);
    left -= drawing + found.points * dearestPoint(part, claimOf(part));
    return found;
  };
  return {
    check: async (cut) => findings.get(cut.text) ?? decidePart(cut),
    stateAt: (point) => {
      const key = textOf(point);
      const known = states.get(key);
      if (known !== undefined) return known;
      left -= exactPointCost(claim, point);
      const { state } = exactAt(claim, point);
      states.set(key, state);
      return state;
    },
    isSpent: () => spent,
    failed: (cut) => failed.set(kindOf(cut), 1 + (failed.get(kindOf(cut)) ?? 0)),
    failuresOf: (cut) => failed.get(kindOf(cut)) ?? 0,
  };
}

function drawingCost({ part }: PlacedCut): number {
  const kept = part.points / part.of;
  return drawingSeconds * Math.min(mostDrawings, Math.max(1, enoughKept / kept));
}
