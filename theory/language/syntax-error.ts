/** From the place where the grammar stopped matching to one sentence that says what is wrong there. */
import type { InputError } from '../errors.js';
import { complaint, listOf, quote } from './complaint.js';
import { foreignCharacter } from './foreign-characters.js';
import {
  keywordAsName,
  missingComma,
  otherWord,
  partOrder,
  rangeForm,
  settingForm,
  widthsForm,
} from './syntax-of-parts.js';
import {
  endsOperand,
  type Failure,
  isKeyword,
  openBrackets,
  type Stop,
  shown,
  stopAt,
  wantsOperand,
} from './syntax-stop.js';

/** Each looks for one kind of mistake; the first that finds its own explains the failure. */
const explanations: readonly ((stop: Stop) => InputError | undefined)[] = [
  openBracket,
  strayBracket,
  otherNotation,
  settingForm,
  widthsForm,
  wrongCharacter,
  numberForm,
  rangeForm,
  missingComma,
  otherWord,
  partOrder,
  keywordAsName,
  missingOperator,
];

export function explainFailure(text: string, failure: Failure): InputError {
  const stop = stopAt(text, failure);
  for (const explain of explanations) {
    const explained = explain(stop);
    if (explained !== undefined) return explained;
  }
  return complaint(stop.at, `found ${shown(stop.found)} where ${whatFits(stop)} was expected`);
}

/** The labels in words; an operand may begin in many ways, which are said once. */
function whatFits({ expected, expects }: Stop): string {
  if (expects('a number')) return "a number, a name or '('";
  if (!expects('an operator')) return listOf(expected);
  const parts = ["')'", "','", "'..'", "'within'", "'for'", "'where'", "'with'", 'the end'];
  return listOf(['an operator', ...parts.filter(expects)]);
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
  const { at, near, rest, found } = stop;
  if (rest.startsWith('.')) {
    if (/\.\.$/.test(near)) return complaint(at, 'a range is written with two dots, as in 1..20');
    const decimals = /^\.(\d+)/.exec(rest)?.[1];
    if (wantsOperand(stop) && decimals !== undefined)
      return complaint(at, `a number begins with a digit: write 0.${decimals}`);
    if (/(^|[^.\d])\d+$/.test(near) && !rest.startsWith('..'))
      return complaint(at, 'a number ends with a digit: write 1 or 1.0, not 1.');
    return undefined;
  }
  const number = /\d+$/.exec(near)?.[0];
  if (number !== undefined && /^_\d/.test(rest)) return complaint(at, "numbers are written without '_'");
  if (/^\d/.test(found) && /\d,\s*$/.test(near)) return complaint(at, 'numbers are written without commas');
  if (/^\d/.test(found) && /\d\s+$/.test(near))
    return complaint(at, 'an operator is missing between two numbers');
  if (found === '+' && wantsOperand(stop))
    return complaint(at, "'+' needs something on its left: a leading + is left out");
  return undefined;
}

/** `2L`, `2(L+1)`, `L d`: nothing is read as a product. */
function missingOperator(stop: Stop): InputError | undefined {
  const { at, near, found } = stop;
  if (wantsOperand(stop) || !stop.expects('an operator') || !endsOperand(stop)) return undefined;
  if (!(/^\w/.test(found) || found === '(') || isKeyword(found)) return undefined;
  const left = /(\w+(\.\d+)?)\s*$/.exec(near)?.[1] ?? '(...)';
  const right = found === '(' ? '(...)' : found;
  return complaint(
    at,
    `an operator is missing before ${quote(found)}: a product is written ${quote(`${left}*${right}`)}`,
  );
}
