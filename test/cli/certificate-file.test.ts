/** `check --certificate`: what it saves is what `verify-certificate` reads, and nothing is lost over it. */
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { saveCertificates } from '../../cli/certificate-file.js';
import { resumeCommand } from '../../cli/replay.js';
import type { Verdict } from '../../properties/verdict.js';
import type { Certificate } from '../../properties/whole-domain/certificate.js';
import { cli } from './run-cli.js';
import { inBash, interrupt } from './spawn.js';

const mean = ['--claim', 'logMean(forwardNorm2) <= -5*L/(2*d) for L in 1..infinity, d in 4..infinity'];
const variance = ['--claim', 'logVariance(forwardNorm2) >= 5*L/d for L in 1..infinity, d in 2..infinity'];
const byAlgebra = ['--claim', 'mean(forwardNorm2) = 1 for L in 1..2, d in 1..2 with init he-uniform'];
const verified = ['--claim', 'logMean(forwardNorm2) <= 0 for L in 1..2, d in 4..5'];
const refuted = ['--claim', 'mean(forwardNorm2) = 2 for L in 1..2, d in 1..2'];
const check = (...args: string[]) => cli('check', '--workers', '1', ...args);
const newFolder = () => mkdtempSync(join(tmpdir(), 'certificate-'));

describe('what verify-certificate would not read', () => {
  const verdict = (text: string): Verdict => ({
    id: 'claim',
    claim: 'claim',
    verdict: 'proved',
    points: 1,
    exhaustive: true,
    alpha: 0,
    oracle: 'exact',
    seconds: 0,
    seed: 1,
    // Sizes alone count here.
    certificate: text as unknown as Certificate,
  });

  // A text of n characters is n + 2 bytes of JSON; the list has 7 more, the second text 10.
  const ofBytes = (total: number) => [verdict('x'.repeat(total - 19)), verdict('12345678')];

  test('is not written, and the sentence says what to do', async () => {
    const path = join(newFolder(), 'proofs.json');
    expect(saveCertificates(path, ofBytes(30_000_001), false)).toBe(
      `No certificate was written to '${path}': verify-certificate would not read the 2 certificates of this run, 30000001 bytes, more than 30000000; check fewer claims at a time.`,
    );
    const many = Array.from({ length: 10_001 }, () => verdict('x'));
    expect(saveCertificates(path, many, false)).toContain('10001 certificates of this run, more than 10000;');
    expect(existsSync(path)).toBe(false);
  });

  test('all else is: the largest file is read', async () => {
    const path = join(newFolder(), 'proofs.json');
    expect(saveCertificates(path, ofBytes(30_000_000), false)).toBeUndefined();
    expect(statSync(path).size).toBe(30_000_000);
    const { code, out } = await cli('verify-certificate', path);
    expect({ code, lines: out.trim().split('\n').length }).toEqual({ code: 1, lines: 2 });
  });
});

describe('saved', () => {
  test('one claim: the certificate itself, that of the verdict', async () => {
    const path = join(newFolder(), 'proof.json');
    const { code, out, err } = await check(...verified, ...mean, '--certificate', path, '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(out).verdicts[1].certificate);
    const { code: valid, out: says } = await cli('verify-certificate', path);
    expect({ valid, says }).toEqual({
      valid: 0,
      says: expect.stringMatching(/^valid {2}For every d >= 4 the log-mean .*\n$/),
    });
  });

  test('several: a list in the order of the verdicts, each judged; the exit code is that of the verdicts', async () => {
    const path = join(newFolder(), 'proofs.json');
    writeFileSync(path, 'old');
    const { code } = await check(...variance, ...refuted, ...mean, '--certificate', path);
    expect(code).toBe(1);
    const list = JSON.parse(readFileSync(path, 'utf8'));
    expect(list).toHaveLength(2);
    const text = await cli('verify-certificate', path);
    expect(text.code).toBe(0);
    expect(text.out).toMatch(/^1 {2}valid {2}.* log-variance .*\n2 {2}valid {2}.* log-mean .*\n$/);

    list[0].tail.residues[0].plain[0] = '7/13';
    writeFileSync(path, JSON.stringify(list));
    const changed = await cli('verify-certificate', path, '--json');
    expect({ ...changed, out: JSON.parse(changed.out) }).toEqual({
      code: 1,
      err: '',
      out: {
        valid: false,
        certificates: [
          { valid: false, reason: expect.stringContaining('Residue 1, plain') },
          { valid: true, says: expect.stringContaining('log-mean') },
        ],
      },
    });
    expect((await cli('verify-certificate', path)).out).toMatch(/^1 {2}not valid {2}.*\n2 {2}valid {2}.*\n$/);
  });

  test('from the journal of a run that was complete', async () => {
    const folder = newFolder();
    const [first, second, journal] = ['1', '2', 'run.jsonl'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await check(...mean, '--resume', journal, '--certificate', first);
    await check(...mean, '--resume', journal, '--certificate', second);
    expect(readFileSync(second, 'utf8')).toBe(readFileSync(first, 'utf8'));
  });

  test('to a device', () => {
    const { status, stdout } = inBash(`vc check ${quoted(mean)} --certificate /dev/stdout | tail -n 1`);
    expect({ status, statement: JSON.parse(stdout).statement.from }).toEqual({ status: 0, statement: 4 });
  });
});

const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(' ');

describe('nothing to save', () => {
  test.each([
    [0, verified],
    [1, refuted],
    [3, byAlgebra],
  ] as const)('the exit code is still %i', async (status, claim) => {
    const path = join(newFolder(), 'proof.json');
    const claims = ['--budget', '0.01', ...claim, '--certificate', path];
    const { code, err } = await check(...claims);
    expect({ code, err }).toEqual({
      code: status,
      err: `No certificate was written to '${path}': no claim of this run was proved for all widths.\n`,
    });
    const json = await check(...claims, '--json');
    expect(json.code).toBe(status);
    expect(JSON.parse(json.err)).toEqual({ note: { message: err.trim() } });
    expect(JSON.parse(json.out).verdicts).toHaveLength(1);
    expect(existsSync(path)).toBe(false);
    writeFileSync(path, 'old');
    await check(...claims);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  test('a run that is stopped', async () => {
    const folder = newFolder();
    const slow = ['--claim', 'mean(forwardNorm2) = 1 for L = 12, d = 8 with init he-uniform'];
    const args = ['check', ...mean, ...slow, '--budget', '1e6', '--certificate', join(folder, 'proof.json')];
    const { code, err } = await interrupt(args, 1500, 'SIGINT');
    expect({ code, err }).toEqual({
      code: 130,
      err: expect.stringMatching(
        /^No certificate was written to '.*': the run was stopped before its end\.\n$/,
      ),
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('the command that goes on with it saves too', () => {
    const options = { alpha: 1e-6, budget: 120, seed: 1, workers: 1, resume: 'r', certificate: 'my proof' };
    expect(resumeCommand([], options)).toContain(" --certificate 'my proof' ");
  });
});

describe('files that cannot be written, or must not be', () => {
  async function expectRefusal(path: string, word: string, ...more: string[]): Promise<void> {
    const { code, out, err } = await check(...mean, ...more, '--certificate', path);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain(word);
  }

  test('a folder, none, one that is closed, no name', async () => {
    const folder = newFolder();
    await expectRefusal(folder, `The certificate '${folder}' cannot be written: it is a folder.`);
    await expectRefusal(join(folder, 'none', 'x'), `there is no folder '${join(folder, 'none')}'`);
    writeFileSync(join(folder, 'file'), '');
    await expectRefusal(join(folder, 'file', 'x'), 'ENOTDIR');
    if (existsSync('/sys/kernel')) await expectRefusal('/sys/x', 'permission denied (EACCES)');
    await expectRefusal('', '--certificate');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  test('the journal and the claims file of the run, by any name', async () => {
    const folder = newFolder();
    const claims = join(folder, 'claims.json');
    const text = JSON.stringify([{ id: 'a', claim: variance[1] }]);
    writeFileSync(claims, text);
    linkSync(claims, join(folder, 'other'));
    for (const name of [claims, `${folder}/../${basename(folder)}/claims.json`, join(folder, 'other')])
      await expectRefusal(name, `the run has '${claims}' in use`, claims);
    const journal = join(folder, 'run.jsonl');
    await expectRefusal(journal, `the run has '${journal}' in use`, '--resume', journal);
    expect(readFileSync(claims, 'utf8')).toBe(text);
    expect(readdirSync(folder).sort()).toEqual(['claims.json', 'other']);
  });

  test.runIf(process.platform === 'linux')('a disk that gets full: the verdicts, 74, the old file', () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'own'));
    const path = join(folder, 'own', 'proof.json');
    writeFileSync(path, 'old');
    const { status, stdout, stderr } = inBash(
      `ulimit -f 1; vc check ${quoted(mean)} --workers 1 --certificate '${path}' | cat; exit "\${PIPESTATUS[0]}"`,
    );
    expect({ status, stderr }).toEqual({
      status: 74,
      stderr: `'${path}' could not be written: file too large (EFBIG).\n`,
    });
    expect(stdout).toContain('1 proved');
    expect(readdirSync(join(folder, 'own'))).toEqual(['proof.json']);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  test.runIf(existsSync('/dev/full'))('a device that is full: the verdicts, and 74', () => {
    const { status, stdout, stderr } = inBash(`vc check ${quoted(mean)} --workers 1 --certificate /dev/full`);
    expect({ status, stdout, stderr }).toEqual({
      status: 74,
      stdout: expect.stringContaining('1 proved'),
      stderr: `'/dev/full' could not be written: no space left on device (ENOSPC).\n`,
    });
  });
});

const manyNumbers = (count: number) => `[${'0,'.repeat(count - 1)}0]`;

test.each([
  ['that is empty', '[]', 'its list is empty'],
  ['of 10,001 entries', manyNumbers(10_001), '10001 entries'],
])('verify-certificate: a list %s is bad input', async (_name, content, words) => {
  const path = join(newFolder(), 'proofs.json');
  writeFileSync(path, content);
  const { code, out, err } = await cli('verify-certificate', path);
  expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringContaining(words) });
});

test('verify-certificate: a list of 10,000 is read, each entry judged', async () => {
  const path = join(newFolder(), 'proofs.json');
  writeFileSync(path, manyNumbers(10_000));
  const { code, out } = await cli('verify-certificate', path);
  const lines = out.trimEnd().split('\n');
  expect({ code, lines: lines.length }).toEqual({ code: 1, lines: 10_000 });
  expect(lines.at(-1)).toMatch(/^10000 {2}not valid {2}/);
});

test('verify-certificate: what is no certificate in a list is not valid', async () => {
  const path = join(newFolder(), 'proofs.json');
  writeFileSync(path, '[[], 7]');
  const line = 'not valid  The certificate must be an object.';
  expect(await cli('verify-certificate', path)).toEqual({
    code: 1,
    err: '',
    out: `1  ${line}\n2  ${line}\n`,
  });
});
