/** Whether two paths name the same file, though it need not be there yet. */
import { readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

export function isSameFile(a: string, b: string): boolean {
  if (realPath(a) === realPath(b)) return true;
  try {
    // Two names of one file.
    const [one, other] = [statSync(a), statSync(b)];
    return one.dev === other.dev && one.ino === other.ino;
  } catch {
    // One of them is not there yet, or not to be looked at: whoever reads it says so.
    return false;
  }
}

/** A terminal, /dev/null: what is written to it overwrites nothing. */
export function isCharacterDevice(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isCharacterDevice() ?? false;
}

/** Of a file that is not there yet: what the links of its folder, and its own, lead to. */
function realPath(path: string, links = 0): string {
  try {
    return realpathSync(path);
  } catch {
    try {
      if (links < mostLinks) return realPath(resolve(dirname(path), readlinkSync(path)), links + 1);
    } catch {
      // No link.
    }
    try {
      return join(realpathSync(dirname(path)), basename(path));
    } catch {
      return resolve(path);
    }
  }
}

/** As many as Linux follows. */
const mostLinks = 40;
