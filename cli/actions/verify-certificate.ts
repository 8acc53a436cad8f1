/** `verify-certificate`: whether a certificate proves what it states, decided by the independent verifier. */
import { InputError } from '../../theory/errors.js';
import { verifyCertificate } from '../../verifier/verify.js';
import { colour } from '../colour.js';
import type { VerifyCertificateOptions } from '../commands/verify-certificate.js';
import { readText } from '../read-text.js';

export function verifyCertificateFile(path: string, options: VerifyCertificateOptions): number {
  const result = verifyCertificate(parse(readText(path, 'Certificate'), path));
  if (options.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else if (result.valid) process.stdout.write(`${colour.bold('valid')}  ${result.says}\n`);
  else process.stdout.write(`${colour.bold('not valid')}  ${result.reason}\n`);
  return result.valid ? 0 : 1;
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(`Certificate '${path}': it is not JSON.`);
  }
}
