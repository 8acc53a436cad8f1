/** `check --html --junit --markdown` and `figure`: files whole or not at all, the same however the work is spread. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { resumeCommand } from '../../cli/replay.js';
import { cli } from './run-cli.js';
import { inBash, interrupt } from './spawn.js';

const newFolder = () => mkdtempSync(join(tmpdir(), 'report-'));
const claims = [
  '--claim',
  'median(forwardNorm2) <= 3/4 for L in 8..10, d in 3..4 with init he-uniform',
  '--claim',
  'median(forwardNorm2) <= exp(-3*L/d) for L in 1..30, d in 2..12 where L >= d',
  '--claim',
  'P(forwardNorm2 <= 0) <= 1/100 for L in 4..6, d in 2..3 with init he-uniform',
];
const outputs = (folder: string) =>
  ['html', 'junit', 'markdown'].flatMap((kind) => [`--${kind}`, join(folder, kind)]);
const contents = (folder: string) =>
  readdirSync(folder)
    .sort()
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
const check = (...args: string[]) => cli('check', ...args);

test('the same bytes with one worker, with two, and from a journal; the verdicts are those without a report', async () => {
  const [one, two, resumed, bare] = [newFolder(), newFolder(), newFolder(), newFolder()];
  const journal = join(bare, 'run.jsonl');
  const verdictsOf = (out: string) =>
    JSON.parse(out).verdicts.map(({ seconds: _, ...rest }: { seconds: number }) => rest);
  const first = await check(...claims, ...outputs(one), '--workers', '1', '--json');
  const second = await check(...claims, ...outputs(two), '--workers', '2', '--json');
  const without = await check(...claims, '--workers', '1', '--json', '--resume', journal);
  await check(...claims, '--workers', '1', '--resume', journal, ...outputs(resumed));
  expect([first.code, second.code, without.code]).toEqual([1, 1, 1]);
  expect(verdictsOf(first.out)).toEqual(verdictsOf(without.out));
  expect(contents(one).map(([name]) => name)).toEqual(['html', 'junit', 'markdown']);
  expect(contents(two)).toEqual(contents(one));
  expect(contents(resumed)).toEqual(contents(one));
  expect(contents(one)[0]![1]).toContain('Confidence sequence, on fresh nets');
});

test('titles and sources of a claims file are in the report, and do not make the journal another run’s', async () => {
  const folder = newFolder();
  const file = join(folder, 'claims.json');
  const write = (title: string) =>
    writeFileSync(
      file,
      JSON.stringify([
        { id: 'a', claim: 'mean(forwardNorm2) = 1 for L in 1..3, d in 1..3', title, source: 'S & Co' },
      ]),
    );
  const [journal, page] = [join(folder, 'run.jsonl'), join(folder, 'page.html')];
  write('First');
  expect((await check(file, '--workers', '1', '--resume', journal)).code).toBe(0);
  write('<b>Second</b>');
  expect((await check(file, '--workers', '1', '--resume', journal, '--html', page)).code).toBe(0);
  expect(readFileSync(page, 'utf8')).toMatch(/&#60;b&#62;Second.*S &#38; Co/s);
});

test('Ctrl-C: what is known, labelled partial', async () => {
  const folder = newFolder();
  const args = ['check', 'forward-tail', 'hessian-block-mean', '--workers', '1', ...outputs(folder)];
  const { code } = await interrupt(args, 1500, 'SIGINT');
  expect(code).toBe(130);
  const [html, junit, markdown] = contents(folder).map(([, text]) => text!);
  expect(html).toContain('<strong>Partial.</strong>');
  expect(html).toMatch(/<\/html>\n$/);
  expect(junit).toContain('name="partial" value="true"');
  expect(markdown).toMatch(/^## Partial: /);
});

describe('files that cannot be written, or must not be', () => {
  async function refusal(...args: string[]): Promise<string> {
    const { code, out, err } = await check(...claims, ...args);
    expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
    return err.trim();
  }

  test('folders, and files that are the same or in use, before the run begins', async () => {
    const folder = newFolder();
    const file = join(folder, 'x');
    expect(await refusal('--html', folder)).toBe(`The report '${folder}' cannot be written: it is a folder.`);
    expect(await refusal('--junit', join(folder, 'none', 'x'))).toBe(
      `The JUnit file '${join(folder, 'none', 'x')}' cannot be written: there is no folder '${join(folder, 'none')}'.`,
    );
    expect(await refusal('--markdown', '')).toBe("--markdown needs the name of a file, not ''.");
    expect(await refusal('--html', file, '--junit', `${folder}/../${folder.split('/').at(-1)}/x`)).toContain(
      '--html and --junit name the same file',
    );
    symlinkSync(folder, join(folder, 'link'));
    expect(await refusal('--markdown', file, '--certificate', join(folder, 'link', 'x'))).toContain(
      '--certificate and --markdown name the same file',
    );
    expect(await refusal('--html', file, '--resume', file)).toContain(`the run has '${file}' in use`);
    expect(readdirSync(folder)).toEqual(['link']);
  });

  test('bad input: nothing is written, and what was there stays', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'html'), 'old');
    const { code } = await check(
      '--claim',
      'median(forwardNorm2) <= 1/(L-2) for L in 1..3, d in 1..3',
      ...outputs(folder),
    );
    expect(code).toBe(2);
    expect(contents(folder)).toEqual([['html', 'old']]);
  });

  test.runIf(existsSync('/dev/full'))('a device that is full: the verdicts, and 74', () => {
    const { status, stdout, stderr } = inBash(
      `vc check --claim 'mean(forwardNorm2) = 1 for L in 1..2, d in 1..2' --workers 1 --html /dev/full`,
    );
    expect({ status, stdout, stderr }).toEqual({
      status: 74,
      stdout: expect.stringContaining('1 proved'),
      stderr: `'/dev/full' could not be written: no space left on device (ENOSPC).\n`,
    });
  });

  test('the command that goes on with a run writes the same files', () => {
    const options = {
      alpha: 1e-6,
      budget: 120,
      seed: 1,
      workers: 2,
      resume: 'j',
      html: 'a b',
      junit: 'c',
      markdown: 'd',
    };
    expect(resumeCommand([], options)).toContain("--html 'a b' --junit c --markdown d");
  });
});

describe('figure', () => {
  const claim = [
    '--claim',
    'median(forwardNorm2) <= exp(-2*L/d) for L in 1..12, d in 4..8 where L >= d',
    '--workers',
    '1',
  ];

  test('writes an SVG that stands alone: the first figure, or the kind asked for', async () => {
    const path = join(newFolder(), 'f.svg');
    for (const [kind, more] of [
      ['slack', []],
      ['law', ['--kind', 'law']],
    ] as const) {
      const { code, out } = await cli('figure', ...claim, ...more, '-o', path, '--json');
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ kind, kinds: ['slack', 'sides', 'law'] });
      const svg = readFileSync(path, 'utf8');
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg".*<\/svg>\n$/s);
      // Programs that are no browsers know no variables.
      expect(svg.replace(/--plot-background/g, '')).not.toMatch(/var\(--[a-z]+, #/);
    }
  });

  test('a kind that the claim lacks: 3, a sentence that names those there are, and no file', async () => {
    const path = join(newFolder(), 'f.svg');
    const { code, out } = await cli('figure', ...claim, '--kind', 'path', '-o', path);
    expect({ code, out }).toEqual({
      code: 3,
      out: "The claim has no figure 'path': it has slack, sides, law.\n",
    });
    expect(existsSync(path)).toBe(false);
  });

  test('a claim without figures: 3, a sentence, and no file', async () => {
    const path = join(newFolder(), 'f.svg');
    const { code, out } = await cli('figure', 'forward-log-expansion/series-mean', '-o', path);
    expect({ code, out }).toEqual({ code: 3, out: 'The claim has no figure.\n' });
    expect(existsSync(path)).toBe(false);
  });

  test.each([
    [['forward-tail', '-o', 'x'], 'has several claims: name one of forward-tail/moment'],
    [['-o', 'x'], 'figure needs one claim'],
    [['forward-tail/moment'], 'output'],
    [['forward-tail/moment', '-o', ''], "--output needs the name of a file, not ''."],
    [
      ['forward-tail/moment', '-o', 'x', '--kind', 'pie'],
      '--kind must be one of slack, sides, law, path, points, escape',
    ],
  ])('bad input: %j', async (args, words) => {
    const { code, out, err } = await cli('figure', ...args);
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringContaining(words) });
  });
});
