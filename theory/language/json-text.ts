/** JSON with places: where a text stops being JSON, on which line each entry of an array begins, repeated keys. */
import { parse, type ValueNode } from '@humanwhocodes/momoa';
import { InputError } from '../errors.js';
import { quote } from './complaint.js';

const maxLength = 10_000_000;
/** A claims file is two brackets deep; this only protects the stack. */
const maxBrackets = 50;

/** Some editors, those of Windows above all, begin a file with a byte order mark, which is not JSON. A second one is not taken off. */
export const withoutByteOrderMark = (text: string): string => text.replace(/^\ufeff/, '');

/** The data in a JSON text. Throws InputError with the line and column at which it is no JSON. */
export function readJson(text: string, file: string): unknown {
  if (text.length > maxLength) {
    throw new InputError(`${file}: it has ${text.length} characters: at most ${maxLength} are allowed.`);
  }
  if (deepestBracket(text) > maxBrackets)
    throw new InputError(`${file}: its brackets are nested more than ${maxBrackets} deep.`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(`${file}: it is not JSON: ${whatIsWrong(text, brokenAt(text, error as Error))}.`);
  }
}

function deepestBracket(text: string): number {
  let open = 0;
  let deepest = 0;
  eachOutsideStrings(text, (character) => {
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++open);
    else if (character === ']' || character === '}') open--;
  });
  return deepest;
}

/** No regular expression: strings may be as long as a file. */
function eachOutsideStrings(json: string, visit: (character: string) => void): void {
  let inString = false;
  for (let at = 0; at < json.length; at++) {
    const character = json[at]!;
    if (character === '"') inString = !inString;
    else if (!inString) visit(character);
    else if (character === '\\') at++;
  }
}

/**
 * Whether an object of a JSON text has the same key twice, of which JSON.parse, which made `content` of it, keeps the last alone.
 * Takes texts of any length and depth; `linesOfEntries` says where, of short ones.
 */
export function repeatsKey(json: string, content: unknown): boolean {
  // Outside of strings every colon belongs to a key.
  let written = 0;
  eachOutsideStrings(json, (character) => {
    if (character === ':') written++;
  });
  let kept = 0;
  for (const left = [content]; left.length > 0; ) {
    const value = left.pop();
    if (typeof value !== 'object' || value === null) continue;
    const inside = Object.values(value);
    if (!Array.isArray(value)) kept += inside.length;
    for (const each of inside) left.push(each);
  }
  return written !== kept;
}

/** Character at which JSON.parse gave up: from its message where it says so, else from a second parser. */
function brokenAt(text: string, error: Error): number {
  const position = /at position (\d+)/.exec(error.message)?.[1];
  if (position !== undefined) return Number(position);
  if (/unexpected end/i.test(error.message)) return text.length;
  try {
    parse(text);
  } catch (located) {
    if (located instanceof Error && 'offset' in located) return Number(located.offset);
  }
  return 0;
}

function whatIsWrong(text: string, at: number): string {
  if (text.trim() === '') return 'it is empty';
  if (at >= text.trimEnd().length) return 'it ends too soon, with a bracket or a quote still open';
  const before = text.slice(0, at);
  const lastLine = before.slice(before.lastIndexOf('\n') + 1);
  const place = `line ${lineAt(text, at)}, column ${lastLine.length + 1}`;
  const found = String.fromCodePoint(text.codePointAt(at)!);
  const afterComma = (found === ']' || found === '}') && before.trimEnd().endsWith(',');
  const advice = afterComma ? ': leave out the comma before it' : (remedies.get(found) ?? '');
  return `unexpected ${quote(found)} on ${place}${advice}`;
}

const remedies: ReadonlyMap<string, string> = new Map([
  ["'", ': strings stand in double quotes'],
  ['/', ': JSON has no comments'],
  ['\n', ': a string must end on its line'],
  // What UTF-16 looks like.
  ['\ufffd', ': save the file as UTF-8'],
  ['\0', ': save the file as UTF-8'],
]);

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length;

/**
 * The line on which each element of a JSON array begins. Throws InputError if an object in it has the same key twice,
 * of which JSON.parse silently keeps the last.
 */
export function linesOfEntries(text: string, file: string): readonly number[] {
  const { body } = parse(text);
  if (body.type !== 'Array') return [];
  return body.elements.map(({ value }) => {
    refuseRepeatedKeys(value, file);
    return value.loc.start.line;
  });
}

function refuseRepeatedKeys(value: ValueNode, file: string): void {
  if (value.type !== 'Object') return;
  const seen = new Set<string>();
  for (const { name } of value.members) {
    const key = name.type === 'String' ? name.value : name.name;
    if (seen.has(key))
      throw new InputError(`${file}, line ${name.loc.start.line}: the field ${quote(key)} is given twice.`);
    seen.add(key);
  }
}
