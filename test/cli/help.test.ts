/** Help and the manual page are made of one program: each command has examples in both. No chance in it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { programOf } from '../../cli/program.js';
import { root } from '../package/packed.js';
import { runMain } from './spawn.js';

const program = programOf(() => {});
const page = `${root}man/vanishing-curvature.1`;
const version: string = JSON.parse(readFileSync(`${root}package.json`, 'utf8')).version;

test.each(program.commands.map((command) => command.name()))('%s --help has examples', (name) => {
  const { status, stdout, stderr } = runMain([name, '--help']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(new RegExp(`^Examples?:\n(?:  .*\n)*  .*vanishing-curvature ${name}\\b`, 'm'));
});

test('--version', () => {
  for (const flag of ['--version', '-V']) {
    const { status, stdout, stderr } = runMain([flag]);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  }
});

test('`help` is `--help`, and names what it does not know', () => {
  for (const [args, same] of [
    [['help'], ['--help']],
    [
      ['help', 'law'],
      ['law', '--help'],
    ],
  ] as const) {
    const { status, stdout, stderr } = runMain(args);
    expect({ args, status, stderr }).toEqual({ args, status: 0, stderr: '' });
    expect(stdout).toBe(runMain(same).stdout);
  }
  const unknown = runMain(['help', 'chek']);
  expect(unknown).toMatchObject({ status: 2, stdout: '' });
  expect(unknown.stderr).toBe("Unknown command 'chek': `vanishing-curvature --help` lists them.\n");
  expect(runMain([])).toMatchObject({ status: 2, stdout: '' });
});

test('the manual page has every command, option and example', () => {
  const text = readFileSync(page, 'utf8')
    .replaceAll('\\-', '-')
    .replaceAll('\\&', '')
    .replaceAll('\\e', '\\');
  const parts = text.split(/^\.SS /m);
  for (const command of program.commands) {
    const part = parts.find((each) => each.startsWith(`vanishing-curvature ${command.name()}`));
    expect(part, command.name()).toBeDefined();
    for (const { flags, description } of command.options) {
      expect(part).toContain(`.B ${flags}\n`);
      expect(part).toContain(description);
    }
    for (const [example] of runMain([command.name(), '--help']).stdout.matchAll(
      /(?<=^ {2})(?:eval.*)?vanishing-curvature .*$/gm,
    ))
      expect(part).toContain(example);
  }
  // The same on every machine.
  expect(text).toMatch(/--workers <n>\n.*\(default: the cores, at most 8\)/);
  expect(text).toContain(`"vanishing-curvature ${version}"`);
});

const has = (name: string) => spawnSync(name, ['--version'], { encoding: 'utf8' }).error === undefined;

test.skipIf(!has('man'))('`man` renders it without complaint', () => {
  const { status, stdout, stderr } = spawnSync('man', ['--warnings', '-l', page], {
    encoding: 'utf8',
    env: { ...process.env, MANWIDTH: '80', MAN_KEEP_FORMATTING: '', LC_ALL: 'C.UTF-8' },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^COMMANDS\n/m);
  expect(stdout).toContain('vanishing-curvature threshold --depth 100 --floor 0.1 --risk 0.1');
});
