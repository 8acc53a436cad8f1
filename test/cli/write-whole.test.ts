/** Files written whole or not at all. */
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { OutputError } from '../../cli/system-error.js';
import { writeWhole } from '../../cli/write-whole.js';
import { inBash, moduleFile } from './spawn.js';

const folder = mkdtempSync(join(tmpdir(), 'whole-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a new file, and in place of another one, whose permissions it keeps', () => {
  const path = join(folder, 'page.md');
  writeWhole(path, 'é'.repeat(1e5));
  expect(readFileSync(path, 'utf8')).toBe('é'.repeat(1e5));
  chmodSync(path, 0o640);
  writeWhole(path, 'short');
  expect(readFileSync(path, 'utf8')).toBe('short');
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder)).toEqual(['page.md']);
});

test('through a link: the file that it names, and the link stays', () => {
  mkdirSync(join(folder, 'far'));
  writeFileSync(join(folder, 'far', 'a'), 'old');
  symlinkSync(join('far', 'a'), join(folder, 'link'));
  writeWhole(join(folder, 'link'), 'new');
  expect(readFileSync(join(folder, 'far', 'a'), 'utf8')).toBe('new');
  expect(readdirSync(join(folder, 'far'))).toEqual(['a']);
});

/** Not on a device: a fault here, run by root, would put a file in its place. */
test.runIf(process.platform !== 'win32')('a named pipe stays one, and its reader gets the text', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('bash', ['-c', 'mkfifo "$0"', pipe]);
  const reader = spawn('cat', [pipe]);
  let out = '';
  reader.stdout.on('data', (piece) => {
    out += piece;
  });
  const ended = new Promise((resolve) => reader.on('close', resolve));
  writeWhole(pipe, 'text');
  expect(statSync(pipe).isFIFO()).toBe(true);
  await ended;
  expect(out).toBe('text');
});

describe('what cannot be written', () => {
  test.each([
    ['a folder that is not there', () => join(folder, 'none', 'x'), 'no such file or directory (ENOENT)'],
    ['a folder itself', () => folder, /\(EISDIR\)/],
    ...(existsSync('/sys/kernel')
      ? ([['a folder closed to all', () => '/sys/x', 'permission denied (EACCES)']] as const)
      : []),
  ] as const)('%s', (_name, path, why) => {
    expect(() => writeWhole(path(), 'text')).toThrow(OutputError);
    expect(() => writeWhole(path(), 'text')).toThrow(why);
    expect(() => writeWhole(path(), 'text')).toThrow(
      new RegExp(`^'${path()}' could not be written: .*[^.]\\.$`),
    );
  });

  test.runIf(process.platform === 'linux')(
    'a disk that fills up leaves the old file, and nothing else',
    () => {
      const own = mkdtempSync(join(folder, 'full-'));
      writeFileSync(join(own, 'page'), 'old');
      const built = pathToFileURL(new URL('../../dist/cli/write-whole.js', import.meta.url).pathname).href;
      const script = moduleFile(
        `import { writeWhole } from '${built}'; writeWhole('${join(own, 'page')}', 'x'.repeat(5000));`,
      );
      const { status, stderr } = inBash(`ulimit -f 1; "${process.execPath}" ${script}`);
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: expect.stringContaining(
          `'${join(own, 'page')}' could not be written: file too large (EFBIG).`,
        ),
      });
      expect(readdirSync(own)).toEqual(['page']);
      expect(readFileSync(join(own, 'page'), 'utf8')).toBe('old');
    },
  );
});
