import { spawnSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { lockFile } from '../../cli/lock.js';
import { InputError } from '../../theory/errors.js';
import { inBash } from './spawn.js';

const folder = mkdtempSync(join(tmpdir(), 'lock-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  for (const name of locks()) rmSync(join(folder, name));
});

const path = join(folder, 'run.jsonl');
const what = 'The file';
const locks = () => readdirSync(folder).filter((name) => name.includes('.lock.'));
/** The name of this process's lock: run.jsonl.lock.PID.START.HOST. */
function ownName(): string {
  const release = lockFile(path, what);
  const [name] = locks();
  release();
  return name!;
}
/** A lock as another process would have left it. */
function leave(change: { pid?: number; start?: string; host?: string }): string {
  const [pid, start, host] = ownName().replace('run.jsonl.lock.', '').split('.') as [string, string, string];
  const name = `run.jsonl.lock.${change.pid ?? pid}.${change.start ?? start}.${change.host ?? host}`;
  writeFileSync(join(folder, name), '');
  return name;
}

test('one at a time; given back, it is free again', () => {
  const release = lockFile(path, what);
  expect(() => lockFile(path, what)).toThrow(
    `The file is in use by process ${process.pid}: wait for its end, or name another file.`,
  );
  release();
  expect(locks()).toEqual([]);
  lockFile(path, what)();
  expect(locks()).toEqual([]);
});

test('under another name the file is the same', () => {
  writeFileSync(path, '');
  symlinkSync(path, join(folder, 'link'));
  const release = lockFile(path, what);
  expect(() => lockFile(join(folder, 'link'), what)).toThrow('in use');
  lockFile(join(folder, 'run.json'), what)();
  release();
});

test('a file that has hard links is refused under each, and free once one is left', () => {
  const names = ['one', 'other'].map((name) => join(folder, name)) as [string, string];
  writeFileSync(names[0], '');
  // Even by the run that came after another had begun.
  const release = lockFile(names[0], what);
  linkSync(...names);
  for (const name of names)
    expect(() => lockFile(name, what)).toThrow(
      new InputError(
        'The file has 2 names (hard links), by which two runs would not see each other: copy it, or delete the others.',
      ),
    );
  release();
  rmSync(names[0]);
  lockFile(names[1], what)();
});

/** In a mount namespace of its own; not every system lets a user have one. */
const ownMounts = 'unshare --map-root-user --mount';
const mayMount = inBash(`${ownMounts} mount --bind ${tmpdir()} ${tmpdir()}`).status === 0;

test.runIf(mayMount)('a file that is mounted is refused; in a folder that is mounted it has one lock', () => {
  const place = mkdtempSync(join(tmpdir(), 'lock mounts-'));
  mkdirSync(join(place, 'there'));
  mkdirSync(join(place, 'also there'));
  writeFileSync(join(place, 'there', 'run.jsonl'), '');
  writeFileSync(join(place, 'bound file'), '');
  const run = (path: string) =>
    `"$NODE" "$MAIN" check forward-mean/linear --workers 1 --resume "${join(place, path)}"; echo $?`;
  const { stdout, stderr } = inBash(
    `${ownMounts} bash <<'END'
      mount --bind "${place}/there/run.jsonl" "${place}/bound file"
      mount --bind "${place}/there" "${place}/also there"
      ${run('bound file')}
      touch "${place}/there/run.jsonl.lock.$$.$(sed 's/.*) //' /proc/$$/stat | cut -d' ' -f20).$(hostname | sed 's/[^A-Za-z0-9_-]/_/g')"
      ${run('also there/run.jsonl')}
END`,
  );
  expect(stdout).toBe('2\n2\n');
  expect(stderr.trim().split('\n')).toEqual([
    `The journal '${place}/bound file' is mounted by itself (a bind mount), so that runs that know it by another name would not be seen: mount its folder.`,
    expect.stringMatching(/also there\/run.jsonl' is in use by process \d+:/),
  ]);
  rmSync(place, { recursive: true });
});

test('under a link to where it is going to be, too', () => {
  const later = join(folder, 'later');
  symlinkSync('later', join(folder, 'link-to-later'));
  const release = lockFile(join(folder, 'link-to-later'), what);
  expect(() => lockFile(later, what)).toThrow('in use');
  release();
  lockFile(later, what)();
});

test('a link to itself is no way out', () => {
  symlinkSync('circle', join(folder, 'circle'));
  lockFile(join(folder, 'circle'), what)();
});

describe('what another process left', () => {
  const ended = spawnSync(process.execPath, ['-e', '']).pid;

  test('one that cannot be removed is named, in one sentence', () => {
    const name = ownName().replace(`.${process.pid}.`, `.${ended}.`);
    mkdirSync(join(folder, name));
    try {
      expect(() => lockFile(path, what)).toThrow(
        new InputError(
          `The file: the lock '${join(folder, name)}' of a process that has ended could not be removed; delete it.`,
        ),
      );
    } finally {
      rmdirSync(join(folder, name));
    }
  });

  test('one that has ended does not block, and is cleared away', () => {
    const name = leave({ pid: ended });
    const release = lockFile(path, what);
    expect(locks()).not.toContain(name);
    release();
  });

  test('one that runs blocks, and is left', () => {
    // The parent runs as long as this process does; without /proc its start is not known.
    const name = leave({ pid: process.ppid, start: startOf(process.ppid) });
    expect(() => lockFile(path, what)).toThrow(`in use by process ${process.ppid}:`);
    expect(locks()).toEqual([name]);
  });

  test.runIf(existsSync('/proc/self/stat'))('one whose id another process has now does not block', () => {
    const name = leave({ pid: process.ppid, start: '1' });
    const release = lockFile(path, what);
    expect(locks()).not.toContain(name);
    release();
  });

  test('of one on another machine nobody here knows: it blocks, and says what to do', () => {
    const name = leave({ pid: ended, host: 'elsewhere' });
    expect(() => lockFile(path, what)).toThrow(
      `The file is in use by process ${ended} on elsewhere: wait for its end, or delete '${join(folder, name)}' if it has ended.`,
    );
    expect(locks()).toEqual([name]);
  });

  /** By a shell, independently: field 22 of /proc/PID/stat. */
  function startOf(pid: number): string {
    const { stdout } = spawnSync('bash', ['-c', `sed 's/.*) //' /proc/${pid}/stat | cut -d' ' -f20`], {
      encoding: 'utf8',
    });
    return stdout.trim() || '0';
  }
});

test('a folder that is not there, or cannot be written', () => {
  expect(() => lockFile(join(folder, 'none', 'x'), what)).toThrow(
    `The file cannot be written: there is no folder '${join(folder, 'none')}'.`,
  );
  if (existsSync('/sys/kernel'))
    expect(() => lockFile('/sys/x', what)).toThrow('The file cannot be written: permission denied (EACCES).');
});
