/** Files that a run writes at its end: before it begins, all of them must be writable, and none in use. */
import { closeSync, openSync, realpathSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../theory/errors.js';
import { isCharacterDevice, isSameFile } from './same-file.js';
import { reasonOf } from './system-error.js';

interface OutputFile {
  /** `--html`. */
  readonly option: string;
  /** `The report`. */
  readonly what: string;
  readonly path: string;
}

/** Without a path it is not asked for. */
type AskedFile = Omit<OutputFile, 'path'> & { readonly path: string | undefined };

/**
 * Before a run that may take hours: can the files be written?
 * @param inUse files that the run reads or writes: none of them may be overwritten.
 * @throws InputError
 */
export function refuseUnwritable(asked: readonly AskedFile[], inUse: readonly string[] = []): void {
  const outputs = asked.filter((each): each is OutputFile => each.path !== undefined);
  outputs.forEach((output, index) => {
    const twin = outputs.slice(0, index).find(({ path }) => isSameFile(path, output.path));
    if (twin !== undefined && !isCharacterDevice(output.path))
      throw new InputError(
        `${twin.option} and ${output.option} name the same file, ${output.path}: one would overwrite the other.`,
      );
    refuseOne(output, inUse);
  });
}

function refuseOne({ option, what: name, path }: OutputFile, inUse: readonly string[]): void {
  const what = `${name} '${path}' cannot be written`;
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
