/** Random claims as data, and random edits of texts, for the properties of the claim language. */
import fc from 'fast-check';
import Fraction from 'fraction.js';
import { catalogue } from '../../theory/catalogue/index.js';
import { type Expression, type Observable, type Quantity, widthCall } from '../../theory/expression/ast.js';
import {
  type Claim,
  type Comparison,
  type Condition,
  type InitSetting,
  initNames,
  type Settings,
} from '../../theory/language/claim.js';

const span = { start: 0, end: 0 };
const rangeNames = ['L', 'd', 'k', 'eps', 'g'] as const;

const numberNode = (text: string): Expression => ({ kind: 'number', value: new Fraction(text), text, span });

const literal = fc
  .oneof(
    fc.nat(1000).map(String),
    fc.tuple(fc.nat(99), fc.nat(999)).map(([a, b]) => `${a}.${b}`),
  )
  .map(numberNode);

const nameNode = (name: string): Expression => ({ kind: 'name', name, span });

const arity = { exp: 1, log: 1, abs: 1, min: 2, max: 3, binomial: 2, hyp2f1: 4, gammaMedian: 1 } as const;

/** d_0, ..., d_L of layers that have widths of their own; undefined where all have the width d. */
type Widths = readonly Expression[] | undefined;

/** d[l]: of a whole name (indices of sums are such), the next layer, or one that there is. */
function widthNodes(names: readonly string[], widths: readonly Expression[]): fc.Arbitrary<Expression> {
  const whole = fc.constantFrom(...names.filter((name) => name !== 'eps' && name !== 'g')).map(nameNode);
  const layer = fc.nat(widths.length - 1).map((l) => numberNode(String(l)));
  const next = fc
    .tuple(
      whole.filter((node) => node.kind === 'name' && node.name !== 'L'),
      layer,
    )
    .map(([left, right]): Expression => ({ kind: 'binary', operator: '+', left, right, span }));
  return fc
    .oneof(whole, layer, next)
    .map((index): Expression => ({ kind: 'call', name: widthCall, args: [index, ...widths], span }));
}

/** Expressions at most `depth` operations deep; sums bind a name of their own for each depth, so none shadows. */
function expressions(
  depth: number,
  names: readonly string[],
  quantities: boolean,
  widths?: Widths,
): fc.Arbitrary<Expression> {
  const plain = [literal, fc.constantFrom(...names, 'pi', 'e').map(nameNode)];
  const leaf = fc.oneof(...plain, ...(widths === undefined ? [] : [widthNodes(names, widths)]));
  if (depth === 0) return leaf;
  const inner = expressions(depth - 1, names, quantities, widths);
  const index = `i${depth}`;
  const choices: fc.Arbitrary<Expression>[] = [
    leaf,
    inner.map((operand): Expression => ({ kind: 'negate', operand, span })),
    fc
      .tuple(fc.constantFrom('+', '-', '*', '/', '^'), inner, inner)
      .map(([operator, left, right]): Expression => ({ kind: 'binary', operator, left, right, span })),
    fc
      .constantFrom(...(Object.keys(arity) as (keyof typeof arity)[]))
      .chain((name) =>
        fc
          .array(inner, { minLength: arity[name], maxLength: arity[name] })
          .map((args): Expression => ({ kind: 'call', name, args, span })),
      ),
    fc
      .tuple(
        expressions(depth - 1, names, false, widths),
        expressions(depth - 1, names, false, widths),
        expressions(depth - 1, [...names, index], false, widths),
      )
      .map(([from, to, body]): Expression => ({ kind: 'sum', index, from, to, body, span })),
  ];
  if (quantities) choices.push(quantityNodes(depth - 1, names, true, widths));
  return fc.oneof(...choices);
}

function quantityNodes(
  depth: number,
  names: readonly string[],
  withLaw: boolean,
  widths: Widths,
): fc.Arbitrary<Expression> {
  const plain = expressions(depth, names, false, widths);
  const named = fc.constantFrom('L', 'k').map(nameNode);
  const observable: fc.Arbitrary<Observable> = fc.oneof(
    fc
      .constantFrom('forwardNorm2', 'hessianNorm2', 'lambdaMin', 'trace', 'escapeTime')
      .map((name) => ({ name, indices: [] })),
    named.map((l): Observable => ({ name: 'gradientNorm2', indices: [l] })),
    fc.tuple(named, named).map((indices): Observable => ({ name: 'hessianBlockNorm2', indices })),
  );
  const base = fc.record({ observable, alive: fc.boolean() });
  const always = observable.map((each) => ({ observable: each, alive: true }));
  // A constant level would have to lie in (0,1).
  const level = fc.constantFrom('L', 'eps').map(nameNode);
  const kinds: fc.Arbitrary<Quantity>[] = [
    fc.tuple(base, plain).map(([each, power]) => ({ ...each, functional: 'mean', power })),
    base.map((each) => ({ ...each, functional: 'median' })),
    fc.tuple(base, level).map(([each, at]) => ({ ...each, functional: 'quantile', level: at })),
    always.chain((each) =>
      fc
        .constantFrom('logMean', 'logVariance', ...(widths === undefined ? (['beta3'] as const) : []))
        .map((functional) => ({ ...each, functional })),
    ),
    fc
      .tuple(base, fc.constantFrom('<=', '>='), plain)
      .map(([each, relation, threshold]) => ({ ...each, functional: 'P', relation, threshold })),
  ];
  if (withLaw) {
    const target = fc
      .option(fc.tuple(plain, plain))
      .map((normal) =>
        normal === null
          ? ({ kind: 'exactLaw' } as const)
          : ({ kind: 'normal', mean: normal[0], variance: normal[1] } as const),
      );
    kinds.push(
      fc.tuple(always, target).map(([each, to]) => ({ ...each, functional: 'lawDistance', target: to })),
    );
  }
  return fc.oneof(...kinds).map((quantity): Expression => ({ kind: 'quantity', quantity, span }));
}

function conditions(depth: number, widths: Widths): fc.Arbitrary<Condition> {
  const side = expressions(1, rangeNames, false, widths);
  const compare = fc
    .tuple(fc.constantFrom<Comparison>('<', '<=', '>', '>=', '=', '!='), side, side)
    .map(([operator, left, right]): Condition => ({ kind: 'compare', operator, left, right }));
  if (depth === 0) return compare;
  const inner = conditions(depth - 1, widths);
  return fc.oneof(
    compare,
    inner.map((operand): Condition => ({ kind: 'not', operand })),
    fc
      .tuple(fc.constantFrom('and', 'or'), inner, inner)
      .map(([kind, left, right]): Condition => ({ kind, left, right })),
  );
}

/** With one of these names in them, so that no constant is out of range. */
const varyingIn = (names: readonly string[], form: fc.Arbitrary<Expression>) =>
  fc
    .tuple(fc.constantFrom(...names), form)
    .map(
      ([name, right]): Expression => ({ kind: 'binary', operator: '*', left: nameNode(name), right, span }),
    );

function inits(varying: fc.Arbitrary<Expression>): fc.Arbitrary<InitSetting> {
  return fc.constantFrom(...initNames).chain((name): fc.Arbitrary<InitSetting> => {
    if (name === 'normal' || name === 'uniform') return varying.map((gain) => ({ name, gain }));
    if (name === 'rademacher' || name === 'orthogonal') {
      return fc.option(varying).map((gain) => (gain === null ? { name } : { name, gain }));
    }
    return fc.constant({ name });
  });
}

function settings(varying: fc.Arbitrary<Expression>, widths: Widths): fc.Arbitrary<Settings> {
  return fc.record({
    activation: fc.oneof(
      fc.constantFrom({ kind: 'relu' } as const, { kind: 'linear' } as const),
      varying.map((slope) => ({ kind: 'leaky-relu', slope }) as const),
    ),
    init: inits(varying),
    readoutGain: fc.oneof(fc.constant(numberNode('1')), varying),
    readout: fc.constantFrom('random', 'fixed', 'none'),
    target: fc.oneof(fc.constantFrom(numberNode('1'), ...rangeNames.map(nameNode)), varying),
    input: fc.constantFrom('dense', 'sparse'),
    ...(widths === undefined ? {} : { widths: fc.constant(widths) }),
  });
}

const ends = (least: number) =>
  fc
    .tuple(fc.integer({ min: least, max: 1e6 }), fc.nat(1e6))
    .map(([from, more]) => [from, from + more] as const);

const realEnds = fc
  .tuple(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  )
  // A negative zero has no text of its own.
  .map(([a, b]) => [Math.min(a, b) + 0, Math.max(a, b) + 0] as const);

function claimsOf(widths: Widths): fc.Arbitrary<Claim> {
  // Arguments of settings and tolerances.
  const varying = varyingIn(['g', 'eps'], expressions(3, rangeNames, false, widths));
  const layers = widths && widths.length - 1;
  return fc
    .record({
      quantity: quantityNodes(2, rangeNames, true, widths),
      side: expressions(3, rangeNames, true, widths),
      relation: fc.constantFrom('=', '<=', '>='),
      tolerance: fc.option(fc.record({ kind: fc.constantFrom('relative', 'absolute'), value: varying })),
      ends: fc.tuple(
        layers === undefined ? ends(1) : fc.constant([layers, layers] as const),
        ends(1),
        ends(-1000),
        realEnds,
        realEnds,
      ),
      condition: fc.option(conditions(2, widths)),
      settings: settings(varying, widths),
    })
    .map(
      ({ quantity, side, relation, tolerance, ends: all, condition, settings: chosen }): Claim => ({
        text: '',
        left: quantity,
        relation,
        right: side,
        ...(tolerance !== null && relation === '=' ? { tolerance } : {}),
        ranges: rangeNames.map((name, i) => ({
          name,
          from: all[i]![0],
          to: all[i]![1],
          integer: i < 3,
          span,
        })),
        ...(condition === null ? {} : { condition }),
        settings: chosen,
      }),
    );
}

/** Widths in names of integers, or numbers; d_0 may be left out, where it is d_1. */
const listed = fc.array(
  fc.oneof(
    fc.integer({ min: 1, max: 2 ** 20 }).map((width) => numberNode(String(width))),
    varyingIn(['d', 'k'], expressions(2, ['L', 'd', 'k'], false)),
  ),
  { minLength: 2, maxLength: 5 },
);

const someWidths = fc
  .tuple(listed, fc.boolean())
  .map(([widths, isLeftOut]) => (isLeftOut ? [widths[1]!, ...widths.slice(1)] : widths));

/** Claims over every construct of the language. */
export const claims: fc.Arbitrary<Claim> = fc.oneof(
  { weight: 3, arbitrary: claimsOf(undefined) },
  { weight: 1, arbitrary: someWidths.chain(claimsOf) },
);

/** The texts of the catalogue, to be spoilt. */
export const goodTexts: readonly string[] = catalogue.flatMap((theorem) =>
  theorem.claims.flatMap((claim) =>
    claim.kind === 'series' || claim.kind === 'experiment' ? [] : [claim.claim, claim.mutant.claim],
  ),
);

/** Words and characters of the language, and of no language. */
export const scraps: readonly string[] = [
  ...[
    '(',
    ')',
    '[',
    ']',
    '+',
    '-',
    '*',
    '/',
    '^',
    '=',
    '<=',
    '>=',
    '<',
    '>',
    '!=',
    ',',
    '|',
    '..',
    '.',
    ' ',
    '\n',
  ],
  ...[
    'for',
    'in',
    'where',
    'within',
    'with',
    'abs',
    'and',
    'or',
    'not',
    'alive',
    'L',
    'd',
    'n',
    'e',
    'pi',
    'sum',
  ],
  ...[
    '0',
    '1',
    '1e9',
    '1e999999999',
    '.5',
    '-1',
    '1/0',
    'mean',
    'P(',
    'quantile(',
    'exp(',
    'normal(',
    'init',
    'he-normal',
    'widths [',
    'd[',
    'd[]',
    'inputWidth',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'NaN',
    '\u2264',
    '\u00a0',
    '\u{1f600}',
    '\ud800',
    '\u0000',
    "'",
  ],
];

interface Edit {
  readonly kind: 'insert' | 'delete' | 'replace' | 'copy';
  readonly at: number;
  readonly length: number;
  readonly scrap: string;
}

const edits: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('insert', 'delete', 'replace', 'copy'),
  at: fc.noBias(fc.nat(9999)),
  length: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 2 }) }, fc.integer({ min: 1, max: 60 })),
  scrap: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...scraps) },
    fc.string({ unit: 'binary', maxLength: 4 }),
  ),
});

function apply(text: string, { kind, at, length, scrap }: Edit): string {
  const start = at % (text.length + 1);
  const [before, piece, after] = [
    text.slice(0, start),
    text.slice(start, start + length),
    text.slice(start + length),
  ];
  if (kind === 'insert') return before + scrap + piece + after;
  if (kind === 'delete') return before + after;
  return kind === 'replace' ? before + scrap + after : before + piece + piece + after;
}

/** Texts after one to five random edits. */
export function edited(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(texts, fc.array(edits, { minLength: 1, maxLength: 5, size: 'small' }))
    .map(([text, all]) => all.reduce(apply, text));
}
