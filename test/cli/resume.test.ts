/** A run broken off anywhere and continued ends with the verdicts of an unbroken one. Here without processes: every place is tried. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Journal, openJournal } from '../../cli/journal.js';
import { type DoUnit, verdictOn } from '../../cli/verdict-on.js';
import { type ClaimJob, catalogueJobs, type JobDraft } from '../../properties/job.js';
import { type CheckUnit, runUnit, type Unit } from '../../properties/unit.js';

const folder = mkdtempSync(join(tmpdir(), 'resume-'));
afterAll(() => rmSync(folder, { recursive: true }));

const typed = (text: string, oracle?: 'simulated'): JobDraft => ({
  id: 'claim',
  text,
  kind: 'claim',
  ...(oracle === undefined ? {} : { oracle }),
});
/** Between them, units of all kinds: the test below counts. */
const drafts: JobDraft[] = [
  typed('mean(forwardNorm2) = 1/2 for L in 1..2, d in 1..2'),
  typed('mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..20, d in 2..20'),
  typed('P(forwardNorm2 >= eps) <= eps^(-1/2)*exp(-L/d) for L in 1..20, d in 2..16, eps in 1e-6..1'),
  typed('logMean(forwardNorm2) <= -5*L/(2*d) for L in 1..infinity, d in 4..infinity'),
  typed('P(forwardNorm2 <= 0) = 1 for L = 60, d = 1 with init he-uniform'),
  typed('mean(forwardNorm2) <= 1/2 for L in 1..2, d in 8..9', 'simulated'),
  typed('median(forwardNorm2 | alive) = 1 for L in 4..6, d in 8..9 with init he-uniform'),
  ...catalogueJobs(['chain-hessian/numbers', 'forward-log-expansion/series-mean']),
  typed('logMean(forwardNorm2) <= h for L = 1, d = 1, h in 1..2'),
];
const jobs = drafts.map((draft): ClaimJob => ({ ...draft, alpha: 1e-6, seed: 1, budget: 0.5 }));
const header = { seed: 1 };

const kinds = new Set<Unit['kind']>();
let done = 0;
const doUnit: DoUnit = async (job, unit, wanted) => {
  if (wanted?.() === false) return undefined;
  done += 1;
  kinds.add(unit.kind);
  return { outcome: runUnit(job, unit), milliseconds: 1 };
};

async function withJournal<T>(path: string, use: (journal: Journal) => Promise<T>): Promise<T> {
  const journal = openJournal(path, header);
  try {
    return await use(journal);
  } finally {
    journal.close();
  }
}

/** Offsets just after each newline. */
const lineEnds = (bytes: Uint8Array) =>
  [...bytes.entries()].flatMap(([i, byte]) => (byte === 10 ? [i + 1] : []));

describe.each(jobs.map((job, index) => ({ name: `${job.id} ${job.text}`.slice(0, 70), job, index })))(
  '$name',
  ({ job, index }) => {
    test('after every number of lines: the same verdict, and nothing done twice', async () => {
      const path = join(folder, `${index}.jsonl`);
      const unbroken = await verdictOn(job, doUnit, undefined);
      expect(await withJournal(path, (journal) => verdictOn(job, doUnit, journal))).toStrictEqual(unbroken);
      const bytes = readFileSync(path);
      const ends = lineEnds(bytes);
      expect(ends.length).toBeGreaterThanOrEqual(3);
      for (const [line, end] of ends.entries()) {
        const cut = `${path}.cut`;
        copyFileSync(path, cut);
        truncateSync(cut, end);
        done = 0;
        const verdict = await withJournal(cut, (journal) => verdictOn(job, doUnit, journal));
        expect(verdict).toStrictEqual(unbroken);
        // Of n lines the first is the header, the last the verdict.
        expect(done).toBe(Math.max(0, ends.length - 2 - line));
        expect(readFileSync(cut)).toEqual(bytes);
      }
    });
  },
);

test('these were units of all kinds', () => {
  const all: Record<CheckUnit['kind'], true> = {
    whole: true,
    scan: true,
    algebra: true,
    walk: true,
    sample: true,
    descend: true,
    simulate: true,
    shrink: true,
    experiment: true,
    confirm: true,
  };
  expect([...kinds].sort()).toEqual(Object.keys(all).sort());
});

test('cut at every byte of the last two lines: the same verdict, the same file', async () => {
  const job = jobs[4]!;
  const outcomes = new Map<string, Awaited<ReturnType<DoUnit>>>();
  const remembered: DoUnit = async (each, unit, wanted) => {
    const key = JSON.stringify(unit);
    if (!outcomes.has(key)) outcomes.set(key, await doUnit(each, unit, wanted));
    return outcomes.get(key);
  };
  const path = join(folder, 'bytes.jsonl');
  const verdict = await withJournal(path, (journal) => verdictOn(job, remembered, journal));
  const bytes = readFileSync(path);
  const from = lineEnds(bytes).at(-3)!;
  for (let size = from; size < bytes.length; size++) {
    const cut = join(folder, 'bytes-cut.jsonl');
    copyFileSync(path, cut);
    truncateSync(cut, size);
    const again = await withJournal(cut, (journal) => verdictOn(job, remembered, journal));
    expect(again).toStrictEqual(verdict);
    expect(readFileSync(cut)).toEqual(bytes);
  }
});
