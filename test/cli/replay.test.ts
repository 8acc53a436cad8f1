/** The command that a refuted claim is printed with gives the same verdict again, pasted into a shell. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { replayOfRun } from '../../cli/replay.js';
import type { ClaimJob } from '../../properties/job.js';
import { quoteForShell } from '../../properties/replay.js';
import type { Verdict } from '../../properties/verdict.js';
import { main, runMain } from './spawn.js';

const inShell = (command: string) => spawnSync('bash', ['-c', command], { encoding: 'utf8' });

test.each([
  'plain',
  '',
  "it's",
  "'",
  "''",
  '$HOME and `id` and $(id)',
  'a != b !! !$',
  '"double" \\"',
  '\\',
  'a\nb',
  '~ * ? [a] {a,b} #',
  '-n',
  'a;b|c&d>e<f',
  'L ≥ d',
])('a shell reads %j as one word', (word) => {
  expect(inShell(`printf '%s|' ${quoteForShell(word)} end`).stdout).toBe(`${word}|end|`);
});

test.each([
  // By nets, one of two claims: the replay, with a single one, needs that claim's share of alpha.
  [
    [
      '--claim',
      'median(forwardNorm2 | alive) = 1 for L in 4..16, d in 8..32 with init he-uniform',
      '--claim',
      'mean(forwardNorm2) = 1 for L in 1..2, d in 1..2',
    ],
    ['--alpha', '1e-9', '--budget', '30', '--seed', '5'],
    " --alpha 5e-10 --budget 30 --seed 5'",
  ],
  // By the exact law; the budget decides which points are examined.
  [
    ['--claim', 'mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..100, d in 1..256 where d != 2'],
    ['--budget', '0.05'],
    " --budget 0.05 --seed 1'",
  ],
  [['--claim', 'mean(forwardNorm2) = 1/2 for L in 1..2, d in 1..2'], [], " --seed 1'"],
  [
    ['--claim', 'mean(forwardNorm2) <= 1/2 for L in 1..2, d in 8..9', '--oracle', 'simulated'],
    ['--alpha', '1e-3'],
    " --oracle simulated --alpha 0.001 --seed 1'",
  ],
])('%j %j', (claims, settings, ending) => {
  const [first] = JSON.parse(runMain(['check', ...claims, ...settings, '--json']).stdout).verdicts;
  expect(first.verdict).toBe('refuted');
  const { stdout } = runMain(['check', ...claims, ...settings]);
  const command = /^ {2}replay npx vanishing-curvature (check --claim '.*)$/m.exec(stdout)![1]!;
  expect(`${command}'`.endsWith(ending)).toBe(true);
  const again = inShell(`"${process.execPath}" "${main}" ${command} --json`);
  expect(again.status).toBe(1);
  const sameButFor = { id: 'claim', seconds: expect.any(Number) };
  expect(JSON.parse(again.stdout).verdicts).toEqual([{ ...first, ...sameButFor }]);
});

describe('what the language cannot say', () => {
  test.each(['series', 'closed-form'] as const)('%s: by its id', (kind) => {
    const job: ClaimJob = { id: 'a/b', text: 'x', kind, alpha: 1e-6, seed: 3, budget: 120 };
    const verdict: Verdict = {
      id: 'a/b',
      claim: 'x',
      verdict: 'refuted',
      points: 1,
      exhaustive: false,
      alpha: 0,
      seconds: 0,
      seed: 3,
      oracle: 'algebra',
    };
    expect(replayOfRun(job, verdict, 1e-6)).toBe('npx vanishing-curvature check a/b --seed 3');
  });
});
