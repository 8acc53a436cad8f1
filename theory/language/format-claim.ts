/** Claims as canonical text. */
import { InputError, named } from '../errors.js';
import { toText } from '../expression/text.js';
import type { Claim, Condition, DomainRange, Settings, Tolerance } from './claim.js';
import { decimalFraction } from './decimal-text.js';

/**
 * The claim in one line that parses back to the same claim: one spacing, only the brackets that are needed, chained
 * comparisons written out, and only the settings that are not the default. `formatClaim(parseClaim(text))` is a fixed
 * point: parsing and formatting it again changes nothing.
 */
export function formatClaim(claim: Claim): string {
  if (typeof claim?.settings !== 'object')
    throw new InputError(`A claim is what parseClaim makes of a text, not ${named(claim)}.`);
  const settings = formatSettings(claim.settings);
  const parts = [
    `${toText(claim.left)} ${claim.relation} ${toText(claim.right)}`,
    ...(claim.tolerance ? [formatTolerance(claim.tolerance)] : []),
    ...(claim.ranges.length > 0 ? [`for ${claim.ranges.map(formatRange).join(', ')}`] : []),
    ...(claim.condition ? [`where ${formatCondition(claim.condition)}`] : []),
    ...(settings.length > 0 ? [`with ${settings.join(', ')}`] : []),
  ];
  return parts.join(' ');
}

/** Right after `within`, `abs(` would be refused as ambiguous: a relative tolerance that begins so is bracketed. */
function formatTolerance({ kind, value }: Tolerance): string {
  const text = toText(value);
  if (kind === 'absolute') return `within abs ${text}`;
  return `within ${text.startsWith('abs(') ? `(${text})` : text}`;
}

function formatRange(range: DomainRange): string {
  const { name, from, to } = range;
  const [first, last] = [formatEnd(range, from), formatEnd(range, to)];
  return from === to && first === last ? `${name} = ${first}` : `${name} in ${first}..${last}`;
}

/** The shortest decimal of the double, or where that is not what was written, a quotient that is rounded to it. */
function formatEnd({ rounded = [] }: DomainRange, end: number): string {
  if (end === Infinity) return 'infinity';
  const written = rounded.find(({ double }) => double === end)?.written;
  if (written === undefined || written.equals(decimalFraction(String(end)))) return String(end);
  const [numerator, denominator] = [Number(written.s * written.n), Number(written.d)];
  const isSafe = Math.max(Math.abs(numerator), denominator) <= Number.MAX_SAFE_INTEGER;
  return isSafe && numerator / denominator === end ? `${numerator}/${denominator}` : String(end);
}

const levels = { or: 1, and: 2, not: 3, compare: 4 } as const;

export function formatCondition(condition: Condition): string {
  const inside = (part: Condition, level: number): string =>
    levels[part.kind] < level ? `(${formatCondition(part)})` : formatCondition(part);
  switch (condition.kind) {
    case 'compare':
      return `${toText(condition.left)} ${condition.operator} ${toText(condition.right)}`;
    case 'not':
      return `not ${inside(condition.operand, levels.not)}`;
    case 'and':
    case 'or': {
      const level = levels[condition.kind];
      return `${inside(condition.left, level)} ${condition.kind} ${inside(condition.right, level + 1)}`;
    }
  }
}

function formatSettings(settings: Settings): string[] {
  const { activation, init, readoutGain, readout, target, input } = settings;
  const slope = activation.kind === 'leaky-relu' ? `(${toText(activation.slope)})` : '';
  const gain = init.gain === undefined ? '' : `(${toText(init.gain)})`;
  const all = [
    `activation ${activation.kind}${slope}`,
    `init ${init.name}${gain}`,
    `readoutGain ${toText(readoutGain)}`,
    `readout ${readout}`,
    `target ${toText(target)}`,
    `input ${input}`,
  ];
  const defaults = [
    'activation relu',
    'init he-normal',
    'readoutGain 1',
    'readout random',
    'target 1',
    'input dense',
  ];
  return [...formatWidths(settings), ...all.filter((setting) => !defaults.includes(setting))];
}

function formatWidths({ widths }: Settings): string[] {
  if (widths === undefined) return [];
  const [first, ...hidden] = widths.map(toText);
  return [`widths [${hidden.join(', ')}]`, ...(first === hidden[0] ? [] : [`inputWidth ${first}`])];
}
