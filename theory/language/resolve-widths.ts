/** The settings `widths` and `inputWidth`: read before the rest, as they say how deep the nets are and which names are whole. */
import { type Expression, type Span, widthCall } from '../expression/ast.js';
import { evaluate, freeNames } from '../expression/evaluate.js';
import { isWhole } from '../expression/whole.js';
import type { DomainRange } from './claim.js';
import { complaint } from './complaint.js';
import type { RawKind, RawNode, RawSetting } from './raw.js';
import { constantValue, mentions, resolveExpression, type Scope } from './resolve-expression.js';

export interface Widths {
  /** d_0, d_1, ..., d_L. */
  readonly all: readonly Expression[];
  /** Of the setting. */
  readonly span: Span;
}

/** A sum over all layers looks up each width once for every layer. */
const mostLayers = 256;
export const mostWidth = 2 ** 20;

interface RawWidths {
  readonly key: Span;
  readonly list: readonly RawNode[];
  readonly input: RawNode | undefined;
}

/** @throws InputError for what is no list, or a width of the input without one. */
export function rawWidths(settings: readonly RawSetting[]): RawWidths | undefined {
  const find = (name: string) => settings.find(({ key }) => key.text === name);
  const [widths, input] = [find('widths'), find('inputWidth')];
  if (widths === undefined) {
    if (input === undefined) return undefined;
    throw complaint(input.key.span, 'inputWidth goes with widths: write widths [64, 32, 16], inputWidth 784');
  }
  const { span } = widths.key;
  if (!('list' in widths) || widths.list.length === 0)
    throw complaint(span, 'widths is a list in brackets, one for each hidden layer: widths [64, 32, 16]');
  if (widths.list.length > mostLayers)
    throw complaint(span, `widths lists at most ${mostLayers} layers, not ${widths.list.length}`);
  return {
    key: span,
    list: widths.list,
    input: input !== undefined && 'value' in input ? input.value : undefined,
  };
}

/** Whether a name stands in the widths: then its range is one of integers. */
export function standsInWidths(raw: RawWidths | undefined, name: string): boolean {
  if (raw === undefined) return false;
  const parts = raw.input === undefined ? raw.list : [...raw.list, raw.input];
  return parts.some((part) => mentions(part, (word) => word === name));
}

export function resolveWidths({ key, list, input }: RawWidths, scope: Scope): Widths {
  const hidden = list.map((each) => widthOf(each, scope));
  const first = input === undefined ? hidden[0]! : widthOf(input, scope);
  return { all: [first, ...hidden], span: key };
}

function widthOf(node: RawNode, scope: Scope): Expression {
  const width = resolveExpression(node, scope);
  const value = constantValue(width);
  if (value !== undefined && !(Number.isInteger(value) && value >= 1 && value <= mostWidth))
    throw complaint(node.span, `a width is a whole number from 1 to ${mostWidth}, not ${value}`);
  return width;
}

/** The ranges with that of L, which the widths fix. @throws InputError if L is said to be something else, or a range has no end. */
export function withDepth(ranges: readonly DomainRange[], { all, span }: Widths): readonly DomainRange[] {
  const layers = all.length - 1;
  const endless = ranges.find(({ to }) => to === Infinity);
  if (endless !== undefined)
    throw complaint(endless.span, `beside widths the range of '${endless.name}' needs an end`);
  const depth = ranges.find(({ name }) => name === 'L');
  if (depth === undefined) return [{ name: 'L', from: layers, to: layers, integer: true, span }, ...ranges];
  if (depth.from === layers && depth.to === layers) return ranges;
  throw complaint(
    depth.span,
    `the widths are those of ${layers} layer${layers === 1 ? '' : 's'}: leave out the range of L`,
  );
}

const oneWidth =
  'all layers have the width d: write d, or give them widths of their own, as in with widths [64, 32, 16]';

/** `d[l]`, the width of layer l = 0, ..., L (0 is the input). */
export function resolveWidth(node: RawKind<'indexed'>, scope: Scope): Expression {
  const { widths, wholeNames, noWidth = oneWidth } = scope;
  if (widths === undefined) throw complaint(node.span, noWidth);
  const [first, ...more] = node.indices;
  if (first === undefined || more.length > 0)
    throw complaint(node.span, `d takes one layer index, d[l], not ${node.indices.length}`);
  const index = resolveExpression(first, scope);
  if (!isWhole(index, (name) => wholeNames?.has(name) === true))
    throw complaint(
      index.span,
      'the layer in d[...] is made of whole numbers and integer names, such as l, L - 1 or k + 1',
    );
  const layers = widths.all.length - 1;
  const value = freeNames(index).every((name) => name === 'L') ? evaluate(index, { L: layers }) : undefined;
  if (value !== undefined && !(value >= 0 && value <= layers))
    throw complaint(
      index.span,
      `d[l] is the width of a layer l from 0 (the input) to ${layers}, not ${value}`,
    );
  return { kind: 'call', name: widthCall, args: [index, ...widths.all], span: node.span };
}
