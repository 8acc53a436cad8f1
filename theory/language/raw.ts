/** What grammar.peggy makes of a text: its shape, before it is known whether its words mean anything. */
import type { BinaryOperator, Span } from '../expression/ast.js';
import type { Comparison } from './claim.js';

export interface RawWord {
  readonly text: string;
  readonly span: Span;
}

/** An argument of a call; `given` is the word after a bar, as in `median(forwardNorm2 | alive)`. */
export interface RawArgument {
  readonly value: RawNode;
  readonly given: RawWord | null;
}

export type RawNode = { readonly span: Span } & (
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'negate' | 'not'; readonly operand: RawNode }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: RawNode;
      readonly right: RawNode;
    }
  | {
      readonly kind: 'logic';
      readonly operator: 'and' | 'or';
      readonly left: RawNode;
      readonly right: RawNode;
    }
  | {
      readonly kind: 'compare';
      /** One more than operators: `2 <= d <= L` has three operands. */
      readonly operands: readonly RawNode[];
      readonly operators: readonly { readonly text: Comparison; readonly span: Span }[];
    }
  | { readonly kind: 'call'; readonly name: RawWord; readonly args: readonly RawArgument[] }
  | { readonly kind: 'indexed'; readonly name: RawWord; readonly indices: readonly RawNode[] }
);

export type RawKind<K extends RawNode['kind']> = Extract<RawNode, { readonly kind: K }>;

export interface RawTolerance {
  readonly kind: 'relative' | 'absolute';
  readonly keywordAt: number;
  /** Where the tolerance begins, brackets included. */
  readonly at: number;
  readonly value: RawNode;
}

/** `name in from..to`; `name = value` has the same node for both ends. */
export interface RawRange {
  readonly name: RawWord;
  readonly from: RawNode;
  readonly to: RawNode;
}

/** `activation leaky-relu(a)` has a word and perhaps arguments, `target y` a value. */
export type RawSetting =
  | {
      readonly key: RawWord;
      readonly word: RawWord;
      readonly args: { readonly list: readonly RawArgument[] } | null;
    }
  | { readonly key: RawWord; readonly value: RawNode }
  /** `widths [64, 32, 16]`. */
  | { readonly key: RawWord; readonly list: readonly RawNode[] };

export interface RawClaim {
  readonly statement: RawNode;
  readonly tolerance: RawTolerance | null;
  readonly ranges: readonly RawRange[];
  readonly condition: RawNode | null;
  readonly settings: readonly RawSetting[];
}

export function childrenOfRaw(node: RawNode): readonly RawNode[] {
  switch (node.kind) {
    case 'number':
    case 'name':
      return [];
    case 'negate':
    case 'not':
      return [node.operand];
    case 'binary':
    case 'logic':
      return [node.left, node.right];
    case 'compare':
      return node.operands;
    case 'call':
      return node.args.map((arg) => arg.value);
    case 'indexed':
      return node.indices;
  }
}

export function expressionsOf(setting: RawSetting): readonly RawNode[] {
  if ('value' in setting) return [setting.value];
  if ('list' in setting) return setting.list;
  return setting.args === null ? [] : setting.args.list.map((arg) => arg.value);
}
