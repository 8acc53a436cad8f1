/** How every error of the claim language is worded: one line, `Column 8: what is wrong: what would be right`. */

import { InputError, oneLine } from '../errors.js';
import type { Span } from '../expression/ast.js';

/** An InputError at a place in the text (characters counted from 0; the message counts columns from 1). */
export function complaint(at: Span | number, sentence: string): InputError {
  const column = (typeof at === 'number' ? at : at.start) + 1;
  const stop = sentence.endsWith('?') ? '' : '.';
  return new InputError(`Column ${column}: ${sentence}${stop}`, column);
}

/** A piece of the text for a message: one line, ASCII, at most 40 characters, in quotes. */
export function quote(piece: string): string {
  const characters = [...piece];
  const shown = characters.slice(0, 40).map(showCharacter).join('');
  const mark = shown.includes("'") ? '"' : "'";
  return `${mark}${shown}${characters.length > 40 ? '...' : ''}${mark}`;
}

function showCharacter(character: string): string {
  const code = character.codePointAt(0)!;
  return code >= 0x20 && code < 0x7f ? character : `\\u{${code.toString(16)}}`;
}

/** A file's name in full; letters of any script stay, what could break the line does not. */
export function quoteName(name: string): string {
  return `'${oneLine(name)}'`;
}

/** `a, b or c`. */
export function listOf(words: readonly string[]): string {
  if (words.length <= 1) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
