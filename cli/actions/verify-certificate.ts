/** `verify-certificate`: whether certificates prove what they state, decided by the independent verifier. */
import { InputError } from '../../theory/errors.js';
import { repeatsKey, withoutByteOrderMark } from '../../theory/language/json-text.js';
import { type Verification, verifyCertificate } from '../../verifier/verify.js';
import { maxCertificates } from '../certificate-file.js';
import { colour } from '../colour.js';
import type { VerifyCertificateOptions } from '../commands/verify-certificate.js';
import { readText } from '../read-text.js';

export function verifyCertificateFile(path: string, options: VerifyCertificateOptions): number {
  const content = parse(readText(path, 'Certificate'), path);
  const results = entriesOf(content, path).map(verifyCertificate);
  const valid = results.every((each) => each.valid);
  const isList = Array.isArray(content);
  if (options.json) {
    const report = isList ? { valid, certificates: results } : results[0];
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  } else {
    const width = String(results.length).length;
    const lines = results.map((each, i) =>
      isList ? `${String(i + 1).padStart(width)}  ${lineOf(each)}` : lineOf(each),
    );
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  return valid ? 0 : 1;
}

function lineOf(result: Verification): string {
  return result.valid
    ? `${colour.bold('valid')}  ${result.says}`
    : `${colour.bold('not valid')}  ${result.reason}`;
}

function entriesOf(content: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(content)) return [content];
  if (content.length === 0) throw new InputError(`Certificate '${path}': its list is empty.`);
  if (content.length > maxCertificates)
    throw new InputError(
      `Certificate '${path}': its list has ${content.length} entries: at most ${maxCertificates} are allowed.`,
    );
  return content;
}

function parse(text: string, path: string): unknown {
  const json = withoutByteOrderMark(text);
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch {
    throw new InputError(`Certificate '${path}': it is not JSON.`);
  }
  if (repeatsKey(json, content))
    throw new InputError(`Certificate '${path}': a field is given twice, so that it does not say one thing.`);
  return content;
}
