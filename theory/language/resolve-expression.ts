/** From the untyped tree to expressions: every word gets its one meaning here, or is an error that names it. */
import type Fraction from 'fraction.js';
import type { Expression, ObservableDeclaration } from '../expression/ast.js';
import { evaluate, freeNames } from '../expression/evaluate.js';
import { callableFunctions, constants, functions } from '../expression/functions.js';
import { complaint, quote } from './complaint.js';
import { decimalFraction, decimalParts } from './decimal-text.js';
import { childrenOfRaw, type RawArgument, type RawKind, type RawNode } from './raw.js';
import { resolveQuantity } from './resolve-quantity.js';
import { resolveWidth, type Widths } from './resolve-widths.js';
import { didYouMean, nearest } from './suggest.js';
import { callable, isFunctional, isObservable, meaningful, reservedAs, usage, writtenHere } from './words.js';

/** What an expression may hold at the place where it stands. */
export interface Scope {
  /** The names that have a value here, those of enclosing sums included. */
  readonly names: ReadonlySet<string>;
  /** The sentence for a quantity met here; undefined where quantities are allowed. */
  readonly noQuantity?: string;
  /** Observables besides those of the language, by name. */
  readonly declared?: ReadonlyMap<string, ObservableDeclaration>;
  /** The layers' widths, if they have widths of their own: then `d[l]` has a value. */
  readonly widths?: Widths;
  /** The sentence for `d[l]` where it has none. */
  readonly noWidth?: string;
  /** The names that take whole values only, indices of sums included. */
  readonly wholeNames?: ReadonlySet<string>;
  /** The sentence for a word that has no meaning here; `similar` is a known one that it may be a misspelling of. */
  readonly unknown: (word: string, similar: string | undefined) => string;
}

export const isObservableIn =
  ({ declared }: Scope) =>
  (word: string): boolean =>
    isObservable(word) || declared?.has(word) === true;

const maxDigits = 400;
const maxExponent = 400;

/** Throws InputError for everything that has no meaning in this scope. Recursive: limits.ts bounds the depth before. */
export function resolveExpression(node: RawNode, scope: Scope): Expression {
  const { span } = node;
  switch (node.kind) {
    case 'number':
      return { kind: 'number', value: literal(node), text: node.text, span };
    case 'name':
      return resolveName(node, scope);
    case 'negate':
      return { kind: 'negate', operand: resolveExpression(node.operand, scope), span };
    case 'binary': {
      const left = resolveExpression(node.left, scope);
      return {
        kind: 'binary',
        operator: node.operator,
        left,
        right: resolveExpression(node.right, scope),
        span,
      };
    }
    case 'call':
      return resolveCall(node, scope);
    case 'indexed':
      if (node.name.text === 'd') return resolveWidth(node, scope);
      throw indexedElsewhere(node, scope);
    case 'compare':
      throw complaint(
        node.operators[0]!.span,
        `the comparison '${node.operators[0]!.text}' cannot stand inside an expression`,
      );
    case 'logic':
      throw complaint(span, `'${node.operator}' cannot stand inside an expression`);
    case 'not':
      throw complaint(span, "'not' cannot stand inside an expression");
  }
}

/** The value of an expression without names, quantities and sums; undefined if it has any of these. */
export function constantValue(expression: Expression): number | undefined {
  return isPlain(expression) && freeNames(expression).length === 0 ? evaluate(expression, {}) : undefined;
}

function isPlain(node: Expression): boolean {
  switch (node.kind) {
    case 'number':
    case 'name':
      return true;
    case 'negate':
      return isPlain(node.operand);
    case 'binary':
      return isPlain(node.left) && isPlain(node.right);
    case 'call':
      return node.args.every(isPlain);
    case 'sum':
    case 'quantity':
      return false;
  }
}

/** The exact value of a decimal literal; its exponent and its digits are limited so that the fraction stays small. */
function literal(node: RawKind<'number'>): Fraction {
  const { digits, exponent } = decimalParts(node.text);
  if (Math.abs(exponent) > maxExponent) {
    throw complaint(
      node.span,
      `the exponent of ${quote(node.text)} is not between -${maxExponent} and ${maxExponent}`,
    );
  }
  if (digits.length > maxDigits) {
    throw complaint(node.span, `the number ${quote(node.text)} has more than ${maxDigits} digits`);
  }
  return decimalFraction(node.text);
}

function resolveName(node: RawKind<'name'>, scope: Scope): Expression {
  const { name, span } = node;
  if (scope.names.has(name) || constants.has(name)) return { kind: 'name', name, span };
  if (functions.has(name) || name === 'sum') {
    throw complaint(span, `${name} is a function: write ${name}(...)`);
  }
  if (isFunctional(name)) throw complaint(span, `${name} is a functional: write ${usage[name]}`);
  if (isObservableIn(scope)(name)) {
    throw complaint(span, `${name} is an observable: take a functional of it, such as median(${name})`);
  }
  const reserved = reservedAs(name);
  if (reserved !== undefined) throw complaint(span, `'${name}' is ${reserved} and has no value here`);
  throw complaint(span, unknownWord(name, scope));
}

function unknownWord(word: string, scope: Scope): string {
  const here = writtenHere(word);
  if (here !== undefined) return `unknown word ${quote(word)}: here this is written ${here}`;
  if (word.startsWith('_')) return `unknown word ${quote(word)}: names begin with a letter`;
  return scope.unknown(
    word,
    nearest(word, [...scope.names, ...(scope.declared?.keys() ?? []), ...meaningful]),
  );
}

function resolveCall(node: RawKind<'call'>, scope: Scope): Expression {
  const { text: name, span: nameSpan } = node.name;
  if (isFunctional(name)) {
    if (name === 'beta3' && scope.widths !== undefined)
      throw complaint(
        nameSpan,
        'beta3 is that of one layer of nets whose layers all have one width: it cannot stand beside widths',
      );
    if (scope.noQuantity !== undefined) throw complaint(nameSpan, scope.noQuantity);
    return { kind: 'quantity', quantity: resolveQuantity(name, node, scope), span: node.span };
  }
  refuseGiven(node.args);
  if (name === 'sum') return resolveSum(node, scope);
  const entry = functions.get(name);
  if (entry === undefined) throw complaint(nameSpan, notCallable(name, scope));
  const { minArguments: min, maxArguments: max } = entry;
  const count = node.args.length;
  if (count < min || count > max) {
    const wanted = `${min}${max > min ? ' or more' : ''} argument${min === 1 ? '' : 's'}`;
    throw complaint(nameSpan, `${name} takes ${wanted}, not ${count}`);
  }
  const args = node.args.map((arg) => resolveExpression(arg.value, scope));
  return { kind: 'call', name, args, span: node.span };
}

function notCallable(name: string, scope: Scope): string {
  if (scope.names.has(name) || constants.has(name)) {
    return `'${name}' is not a function: write products with *, as in ${name}*(...)`;
  }
  if (isObservableIn(scope)(name)) {
    return `${name} is an observable and takes no arguments: write median(${name}) or another functional of it`;
  }
  const reserved = reservedAs(name);
  if (reserved !== undefined) return `'${name}' is ${reserved} and cannot be called here`;
  const here = writtenHere(name);
  if (here !== undefined) return `unknown function '${name}': here this is written ${here}`;
  return `unknown function ${quote(name)}${didYouMean(name, callable, `: the functions are ${[...callableFunctions, 'sum'].join(', ')}`)}`;
}

/** `sum(n, a, b, expression)`: n is bound in the last argument only, and may not hide a name that has a value outside. */
function resolveSum(node: RawKind<'call'>, scope: Scope): Expression {
  if (node.args.length !== 4) {
    throw complaint(
      node.name.span,
      `sum takes 4 arguments, sum(n, from, to, expression), not ${node.args.length}`,
    );
  }
  const [index, from, to, body] = node.args.map((arg) => arg.value) as [RawNode, RawNode, RawNode, RawNode];
  if (index.kind !== 'name') {
    throw complaint(
      index.span,
      'the first argument of sum is the name of its index, as in sum(n, 1, d, 1/n)',
    );
  }
  if (scope.names.has(index.name)) {
    throw complaint(
      index.span,
      `the index '${index.name}' of sum already has a value here: choose another name`,
    );
  }
  refuseReserved(index.name, index.span.start, 'the index of a sum');
  const outside = { ...scope, noQuantity: scope.noQuantity ?? 'a quantity cannot stand inside a sum' };
  return {
    kind: 'sum',
    index: index.name,
    from: resolveExpression(from, outside),
    to: resolveExpression(to, outside),
    body: resolveExpression(body, {
      ...outside,
      names: new Set([...scope.names, index.name]),
      wholeNames: new Set([...(scope.wholeNames ?? []), index.name]),
    }),
    span: node.span,
  };
}

/** A range or an index may not take a word that already means something, nor begin with an underscore. */
export function refuseReserved(name: string, at: number, what: string): void {
  const reserved = reservedAs(name);
  if (reserved !== undefined) throw complaint(at, `'${name}' is ${reserved} and cannot name ${what}`);
  if (name.startsWith('_'))
    throw complaint(at, `${quote(name)} cannot name ${what}: names begin with a letter`);
}

export function refuseGiven(args: readonly RawArgument[]): void {
  const found = args.find((arg) => arg.given !== null);
  if (found?.given) {
    throw complaint(
      found.given.span,
      `'| ${found.given.text}' belongs to an observable, as in median(forwardNorm2 | alive)`,
    );
  }
}

function indexedElsewhere(node: RawKind<'indexed'>, scope: Scope) {
  const { text } = node.name;
  return isObservableIn(scope)(text)
    ? complaint(node.span, `${text} is an observable: take a functional of it, such as median(${text}[...])`)
    : complaint(
        node.span,
        `${quote(text)} takes no index: only gradientNorm2[l], hessianBlockNorm2[k,l] and, beside widths, d[l] do`,
      );
}

/** True if a word that satisfies `test` stands anywhere in the tree. */
export function mentions(node: RawNode, test: (word: string) => boolean): boolean {
  if (node.kind === 'name') return test(node.name);
  if ((node.kind === 'call' || node.kind === 'indexed') && test(node.name.text)) return true;
  return childrenOfRaw(node).some((child) => mentions(child, test));
}
