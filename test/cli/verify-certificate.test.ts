/** `verify-certificate` on what `check` proves: two programs that share no code agree. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli } from './run-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'certificates-'));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const all = 'for L in 1..infinity, d in';
const linear = 'with activation linear, init lecun-normal';

const claims = [
  [`logMean(forwardNorm2) <= -5*L/(2*d) ${all} 4..infinity`, 'less than -5/2 x'],
  [`logMean(forwardNorm2) <= -5*L/(2*d) - 4*L/d^2 ${all} 10..infinity`, 'less than -5/2 x - 4 x^2'],
  [`logVariance(forwardNorm2) >= 5*L/d ${all} 2..infinity`, 'greater than 5 x'],
  [`mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) ${all} 2..infinity`, 'less than -5/8 x'],
  [`log(mean(forwardNorm2^(1/3))) >= -2*L/(3*d) ${all} 50..infinity`, 'greater than -2/3 x'],
  [`logMean(forwardNorm2) >= -4*L/(3*d) ${all} 1..infinity ${linear}`, 'greater than -4/3 x'],
  [`logVariance(forwardNorm2) <= 6*L/d ${all} 1..infinity ${linear}`, 'less than 6 x'],
  [`logMean(forwardNorm2) >= -21*L/(8*d) ${all} 64..infinity`, 'greater than -21/8 x'],
  [`logVariance(forwardNorm2) <= 21*L/(4*d) ${all} 100..infinity`, 'less than 21/4 x'],
  [`logVariance(forwardNorm2) >= 2*L/d ${all} 1..infinity ${linear}`, 'greater than 2 x'],
  [`logVariance(forwardNorm2) >= 5*L/d ${all} 1000000..infinity`, 'greater than 5 x'],
  [`P(forwardNorm2 >= 1/10) >= 9/10 ${all} 1..infinity where d >= 15*L`, 'd >= 15 L'],
] as const;

test('what check proves is valid, and no more so with a coefficient changed', async () => {
  const { code, out } = await cli(
    'check',
    '--workers',
    '1',
    '--json',
    ...claims.flatMap(([claim]) => ['--claim', claim]),
  );
  expect(code).toBe(0);
  const { verdicts } = JSON.parse(out);
  for (const [i, [, says]] of claims.entries()) {
    const { certificate } = verdicts[i];
    const path = file('proof.json', certificate);
    const valid = await cli('verify-certificate', path, '--json');
    expect({ code: valid.code, err: valid.err }).toEqual({ code: 0, err: '' });
    const result = JSON.parse(valid.out);
    expect(result).toEqual({ valid: true, says: expect.stringContaining(says) });
    expect(await cli('verify-certificate', path)).toMatchObject({ code: 0, out: `valid  ${result.says}\n` });

    const { residues } = certificate.tail;
    const { plain } = residues[residues.length - 1];
    plain[plain.length - 1] = '7/13';
    const reason = `Residue ${residues.length}, plain: the coefficient of x^${plain.length - 1} is not the one that the derivation gives.`;
    const changed = file('changed.json', certificate);
    expect(await cli('verify-certificate', changed)).toMatchObject({
      code: 1,
      out: `not valid  ${reason}\n`,
      err: '',
    });
    const json = await cli('verify-certificate', changed, '--json');
    expect({ code: json.code, out: JSON.parse(json.out) }).toEqual({
      code: 1,
      out: { valid: false, reason },
    });
  }
});

test.each([
  ['{', 'not JSON'],
  ['', 'not JSON'],
])('the file %j is bad input', async (content, word) => {
  const { code, out, err } = await cli('verify-certificate', file('bad.json', content));
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(word);
  expect(err.trim().split('\n')).toHaveLength(1);
});

test('a string as long as a file may be', async () => {
  const long = file('long.json', { format: ':'.repeat(2.5e7) });
  expect(await cli('verify-certificate', long)).toMatchObject({ code: 1, err: '' });
});

test.each([
  ['of the same value', (text: string) => text.replace('"from":', '"from":4,"from":')],
  [
    'that readers who keep the first would read otherwise',
    (text: string) => text.replace('"from":', '"from":3,"from":'),
  ],
  ['escaped', (text: string) => text.replace('"from":', '"fr\\u006fm":3,"from":')],
  ['of a list', (text: string) => `[${text},${text.replace('{', '{"claim":"",')}]`],
])('a field given twice, %s, is bad input', async (_, twice) => {
  const { out } = await cli('check', '--workers', '1', '--json', '--claim', claims[0][0]);
  const certificate = { ...JSON.parse(out).verdicts[0].certificate, claim: 'a: "b": \\ {c:' };
  const text = JSON.stringify(certificate);
  expect((await cli('verify-certificate', file('once.json', text))).code).toBe(0);
  expect(await cli('verify-certificate', file('twice.json', twice(text)))).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('a field is given twice'),
  });
});

test('a byte order mark before a certificate, or a list, is no part of it; a second one is', async () => {
  const { out } = await cli('check', '--workers', '1', '--json', '--claim', claims[0][0]);
  const text = JSON.stringify(JSON.parse(out).verdicts[0].certificate);
  expect((await cli('verify-certificate', file('bom.json', `\uFEFF${text}`))).code).toBe(0);
  expect((await cli('verify-certificate', file('bom.json', `\uFEFF[${text}]`))).code).toBe(0);
  expect((await cli('verify-certificate', file('bom.json', `\uFEFF\uFEFF${text}`))).code).toBe(2);
});

test('a field name that a terminal would obey is escaped, and can be read back', async () => {
  const name = '\u001b[31m\r\n\u0007\u007f\u009b\u2028\u202e\ufeff\ud800é"\\😀\u{e0041}';
  const path = file('name.json', { format: '', claim: '', statement: '', finite: '', tail: '', [name]: '' });
  const { code, out } = await cli('verify-certificate', path);
  const [, shown] = /^not valid {2}The certificate has a field (".*") that does not belong there\.\n$/.exec(
    out,
  )!;
  expect({ code, name: JSON.parse(shown!) }).toEqual({ code: 1, name });
  // Printable ASCII and the two characters that are letters or pictures.
  expect(shown).toMatch(/^[ -~é😀]*$/u);
});

test('no file, a folder, no argument: bad input', async () => {
  const missing = await cli('verify-certificate', join(folder, 'none.json'), '--json');
  expect(missing.code).toBe(2);
  expect(JSON.parse(missing.err).error.message).toContain('there is no such file');
  expect(await cli('verify-certificate', folder)).toMatchObject({
    code: 2,
    err: expect.stringContaining('it is a folder'),
  });
  expect((await cli('verify-certificate')).code).toBe(2);
});
