/**
 * All code in README.md and docs/ runs: TypeScript is type-checked and run, commands are run, and print what stands below them (but for seconds, and what three dots
 * on a line of their own stand for). In a project
 * of its own, with the package installed from its tarball. Chance: the verdicts shown are for fixed seeds.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { install, newFolder, pack, packageJson, remove, root } from '../package/packed.js';

interface Block {
  readonly page: string;
  /** Line of the fence, counted from 1. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
  /** The text block that follows with nothing but white space between. */
  readonly output?: string;
}

// Signatures, not programs; they are compared with the declarations elsewhere (test/package/surface.test.ts).
const generated = new Set(['docs/api.md']);
const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map(
  (path) => `docs/${path}`,
);
const pages = ['README.md', 'CONTRIBUTING.md', ...docs].filter(
  (page) => page.endsWith('.md') && !generated.has(page),
);

function blocksOf(page: string): Block[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^ *```(\w+)\n([\s\S]*?)^ *```\n(?:\s*```text\n([\s\S]*?)^```)?/gm)].map(
    ([, language, body, output], _, __) => {
      const at = text.indexOf(`\`\`\`${language}\n${body}`);
      return {
        page,
        line: text.slice(0, at).split('\n').length,
        language: language!,
        text: body!,
        ...(output === undefined ? {} : { output }),
      };
    },
  );
}

const blocks = pages.flatMap(blocksOf);
const nameOf = ({ page, line }: Block) => `${page}:${line}`;

const folder = newFolder();
const { tarball } = pack(folder);
const project = install(tarball, ['vitest', '@types/node', 'undici-types']);
afterAll(() => [folder, project].forEach(remove), 60_000);

const bin = (...path: string[]) => join(root, 'node_modules', ...path);

function run(command: string, args: readonly string[], input?: string) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: project,
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
    env: {
      ...process.env,
      NODE: process.execPath,
      VITEST_BIN: bin('vitest', 'vitest.mjs'),
      NO_COLOR: '1',
      GITHUB_STEP_SUMMARY: 'summary.md',
    },
  });
  return { status, stdout, all: `${stdout}${stderr}` };
}

test('blocks are of languages known here', () => {
  const known = ['ts', 'sh', 'yaml', 'json', 'claim', 'text', 'math'];
  expect(blocks.filter(({ language }) => !known.includes(language)).map(nameOf)).toEqual([]);
  expect(blocks.filter(({ language }) => language === 'ts').length).toBeGreaterThanOrEqual(10);
  expect(blocks.filter(({ language }) => language === 'sh').length).toBeGreaterThanOrEqual(7);
});

describe('TypeScript', () => {
  // An excerpt of a test, which needs what stands around it.
  const programs = blocks.filter(({ language, page }) => language === 'ts' && page !== 'CONTRIBUTING.md');
  const fileOf = (block: Block) =>
    `${block.page.replace(/\W/g, '-')}-${block.line}${usesVitest(block) ? '.test' : ''}`;
  const usesVitest = ({ text }: Block) => /from '(?:vanishing-curvature\/)?vitest'/.test(text);
  for (const block of programs) writeFileSync(join(project, `${fileOf(block)}.ts`), block.text);
  const compilerOptions = {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    skipLibCheck: true,
    types: ['node'],
    outDir: 'out',
  };
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: programs.map((block) => `${fileOf(block)}.ts`) }),
  );

  const compiled = run(process.execPath, [bin('typescript', 'bin', 'tsc'), '-p', '.']);

  test('types are right', () => {
    expect(compiled.all).toBe('');
    expect(compiled.status).toBe(0);
  });

  test.each(programs.filter((block) => !usesVitest(block)).map((block) => [nameOf(block), block] as const))(
    '%s runs',
    (_, block) => {
      const { status, all } = run(process.execPath, [`out/${fileOf(block)}.js`]);
      expect(status, all).toBe(0);
    },
  );

  test('those for vitest pass', () => {
    const files = programs.filter(usesVitest).map((block) => `out/${fileOf(block)}.js`);
    const { status, all } = run(process.execPath, [
      bin('vitest', 'vitest.mjs'),
      'run',
      '--root',
      project,
      ...files,
    ]);
    expect(status, all).toBe(0);
    expect(all).toMatch(new RegExp(`Test Files +${files.length} passed`));
  });
});

/** `check` without a claim: as long as all the rest, and test/properties/catalogue-claims.test.ts is about it. */
const isWholeCatalogue = /vanishing-curvature check(?: --(?:resume|html|junit|markdown) \S+)*$/m;

describe('commands', () => {
  // In the docs' project `npm` has nothing to do, and npx runs the package that is installed. One worker is the cheapest; verdicts are the same.
  const shell = `
set -o pipefail
main() { "$NODE" node_modules/vanishing-curvature/dist/bin/main.js "$@"; }
vanishing-curvature() { if [ "$1" = explore ]; then main "$@"; else main "$@" --workers 1 $BUDGET; fi; }
npm() { :; }
npx() { if [ "$1" = vitest ]; then shift; "$NODE" "$VITEST_BIN" "$@"; else "$@"; fi; }
`;
  const claims = [{ id: 'a', claim: 'mean(forwardNorm2) = 1 for L in 1..3, d in 1..3' }];
  writeFileSync(join(project, 'my-claims.json'), JSON.stringify(claims));
  const scripts = blocks.filter(({ language }) => language === 'sh');
  // Needs a Node with its permission model and the folder of this repository: test/properties/hostile-claims.test.ts is about that.
  const runnable = scripts.filter(
    ({ text }) => !text.includes('--experimental-permission') && !isWholeCatalogue.test(text),
  );

  test.each(runnable.map((block) => [nameOf(block), block] as const))('%s', (_, { text, output }) => {
    for (const [, name] of text.matchAll(/npm run (\w+)/g))
      expect(packageJson.scripts).toHaveProperty([name!]);
    // What is not shown is not compared: then it is enough that the command is one, and takes its options.
    const budget = output === undefined ? "BUDGET='--budget 0.1'\n" : '';
    const { status, stdout, all } = run('bash', ['-s'], shell + budget + text);
    if (output === undefined) {
      const ranOrGaveUp = status !== 2 || /take about [\d.]+ nominal seconds, more than 0\.1:/.test(all);
      expect([0, 1, 2, 3], all).toContain(status);
      expect(ranOrGaveUp, all).toBe(true);
      return;
    }
    expect(status, all).toBe(Number(/# exit code (\d+)/.exec(text)?.[1] ?? 0));
    expectOutput(comparable(stdout), comparable(output));
  });

  const workflows = blocks.filter(({ language }) => language === 'yaml');
  test.each(workflows.map((block) => [nameOf(block), block] as const))('%s: its steps', (_, { text }) => {
    const steps = [...text.matchAll(/^ *- run: (.*)$/gm)].map(([, step]) => step);
    expect(steps.length).toBeGreaterThan(0);
    const { status, all } = run('bash', ['-e', '-s'], `${shell}${steps.join('\n')}`);
    expect(status, all).toBe(0);
  });
});

/** The whole of it, or what stands between lines of three dots, in that order. */
function expectOutput(printed: string, shown: string): void {
  const pieces = shown.split(/^\.\.\.$/m).map((piece) => piece.trim());
  if (pieces.length === 1) expect(printed).toBe(shown);
  let from = 0;
  for (const piece of pieces) {
    expect(printed.slice(from)).toContain(piece);
    from = printed.indexOf(piece, from) + piece.length;
  }
}

/**
 * What a run took is its own; all else is fixed by the seed, but for rounding: versions of Node differ in the last bit of a power. So long numbers count to ten digits,
 * and bounds on their errors not at all.
 */
const comparable = (text: string) =>
  text
    .replace(/ {2}[\d.]+ s$/gm, '')
    .replace(/± \S+/g, '±')
    .replace(/\d+\.\d{10,}(?:e[+-]?\d+)?/g, (digits) => Number(digits).toPrecision(10))
    .trim();
