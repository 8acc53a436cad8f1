/** The file of `check --certificate`: one certificate as it is, several as a list; `verify-certificate` reads both. */
import type { Verdict } from '../properties/verdict.js';
import { maxFileBytes } from './read-text.js';
import { writeWhole } from './write-whole.js';

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
