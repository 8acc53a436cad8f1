/** A claim to be decided, as plain data that can be sent to a worker (unless it brings observables or oracles of its own: these are code). */

import { catalogue } from '../theory/catalogue/index.js';
import { type CatalogueClaim, claimId, type Parameters } from '../theory/catalogue/theorem.js';
import { InputError } from '../theory/errors.js';
import type { Claim } from '../theory/language/claim.js';
import { parseClaim } from '../theory/language/parse-claim.js';
import type { CustomObservable } from './custom-observable.js';
import type { CustomOracle } from './custom-oracle.js';

export interface ClaimJob {
  readonly id: string;
  /** The claim's text; for a series, the expansion it states; for an experiment, the statement in words. */
  readonly text: string;
  readonly kind: CatalogueClaim['kind'];
  readonly series?: {
    readonly cumulant: 1 | 2 | 3;
    readonly activation: 'relu' | 'linear' | 'leaky-relu';
    readonly order: number;
  };
  readonly experiment?: { readonly name: string; readonly parameters: Parameters };
  /** The constant of the text whose value is sought. */
  readonly constant?: ConstantQuestion;
  /** What a claims file says about the claim, for reports alone. */
  readonly about?: { readonly title?: string; readonly source?: string };
  /** `simulated` asks for drawn nets where the exact law would be the default. */
  readonly oracle?: 'exact' | 'simulated';
  /** Observables and oracles besides the program's own. */
  readonly observables?: readonly CustomObservable[];
  readonly oracles?: readonly CustomOracle[];
  /** This claim's share of the run's alpha. */
  readonly alpha: number;
  /** Seed of the run, 0 <= seed < 2^32. */
  readonly seed: number;
  /** Work the claim may cost, in nominal seconds of one core (see cost.ts): a count, so that it is the same on every machine. */
  readonly budget: number;
}

export interface ConstantQuestion {
  readonly name: string;
  /** Significant digits wanted, 1 to 15. */
  readonly digits: number;
  /** Values outside [from, to] are not tried. */
  readonly from: number;
  readonly to: number;
  /** A value to begin with. */
  readonly start?: number;
}

type Parsed = Map<string, Claim>;
const parsedPlain: Parsed = new Map();
/** Claims that hold observables of these lists: a claim lives no longer than its list. */
const parsedWith = new WeakMap<readonly CustomObservable[], Parsed>();

function parsedFor(observables: readonly CustomObservable[]): Parsed {
  if (observables.length === 0) return parsedPlain;
  let parsed = parsedWith.get(observables);
  if (parsed === undefined) {
    parsed = new Map();
    parsedWith.set(observables, parsed);
  }
  return parsed;
}

/** The job's claim, parsed once for each text. */
export function claimOf(job: Pick<ClaimJob, 'text' | 'kind' | 'constant' | 'observables'>): Claim {
  const constants = job.constant === undefined ? [] : [job.constant.name];
  const { observables = [] } = job;
  const parsed = parsedFor(observables);
  const key = `${job.kind} ${constants} ${job.text}`;
  let claim = parsed.get(key);
  if (claim === undefined) {
    claim = parseClaim(job.text, { requireQuantity: job.kind !== 'closed-form', constants, observables });
    if (parsed.size > 1000) parsed.clear();
    parsed.set(key, claim);
  }
  return claim;
}

export type JobDraft = Omit<ClaimJob, 'alpha' | 'seed' | 'budget'>;

/** The catalogue's claims whose id is one of `ids` or begins with one of them (`forward-mean` for `forward-mean/pytorch`); all if none is given. */
export function catalogueJobs(ids: readonly string[] = []): JobDraft[] {
  const all = catalogue.flatMap((theorem) =>
    theorem.claims.map((claim) => draftOf(claimId(theorem, claim), claim)),
  );
  if (ids.length === 0) return all;
  return ids.flatMap((id) => {
    const chosen = all.filter((job) => job.id === id || job.id.startsWith(`${id}/`));
    if (chosen.length === 0)
      throw new InputError(
        unknownId(
          id,
          all.map((job) => job.id),
        ),
      );
    return chosen;
  });
}

function unknownId(id: string, known: readonly string[]): string {
  const theorems = [...new Set(known.map((each) => each.split('/')[0]!))];
  const theorem = id.split('/')[0]!;
  if (theorems.includes(theorem)) {
    const parts = known.filter((each) => each.startsWith(`${theorem}/`));
    return `There is no claim '${id}' in the catalogue; ${theorem} has ${parts.join(', ')}.`;
  }
  // A claim, not the name of one.
  if (/[\s(]/.test(id)) return `There is no claim '${id}' in the catalogue; --claim takes one of your own.`;
  return `There is no claim '${id}' in the catalogue; its theorems are ${theorems.join(', ')}.`;
}

/** The claim with its mutant's change made: what the checker must refute. */
export function mutantOf(id: string, claim: CatalogueClaim): JobDraft {
  const original = draftOf(id, claim);
  if (claim.kind === 'series') return { ...original, text: claim.mutant.expansion };
  if (claim.kind !== 'experiment') return { ...original, text: claim.mutant.claim };
  const { experiment, mutant } = claim;
  return {
    ...original,
    text: `${claim.claim} (${mutant.change})`,
    experiment: { name: experiment, parameters: mutant.parameters },
  };
}

/** A claim of the catalogue as it is. */
export function draftOf(id: string, claim: CatalogueClaim): JobDraft {
  if (claim.kind === 'experiment') {
    const { experiment, parameters } = claim;
    return { id, kind: 'experiment', text: claim.claim, experiment: { name: experiment, parameters } };
  }
  if (claim.kind === 'series') {
    const { cumulant, activation, order } = claim;
    return { id, kind: 'series', text: claim.expansion, series: { cumulant, activation, order } };
  }
  return {
    id,
    kind: claim.kind,
    text: claim.claim,
    ...(claim.kind === 'claim' && claim.oracle ? { oracle: claim.oracle } : {}),
  };
}
