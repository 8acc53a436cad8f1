/** The claims that a run is about (ids of the catalogue, claims files, claims typed in), read and ready to be decided. */
import { statSync } from 'node:fs';
import { type ClaimJob, catalogueJobs, claimOf, type JobDraft } from '../properties/job.js';
import { openLedger } from '../properties/ledger.js';
import { refuseEndless } from '../properties/oracle.js';
import { isUnbounded } from '../theory/bounds/claimed.js';
import { InputError } from '../theory/errors.js';
import type { CheckOptions } from './commands/check.js';
import { readText } from './read-text.js';

/** Shares of alpha below this, divided further by points and looks, would leave the range of doubles. */
const leastShare = 1e-300;

/** @throws InputError for anything that is not right about them: bad input must not cost a run. */
export async function readJobs(what: readonly string[], options: CheckOptions): Promise<ClaimJob[]> {
  const drafts = await readDrafts(what, options);
  const { perClaim } = openLedger(options.alpha, drafts.length);
  if (perClaim < leastShare) throw tooSmall(options.alpha, drafts.length);
  const { seed, budget } = options;
  const jobs = drafts.map((draft): ClaimJob => ({ ...draft, alpha: perClaim, seed, budget }));
  for (const job of jobs) {
    try {
      if (job.kind === 'claim' || job.kind === 'closed-form') refuseEndless(claimOf(job), job.oracle);
    } catch (error) {
      throw nameClaim(job, error);
    }
  }
  return jobs;
}

function tooSmall(alpha: number, claims: number): InputError {
  // Rounded up, so that what is named is enough.
  const least = claims === 1 ? leastShare : Number((1.001 * leastShare * claims).toPrecision(3));
  const forWhat = claims === 1 ? 'a claim' : `${claims} claims`;
  return new InputError(`--alpha ${alpha} is too small for ${forWhat}: it must be at least ${least}.`);
}

/** Says which claim was bad where several were asked for (one typed in needs no name), or which one a bug came up with. */
export function nameClaim(job: ClaimJob, error: unknown): unknown {
  if (!(error instanceof InputError)) {
    return new Error(`claim '${job.id}': ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
  return job.id === 'claim' ? error : new InputError(`Claim '${job.id}': ${error.message}`, error.column);
}

export function isClaimsFile(what: string): boolean {
  return what.endsWith('.json');
}

async function readDrafts(what: readonly string[], options: CheckOptions): Promise<JobDraft[]> {
  const files = what.filter(isClaimsFile);
  const ids = what.filter((each) => !isClaimsFile(each));
  const typed = (options.claim ?? []).map((text, index): JobDraft => {
    const id = (options.claim ?? []).length === 1 ? 'claim' : `claim-${index + 1}`;
    return { id, text, kind: 'claim' };
  });
  const wantsCatalogue = ids.length > 0 || (files.length === 0 && typed.length === 0);
  const drafts = wantsCatalogue ? fromCatalogue(ids) : [];
  const asItIs = new Set(
    options.oracle === 'simulated' ? drafts.filter((each) => comesAlong(each, ids)) : [],
  );
  for (const file of files) drafts.push(...(await readClaimsFile(file)));
  drafts.push(...typed);
  return withoutRepeats(drafts).map((draft) =>
    options.oracle === undefined || asItIs.has(draft) ? draft : { ...draft, oracle: options.oracle },
  );
}

function fromCatalogue(ids: readonly string[]): JobDraft[] {
  for (const id of ids) {
    if (isFile(id)) {
      throw new InputError(`'${id}' is a file: the name of a claims file ends in .json.`);
    }
  }
  return catalogueJobs(ids);
}

/**
 * A claim of the catalogue about all widths that was asked for with others, by its theorem or with the whole catalogue. It is proved as
 * ever: no nets can be drawn for it, and that must not keep the others from being drawn.
 */
function comesAlong(draft: JobDraft, ids: readonly string[]): boolean {
  if (draft.kind !== 'claim' || ids.includes(draft.id)) return false;
  return isUnbounded(claimOf(draft));
}

/** Ids have dots too (in claims files), so only what is there, and has one, was meant as a file. */
function isFile(id: string): boolean {
  try {
    return id.includes('.') && statSync(id).isFile();
  } catch {
    return false;
  }
}

/** A claim asked for twice (an id given twice, or with its theorem's; a file named twice) is decided once. */
function withoutRepeats(drafts: readonly JobDraft[]): JobDraft[] {
  const byId = new Map<string, JobDraft>();
  for (const draft of drafts) {
    const earlier = byId.get(draft.id);
    if (earlier !== undefined && (earlier.text !== draft.text || earlier.kind !== draft.kind)) {
      throw new InputError(`Two different claims of this run have the id '${draft.id}': ids must differ.`);
    }
    byId.set(draft.id, draft);
  }
  return [...byId.values()];
}

async function readClaimsFile(path: string): Promise<JobDraft[]> {
  const text = readText(path, 'Claims file');
  const { parseClaimsFile } = await import('../theory/language/claims-file.js');
  return parseClaimsFile(text, path).map(({ id, claim, title, source }) => ({
    id,
    text: claim,
    kind: 'claim',
    about: { ...(title === undefined ? {} : { title }), ...(source === undefined ? {} : { source }) },
  }));
}
