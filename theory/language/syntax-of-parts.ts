/** Mistakes in how a claim's parts are put together: keywords, ranges, settings, commas. */
import type { InputError } from '../errors.js';
import { complaint, quote } from './complaint.js';
import { editDistance, nearest } from './suggest.js';
import {
  endsOperand,
  isKeyword,
  isWord,
  openBrackets,
  type Stop,
  shown,
  wantsOperand,
} from './syntax-stop.js';
import { reservedAs } from './words.js';

export function rangeForm({ at, near, rest, found, expects }: Stop): InputError | undefined {
  const name = /([A-Za-z_]\w*)\s*$/.exec(near)?.[1];
  if (expects("'in'") && expects("'='")) {
    return complaint(
      at,
      `a range is written '${name} in 1..20' or '${name} = 1': found ${shown(found)} where 'in' or '=' was expected`,
    );
  }
  if (rest.startsWith('..')) {
    const single = /([A-Za-z_]\w*)\s*=\s*[^=,]*$/.exec(near)?.[1];
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
export function missingComma({ at, rest, before, found, expects }: Stop): InputError | undefined {
  if (!expects("','") || !isWord(found) || openBrackets(before).length > 0) return undefined;
  const isRange = /^[A-Za-z_]\w*\b\s*(in\b|=)/.test(rest) && /\bfor\b/.test(before);
  const isSetting =
    /^(activation|init|readout|readoutGain|target|input|widths|inputWidth)\b/.test(rest) &&
    /\bwith\b/.test(before);
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
export function otherWord(stop: Stop): InputError | undefined {
  const { at, found, expected } = stop;
  if (!isWord(found) || wantsOperand(stop) || isKeyword(found) || !endsOperand(stop)) return undefined;
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

export function partOrder(stop: Stop): InputError | undefined {
  const { at, before, found } = stop;
  if (!['within', 'for', 'where', 'with'].includes(found) || wantsOperand(stop) || !endsOperand(stop))
    return undefined;
  if (openBrackets(before).length > 0) return undefined;
  const again = new RegExp(`\\b${found}\\b`).test(before);
  const order = 'the parts of a claim come in the order: statement, within, for, where, with';
  return complaint(at, again ? `'${found}' is given twice` : `'${found}' cannot stand here: ${order}`);
}

export function keywordAsName({ at, found, expected }: Stop): InputError | undefined {
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
  ['widths', 'widths [64, 32, 16]'],
  ['inputWidth', 'inputWidth 784'],
]);

/** `widths 64, 32`, `widths (64, 32)`. */
export function widthsForm({ at, before }: Stop): InputError | undefined {
  if (!/\bwith\b.*\bwidths\s*(\(\s*\w+\s*|\w+\s*,\s*)$/s.test(before)) return undefined;
  return complaint(at, 'the widths stand in square brackets: write widths [64, 32, 16]');
}

/** `activation = linear`, `init: he-normal`, `readout` without a value. */
export function settingForm(stop: Stop): InputError | undefined {
  const { at, before, near, found } = stop;
  const key = /\b(\w+)\s*$/.exec(near)?.[1];
  const example = settingExamples.get(key ?? '');
  if (example === undefined || !wantsOperand(stop) || !/\bwith\b/.test(before)) return undefined;
  return complaint(at, `found ${shown(found)} where the value of ${key} was expected, as in '${example}'`);
}
