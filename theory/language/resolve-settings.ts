/** The `with` part: which network is meant. */
import type { Expression, Span } from '../expression/ast.js';
import { type ActivationSetting, type InitSetting, initNames, type Settings } from './claim.js';
import { complaint, listOf, quote } from './complaint.js';
import type { RawSetting, RawWord } from './raw.js';
import { constantValue, refuseGiven, resolveExpression, type Scope } from './resolve-expression.js';
import { integerNode } from './settings.js';
import { nearest } from './suggest.js';

const activations = ['relu', 'linear', 'leaky-relu'] as const;
const readouts = ['random', 'fixed', 'none'] as const;
const inputs = ['dense', 'sparse'] as const;
const keys = [
  'activation',
  'init',
  'readoutGain',
  'readout',
  'target',
  'input',
  'widths',
  'inputWidth',
] as const;

/** He-normal relu nets with a random readout of gain 1, dense input, target 1. */
const defaults: Settings = {
  activation: { kind: 'relu' },
  init: { name: 'he-normal' },
  readoutGain: integerNode(1),
  readout: 'random',
  target: integerNode(1),
  input: 'dense',
};

/**
 * Throws InputError for unknown keys and values, a key given twice, and constants out of range.
 * @param widths what `widths` and `inputWidth` say (resolve-widths.ts).
 */
export function resolveSettings(
  raw: readonly RawSetting[],
  scope: Scope,
  widths: readonly Expression[] | undefined,
): Settings {
  const seen = new Set<string>();
  let settings: Settings = widths === undefined ? defaults : { ...defaults, widths };
  for (const setting of raw) {
    const { text: key, span } = setting.key;
    if (!isOneOf(keys, key)) throw complaint(span, notAmong('setting', key, keys));
    if (seen.has(key)) throw complaint(span, `the setting ${key} is given twice`);
    seen.add(key);
    if (key !== 'widths' && key !== 'inputWidth')
      settings = { ...settings, [key]: resolveSetting(key, setting, scope) };
  }
  return settings;
}

type PlainKey = Exclude<(typeof keys)[number], 'widths' | 'inputWidth'>;

function resolveSetting(key: PlainKey, setting: RawSetting, scope: Scope): Settings[PlainKey] {
  switch (key) {
    case 'activation':
      return activationOf(setting, scope);
    case 'init':
      return initOf(setting, scope);
    case 'readout':
      return plainChoice(key, readouts, setting);
    case 'input':
      return plainChoice(key, inputs, setting);
    case 'readoutGain':
      return positive(finite(expressionOf(setting, scope), 'readoutGain'), 'readoutGain');
    case 'target':
      return finite(expressionOf(setting, scope), 'target');
  }
}

function activationOf(setting: RawSetting, scope: Scope): ActivationSetting {
  const kind = choice('activation', activations, setting);
  const argument = argumentOf(setting, scope);
  if (kind !== 'leaky-relu') {
    if (argument !== undefined) throw complaint(argument.span, `activation ${kind} takes no argument`);
    return { kind };
  }
  if (argument === undefined) {
    throw complaint(wordOf(setting).span, 'activation leaky-relu needs its slope, as in leaky-relu(1/10)');
  }
  return { kind, slope: finite(argument, 'the slope of leaky-relu') };
}

function initOf(setting: RawSetting, scope: Scope): InitSetting {
  const name = choice('init', initNames, setting);
  const gain = argumentOf(setting, scope);
  const needsGain = name === 'normal' || name === 'uniform';
  const mayHaveGain = needsGain || name === 'rademacher' || name === 'orthogonal';
  if (needsGain && gain === undefined) {
    throw complaint(wordOf(setting).span, `init ${name} needs its gain, as in ${name}(2)`);
  }
  if (gain === undefined) return { name };
  if (!mayHaveGain)
    throw complaint(gain.span, `init ${name} takes no gain: write normal(g) or uniform(g) for another one`);
  return { name, gain: positive(finite(gain, 'the gain'), 'the gain') };
}

function plainChoice<T extends string>(key: string, allowed: readonly T[], setting: RawSetting): T {
  const found = choice(key, allowed, setting);
  if ('word' in setting && setting.args !== null) {
    throw complaint(setting.word.span, `${key} ${found} takes no argument`);
  }
  return found;
}

function choice<T extends string>(key: string, allowed: readonly T[], setting: RawSetting): T {
  if (!('word' in setting)) throw complaint(valueSpan(setting), `${key} is ${listOf(allowed)}`);
  const { text, span } = setting.word;
  if (isOneOf(allowed, text)) return text;
  throw complaint(span, notAmong(key, text, allowed));
}

function notAmong(what: string, word: string, allowed: readonly string[]): string {
  const found = nearest(word, allowed);
  const guess = found === undefined ? '' : `: did you mean ${found}?`;
  return `unknown ${what} ${quote(word)}${guess} (${listOf(allowed)})`;
}

function wordOf(setting: RawSetting): RawWord {
  return 'word' in setting ? setting.word : setting.key;
}

function argumentOf(setting: RawSetting, scope: Scope): Expression | undefined {
  if (!('word' in setting) || setting.args === null) return undefined;
  const { list } = setting.args;
  if (list.length !== 1)
    throw complaint(setting.word.span, `${setting.word.text} takes 1 argument, not ${list.length}`);
  refuseGiven(list);
  return resolveExpression(list[0]!.value, scope);
}

function expressionOf(setting: RawSetting, scope: Scope): Expression {
  if ('value' in setting) return resolveExpression(setting.value, scope);
  throw complaint(valueSpan(setting), `the setting ${setting.key.text} takes an expression`);
}

function valueSpan(setting: RawSetting): Span {
  if ('word' in setting) return setting.word.span;
  return 'value' in setting ? setting.value.span : setting.key.span;
}

function finite(value: Expression, what: string): Expression {
  const constant = constantValue(value);
  if (constant !== undefined && !Number.isFinite(constant)) {
    throw complaint(value.span, `${what} is not a finite number`);
  }
  return value;
}

function positive(value: Expression, what: string): Expression {
  const constant = constantValue(value);
  if (constant !== undefined && constant <= 0) {
    throw complaint(value.span, `${what} must be greater than 0, not ${constant}`);
  }
  return value;
}

function isOneOf<T extends string>(allowed: readonly T[], word: string): word is T {
  return (allowed as readonly string[]).includes(word);
}
