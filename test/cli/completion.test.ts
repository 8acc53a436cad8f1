/** Completion, in the shells themselves: bash by what its function answers, fish where it is installed. No chance in it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { wordsOf } from '../../cli/completion/words.js';
import { initOption } from '../../cli/options.js';
import { programOf } from '../../cli/program.js';
import { catalogue } from '../../theory/catalogue/index.js';
import { initNames } from '../../theory/language/claim.js';
import { runMain } from './spawn.js';

const folder = mkdtempSync(join(tmpdir(), 'completion-'));
for (const name of ['my claims.json', 'report.html']) writeFileSync(join(folder, name), '');

const scripts = new Map(
  ['bash', 'zsh', 'fish'].map((shell) => {
    const { status, stdout, stderr } = runMain(['completion', shell]);
    if (status !== 0) throw new Error(stderr);
    const path = join(folder, `.${shell}`);
    writeFileSync(path, stdout);
    return [shell, path];
  }),
);

function shell(name: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(name, args, { cwd: folder, encoding: 'utf8' });
  return { status, stderr, lines: stdout.split('\n').filter((line) => line !== '') };
}

/** What bash would offer for the last of these words; they are what bash's own splitting leaves. */
function bash(...words: string[]): string[] {
  const line = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const { status, stderr, lines } = shell(
    'bash',
    '--norc',
    '-c',
    `source .bash; COMP_WORDS=(vanishing-curvature ${line}); COMP_CWORD=${words.length}; _vanishing_curvature; printf '%s\\n' "\${COMPREPLY[@]}"`,
  );
  // `compopt` has no completion to speak to here: it says so to nobody.
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return lines;
}

const program = programOf(() => {});
const names = program.commands.map((command) => command.name());

describe('bash', () => {
  test.each([
    [['ch'], ['check']],
    [['t'], ['threshold', 'tightness']],
    [['--v'], ['--version']],
    [['help', 'th'], ['threshold']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['check', '--or'], ['--oracle']],
    [
      ['check', '--oracle', ''],
      ['exact', 'simulated'],
    ],
    [['check', 'a.json', '--oracle', 's'], ['simulated']],
    [['check', '--oracle', '=', 'e'], ['exact']],
    [
      ['check', '--oracle', '='],
      ['exact', 'simulated'],
    ],
    [['explain', 'width-nec'], ['width-necessary']],
    [['check', 'my'], ['my claims.json']],
    [['check', '--html', 'rep'], ['report.html']],
    [['figure', '-o', 'rep'], ['report.html']],
    [
      ['figure', '--kind', 's'],
      ['slack', 'sides'],
    ],
    [['simulate', '--init', 'xavier-u'], ['xavier-uniform']],
    [
      ['law', '--activation', 'l'],
      ['linear', 'leaky-relu('],
    ],
    // Alone it is put into the line, where a bare bracket would be a mistake.
    [['law', '--activation', 'le'], ['leaky-relu\\(']],
    [['simulate', '--init', 'u'], ['uniform\\(']],
    [['explain', 'rep'], []],
    [['check', '--budget', ''], []],
    [['no-such-command', ''], []],
    // What a line holds is text: a command in it must not run at a tab.
    [['check', '--claim', '$(touch ran)', '--js'], ['--json']],
    [['check', '$(touch ran)'], []],
  ])('%j: %j', (words, offered) => {
    expect(bash(...words).sort()).toEqual([...offered].sort());
    expect(shell('ls', 'ran').status).not.toBe(0);
  });

  test('every command, every long option, every theorem', () => {
    expect(
      bash('')
        .filter((word) => !word.startsWith('-'))
        .sort(),
    ).toEqual([...names, 'help'].sort());
    expect(names.length).toBeGreaterThanOrEqual(15);
    for (const command of program.commands) {
      const long = command.options.map((option) => option.long!);
      expect(bash(command.name(), '--').sort()).toEqual([...long, '--help'].sort());
    }
    const ids = bash('explain', '');
    expect(catalogue.map(({ id }) => id).filter((id) => !ids.includes(id))).toEqual([]);
    expect(ids).toContain('forward-mean/pytorch');
  });
});

const has = (name: string) => spawnSync(name, ['--version']).status === 0;

test.skipIf(!has('zsh'))('zsh takes its script', () => {
  expect(shell('zsh', '-f', '-n', scripts.get('zsh')!)).toEqual({ status: 0, stderr: '', lines: [] });
});

test.skipIf(!has('fish'))('fish', () => {
  const fish = (line: string) =>
    shell('fish', '--no-config', '-c', `source .fish; complete -C 'vanishing-curvature ${line}'`).lines.map(
      (each) => each.split('\t')[0],
    );
  expect(fish('ch')).toEqual(['check']);
  expect(fish('check --oracle ')).toEqual(['exact', 'simulated']);
  expect(fish('check --html rep')).toEqual(['report.html']);
  expect(fish('figure --kind s')).toEqual(['sides', 'slack']);
  expect(fish('law --activation l').sort()).toEqual(['leaky-relu(', 'linear']);
  expect(fish('explain width-nec')).toEqual(['width-necessary']);
});

test('the words of --init are all inits, with a bracket behind those that need a gain', () => {
  const words: readonly string[] = initOption().words;
  expect(words.map((word) => word.replace('(', '')).sort()).toEqual([...initNames].sort());
  expect(words.filter((word) => word.endsWith('('))).toEqual(['normal(', 'uniform(']);
});

test('of every option and argument it is known what it takes: one with a name of a new kind is put here or into words.ts', () => {
  const placeholders = program.commands.flatMap((command) =>
    wordsOf(program)
      .commands.find(({ name }) => name === command.name())!
      .options.flatMap(({ names: [name], takes }) => (takes.kind === 'other' ? [name!] : [])),
  );
  const numbers = [
    'alpha',
    'budget',
    'seed',
    'workers',
    'depth',
    'width',
    'input-width',
    'quantile',
    'cdf',
    'floor',
    'risk',
  ];
  const more = [
    'digits',
    'from',
    'to',
    'nets',
    'bins',
    'step',
    'target',
    'inputs',
    'fall',
    'cap',
    'nudge',
    'port',
  ];
  const texts = ['claim', 'constant', 'at', 'optimizers', 'widths'];
  expect([...new Set(placeholders)].sort()).toEqual(
    [...numbers, ...more, ...texts].map((name) => `--${name}`).sort(),
  );
  const others = wordsOf(program).commands.filter(({ takes }) => takes.kind === 'other');
  expect(others).toEqual([]);
});

test('an unknown shell is refused', () => {
  const { status, stdout, stderr } = runMain(['completion', 'tcsh']);
  expect({ status, stdout, stderr }).toEqual({
    status: 2,
    stdout: '',
    stderr: "The shell must be bash, zsh, fish, not 'tcsh'.\n",
  });
});
