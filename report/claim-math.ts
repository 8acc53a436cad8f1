/** Claims typeset: TeX from the syntax tree, rendered as MathML, which browsers draw without fonts or code of ours. */
import { type ClaimJob, claimOf } from '../properties/job.js';
import type { Expression } from '../theory/expression/ast.js';
import { toTex } from '../theory/expression/tex.js';
import { nameToTex } from '../theory/expression/tex-names.js';
import { toText } from '../theory/expression/text.js';
import type { Claim, Condition, DomainRange } from '../theory/language/claim.js';
import { parseExpression } from '../theory/language/parse-claim.js';
import { type Markup, markup, raw } from './markup.js';
import { displayed, math } from './mathml.js';

/** A claim in parts, each typeset. */
export interface TypesetClaim {
  /** Side by side where there is room, below each other where not. */
  readonly statement: readonly Markup[];
  readonly domain: readonly Markup[];
  /** The network's settings, those by default too. */
  readonly settings: string | undefined;
}

/** Longer texts are given as they are written: typeset, nobody could read them either. */
const longestText = 1500;

/** Undefined for what has no formula: statements in words, texts without end. */
export function typesetClaim(job: ClaimJob): TypesetClaim | undefined {
  if (job.text.length > longestText) return undefined;
  if (job.kind === 'series') return typesetSeries(job);
  if (job.kind === 'experiment') return undefined;
  const claim = claimOf(job);
  return {
    statement: statementOf(claim),
    domain: [
      ...claim.ranges.map((range) => math(rangeTex(range))),
      ...(claim.condition === undefined ? [] : [markup`where ${math(conditionTex(claim.condition))}`]),
    ],
    settings: job.kind === 'closed-form' ? undefined : settingsText(claim),
  };
}

const relations = { '=': '=', '<=': '\\le', '>=': '\\ge' } as const;

function statementOf({ left, relation, right, tolerance }: Claim): Markup[] {
  const within =
    tolerance === undefined
      ? []
      : [
          markup`<span class="within">to within ${math(toTex(tolerance.value))} ${tolerance.kind === 'relative' ? '(relative)' : '(absolute)'}</span>`,
        ];
  return [displayed(toTex(left)), displayed(`${relations[relation]} ${toTex(right)}`), ...within];
}

function rangeTex({ name, from, to, integer }: DomainRange): string {
  const symbol = nameToTex(name);
  if (from === to) return `${symbol} = ${numberTex(from)}`;
  if (to === Infinity) return `${symbol} \\ge ${numberTex(from)}`;
  if (!integer) return `${symbol} \\in \\left[${numberTex(from)}, ${numberTex(to)}\\right]`;
  return to - from === 1
    ? `${symbol} \\in \\{${from}, ${to}\\}`
    : `${symbol} \\in \\{${from}, \\dots, ${to}\\}`;
}

function numberTex(x: number): string {
  const size = Math.abs(x);
  const text = size !== 0 && (size < 1e-3 || size >= 1e6) ? size.toExponential() : String(size);
  return `${x < 0 ? '-' : ''}${toTex(parseExpression(text.replace('+', '')))}`;
}

const comparisons = { '<': '<', '<=': '\\le', '>': '>', '>=': '\\ge', '=': '=', '!=': '\\ne' } as const;

function conditionTex(condition: Condition): string {
  const inside = (part: Condition) => {
    const tex = conditionTex(part);
    return part.kind === 'compare' || part.kind === condition.kind ? tex : `\\left(${tex}\\right)`;
  };
  switch (condition.kind) {
    case 'compare':
      return `${toTex(condition.left)} ${comparisons[condition.operator]} ${toTex(condition.right)}`;
    case 'not':
      return `\\lnot \\left(${conditionTex(condition.operand)}\\right)`;
    case 'and':
    case 'or':
      return `${inside(condition.left)} \\;${condition.kind === 'and' ? '\\land' : '\\lor'}\\; ${inside(condition.right)}`;
  }
}

function settingsText({ settings }: Claim): string {
  const { activation, init, readoutGain, readout, target, input, widths } = settings;
  const argument = (expression: Expression | undefined) =>
    expression === undefined ? '' : `(${toText(expression)})`;
  const [gain, goal] = [toText(readoutGain), toText(target)];
  return [
    `${activation.kind}${activation.kind === 'leaky-relu' ? argument(activation.slope) : ''} nets`,
    `${init.name}${argument(init.gain)} weights`,
    ...(widths === undefined ? [] : [widthsText(widths.map(toText))]),
    ...(readout === 'random' ? [] : [`readout ${readout}`]),
    ...(gain === '1' ? [] : [`readout gain ${gain}`]),
    ...(goal === '1' ? [] : [`target ${goal}`]),
    ...(input === 'dense' ? [] : [`${input} input`]),
  ].join(', ');
}

function widthsText([input, ...hidden]: readonly string[]): string {
  const before = input === hidden[0] ? '' : ` behind an input of width ${input}`;
  return `layers of widths ${hidden.join(', ')}${before}`;
}

function typesetSeries({ text, series }: ClaimJob): TypesetClaim {
  const { cumulant, activation, order } = series!;
  const symbol = { 1: 'm', 2: 'v', 3: '\\kappa_3' }[cumulant];
  const expansion = toTex(parseExpression(text, { names: ['d', 'alpha'] }));
  return {
    statement: [math(`${symbol}(d)`), displayed(`= ${expansion} + O\\!\\left(d^{-${order + 1}}\\right)`)],
    domain: [raw('coefficient by coefficient')],
    settings: `${activation} nets, normal weights`,
  };
}
