/** The options --depth, --width, --activation, --init ... that describe a net on the command line. */

import type { Activation, Init } from '../numerics/network/network.js';
import { evaluateRational } from '../theory/algebra/rational.js';
import { InputError } from '../theory/errors.js';
import { evaluate } from '../theory/expression/evaluate.js';
import { type InitName, initNames } from '../theory/language/claim.js';
import { parseExpression } from '../theory/language/parse-claim.js';

/** `relu`, `linear`, `leaky-relu(1/5)`. */
export function parseActivation(text: string): Activation {
  if (text === 'relu' || text === 'linear') return { kind: text };
  const leaky = /^leaky-relu\((.+)\)$/.exec(text);
  if (leaky === null) {
    throw new InputError(`--activation must be relu, linear or leaky-relu(slope), not '${text}'.`);
  }
  const slope = constant('--activation', leaky[1]!);
  if (slope === 0 && !isZero(leaky[1]!))
    throw new InputError(`--activation: no double tells the slope in '${text}' from 0; write relu for that.`);
  return { kind: 'leaky-relu', slope };
}

/** `he-normal`, `pytorch`, `normal(2)`, `uniform(1/3)` ...: a name and, for some, a gain. */
export function parseInit(text: string): Init {
  const [, name = '', gain] = /^([a-z-]+)(?:\((.+)\))?$/.exec(text) ?? [];
  if (!isInitName(name)) {
    throw new InputError(
      `--init must be one of ${initNames.join(', ')} (normal and uniform with a gain: normal(2)), not '${text}'.`,
    );
  }
  const takesGain = name === 'normal' || name === 'uniform';
  const mayTakeGain = takesGain || name === 'rademacher' || name === 'orthogonal';
  if (takesGain && gain === undefined) throw new InputError(`--init ${name} needs a gain: ${name}(2).`);
  if (!mayTakeGain && gain !== undefined)
    throw new InputError(`--init ${name} takes no gain; write --init ${name}.`);
  if (gain === undefined) return { name };
  const value = constant('--init', gain);
  if (!(value > 0)) throw new InputError(`The gain in --init ${text} must be positive.`);
  return { name, gain: value };
}

function isInitName(name: string): name is InitName {
  return (initNames as readonly string[]).includes(name);
}

/** Exactly: what underflows is not. */
const isZero = (text: string) =>
  evaluateRational(parseExpression(text, { names: [] }), {})?.equals(0) === true;

function constant(option: string, text: string): number {
  try {
    const value = evaluate(parseExpression(text, { names: [] }), {});
    if (Number.isFinite(value)) return value;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${option}: '${text}': ${error.message}`);
  }
  throw new InputError(`${option}: '${text}' is not a finite number.`);
}

export function activationText(activation: Activation): string {
  return activation.kind === 'leaky-relu' ? `leaky-relu(${activation.slope})` : activation.kind;
}

export function initText(init: Init): string {
  return init.gain === undefined ? init.name : `${init.name}(${init.gain})`;
}
