/**
 * Projects of others that have the tarball installed: plain ESM, strict TypeScript by both resolutions, vitest, node:test. Each runs in a process of its
 * own. Chance: drawn nets at 1e-6 a verdict in three of them; seeds are fixed, and the claims drawn are far from their bounds.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { install, newFolder, pack, remove, root } from './packed.js';

const folder = newFolder();
const { tarball } = pack(folder);
const plain = install(tarball);
const withVitest = install(tarball, ['vitest']);
afterAll(() => [folder, plain, withVitest].forEach(remove), 60_000);

function run(project: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' });
  return { status, out: `${stdout}${stderr}` };
}

const bin = (...path: string[]) => join(root, 'node_modules', ...path);

test('ESM JavaScript: each entry point but vitest', () => {
  writeFileSync(
    join(plain, 'main.js'),
    `
import { checkClaim, InputError } from 'vanishing-curvature';
import { parseClaim, toText } from 'vanishing-curvature/theory';
import { exactLawOf, forwardSamples, squareNetwork } from 'vanishing-curvature/numerics';
import { checkClaim as same } from 'vanishing-curvature/properties';
import schema from 'vanishing-curvature/claims-file.schema.json' with { type: 'json' };

const { verdict, points } = await checkClaim('mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..9, d in 2..9');
const { counterexample } = await checkClaim('mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..9, d in 1..9');
const bad = await checkClaim('median(forwardNorm) <= 1 for L = 1, d = 1').catch((error) => error);
const nets = new Float64Array(3);
forwardSamples(squareNetwork(3, 4), 1, 0, 3, nets);
console.log(
  JSON.stringify({
    verdict,
    points,
    point: counterexample.point,
    bad: bad instanceof InputError && bad.message,
    same: same === checkClaim,
    right: toText(parseClaim('mean(forwardNorm2) = 1 for L = 1, d = 1').right),
    dead: exactLawOf(squareNetwork(2, 1)).deadProbability.value,
    nets: nets.every((x) => x < 10),
    schema: schema.type,
  }),
);
`,
  );
  const { status, out } = run(plain, '--no-warnings', 'main.js');
  expect(status, out).toBe(0);
  expect(JSON.parse(out)).toEqual({
    verdict: 'verified',
    points: 72,
    point: { L: 1, d: 1 },
    bad: "Column 8: 'forwardNorm' is not an observable: did you mean forwardNorm2?",
    same: true,
    right: '1',
    dead: 0.75,
    nets: true,
    schema: 'array',
  });
});

test('the command line, by the name in bin', () => {
  const { status, out } = run(
    plain,
    'node_modules/vanishing-curvature/dist/bin/main.js',
    'check',
    '--claim',
    'mean(forwardNorm2) = 1 for L in 1..4, d in 2..4',
  );
  expect(status, out).toBe(0);
  expect(out).toContain('proved');
});

const typed = `
import { type Claim, checkClaim, claimProperty, type Point } from 'vanishing-curvature';
import { type Enclosed, exactLawOf, squareNetwork, weightsOf } from 'vanishing-curvature/numerics';
import { type CustomObservable, type CustomOracle, networkArbitrary } from 'vanishing-curvature/properties';
import { catalogue, parseClaim, type Theorem } from 'vanishing-curvature/theory';

declare const console: { log(text: string): void };
const claim: Claim = parseClaim('mean(forwardNorm2) = 1 for L = 1, d = 1');
const mean: Enclosed = exactLawOf(squareNetwork(3, 4)).logMean();
const first: Theorem | undefined = catalogue[0];
const width: CustomObservable = {
  name: 'width',
  scale: 'plain',
  draw: ({ network, seed }) => {
    weightsOf(network, seed);
    return () => ({ value: network.widths[1]! });
  },
};
const sure: CustomOracle = { name: 'sure', covers: () => true, enclose: ({ width }) => ({ lower: width, upper: width }) };
const verdict = await checkClaim('median(width) = d within 1/100 for L = 1, d in 1..3', { observables: [width], oracles: [sure] });
const point: Point = verdict.counterexample?.point ?? { L: 1, d: 1 };
export const answer = [claim.relation, mean.error < 1e-9, first?.label, verdict.verdict, point.d];
export const more = [claimProperty(claim.text), networkArbitrary()];
// @ts-expect-error a claim is text
checkClaim(1).catch(() => {});
console.log(JSON.stringify(answer));
`;

describe('strict TypeScript', () => {
  test.each(['nodenext', 'bundler'])(
    '%s resolution: types are checked, declarations too, and it runs',
    (resolution) => {
      const name = `typed-${resolution}`;
      writeFileSync(join(plain, `${name}.ts`), typed);
      const compilerOptions = {
        target: 'es2023',
        module: resolution === 'nodenext' ? 'nodenext' : 'esnext',
        moduleResolution: resolution,
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        // console, and nothing else that a browser or Node has.
        lib: ['es2023', 'dom'],
        types: [],
        outDir: 'out',
      };
      writeFileSync(join(plain, `${name}.json`), JSON.stringify({ compilerOptions, files: [`${name}.ts`] }));
      const checked = run(plain, bin('typescript', 'bin', 'tsc'), '-p', `${name}.json`);
      expect(checked.out).toBe('');
      expect(checked.status).toBe(0);
      const { out } = run(plain, `out/${name}.js`);
      expect(JSON.parse(out)).toEqual(['=', true, 'F1', 'verified', 1]);
    },
  );
});

describe('vitest', () => {
  writeFileSync(
    join(withVitest, 'claims.test.js'),
    `
import { theorem } from 'vanishing-curvature/vitest'; import { expect, test } from 'vitest';
theorem('median(forwardNorm2) <= exp(-2*L/d) for L in 2..10, d in 4..8');
theorem('mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..10, d in 1..8', { seed: 7 });
theorem('logMean(forwardNorm2) <= 1 for L in 1..2, d in 4..5 with init he-uniform');
theorem('logMean(forwardNorm2) <= 2 for L in 1..2, d in 4..5 with init he-uniform', { allowUndecided: true });
theorem('median(forwardNorm2) <= 1/2 for L in 1..3, d in 8..9 with init he-uniform', { seed: 3, budget: 5 });
theorem('median(forwardNorm) <= 1 for L = 1, d = 1');
const width = { name: 'width', scale: 'plain', draw: ({ network }) => () => ({ value: network.widths[1] }) };
theorem('median(width) = 2*d within 1/100 for L = 1, d in 1..3', { observables: [width], budget: 2 });
theorem(\`
  mean(forwardNorm2) = 1
    for L = 1, d in 1..3
\`);
theorem('mean(forwardNorm2) = 1 for L = 1, d = 2', { seed: -1 });
theorem('mean(forwardNorm2) = 1 for L = 1, d = 3', { budget: 1e300 });
const broken = { name: 'broken', scale: 'plain', draw: () => () => { throw new Error('of my own'); } };
theorem('median(broken) <= 1 for L = 1, d = 1', { observables: [broken] });
test.each([
  [null, 'Options are an object, such as { seed: 7 }, not null.'],
  [{ allowUndecidd: true }, "There is no option 'allowUndecidd': did you mean allowUndecided?"],
  [{ allowUndecided: 'no' }, "allowUndecided is true or false, not 'no'."],
  [{ timeout: 'x' }, "timeout must be a positive number of milliseconds, not 'x'."],
])('options %j', (options, message) => {
  expect(() => theorem('mean(forwardNorm2) = 1 for L = 1, d = 1', options)).toThrow(message);
});
`,
  );
  const { out } = run(
    withVitest,
    bin('vitest', 'vitest.mjs'),
    'run',
    '--reporter=json',
    '--root',
    withVitest,
  );
  const report = JSON.parse(out.slice(out.indexOf('{"num'))) as {
    testResults: { assertionResults: { title: string; status: string; failureMessages: string[] }[] }[];
  };
  const results = report.testResults[0]!.assertionResults;
  const messageOf = (index: number) => results[index]!.failureMessages.join('\n');

  test('a test for each claim, named by it', () => {
    expect(results.map(({ status }) => status)).toEqual([
      'passed',
      'failed',
      'failed',
      'passed',
      'failed',
      'failed',
      'failed',
      'passed',
      'failed',
      'passed',
      'failed',
      ...['passed', 'passed', 'passed', 'passed'],
    ]);
    expect(results[7]!.title).toBe('mean(forwardNorm2) = 1 for L = 1, d in 1..3');
    expect(results[0]!.title).toBe('median(forwardNorm2) <= exp(-2*L/d) for L in 2..10, d in 4..8');
  });

  test('a refuted claim: the smallest counterexample, seed and replay command', () => {
    expect(messageOf(1)).toContain(
      'refuted: mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..10, d in 1..8\n  smallest counterexample L=1, d=1\n',
    );
    // E sqrt(2 z^2) over the half-line is 1/sqrt(pi); the right side is exp(-5/8).
    expect(messageOf(1)).toMatch(/left side {2}0\.56418958\d* \+- \d/);
    expect(messageOf(1)).toMatch(/right side 0\.53526142\d*/);
    expect(messageOf(1)).toContain('seed 7; no chance is involved');
    expect(messageOf(1)).toMatch(
      /replay npx vanishing-curvature check --claim 'mean.* d in 1\.\.8' --budget 20 --seed 7/,
    );
    expect(messageOf(4)).toMatch(/refuted: median.*\n {2}smallest counterexample L=1, d=8\n/);
    expect(messageOf(4)).toContain('wrong by chance with probability at most 0.000001');
  });

  test('a failure points to the line of its claim, not into the package', () => {
    // The claims stand from line 3 on, one a line.
    for (const [index, line] of [
      [1, 4],
      [2, 5],
      [4, 7],
      [5, 8],
      [8, 15],
    ] as const) {
      expect(messageOf(index)).toMatch(new RegExp(`^ +at .*claims\\.test\\.js:${line}:1\\)?$`, 'm'));
      expect(messageOf(index)).not.toContain('dist/vitest');
    }
  });

  test('bad input is one sentence, and an error of the caller keeps its own place', () => {
    expect(messageOf(5)).toMatch(/^InputError: Column 8: 'forwardNorm' is not an observable/);
    expect(messageOf(8)).toMatch(/^InputError: seed must be a whole number .* not -1\.\n/);
    expect(messageOf(10)).toMatch(/^Error: of my own\n +at .*claims\.test\.js:17:\d+/);
  });

  test('the replay command gives the same verdict', () => {
    const line = /replay npx vanishing-curvature (.*)/.exec(messageOf(4))![1]!;
    const main = 'node_modules/vanishing-curvature/dist/bin/main.js';
    const { stdout, stderr } = spawnSync('bash', ['-c', `"$NODE" ${main} ${line} --json`], {
      cwd: withVitest,
      env: { ...process.env, NODE: process.execPath },
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const { verdict, counterexample } = JSON.parse(stdout).verdicts[0];
    expect(verdict).toBe('refuted');
    expect(messageOf(4)).toContain(`left side  ${counterexample.lhs} +- ${counterexample.lhsError}`);
  });

  test('an undecided claim fails, and says what it would take', () => {
    expect(messageOf(2)).toContain('undecided: logMean(forwardNorm2) <= 1');
    expect(messageOf(2)).toContain('because At L=');
  });

  test('with an observable of its own there is no command that replays it', () => {
    expect(messageOf(6)).toContain('refuted: median(width) = 2*d');
    expect(messageOf(6)).toContain(
      'replay this test: the command line does not know its observables and oracles',
    );
  });

  test('a malformed claim fails by its one sentence', () => {
    expect(messageOf(5)).toContain(
      "Column 8: 'forwardNorm' is not an observable: did you mean forwardNorm2?",
    );
  });
});

test('node:test, by a fast-check property', () => {
  writeFileSync(
    join(plain, 'property.test.js'),
    `
import { test } from 'node:test';
import fc from 'fast-check';
import { claimProperty } from 'vanishing-curvature';
test('holds', () => fc.assert(claimProperty('mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..100, d in 2..256')));
test('fails', () => fc.assert(claimProperty('mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..100, d in 1..2'), { seed: 1, includeErrorInReport: true }));
`,
  );
  const { status, out } = run(plain, '--test', '--test-reporter=tap', 'property.test.js');
  expect(status).toBe(1);
  expect(out).toMatch(/^\s*ok 1 - holds/m);
  expect(out).toMatch(/^\s*not ok 2 - fails/m);
  expect(out).toContain('Counterexample: [{"L":1,"d":1}]');
  expect(out).toContain('The claim fails at L=1, d=1');
});
