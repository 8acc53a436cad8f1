/** `tightness` as a person runs it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cli } from './run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'tightness-'));
afterAll(() => rmSync(folder, { recursive: true }));

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

test.each([
  [[], 'tightness needs one claim'],
  [['forward-tail', '--claim', 'x'], 'tightness needs one claim'],
  [
    ['forward-tail'],
    "'forward-tail' has several claims: name one of forward-tail/moment, forward-tail/probability.",
  ],
  [['nothing'], "There is no claim 'nothing'"],
  [['hessian-trace'], 'has no claim with an exact value'],
  [['forward-tail/probability', '--at', 'eps'], '--at must be a name and a number such as eps=0.1'],
  [['forward-tail/probability', '--at', 'eps=7'], '--at eps=7: eps must be a number from 0.000001 to 1'],
  [['forward-mean/he-uniform'], 'no exact law'],
])('%j is bad input', async (args, message) => {
  const { code, out, err } = await cli('tightness', ...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});
