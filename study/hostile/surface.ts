/** One way into the program: what is thrown at it, and what must come of it. */
import type fc from 'fast-check';

export interface Surface<Case = unknown> {
  readonly name: SurfaceName;
  readonly cases: fc.Arbitrary<Case>;
  /** What became of a case, in a word or two. @throws Error if it is not what must become of it. */
  examine(input: Case): string | Promise<string>;
  /** Seconds of processor time that one case may take at most. */
  readonly secondsAtMost: number;
}

export const surfaceNames = ['claim text', 'expression', 'check', 'claims file', 'command line'] as const;
export type SurfaceName = (typeof surfaceNames)[number];

/** The input's part that a failure shows: whole, but for texts of absurd length. */
export function shown(input: unknown): string {
  const text = JSON.stringify(input) ?? String(input);
  return text.length <= 600 ? text : `${text.slice(0, 500)}... (${text.length} characters)`;
}

/** @throws Error unless the message is one printable line that ends as a sentence does. */
export function expectSentence(message: string, most = 600): void {
  if (!/^[^\p{C}\p{Zl}\p{Zp}]+[.?!)]$/u.test(message) || message.length > most || /\[object/.test(message))
    throw new Error(`This is no clear sentence: ${message.slice(0, most)}`);
}
