/** The command line as built: exit codes, JSON, determinism. Drawn claims: false alarm below 1e-6 for the file. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const main = new URL('../../dist/bin/main.js', import.meta.url).pathname;
const check = (...args: string[]) =>
  spawnSync(process.execPath, [main, 'check', ...args], { encoding: 'utf8' });

interface Printed {
  verdicts: {
    id: string;
    verdict: string;
    seconds: number;
    counterexample?: { point: Record<string, number> };
  }[];
}
const withoutTimings = (json: string) =>
  (JSON.parse(json) as Printed).verdicts.map(({ seconds: _seconds, ...rest }) => rest);

describe('exit codes', () => {
  test('0 when all hold', () => {
    expect(check('forward-tail-layer/linear-fails').status).toBe(0);
  });

  test('1 when a claim is refuted, with the smallest counterexample and a command that replays it', () => {
    const claim = 'mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..20, d in 1..20';
    const result = check('--claim', claim);
    expect(result.status).toBe(1);
    expect(result.stdout).toContain('L=1, d=1');
    const replay = /replay npx vanishing-curvature (.*)/.exec(result.stdout)![1]!;
    const again = execFileSync('bash', ['-c', `"${process.execPath}" "${main}" ${replay} --json || true`], {
      encoding: 'utf8',
    });
    expect((JSON.parse(again) as Printed).verdicts[0]).toMatchObject({
      verdict: 'refuted',
      counterexample: { point: { L: 1, d: 1 } },
    });
  });

  test('3 when none is refuted but some are undecided', () => {
    const result = check(
      '--claim',
      'mean(forwardNorm2) = 1 for L in 100..100, d in 8..8 with init he-uniform',
      '--budget',
      '0.2',
    );
    expect(result.status).toBe(3);
  });
});

test('the same seed gives the same JSON with 1, 2 and 3 workers', { timeout: 180_000 }, () => {
  // By algebra, for all widths, by an inequality, all points of a domain, samples of one, drawn nets, and laws, by experiment: of each the cheapest.
  const ids = [
    'forward-tail-layer/linear-fails',
    'forward-tail-layer/linear-fails-every-width',
    'forward-log-expansion/series-mean',
    'forward-log-expansion/variance',
    'chain-normal/log-variance',
    'chain-uniform/law',
    'chain-uniform/mean-square',
    'chain-uniform/gamma-median-below',
    'dead-networks/he-uniform',
    'chain-inertia',
  ];
  const failing = [
    '--claim',
    'P(forwardNorm2 >= eps) <= eps^(-1/2)*exp(-L/d) for L in 1..100, d in 2..32, eps in 1e-6..1',
  ];
  const drawn = [
    '--claim',
    'median(forwardNorm2 | alive) = 1 for L in 4..16, d in 8..32 with init he-uniform',
  ];
  const runs = ['1', '2', '3'].map((workers) =>
    check(...ids, ...failing, ...drawn, '--json', '--seed', '5', '--workers', workers),
  );
  const [one, two, three] = runs.map((each) => withoutTimings(each.stdout));
  expect(one!.filter((each) => each.verdict === 'refuted')).toHaveLength(2);
  expect(two).toEqual(one);
  expect(three).toEqual(one);
});

test('claims files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'claims-'));
  const path = join(folder, 'claims.json');
  writeFileSync(
    path,
    JSON.stringify([{ id: 'mine', claim: 'mean(forwardNorm2) = 1 for L in 1..9, d in 1..9' }]),
  );
  const result = check(path, '--json');
  expect(result.status).toBe(0);
  expect((JSON.parse(result.stdout) as Printed).verdicts).toMatchObject([{ id: 'mine', verdict: 'proved' }]);
});

test('a pipe gets no progress', () => {
  expect(check('forward-tail-layer/linear-fails').stderr).toBe('');
});

describe('what is asked for twice is decided once', () => {
  const ids = (...args: string[]) =>
    (JSON.parse(check(...args, '--json').stdout) as Printed).verdicts.map((each) => each.id);

  test('ids', () => {
    const id = 'forward-log-expansion/series-mean';
    expect(ids(id, id)).toEqual([id]);
    const all = ids('chain-uniform/gamma-median-below', 'escape-epsilon', 'escape-epsilon/rmsprop-without');
    expect(all.length).toBeGreaterThan(2);
    expect(all).toEqual([...new Set(all)]);
    expect(all).toContain('escape-epsilon/rmsprop-without');
  });

  test('files, and claims of theirs; alpha is shared among what is left', () => {
    const folder = mkdtempSync(join(tmpdir(), 'claims-'));
    const [one, two] = [join(folder, 'one.json'), join(folder, 'two.json')];
    const claim = 'mean(forwardNorm2) = 1 for L in 1..2, d in 8..9 with init he-uniform';
    writeFileSync(one, JSON.stringify([{ id: 'a', claim }]));
    writeFileSync(two, JSON.stringify([{ id: 'a', claim, title: 'the same' }]));
    const { verdicts } = JSON.parse(check(one, one, two, '--json', '--alpha', '1e-3').stdout);
    expect(verdicts).toMatchObject([{ id: 'a', alpha: 1e-3 }]);
    writeFileSync(two, JSON.stringify([{ id: 'a', claim: claim.replace('8..9', '7..9') }]));
    const clash = check(one, two);
    expect(clash.status).toBe(2);
    expect(clash.stderr).toBe("Two different claims of this run have the id 'a': ids must differ.\n");
  });
});

test.each([
  ['1e-300', 'median(forwardNorm2 | alive) <= 1 for L in 4..5, d in 8..9 with init he-uniform', 'supported'],
  ['0.9999999999999999', 'mean(forwardNorm2) = 1 for L = 1, d = 64 with init he-uniform', 'supported'],
])('--alpha %s', (alpha, claim, verdict) => {
  const { stdout, stderr } = check('--claim', claim, '--alpha', alpha, '--json');
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toMatchObject({ verdicts: [{ verdict, alpha: Number(alpha) }] });
});

test('budgets far too small and far too large', () => {
  const claim = 'mean(forwardNorm2) = 1 for L = 30, d = 2 with init he-uniform';
  for (const budget of ['1e-300', '1e308']) {
    const { status, stderr } = check('--claim', claim, '--budget', budget);
    expect({ budget, status, stderr }).toEqual({ budget, status: 3, stderr: '' });
  }
});

test('a closed pipe is no crash', () => {
  const out = execFileSync(
    'bash',
    ['-c', `"${process.execPath}" "${main}" explain forward-tail | head -1; exit \${PIPESTATUS[0]}`],
    { encoding: 'utf8' },
  );
  expect(out).toContain('forward-tail');
});

test.each([
  ['mean(lambdaMax) <= 1/4', /left {3}at least \d[^±]*$/m, /right {2}0\.25$/m],
  ['1/4 >= mean(lambdaMax)', /left {3}0\.25 ± 0$/m, /right {2}at least \d[^±]*$/m],
])('a bound with one end is no exact number: %s', (statement, left, right) => {
  // E lambdaMax = E trace = 1/2 at L = 1 (H2, G1), and no bound on its spread is known.
  const { status, stdout } = check('--claim', `${statement} for L = 1, d = 8`, '--budget', '3');
  expect(status).toBe(1);
  expect(stdout).toMatch(left);
  expect(stdout).toMatch(right);
});
