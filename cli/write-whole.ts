/** Writing so that nobody ever reads half: a disk that fills up, or a kill, leaves the file that was there before, or none. */
import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { OutputError, reasonOf } from './system-error.js';

/** All of the bytes, or an error: the system may take a part of them, and says so only in a number, when a disk gets full. */
export function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}

/**
 * The file has this text once this returns, even after a power cut, and until then what it had before.
 * A device or a named pipe (`/dev/stdout`) cannot be replaced: it is written to.
 * @throws OutputError with one sentence; nothing is left behind.
 */
export function writeWhole(path: string, text: string): void {
  try {
    const there = statIfThere(path);
    if (there !== undefined && !there.isFile()) writeFileSync(path, text);
    else replace(there === undefined ? path : realpathSync(path), text, there?.mode);
  } catch (error) {
    throw new OutputError(`'${path}' could not be written: ${reasonOf(error)}.`);
  }
}

/** In the same folder, because a file can be renamed within its file system only. */
function replace(path: string, text: string, mode: number | undefined): void {
  const fresh = `${path}.new-${process.pid}`;
  try {
    const file = openSync(fresh, 'w');
    try {
      writeAll(file, Buffer.from(text));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (mode !== undefined) chmodSync(fresh, mode);
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}

function statIfThere(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}
