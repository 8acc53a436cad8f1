import type { InputError } from '../errors.js';
import { complaint, listOf, quote } from './complaint.js';

export interface Failure {
  readonly at: number;
  readonly expected: readonly string[];
}

export function explainFailure(text: string, { at, expected }: Failure): InputError {
  const found =
    at >= text.trimEnd().length ? 'the end of the text' : quote(/^(\w+|.)/su.exec(text.slice(at))![0]);
  return complaint(at, `found ${found} where ${listOf(expected)} was expected`);
}
