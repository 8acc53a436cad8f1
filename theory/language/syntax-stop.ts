/** The place where the grammar stopped matching, as the explanations of syntax errors see it. */
import { quote } from './complaint.js';
import { keywords } from './words.js';

/** Where the match stopped (characters from 0) and the labels of the tokens that would have matched there. */
export interface Failure {
  readonly at: number;
  readonly expected: readonly string[];
}

export interface Stop {
  readonly at: number;
  readonly before: string;
  /** The last 200 characters before the stop: what is searched backwards from its end, at bounded cost. */
  readonly near: string;
  readonly rest: string;
  /** The word, number or single character at the stop; empty at the end of the text. */
  readonly found: string;
  readonly expects: (label: string) => boolean;
  readonly expected: readonly string[];
}

export function stopAt(text: string, { at: stopped, expected }: Failure): Stop {
  const end = text.trimEnd().length;
  const at = Math.min(stopped, end);
  const rest = text.slice(at);
  return {
    at,
    before: text.slice(0, at),
    near: text.slice(Math.max(0, at - 200), at),
    rest,
    found: at === end ? '' : /^([A-Za-z_]\w*|\d+(\.\d+)?|<=|>=|!=|\.\.|.)/su.exec(rest)![0],
    expects: (label) => expected.includes(label),
    expected,
  };
}

/** True if an operand ends right before the stop. */
export const endsOperand = ({ near }: Stop): boolean => /[\w)\]]\s*$/.test(near);
export const isKeyword = (word: string): boolean => (keywords as readonly string[]).includes(word);
export const isWord = (found: string): boolean => /^[A-Za-z_]/.test(found);
export const shown = (found: string): string => (found === '' ? 'the end of the text' : quote(found));
export const wantsOperand = ({ expects }: Stop): boolean => expects('a number');

/** Positions of the brackets that are still open. */
export function openBrackets(before: string): number[] {
  const open: number[] = [];
  for (const { 0: bracket, index } of before.matchAll(/[()[\]]/g)) {
    if (bracket === '(' || bracket === '[') open.push(index);
    else open.pop();
  }
  return open;
}
