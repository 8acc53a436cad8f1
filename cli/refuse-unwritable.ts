/** A file that a run writes at its end is looked at before its beginning: a mistake must not cost the run. */
import { closeSync, openSync, realpathSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../theory/errors.js';
import { isSameFile } from './same-file.js';
import { reasonOf } from './system-error.js';

/**
 * Before a run that may take hours: can the file be written?
 * @param option that names the file, for messages.
 * @param what is to be written: `certificate`.
 * @param inUse files that the run reads or writes: none of them may be overwritten.
 * @throws InputError
 */
export function refuseUnwritable(
  path: string,
  { option, what: kind }: { readonly option: string; readonly what: string },
  inUse: readonly string[] = [],
): void {
  const what = `The ${kind} '${path}' cannot be written`;
  if (path === '') throw new InputError(`${option} needs the name of a file, not ''.`);
  const other = inUse.find((each) => isSameFile(each, path));
  if (other !== undefined) throw new InputError(`${what}: the run has '${other}' in use; name another file.`);
  try {
    const there = statSync(path, { throwIfNoEntry: false });
    if (there?.isDirectory()) throw new InputError(`${what}: it is a folder.`);
    if (there !== undefined && !there.isFile()) return;
    // As writeWhole does it: what counts is the folder.
    const probe = `${there === undefined ? path : realpathSync(path)}.new-${process.pid}`;
    closeSync(openSync(probe, 'w'));
    rmSync(probe, { force: true });
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      `${what}: ${code === 'ENOENT' ? `there is no folder '${dirname(path)}'` : reasonOf(error)}.`,
    );
  }
}
