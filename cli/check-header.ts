/** What fixes the verdicts of a run of `check`: all but the number of workers. */
import { createHash } from 'node:crypto';
import type { ClaimJob } from '../properties/job.js';
import type { CheckOptions } from './commands/check.js';
import { fingerprint } from './fingerprint.js';
import type { Header } from './journal.js';
import { version } from './version.js';

/** This file runs from dist/cli/ or, bundled, from dist/bin/. */
const built = new URL('../', import.meta.url);

/** A Node of another version may round exp and log in another way. */
export function checkHeader(jobs: readonly ClaimJob[], options: CheckOptions): Header {
  const { seed, alpha, budget, oracle } = options;
  return {
    version,
    seed,
    alpha,
    budget,
    oracle: oracle ?? 'by default',
    // A journal is told by its header's text, and the order of the claims changes no verdict.
    claims: Object.fromEntries(jobs.map((job) => [job.id, digest(job)]).sort()),
    node: process.version,
    code: fingerprint(built, ['theory', 'numerics', 'properties']),
  };
}

/** Short, as a claim may have millions of characters; without what is the run's, or is said about it: the shares of alpha follow from the number of claims. */
function digest({ alpha: _alpha, seed: _seed, budget: _budget, about: _about, ...draft }: ClaimJob): string {
  return createHash('sha256').update(JSON.stringify(draft)).digest('hex').slice(0, 16);
}
