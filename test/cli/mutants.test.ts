/** `mutants`: its table, its JSON, its exit codes. The claims are decided without drawing nets. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cli } from './run-cli.js';
import { interrupt } from './spawn.js';

const quick = ['escape-sign', 'chain-uniform/gamma-median-below'];

test('the table', async () => {
  const { code, out, err } = await cli('mutants', ...quick);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^claim +mutants +false +refuted +kill rate +smallest nudge seen/);
  expect(out).toMatch(/escape-sign +2 +2 +2 +100 % +100 % +0 +0 +0 +0 +0\n/);
  expect(out).toMatch(/; all as it should be\n$/);
});

test('the JSON, as documented, whatever the number of workers', async () => {
  const { code, out } = await cli('mutants', 'escape-sign', '--json', '--workers', '1');
  expect(code).toBe(0);
  expect((await cli('mutants', 'escape-sign', '--json', '--workers', '2')).out).toBe(out);
  const shown = /## `mutants --json`\n\n```json\n(.*?)```/s.exec(
    readFileSync(new URL('../../docs/json.md', import.meta.url), 'utf8'),
  )![1]!;
  const found = JSON.parse(out);
  expect({ ...found, mutants: found.mutants.slice(0, 1) }).toEqual(JSON.parse(shown));
});

test('--nudge leaves out smaller nudges', async () => {
  const { out } = await cli('mutants', quick[1]!, '--nudge', '20', '--json');
  const { mutants } = JSON.parse(out) as { mutants: { size: number }[] };
  expect(mutants.length).toBeGreaterThan(5);
  expect(Math.min(...mutants.map(({ size }) => size))).toBe(20);
});

test.each([
  [['mutants', 'no-such-claim'], /^There is no claim 'no-such-claim'/],
  [['mutants', '--nudge', '101'], /^--nudge must be a number from 0 to 100, not '101'/],
  [['mutants', 'hessian-hollow'], /^Nothing is nudged: hessian-hollow states nothing/],
  [['mutants', '--alpha', '0'], /^--alpha must be a number between 0 and 1/],
])('bad input: %j', async (args, message) => {
  const { code, out, err } = await cli(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(message);
});

test('Ctrl-C prints what is known so far', async () => {
  const ended = await interrupt(
    ['mutants', ...quick, 'forward-law', '--json', '--workers', '1'],
    3000,
    'SIGINT',
  );
  expect(ended).toMatchObject({ code: 130, err: '' });
  expect(JSON.parse(ended.out)).toMatchObject({ partial: true, claims: expect.any(Array) });
});
