/** `check`: verdicts on the catalogue, on claims files and on claims typed in. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { decide, exitCode } from '../../properties/check.js';
import { type ClaimJob, catalogueJobs, claimOf, type JobDraft } from '../../properties/job.js';
import { openLedger } from '../../properties/ledger.js';
import type { Verdict } from '../../properties/verdict.js';
import { InputError } from '../../theory/errors.js';
import { parseClaimsFile } from '../../theory/language/claims-file.js';
import { parseSeed, realNumber, repeated, wholeNumber } from '../options.js';
import { defaultWorkers, openPool } from '../pool.js';
import { watch } from '../progress.js';
import { renderVerdicts } from '../render.js';

interface CheckOptions {
  claim?: string[];
  alpha: number;
  budget: number;
  seed: number;
  oracle?: 'exact' | 'simulated';
  workers: number;
  json?: boolean;
}

export function addCheck(program: Command, finish: (code: number) => void): void {
  program
    .command('check')
    .description('decide claims: proved, verified, supported, refuted or undecided')
    .argument(
      '[what...]',
      'ids of the catalogue (forward-mean, forward-mean/pytorch) or claims files (.json); default: the whole catalogue',
    )
    .option('--claim <text>', 'a claim of your own (may be repeated)', repeated(String))
    .option(
      '--alpha <p>',
      'probability, at most, that the whole run is wrong by chance',
      realNumber('--alpha', 'a number between 0 and 1', (x) => x > 0 && x < 1),
      1e-6,
    )
    .option(
      '--budget <seconds>',
      'work that one claim may cost, in nominal seconds of one core',
      realNumber('--budget', 'a positive number of seconds', (x) => x > 0),
      120,
    )
    .option('--seed <n>', 'seed of everything random', parseSeed, 1)
    .option(
      '--oracle <kind>',
      'exact or simulated: how quantities are valued, where both are possible',
      parseOracle,
    )
    .option(
      '--workers <n>',
      'worker threads; the verdicts do not depend on it',
      wholeNumber('--workers', 1, 256),
      defaultWorkers,
    )
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (what: string[], options: CheckOptions) => finish(await check(what, options)));
}

const help = `
Exit codes: 0 all hold, 1 a claim is refuted, 2 bad input, 3 none refuted but some undecided, 130 stopped by Ctrl-C.

Examples:
  vanishing-curvature check
  vanishing-curvature check forward-tail --json
  vanishing-curvature check my-claims.json --alpha 1e-9
  vanishing-curvature check --claim "mean(forwardNorm2) = 1 for L in 1..4, d in 16..64 with init he-uniform"`;

function parseOracle(text: string): 'exact' | 'simulated' {
  if (text !== 'exact' && text !== 'simulated')
    throw new InputError(`--oracle must be exact or simulated, not '${text}'.`);
  return text;
}

async function check(what: readonly string[], options: CheckOptions): Promise<number> {
  const drafts = readDrafts(what, options);
  const ledger = openLedger(options.alpha, drafts.length);
  const jobs: ClaimJob[] = drafts.map((draft) => ({
    ...draft,
    alpha: ledger.perClaim,
    seed: options.seed,
    budget: options.budget,
  }));
  // Every claim is read before the first one is decided: bad input must not cost a run.
  for (const job of jobs) if (job.kind !== 'series') inClaim(job, () => claimOf(job));

  const progress = watch(jobs.length);
  const pool = openPool(Math.max(1, options.workers), progress.examined);
  const verdicts: (Verdict | undefined)[] = jobs.map(() => undefined);
  let stopped = false;
  let wakeUp = () => {};
  const interrupted = new Promise<void>((resolve) => {
    wakeUp = resolve;
  });
  const onInterrupt = () => {
    stopped = true;
    wakeUp();
  };
  process.once('SIGINT', onInterrupt);
  process.once('SIGTERM', onInterrupt);
  try {
    const all = Promise.all(
      jobs.map(async (job, index) => {
        let milliseconds = 0;
        const finding = await decide(job, async (each, unit, wanted) => {
          let start: number | undefined;
          const outcome = await pool.run(each, unit, () => {
            if (stopped || wanted?.() === false) return false;
            start = performance.now();
            progress.working(job.id);
            return true;
          });
          if (start !== undefined) milliseconds += performance.now() - start;
          return outcome;
        }).catch((error: unknown) => {
          throw nameClaim(job, error);
        });
        const seconds = milliseconds / 1000;
        const verdict: Verdict = { id: job.id, claim: job.text, ...finding, seconds, seed: job.seed };
        verdicts[index] = verdict;
        progress.done(verdict);
      }),
    );
    await Promise.race([all, interrupted]);
    all.catch(() => {});
  } finally {
    process.removeListener('SIGINT', onInterrupt);
    process.removeListener('SIGTERM', onInterrupt);
    progress.stop();
    await pool.close();
  }
  const known = verdicts.filter((each) => each !== undefined);
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ ...(stopped ? { partial: true } : {}), verdicts: known }, null, 2)}\n`,
    );
  } else {
    process.stdout.write(renderVerdicts(known, { alpha: ledger.alpha, asked: jobs.length, stopped }));
  }
  return stopped ? 130 : exitCode(known);
}

function readDrafts(what: readonly string[], options: CheckOptions): JobDraft[] {
  const files = what.filter((each) => each.endsWith('.json'));
  const ids = what.filter((each) => !each.endsWith('.json'));
  const typed = (options.claim ?? []).map((text, index): JobDraft => {
    const id = (options.claim ?? []).length === 1 ? 'claim' : `claim-${index + 1}`;
    return { id, text, kind: 'claim' };
  });
  const wantsCatalogue = ids.length > 0 || (files.length === 0 && typed.length === 0);
  const drafts = [...(wantsCatalogue ? catalogueJobs(ids) : []), ...files.flatMap(readFile), ...typed];
  return drafts.map((draft) => (options.oracle === undefined ? draft : { ...draft, oracle: options.oracle }));
}

function readFile(path: string): JobDraft[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : `it could not be read (${code})`;
    throw new InputError(`Claims file '${path}': ${why}.`);
  }
  return parseClaimsFile(text, path).map((entry) => ({ id: entry.id, text: entry.claim, kind: 'claim' }));
}

function inClaim<T>(job: ClaimJob, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw nameClaim(job, error);
  }
}

/** Says which claim was bad where several were asked for; a claim typed in needs no name. */
function nameClaim(job: ClaimJob, error: unknown): unknown {
  if (!(error instanceof InputError) || job.id === 'claim') return error;
  return new InputError(`Claim '${job.id}': ${error.message}`, error.column);
}
