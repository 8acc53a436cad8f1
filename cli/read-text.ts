/** Files that a command is given to read: what cannot be read is bad input, in one sentence. */
import { readFileSync, type Stats, statSync } from 'node:fs';
import { InputError } from '../theory/errors.js';

/** Three bytes for each of the 10,000,000 characters that a claims file may have: a larger file is refused before it is read. */
export const maxFileBytes = 3e7;

/** The text of a file; `kind` says what it is meant to be, as in 'Claims file'. */
export function readText(path: string, kind: string): string {
  try {
    // Looked at before it is opened: opening a named pipe waits for whoever writes into it.
    const why = whyUnreadable(statSync(path));
    if (why === undefined) return readFileSync(path, 'utf8');
    throw new InputError(`${kind} '${path}': ${why}.`);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : `it could not be read (${code})`;
    throw new InputError(`${kind} '${path}': ${why}.`);
  }
}

function whyUnreadable(stats: Stats): string | undefined {
  if (stats.isDirectory()) return 'it is a folder';
  if (!stats.isFile()) return 'it is no ordinary file';
  if (stats.size > maxFileBytes) return `it has ${stats.size} bytes: at most ${maxFileBytes} are allowed`;
  return undefined;
}
