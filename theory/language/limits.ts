/** Limits on the size of a text, so that no input exhausts the stack or the memory. */
import { InputError, named } from '../errors.js';
import { complaint, quote } from './complaint.js';
import { childrenOfRaw, type RawNode } from './raw.js';

const maxLength = 20_000;
const maxWord = 100;
const longWord = new RegExp(`[A-Za-z_]\\w{${maxWord},}`);
const maxBrackets = 200;
const maxDepth = 1000;

/** Before parsing: the parser recurses over brackets only. */
export function checkText(text: unknown): asserts text is string {
  if (typeof text !== 'string')
    throw new InputError(`A text is to be read, such as 'exp(-5*L/(2*d))', not ${named(text)}.`);
  if (text.length > maxLength) {
    throw new InputError(`The text has ${text.length} characters: at most ${maxLength} are allowed.`);
  }
  if (text.trim() === '')
    throw complaint(
      0,
      'the text is empty: write a claim such as mean(forwardNorm2) = 1 for L in 1..20, d in 1..64',
    );
  const word = longWord.exec(text);
  if (word !== null) {
    throw complaint(word.index, `the word ${quote(word[0])} has more than ${maxWord} characters`);
  }
  let open = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(' || text[at] === '[') open++;
    if (text[at] === ')' || text[at] === ']') open--;
    if (open > maxBrackets) throw complaint(at, `brackets are nested more than ${maxBrackets} deep`);
  }
}

/** After parsing, without recursion: long chains of operators and signs make deep trees too. */
export function checkDepth(root: RawNode): void {
  let level: readonly RawNode[] = [root];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > maxDepth) {
      throw complaint(
        level[0]!.span,
        `the expression is more than ${maxDepth} operations deep: break it into a sum(n, a, b, expression) or shorter claims`,
      );
    }
    level = level.flatMap(childrenOfRaw);
  }
}
