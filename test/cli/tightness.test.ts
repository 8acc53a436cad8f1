/** `tightness` as a person runs it. */
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cli } from './run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'tightness-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [link, linked] = [join(folder, 'link'), join(folder, 'linked')];
writeFileSync(linked, '');
symlinkSync(linked, link);

// The slack is L/d at every point (F1).
const claim = ['--claim', 'mean(forwardNorm2) <= exp(L/d) for L in 1..6, d in 2..5'];

test('text: least and most slack, exponents, a map', async () => {
  const { code, out } = await cli('tightness', ...claim);
  expect(code).toBe(0);
  expect(out).toContain('least         0.2 at L=1, d=5: 1 against 1.221');
  expect(out).toContain('most          3 at L=6, d=2: 1 against 20.09');
  expect(out).toContain('L^1.00 (1.00 to 1.00) d^-1.00 (-1.00 to -1.00)');
  expect(out.split('\n').filter((line) => /^\d \| /.test(line))).toHaveLength(6);
});

test('text: cells that the fit leaves out, and a slack that is the same everywhere', async () => {
  const some = await cli(
    'tightness',
    '--claim',
    'mean(forwardNorm2) <= exp(1 - L/d) for L in 1..6, d in 2..9',
  );
  // Of 48 cells 5 are equal and 10 have L above d.
  expect(some.out).toContain(
    'fitted to 33 cells of the map; left out: 10 where the claim fails, 5 with slack 0',
  );
  const none = await cli(
    'tightness',
    '--claim',
    'mean(forwardNorm2) = 1 within 1/100 for L in 1..9, d in 3..9',
  );
  expect(none.out).toContain('most          the same, to within the error of the computation');
  expect(none.out).not.toContain('grows like');
});

test('files: a line of CSV for each point of the grid, an SVG; the numbers do not depend on the workers', async () => {
  const [csv, svg] = [join(folder, 'slack.csv'), join(folder, 'slack.svg')];
  const { code, out } = await cli(
    'tightness',
    ...claim,
    '--json',
    '--csv',
    csv,
    '--svg',
    svg,
    '--workers',
    '2',
  );
  expect(code).toBe(0);
  const [header, ...rows] = readFileSync(csv, 'utf8').trimEnd().split('\n');
  expect(header).toBe('L,d,lhs,rhs,logLhs,logRhs,slack,holds,open,vacuous');
  expect(rows).toHaveLength(24);
  for (const row of rows) {
    const [L, d, , , , , slack] = row.split(',').map(Number);
    expect(slack).toBeCloseTo(L! / d!, 12);
  }
  expect(readFileSync(svg, 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  expect((await cli('tightness', ...claim, '--json', '--workers', '1')).out).toBe(out);
});

// False alarm: none; that the intervals hold the truth is tested beside the survey.
test('drawn nets: intervals in text, JSON, CSV and SVG, all of which say so', async () => {
  const [csv, svg] = [join(folder, 'drawn.csv'), join(folder, 'drawn.svg')];
  const drawn = [
    'tightness',
    '--claim',
    'median(forwardNorm2) <= 1 for L in 2..3, d in 4..6 with init he-uniform',
    '--budget',
    '0.3',
  ];
  const { code, out } = await cli(...drawn, '--csv', csv, '--svg', svg);
  expect(code).toBe(0);
  expect(out).toContain(
    'simulated     nets drawn at 6 points; all intervals hold together with probability 1 - 1.00e-6',
  );
  expect(out).toMatch(/least {9}0\.\d+ to 0\.\d+, seen at L=2, d=6/);
  expect(out.split('\n').filter((line) => /^ {2}L=\d, d=\d {2}/.test(line))).toHaveLength(6);
  const [header, ...rows] = readFileSync(csv, 'utf8').trimEnd().split('\n');
  expect(header).toBe(
    'L,d,slackLower,slackUpper,lhsLower,lhsUpper,rhsLower,rhsUpper,logLhsLower,logLhsUpper,logRhsLower,logRhsUpper,state,vacuous,oracle,alpha',
  );
  expect(rows).toHaveLength(6);
  for (const row of rows) expect(row).toMatch(/,simulated,0\.000001$/);
  const picture = readFileSync(svg, 'utf8');
  expect(picture.match(/simulated/g)!.length).toBeGreaterThanOrEqual(3);
  for (const row of rows) expect(picture).toContain(`L=${row.split(',')[0]}, d=${row.split(',')[1]}<`);
  const json = await cli(...drawn, '--json', '--workers', '1');
  expect(JSON.parse(json.out)).toMatchObject({ oracle: 'simulated', alpha: 1e-6, points: 6, failing: 0 });
  expect((await cli(...drawn, '--json', '--workers', '2')).out).toBe(json.out);
});

test('drawn nets that value nothing: one sentence, exit code 3', async () => {
  const { code, out } = await cli(
    'tightness',
    '--claim',
    'logVariance(forwardNorm2) <= 9 for L = 1, d in 4..5 with init he-uniform',
  );
  expect(code).toBe(3);
  expect(out).toContain(
    'no value      at 2 points, first at L=1, d=4: Drawn nets cannot enclose logVariance',
  );
});

test.runIf(existsSync('/dev/full')).each(['--svg', '--csv'])(
  '%s on a full disk does not cost the answer',
  async (option) => {
    const { code, out, err } = await cli('tightness', ...claim, option, '/dev/full');
    expect(code).toBe(74);
    expect(out).toContain('least         0.2 at L=1, d=5: 1 against 1.221');
    expect(err).toBe("'/dev/full' could not be written: no space left on device (ENOSPC).\n");
  },
);
test('files: one by two names is bad input, whether it is there or not; /dev/null takes both', async () => {
  mkdirSync(join(folder, 'far'));
  symlinkSync('far', join(folder, 'near'));
  symlinkSync(join('far', 'new'), join(folder, 'dangling'));
  writeFileSync(join(folder, 'one'), '');
  linkSync(join(folder, 'one'), join(folder, 'two'));
  const pairs = [
    ['far/new', 'near/new'],
    ['dangling', 'near/new'],
    ['one', 'two'],
  ] as const;
  for (const pair of pairs) {
    const [svg, csv] = pair.map((name) => join(folder, name)) as [string, string];
    const { code, err } = await cli('tightness', ...claim, '--svg', svg, '--csv', csv);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('name the same file') });
  }
  expect(readdirSync(join(folder, 'far'))).toEqual([]);
  expect((await cli('tightness', ...claim, '--svg', '/dev/null', '--csv', '/dev/null')).code).toBe(0);
  expect(
    (await cli('tightness', ...claim, '--svg', join(folder, 'far/a'), '--csv', join(folder, 'a'))).code,
  ).toBe(0);
});

test.each([
  [[], 'tightness needs one claim'],
  [['forward-tail', '--claim', 'x'], 'tightness needs one claim'],
  [
    ['forward-tail'],
    "'forward-tail' has several claims: name one of forward-tail/moment, forward-tail/probability.",
  ],
  [['nothing'], "There is no claim 'nothing'"],
  [['hessian-trace'], 'has no claim with two sides'],
  [['forward-tail/probability', '--at', 'eps'], '--at must be a name and a number such as eps=0.1'],
  [['forward-tail/probability', '--at', 'eps=0.1', '--at', 'eps=0.2'], "--at has 'eps' twice."],
  [['forward-tail/probability', '--svg', 'slack', '--csv', './slack'], 'name the same file, ./slack'],
  [['forward-tail/probability', '--svg', ''], "--svg needs the name of a file, not ''."],
  [['forward-tail/probability', '--csv', folder], `The table '${folder}' cannot be written: it is a folder.`],
  [
    ['forward-tail/probability', '--svg', link, '--csv', linked],
    `--svg and --csv name the same file, ${linked}`,
  ],
  [
    ['forward-tail/probability', '--svg', join(folder, 'none', 'x.svg')],
    `The picture '${join(folder, 'none', 'x.svg')}' cannot be written: there is no folder '${join(folder, 'none')}'.`,
  ],
  [['forward-tail/probability', '--at', 'eps=7'], '--at eps=7: eps must be a number from 0.000001 to 1'],
  [['forward-mean/he-uniform', '--oracle', 'exact'], 'no exact law'],
  [['--claim', 'median(forwardNorm2) <= 1 for L = 1, d = 4', '--alpha', '2'], '--alpha must be'],
])('%j is bad input', async (args, message) => {
  const { code, out, err } = await cli('tightness', ...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});
