/** `check --resume` in processes of its own: killed at once, again and again, stopped, locked, refused, on a full disk. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Verdict } from '../../properties/verdict.js';
import { cli } from './run-cli.js';
import { inBash, interrupt, main, runMain } from './spawn.js';

const folder = mkdtempSync(join(tmpdir(), 'resume-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const locks = () => readdirSync(folder).filter((name) => name.includes('.lock.'));
const newPath = () => join(folder, `${files++}.jsonl`);

const args = [
  'check',
  'chain-uniform/gamma-median-below',
  'chain-uniform/gamma-median-above',
  'forward-log-expansion/series-mean',
  '--claim',
  'median(forwardNorm2 | alive) = 1 for L in 4..6, d in 8..9 with init he-uniform',
  '--claim',
  'mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..20, d in 1..20',
  '--json',
];
const verdictsOf = (json: string) =>
  (JSON.parse(json) as { verdicts: Verdict[] }).verdicts.map(({ seconds: _seconds, ...rest }) => rest);
let unbroken: { status: number | null; verdicts: object[] } | undefined;
const whole = () => {
  if (unbroken === undefined) {
    const { status, stdout } = runMain(args);
    unbroken = { status, verdicts: verdictsOf(stdout) };
    expect(unbroken.verdicts.map((each) => (each as Verdict).verdict)).toContain('refuted');
  }
  return unbroken;
};
const outcome = ({ status, stdout }: { status: number | null; stdout: string }) => ({
  status,
  verdicts: verdictsOf(stdout),
});

/** In the thread that writes it (0 the header, 1 all else), kill -9 at the n-th line: before it, in the middle of it, or after it. */
const killAt = (thread: 0 | 1, n: number, part: number) => `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  import { threadId } from 'node:worker_threads';
  const { writeSync } = fs;
  let left = ${n};
  if (threadId === ${thread}) fs.writeSync = (file, bytes, ...rest) => {
    if (left-- > 0) return writeSync(file, bytes, ...rest);
    writeSync(file, bytes.subarray(0, Math.round(${part} * bytes.length)));
    process.kill(process.pid, 'SIGKILL');
    for (;;);
  };
  syncBuiltinESMExports();`;

describe('kill -9', () => {
  // Line 0 is the header; the whole journal has more than 20.
  test.each([
    [0, killAt(0, 0, 0.5)],
    [12, killAt(1, 11, 1)],
  ])('once, with %d whole lines', (lines, preload) => {
    const path = newPath();
    const killed = runMain([...args, '--resume', path], { preload });
    expect(killed).toMatchObject({ signal: 'SIGKILL', stdout: '' });
    expect(readFileSync(path, 'utf8').split('\n').slice(0, -1)).toHaveLength(lines === 0 ? 0 : lines + 1);
    expect(outcome(runMain([...args, '--resume', path]))).toEqual(whole());
  });

  test('again and again, in the middle of every fifth line, with one worker and with two', () => {
    const path = newPath();
    let runs = 0;
    for (;;) {
      const workers = String(1 + (runs % 2));
      const run = runMain([...args, '--resume', path, '--workers', workers], { preload: killAt(1, 5, 0.9) });
      runs += 1;
      if (run.signal === null) {
        expect(outcome(run)).toEqual(whole());
        break;
      }
    }
    expect(runs).toBeGreaterThan(3);
    // Each line once: nothing was done twice.
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n').slice(1);
    const keys = lines.map((line) => JSON.parse(line).key);
    expect(new Set(keys).size).toBe(keys.length);
    // The locks of those killed are gone.
    expect(locks()).toEqual([]);

    const again = runMain([...args, '--resume', path]);
    expect(outcome(again)).toEqual(whole());
    const text = runMain([...args.filter((each) => each !== '--json'), '--resume', path]).stdout;
    expect(text).toContain(`; ${keys.length - 5} units from the journal\n`);
  });
});

describe('stopped', () => {
  const slow = [
    '--claim',
    'mean(forwardNorm2) = 1 for L = 12, d = 8 with init he-uniform',
    '--budget',
    '1e6',
  ];

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s: it says how to go on, in text and as JSON', async (signal, code) => {
    const command = `npx vanishing-curvature check --claim '${slow[1]}' --budget 1000000 --seed 3`;
    const stopped = async (...more: string[]) => {
      const path = newPath();
      const asked = ['check', ...slow, '--seed', '3', '--resume', path, ...more];
      const ended = await interrupt(asked, () => existsSync(path), signal);
      expect(ended).toMatchObject({ code, err: '' });
      return { path, out: ended.out };
    };
    const json = await stopped('--json');
    expect(JSON.parse(json.out)).toEqual({
      partial: true,
      resume: `${command} --json --resume ${json.path}`,
      verdicts: [],
    });
    if (signal !== 'SIGINT') return;
    const { path, out } = await stopped();
    expect(out).toMatch(/stopped: partial, .*\n/);
    expect(out.endsWith(`\ngo on with  ${command} --resume ${path}\n`)).toBe(true);
  });

  test('the command that it prints ends with the same verdicts', async () => {
    const path = join(folder, "it's here.jsonl");
    const { out } = await interrupt(
      [...args, '--resume', path],
      () => existsSync(path) && readFileSync(path, 'utf8').split('\n').length > 8,
      'SIGINT',
    );
    const { resume } = JSON.parse(out) as { resume: string };
    expect(outcome(inBash(resume.replace(/^npx vanishing-curvature/, 'vc')))).toEqual(whole());
  });
});

test('a journal in use is refused; one whose process was killed is not', async () => {
  const path = newPath();
  const claim = [
    '--claim',
    'mean(forwardNorm2) = 1 for L = 12, d = 8 with init he-uniform',
    '--budget',
    '1e6',
  ];
  const first = spawn(process.execPath, [main, 'check', ...claim, '--resume', path]);
  while (!existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 20));
  const before = readFileSync(path, 'utf8');
  const second = await cli('check', ...claim, '--resume', path);
  expect(second).toEqual({
    code: 2,
    out: '',
    err: `The journal '${path}' is in use by process ${first.pid}: wait for its end, or name another file.\n`,
  });
  expect(readFileSync(path, 'utf8').startsWith(before)).toBe(true);
  const gone = new Promise((resolve) => first.on('exit', resolve));
  first.kill('SIGKILL');
  await gone;
  const third = await interrupt(
    ['check', ...claim, '--resume', path, '--json'],
    () => locks().length === 1 && !locks()[0]!.includes(`.${first.pid}.`),
    'SIGINT',
  );
  expect(third).toMatchObject({ code: 130, err: '' });
});

describe('refused, and left alone', () => {
  const claim = 'mean(forwardNorm2) = 1 for L in 1..2, d in 1..2';
  const path = newPath();
  const first = ['check', '--claim', claim, 'chain-uniform/gamma-median-below'];

  test.each([
    [['--seed', '2'], 'its seed is 1, not 2.'],
    [['--alpha', '0.5'], 'its alpha is 0.000001, not 0.5.'],
    [['--budget', '7'], 'its budget is 120, not 7.'],
    [['--oracle', 'simulated'], 'its oracle is "by default", not "simulated".'],
    [['forward-mean/linear'], "its claims do not include 'forward-mean/linear', which this run's do."],
  ])('with %j', async (more, ending) => {
    if (!existsSync(path)) expect((await cli(...first, '--resume', path)).code).toBe(0);
    const before = readFileSync(path);
    const { code, out, err } = await cli(...first, ...more, '--resume', path);
    expect({ code, out, err }).toEqual({
      code: 2,
      out: '',
      err: `The journal '${path}' belongs to another run: ${ending}\n`,
    });
    expect(readFileSync(path)).toEqual(before);
    const json = await cli(...first, ...more, '--resume', path, '--json');
    expect(JSON.parse(json.err)).toEqual({ error: { message: err.trimEnd() } });
  });

  test('without one of its claims, or with another text', async () => {
    const without = await cli('check', '--claim', claim, '--resume', path);
    expect(without.err).toContain(
      "its claims include 'chain-uniform/gamma-median-below', which this run's do not.",
    );
    const other = await cli('check', '--claim', `${claim} `, ...first.slice(3), '--resume', path);
    expect(other.err).toContain("'claim' is not the same in its claims.");
  });

  test("somebody's other file", async () => {
    const other = join(folder, 'thesis.tex');
    writeFileSync(other, '\\documentclass{article}\n');
    const { code, err } = await cli(...first, '--resume', other);
    expect({ code, err }).toEqual({
      code: 2,
      err: `'${other}' is no journal of this program: name a new file, or the journal of a run.\n`,
    });
    expect(readFileSync(other, 'utf8')).toBe('\\documentclass{article}\n');
  });

  const pipe = join(folder, 'pipe');
  execFileSync('bash', ['-c', 'mkfifo "$0"', pipe]);
  test.each([
    [folder, 'is a folder: name a file'],
    [join(folder, 'none', 'x.jsonl'), `cannot be written: there is no folder '${join(folder, 'none')}'`],
    [pipe, 'is no ordinary file: name a file'],
    // No file can be made there, not even by root.
    ...(existsSync('/sys/kernel') ? [['/sys/x.jsonl', 'cannot be written: permission denied (EACCES)']] : []),
  ] as [string, string][])('%s', async (bad, why) => {
    const { code, out, err } = await cli(...first, '--resume', bad);
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: `The journal '${bad}' ${why}.\n` });
  });
});

test.runIf(process.platform === 'linux')(
  'a disk that fills up: 74, partial verdicts, and it goes on later',
  () => {
    const path = newPath();
    const words = args.map((word) => `'${word}'`).join(' ');
    // Files of at most 2 KiB.
    const full = inBash(`ulimit -f 2; vc ${words} --resume ${path}`);
    expect(full.status).toBe(74);
    expect(JSON.parse(full.stderr)).toEqual({
      error: { message: `The journal '${path}' could not be written: file too large (EFBIG).` },
    });
    const { partial, resume } = JSON.parse(full.stdout);
    expect({ partial, resume }).toEqual({ partial: true, resume: expect.stringContaining(path) });
    // Whole lines only.
    const journal = readFileSync(path, 'utf8');
    expect(journal.length).toBeLessThanOrEqual(2048);
    expect(journal.endsWith('}\n')).toBe(true);
    const found = verdictsOf(full.stdout);
    for (const verdict of found) expect(whole().verdicts).toContainEqual(verdict);
    expect(outcome(runMain([...args, '--resume', path]))).toEqual(whole());
  },
);
