/** From the place where the grammar stopped matching to one sentence that says what is wrong there. */
import type { InputError } from '../errors.js';
import { complaint, listOf, quote } from './complaint.js';
import { foreignCharacter } from './foreign-characters.js';
import { editDistance, nearest } from './suggest.js';
import { keywords, reservedAs } from './words.js';

/** Where the match stopped (characters from 0) and the labels of the tokens that would have matched there. */
export interface Failure {
  readonly at: number;
  readonly expected: readonly string[];
}

interface Stop {
  readonly at: number;
  readonly before: string;
  readonly rest: string;
  /** The word, number or single character at the stop; empty at the end of the text. */
  readonly found: string;
  readonly expects: (label: string) => boolean;
  readonly expected: readonly string[];
}

/** Each looks for one kind of mistake; the first that finds its own explains the failure. */
const explanations: readonly ((stop: Stop) => InputError | undefined)[] = [
  openBracket,
  strayBracket,
  otherNotation,
  settingForm,
  wrongCharacter,
  numberForm,
  rangeForm,
  missingComma,
  otherWord,
  partOrder,
  keywordAsName,
  missingOperator,
];

export function explainFailure(text: string, { at: stopped, expected }: Failure): InputError {
  const at = Math.min(stopped, text.trimEnd().length);
  const rest = text.slice(at);
  const stop: Stop = {
    at,
    before: text.slice(0, at),
    rest,
    found: at === text.trimEnd().length ? '' : /^([A-Za-z_]\w*|\d+(\.\d+)?|<=|>=|!=|\.\.|.)/su.exec(rest)![0],
    expects: (label) => expected.includes(label),
    expected,
  };
  for (const explain of explanations) {
    const explained = explain(stop);
    if (explained !== undefined) return explained;
  }
  return complaint(at, `found ${shown(stop.found)} where ${whatFits(stop)} was expected`);
}

/** The labels in words; an operand may begin in many ways, which are said once. */
function whatFits({ expected, expects }: Stop): string {
  if (expects('a number')) return "a number, a name or '('";
  if (!expects('an operator')) return listOf(expected);
  const parts = ["')'", "','", "'..'", "'within'", "'for'", "'where'", "'with'", 'the end'];
  return listOf(['an operator', ...parts.filter(expects)]);
}

const endsOperand = (before: string): boolean => /[\w)\]]\s*$/.test(before);
const isKeyword = (word: string): boolean => (keywords as readonly string[]).includes(word);
const isWord = (found: string): boolean => /^[A-Za-z_]/.test(found);
const shown = (found: string): string => (found === '' ? 'the end of the text' : quote(found));
const wantsOperand = ({ expects }: Stop): boolean => expects('a number');

/** Positions of the brackets that are still open. */
function openBrackets(before: string): number[] {
  const open: number[] = [];
  for (const { 0: bracket, index } of before.matchAll(/[()[\]]/g)) {
    if (bracket === '(' || bracket === '[') open.push(index);
    else open.pop();
  }
  return open;
}

function openBracket({ at, before, found, expects }: Stop): InputError | undefined {
  const opened = openBrackets(before).at(-1);
  if (opened === undefined) return undefined;
  const bracket = before[opened] === '(' ? "')'" : "']'";
  if (!expects(bracket) || !(found === '' || found === ')' || found === ']' || isKeyword(found)))
    return undefined;
  return complaint(at, `${bracket} is missing here for the '${before[opened]}' in column ${opened + 1}`);
}

function strayBracket({ at, before, found }: Stop): InputError | undefined {
  if (found !== ')' && found !== ']') return undefined;
  if (openBrackets(before).length === 0) return complaint(at, `'${found}' closes no bracket`);
  return undefined;
}

/** Operators of other languages; some begin one character before the stop. */
function otherNotation(stop: Stop): InputError | undefined {
  const { at, before, rest } = stop;
  const last = before.at(-1) ?? '';
  const say = (from: number, written: string, instead: string) =>
    complaint(from, `'${written}' is not known here: write ${instead}`);
  if (last === '=' && rest.startsWith('=')) return say(at - 1, '==', "'='");
  if (last === '=' && rest.startsWith('<')) return say(at - 1, '=<', "'<='");
  if (last === '=' && rest.startsWith('>')) return say(at - 1, '=>', "'>='");
  if (rest.startsWith('<>')) return say(at, '<>', "'!='");
  if (rest.startsWith('**')) return say(at, '**', "'^'");
  if (rest.startsWith('&&')) return say(at, '&&', 'and');
  if (rest.startsWith('||')) return say(at, '||', 'or');
  if (last === '|' && rest.startsWith('|')) return say(at - 1, '||', 'or');
  if (rest.startsWith('|')) {
    return complaint(
      at,
      wantsOperand(stop)
        ? "'|' begins no expression: write abs(x) for |x|"
        : "'|' stands only before alive, behind an observable",
    );
  }
  return undefined;
}

function wrongCharacter({ at, found }: Stop): InputError | undefined {
  const sentence = found === '' ? undefined : foreignCharacter(found);
  return sentence === undefined ? undefined : complaint(at, sentence);
}

function numberForm(stop: Stop): InputError | undefined {
  const { at, before, rest, found } = stop;
  if (rest.startsWith('.')) {
    if (/\.\.$/.test(before)) return complaint(at, 'a range is written with two dots, as in 1..20');
    const decimals = /^\.(\d+)/.exec(rest)?.[1];
    if (wantsOperand(stop) && decimals !== undefined)
      return complaint(at, `a number begins with a digit: write 0.${decimals}`);
    if (/(^|[^.\d])\d+$/.test(before) && !rest.startsWith('..'))
      return complaint(at, 'a number ends with a digit: write 1 or 1.0, not 1.');
    return undefined;
  }
  const number = /\d+$/.exec(before)?.[0];
  if (number !== undefined && /^_\d/.test(rest)) return complaint(at, "numbers are written without '_'");
  if (/^\d/.test(found) && /\d,\s*$/.test(before)) return complaint(at, 'numbers are written without commas');
  if (/^\d/.test(found) && /\d\s+$/.test(before))
    return complaint(at, 'an operator is missing between two numbers');
  if (found === '+' && wantsOperand(stop))
    return complaint(at, "'+' needs something on its left: a leading + is left out");
  return undefined;
}

function rangeForm({ at, before, rest, found, expects }: Stop): InputError | undefined {
  const name = /([A-Za-z_]\w*)\s*$/.exec(before)?.[1];
  if (expects("'in'") && expects("'='")) {
    return complaint(
      at,
      `a range is written '${name} in 1..20' or '${name} = 1': found ${shown(found)} where 'in' or '=' was expected`,
    );
  }
  if (rest.startsWith('..')) {
    const single = /([A-Za-z_]\w*)\s*=\s*[^=,]*$/.exec(before)?.[1];
    return complaint(
      at,
      single === undefined
        ? "'..' belongs to a range, as in L in 1..20"
        : `'${single} =' takes a single value: write '${single} in' for a range`,
    );
  }
  if (!expects("'..'") || !(found === '' || found === ',' || isKeyword(found))) return undefined;
  return complaint(at, "a range has two ends: write 'd in 1..64', or 'd = 1' for a single value");
}

/** Two ranges or two settings without a comma between them. */
function missingComma({ at, rest, before, found, expects }: Stop): InputError | undefined {
  if (!expects("','") || !isWord(found) || openBrackets(before).length > 0) return undefined;
  const isRange = /^[A-Za-z_]\w*\b\s*(in\b|=)/.test(rest) && /\bfor\b/.test(before);
  const isSetting =
    /^(activation|init|readout|readoutGain|target|input)\b/.test(rest) && /\bwith\b/.test(before);
  return isRange || isSetting ? complaint(at, `a comma is missing before '${found}'`) : undefined;
}

const synonyms: ReadonlyMap<string, string> = new Map([
  ['if', 'where'],
  ['when', 'where'],
  ['given', 'where'],
  ['such', 'where'],
  ['using', 'with'],
  ['to', '..'],
  ['forall', 'for'],
  ['tolerance', 'within'],
  ['approximately', 'within'],
]);

/** A misspelt keyword, or another word for one. */
function otherWord(stop: Stop): InputError | undefined {
  const { at, found, expected, before } = stop;
  if (!isWord(found) || wantsOperand(stop) || isKeyword(found) || !endsOperand(before)) return undefined;
  const fitting = expected.filter((label) => label.startsWith("'")).map((label) => label.slice(1, -1));
  const meant = synonyms.get(found.toLowerCase());
  const guess = meant !== undefined && fitting.includes(meant) ? meant : nearestKeyword(found, fitting);
  return guess === undefined
    ? undefined
    : complaint(at, `unknown word ${quote(found)}: did you mean ${guess === '..' ? "'..'" : guess}?`);
}

/** nearest() is strict with short words; where only a keyword fits, one edit or swap is enough for them too. */
function nearestKeyword(found: string, fitting: readonly string[]): string | undefined {
  const words = fitting.filter(isKeyword);
  const close =
    found.length > 1 && found.length <= 3
      ? words.find((word) => word.length > 1 && editDistance(found.toLowerCase(), word, 1) <= 1)
      : undefined;
  return nearest(found, words) ?? close;
}

function partOrder(stop: Stop): InputError | undefined {
  const { at, before, found } = stop;
  if (!['within', 'for', 'where', 'with'].includes(found) || wantsOperand(stop) || !endsOperand(before))
    return undefined;
  if (openBrackets(before).length > 0) return undefined;
  const again = new RegExp(`\\b${found}\\b`).test(before);
  const order = 'the parts of a claim come in the order: statement, within, for, where, with';
  return complaint(at, again ? `'${found}' is given twice` : `'${found}' cannot stand here: ${order}`);
}

function keywordAsName({ at, found, expected }: Stop): InputError | undefined {
  const onlyName = expected.length === 1 && expected[0] === 'a name';
  if (!onlyName || !isKeyword(found)) return undefined;
  return complaint(at, `found '${found}', ${reservedAs(found)}, where a name was expected`);
}

const settingExamples: ReadonlyMap<string, string> = new Map([
  ['activation', 'activation relu'],
  ['init', 'init he-normal'],
  ['readoutGain', 'readoutGain 1'],
  ['readout', 'readout random'],
  ['target', 'target 1'],
  ['input', 'input dense'],
]);

/** `activation = linear`, `init: he-normal`, `readout` without a value. */
function settingForm(stop: Stop): InputError | undefined {
  const { at, before, found } = stop;
  const key = /\bwith\b.*\b(\w+)\s*$/s.exec(before)?.[1];
  const example = settingExamples.get(key ?? '');
  if (example === undefined || !wantsOperand(stop)) return undefined;
  return complaint(at, `found ${shown(found)} where the value of ${key} was expected, as in '${example}'`);
}

/** `2L`, `2(L+1)`, `L d`: nothing is read as a product. */
function missingOperator(stop: Stop): InputError | undefined {
  const { at, before, found } = stop;
  if (wantsOperand(stop) || !stop.expects('an operator') || !endsOperand(before)) return undefined;
  if (!(/^\w/.test(found) || found === '(') || isKeyword(found)) return undefined;
  const left = /(\w+(\.\d+)?)\s*$/.exec(before)?.[1] ?? '(...)';
  const right = found === '(' ? '(...)' : found;
  return complaint(
    at,
    `an operator is missing before ${quote(found)}: a product is written ${quote(`${left}*${right}`)}`,
  );
}
