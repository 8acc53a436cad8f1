/**
 * The only module that knows nerdamer. What goes in and comes out is text over the names x0, x1, ... with + - * / and
 * integer powers: the part of nerdamer that was found right (docs/libraries.md). Callers confirm every answer in exact
 * arithmetic all the same. Loading it takes a tenth of a second; import what needs algebra when it is needed.
 */
import nerdamer from 'nerdamer';
import 'nerdamer/Algebra.js';
import 'nerdamer/Calculus.js';
import { AlgebraFault } from './faults.js';

/** The settings that leak: an exception inside evaluate() leaves PARSE2NUMBER on, and then 1/3 becomes a decimal. */
interface Core {
  readonly Settings: { PARSE2NUMBER: boolean };
  readonly PARSER: { readonly CONSTANTS: Record<string, unknown> };
}

/** Names that mean something to nerdamer (i, e, pi) never reach it. */
const admissible = /^(?:x\d+|\d+|[-+*/^() ])*$/;

export function expandText(text: string): string {
  return ask(`expand(${fenced(text)})`);
}

/** The derivative by one of the names x0, x1, ... */
export function differentiateText(text: string, name: string): string {
  return ask(`diff(${fenced(text)},${fenced(name)})`);
}

function fenced(text: string): string {
  if (!admissible.test(text))
    throw new AlgebraFault(`Not a rational expression in x0, x1, ...: ${text.slice(0, 80)}`);
  return text;
}

function ask(question: string): string {
  // The types of nerdamer 1.1.13 do not declare the core.
  const { Settings, PARSER } = (nerdamer as unknown as { getCore(): Core }).getCore();
  Settings.PARSE2NUMBER = false;
  // A value given to x0 by other code in this process would be put in its place.
  nerdamer.clearVars();
  for (const name of Object.keys(PARSER.CONSTANTS)) if (/^x\d/.test(name)) delete PARSER.CONSTANTS[name];
  try {
    return nerdamer(question).toString();
  } catch (error) {
    throw new AlgebraFault(`nerdamer refused ${question.slice(0, 80)}: ${String(error).slice(0, 80)}`);
  } finally {
    // Every expression ever asked is kept otherwise.
    nerdamer.flush();
  }
}
