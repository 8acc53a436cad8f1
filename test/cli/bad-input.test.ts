/** Bad input: one clear sentence on standard error, exit code 2, nothing on standard output, no stack trace. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkClaim } from '../../properties/check-claim.js';
import type { Verdict } from '../../properties/verdict.js';
import { InputError } from '../../theory/errors.js';
import { parseClaimsFile } from '../../theory/language/claims-file.js';
import { malformedClaims, oversized } from '../theory/language/malformed.js';
import { cli } from './run-cli.js';

async function expectRefusal(args: string[], words: readonly string[] = []): Promise<void> {
  const { code, out, err } = await cli(...args);
  expect({ args, code, out }).toEqual({ args, code: 2, out: '' });
  const lines = err.split('\n').filter((line) => line !== '');
  expect(lines).toHaveLength(1);
  expect(err).not.toMatch(/\n\s+at |\[object/);
  for (const word of words) expect(err).toContain(word);
}

describe('malformed claims', () => {
  test.each(malformedClaims)('$text', async ({ text, words, column }) => {
    await expectRefusal(['check', '--claim', text], words);
    const { err } = await cli('check', '--claim', text, '--json');
    expect(JSON.parse(err)).toEqual({ error: { message: expect.any(String), column } });
  });

  test.each(oversized.map(({ text, words }) => ({ head: text.slice(0, 30), text, words })))(
    '$head ...',
    async ({ text, words }) => {
      await expectRefusal(['check', '--claim', text], words);
    },
  );
});

describe('closed forms that are no finite number somewhere', () => {
  test.each([
    ['mean(forwardNorm2) <= log(L-1) for L in 1..5, d in 2..4', 'L=1'],
    ['mean(forwardNorm2) <= 1/(d-3) for L in 1..5, d in 2..4', 'd=3'],
    ['mean(forwardNorm2) <= sqrt(d-3) for L in 1..5, d in 2..4', 'd=2'],
    ['mean(forwardNorm2) <= exp(exp(exp(L))) for L in 1..50, d in 2..4', 'L='],
    ['mean(forwardNorm2) <= gamma(2-d) for L in 1..5, d in 2..4', 'd=2'],
    ['mean(forwardNorm2) = L^(L-d-1)*0/(L-1) for L in 1..2, d in 2..4', 'L=1'],
    ['quantile(forwardNorm2, L/3) <= 5 for L in 1..5, d in 2..4', 'L=3'],
    ['mean(forwardNorm2^(-1)) <= 5 for L in 1..5, d in 2..4', 'L=1'],
    ['mean(forwardNorm2) = 1 for L in 1..5, d in 2..4 with init normal(L-3)', 'L='],
    ['mean(forwardNorm2) = 1 within (L-2) for L in 2..2, d in 2..4', 'L=2'],
  ])('%s', async (claim, place) => {
    const refused = checkClaim(claim);
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(place);
  });

  test('a refusal comes back from the threads', async () => {
    const claim = 'mean(forwardNorm2) <= 1/(d-3) for L in 1..5, d in 2..4';
    await expectRefusal(['check', '--workers', '1', '--claim', claim], ['d=3']);
  });
});

describe('malformed files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'claims-'));
  const good = '{ "id": "a", "claim": "mean(forwardNorm2) = 1 for L in 1..2, d in 1..2" }';
  test.each([
    ['', 'JSON'],
    ['{', 'JSON'],
    ['[1, 2]', 'entry'],
    ['{}', 'array'],
    ['[]', 'claim'],
    [`[${good}, ${good}]`, 'a'],
    ['[{ "id": "a" }]', 'claim'],
    ['[{ "claim": "mean(forwardNorm2) = 1 for L in 1..2, d in 1..2" }]', 'id'],
    [good.replace('"claim"', '"clam"').replace(/^/, '[').replace(/$/, ']'), 'clam'],
    [`[${good.replace('mean', 'maen')}]`, 'mean'],
    ['[{ "id": "A B", "claim": "x" }]', 'id'],
    ['null', 'array'],
    ['"text"', 'array'],
    ['[{ "id": "a", "claim": 7 }]', 'claim'],
    ['[{ "id": "__proto__", "claim": "x" }]', '__proto__'],
  ])('%s', (content, word) => {
    const read = () => parseClaimsFile(content, 'claims.json');
    expect(read).toThrow(InputError);
    expect(read).toThrow('claims.json');
    expect(read).toThrow(word);
  });

  // No JSON, JSON of another shape, a claim that is none: each of these starts a thread.
  test.each([
    ['{', 'JSON'],
    ['[1, 2]', 'entry'],
    [`[${good.replace('mean', 'maen')}]`, 'mean'],
  ])('%s on the command line', async (content, word) => {
    const path = join(folder, 'claims.json');
    writeFileSync(path, content);
    await expectRefusal(['check', path], ['claims.json', word]);
  });

  test('no file to read', async () => {
    await expectRefusal(['check', join(folder, 'none.json')], ['none.json', 'no such file']);
    await expectRefusal(['check', join(folder, `${'long'.repeat(100)}.json`)], ['could not be read']);
    mkdirSync(join(folder, 'folder.json'));
    await expectRefusal(['check', join(folder, 'folder.json')], ['folder.json', 'it is a folder']);
    symlinkSync(join(folder, 'loop.json'), join(folder, 'loop.json'));
    await expectRefusal(['check', join(folder, 'loop.json')], ['loop.json', 'ELOOP']);
  });

  test('a device, and a named pipe that nobody writes to', async () => {
    symlinkSync('/dev/null', join(folder, 'null.json'));
    await expectRefusal(['check', join(folder, 'null.json')], ['no ordinary file']);
    execFileSync('bash', ['-c', 'mkfifo "$0"', join(folder, 'pipe.json')]);
    await expectRefusal(['check', join(folder, 'pipe.json')], ['no ordinary file']);
  });

  test('four gigabytes are refused unread', async () => {
    const path = join(folder, 'large.json');
    writeFileSync(path, '');
    truncateSync(path, 2 ** 32);
    await expectRefusal(['check', path], ['large.json', '4294967296 bytes', '30000000']);
  });

  test('a file of another name', async () => {
    const path = join(folder, 'claims.txt');
    writeFileSync(path, `[${good}]`);
    await expectRefusal(['check', path], ['claims.txt', '.json']);
  });
});

describe('drawn nets for a range without an end', () => {
  const text = 'logMean(forwardNorm2) <= -5*L/(2*d) for L in 1..infinity, d in 4..infinity';
  const folder = mkdtempSync(join(tmpdir(), 'claims-'));
  const path = join(folder, 'claims.json');
  writeFileSync(path, JSON.stringify([{ id: 'endless', claim: text }]));
  const words = ['leave out --oracle simulated', 'give the range of L an end'];

  test.each([
    [['check', '--claim', text], ''],
    [['check', path], "Claim 'endless'"],
    [['check', 'forward-log-expansion/mean-every-width'], 'forward-log-expansion/mean-every-width'],
    [['domain', '--claim', text], ''],
  ])('%j', async (args, word) => {
    await expectRefusal([...args, '--oracle', 'simulated'], [...words, word]);
  });

  test('of a whole theorem the other claims are drawn, and those about all widths proved', async () => {
    const args = ['check', 'forward-log-expansion', '--oracle', 'simulated', '--budget', '0.01', '--json'];
    const { code, out } = await cli(...args);
    const { verdicts } = JSON.parse(out);
    const oracles = new Map(verdicts.map((each: Verdict) => [each.id, each.oracle]));
    expect(code).toBe(3);
    expect(oracles.get('forward-log-expansion/mean-every-width')).toBe('exact');
    expect([...oracles.values()]).toContain('simulated');
  });

  test('checkClaim', async () => {
    await expect(checkClaim(text, { oracle: 'simulated' })).rejects.toThrow(words[0]);
    expect((await checkClaim(text, { oracle: 'exact' })).verdict).toBe('proved');
  });
});

describe('malformed options', () => {
  test.each([
    [[], 'command'],
    [['frobnicate'], 'frobnicate'],
    [['chek'], 'check'],
    [['check', 'forward-maen'], 'forward-maen'],
    [['check', 'forward-mean/none'], 'forward-mean/he-normal'],
    [['check', '--alpha', '0'], '--alpha'],
    [['check', '--alpha', '1'], '--alpha'],
    [['check', '--alpha', 'x'], '--alpha'],
    [['check', 'forward-mean/linear', '--alpha', '5e-324'], 'at least 1e-300'],
    [['check', 'forward-mean/linear', '--alpha', '1e-320'], 'at least 1e-300'],
    [['check', 'chain-uniform/gamma-median-below', 'forward-mean/linear', '--alpha', '1e-300'], '2e-300'],
    [['check', ''], "''"],
    [['check', 'forward-mean/'], 'forward-mean/he-normal'],
    [['check', '/'], "'/'"],
    [['check', '--budget', '0'], '--budget'],
    [['check', '--budget', '1e309'], '--budget'],
    [['check', '--budget', '-1'], '--budget'],
    [['check', '--seed', '1.5'], '--seed'],
    [['check', '--seed', '4294967296'], '--seed'],
    [['check', '--workers', '0'], '--workers'],
    [['check', '--oracle', 'magic'], '--oracle'],
    [['check', '--claim'], '--claim'],
    [['check', '--nonsense'], '--nonsense'],
    [
      [
        'check',
        '--workers',
        '1',
        '--claim',
        'median(forwardNorm2) <= 1 for L in 1..2, d in 1..2 where L > 5',
      ],
      'no point',
    ],
    [['explain'], 'id'],
    [['explain', 'nothing'], 'forward-mean'],
    [['check', 'mean(forwardNorm2) = 1 for L in 1..2, d in 1..2'], '--claim takes one of your own'],
    [['check', '--html', '--json'], '--html needs the name'],
    [['check', '--junit', '--quiet'], './--quiet'],
    [['check', '--resume', '--json'], '--resume needs the name'],
    [['explore', '--static', '--json'], '--static needs the name'],
    [['figure', 'forward-mean/he-normal', '-o', '--kind'], '--output needs the name'],
    [['law'], '--depth'],
    [['law', '--depth', '0', '--width', '4'], '--depth'],
    [['law', '--depth', '1e9', '--width', '4'], '--depth'],
    [['law', '--depth', '4', '--width', '4.5'], '--width'],
    [['law', '--depth', '4', '--width', '4', '--init', 'he-uniform'], 'simulate'],
    [['law', '--depth', '4', '--width', '4', '--init', 'pytorch'], 'simulate'],
    [['law', '--depth', '4', '--width', '4', '--activation', 'leaky-relu(1/1000)'], 'simulate'],
    [['law', '--depth', '4', '--width', '4', '--init', 'hee'], '--init'],
    [['law', '--depth', '4', '--width', '4', '--init', 'normal(-1)'], 'gain'],
    [['law', '--depth', '4', '--width', '4', '--init', 'normal'], 'gain'],
    [['law', '--depth', '4', '--width', '4', '--init', 'he-normal(2)'], 'gain'],
    [['law', '--depth', '4', '--width', '4', '--quantile', '1'], '--quantile'],
    [['law', '--depth', '4', '--width', '4', '--quantile', '0'], '--quantile'],
    [['law', '--depth', '4', '--width', '4', '--quantile', ''], '--quantile'],
    [['law', '--depth', '4', '--width', '4', '--quantile', 'half'], '--quantile'],
    [['law', '--depth', '4', '--width', '4', '--cdf', 'Infinity'], '--cdf'],
    [['law', '--depth', '4', '--width', '4', '--cdf', '1e308'], '--cdf'],
    [['law', '--depth', '4', '--width', '4', '--cdf', ' '], '--cdf'],
    [['threshold', '--depth', '4', '--floor', '1', '--risk', '0.1'], '--floor'],
    [['threshold', '--depth', '4', '--floor', '0.1', '--risk', '0'], '--risk'],
    [['threshold', '--depth', '4', '--floor', '0.1'], '--risk'],
    [['simulate', '--depth', '4', '--width', '4', '--nets', '0'], '--nets'],
    [['simulate', '--depth', '4', '--width', '99999'], '--width'],
    [['simulate', '--depth', '4', '--width', '4', '--input', 'odd'], '--input'],
    [['simulate', '--depth', '4', '--width', '4', '--activation', 'tanh'], '--activation'],
    [['simulate', '--depth', '4', '--width', '4', '--activation', 'leaky-relu(1/0)'], '--activation'],
    [['simulate', '--depth', '4', '--width', '4', '--activation', 'leaky-relu(exp(-1000))'], 'from 0'],
  ] as [string[], string][])('%j', async (args, word) => {
    await expectRefusal(args, [word]);
    if (args.length > 0) {
      const { err } = await cli(...args, '--json');
      expect(JSON.parse(err)).toMatchObject({ error: { message: expect.any(String) } });
    }
  });
});
