/** The file of `check --certificate`: one certificate as it is, several as a list; `verify-certificate` reads both. */
import { closeSync, openSync, realpathSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Verdict } from '../properties/verdict.js';
import { InputError } from '../theory/errors.js';
import { maxFileBytes } from './read-text.js';
import { isSameFile } from './same-file.js';
import { reasonOf } from './system-error.js';
import { writeWhole } from './write-whole.js';

/**
 * Before a run that may take hours: can the file be written?
 * @param inUse files that the run reads or writes: none of them may be overwritten.
 * @throws InputError
 */
export function refuseUnwritable(path: string, inUse: readonly string[]): void {
  const what = `The certificate '${path}' cannot be written`;
  if (path === '') throw new InputError(`--certificate needs the name of a file, not ''.`);
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

/**
 * The certificates of a run that has ended, in the order of its verdicts.
 * @returns one sentence if nothing was written.
 * @throws OutputError
 */
export function saveCertificates(
  path: string,
  verdicts: readonly Verdict[],
  partial: boolean,
): string | undefined {
  const nothing = `No certificate was written to '${path}'`;
  // A list with some of the run's certificates would look like all of them.
  if (partial) return `${nothing}: the run was stopped before its end.`;
  const texts = verdicts.flatMap(({ certificate }) =>
    certificate === undefined ? [] : [JSON.stringify(certificate)],
  );
  if (texts.length === 0) return `${nothing}: no claim of this run was proved for all widths.`;
  const whole = texts.length === 1 ? `${texts[0]}\n` : `[\n${texts.join(',\n')}\n]\n`;
  const why = whyNotReadBack(texts.length, Buffer.byteLength(whole));
  // Better none than a file that nobody can verify.
  if (why !== undefined) return `${nothing}: ${why}; check fewer claims at a time.`;
  writeWhole(path, whole);
  return undefined;
}

/** As many as a claims file may have claims. */
export const maxCertificates = 10_000;

function whyNotReadBack(count: number, bytes: number): string | undefined {
  const what = `verify-certificate would not read the ${count} certificates of this run`;
  if (count > maxCertificates) return `${what}, more than ${maxCertificates}`;
  return bytes > maxFileBytes ? `${what}, ${bytes} bytes, more than ${maxFileBytes}` : undefined;
}
