/** From the untyped tree of a whole claim to the claim: ranges, statement, tolerance, condition and settings. */
import type Fraction from 'fraction.js';
import { evaluateRational, exactFraction } from '../algebra/rational.js';
import { InputError } from '../errors.js';
import type { Expression, ObservableDeclaration } from '../expression/ast.js';
import type { Claim, Condition, DomainRange, Relation, Tolerance } from './claim.js';
import { complaint, listOf, quote } from './complaint.js';
import type { ClaimOptions } from './parse-claim.js';
import {
  childrenOfRaw,
  expressionsOf,
  type RawClaim,
  type RawKind,
  type RawNode,
  type RawRange,
  type RawTolerance,
} from './raw.js';
import {
  constantValue,
  mentions,
  refuseReserved,
  resolveExpression,
  type Scope,
} from './resolve-expression.js';
import { resolveSettings } from './resolve-settings.js';
import { rawWidths, resolveWidths, standsInWidths, withDepth } from './resolve-widths.js';
import { integerNames, isFunctional, reservedAs } from './words.js';

export function resolveClaim(
  text: string,
  raw: RawClaim,
  { requireQuantity, constants, observables }: Required<ClaimOptions>,
): Claim {
  const ownWidths = rawWidths(raw.settings);
  const given = resolveRanges(
    raw.ranges,
    (name) => integerNames.has(name) || standsInWidths(ownWidths, name),
  );
  const widths =
    ownWidths &&
    resolveWidths(ownWidths, {
      names: new Set(['L', ...given.map((range) => range.name)]),
      noQuantity: 'a width cannot hold a quantity',
      noWidth: 'a width cannot be made of d[l]: give it a name with a range',
      unknown: (word, similar) =>
        constants.includes(word)
          ? `a width cannot hold the constant '${word}': the nets may not depend on it`
          : unknownWord(word, similar, '1..64'),
    });
  const ranges = widths === undefined ? given : withDepth(given, widths);
  const declared = declaredObservables(observables, ranges);
  const ranged = ranges.map((range) => range.name);
  for (const name of constants) checkConstant(name, raw, ranges);
  const wholeNames = new Set(ranges.filter(({ integer }) => integer).map(({ name }) => name));
  const scope: Scope = {
    names: new Set([...ranged, ...constants]),
    ...(declared.size > 0 ? { declared } : {}),
    ...(widths === undefined ? {} : { widths }),
    wholeNames,
    unknown: unknownWord,
  };
  const { left, relation, right } = resolveStatement(raw.statement, scope);
  checkQuantities(raw.statement, ranges, requireQuantity, widths !== undefined);
  const inTolerance = { ...scope, noQuantity: 'a tolerance cannot hold a quantity' };
  const inCondition: Scope = {
    names: new Set(ranged),
    ...(widths === undefined ? {} : { widths }),
    wholeNames,
    noQuantity: 'a where part cannot hold a quantity',
    unknown: (word, similar) =>
      constants.includes(word)
        ? `a where part cannot hold the constant '${word}': the domain may not depend on it`
        : unknownWord(word, similar),
  };
  const inSettings = { ...scope, noQuantity: 'a setting cannot hold a quantity' };
  const tolerance = raw.tolerance && resolveTolerance(text, raw.tolerance, relation, inTolerance);
  const condition = raw.condition && resolveCondition(raw.condition, inCondition);
  return {
    text: text.trim(),
    left,
    relation,
    right,
    ...(tolerance ? { tolerance } : {}),
    ranges,
    ...(condition ? { condition } : {}),
    settings: resolveSettings(raw.settings, inSettings, widths?.all),
  };
}

const longestName = 100;

/** By name. A declared observable may hide no word of the language, and no range. */
function declaredObservables(
  observables: readonly ObservableDeclaration[],
  ranges: readonly DomainRange[],
): ReadonlyMap<string, ObservableDeclaration> {
  const declared = new Map<string, ObservableDeclaration>();
  for (const each of observables) {
    const { name, indices = 0 } = each;
    if (typeof name !== 'string' || name.length > longestName || !/^[A-Za-z]\w*$/.test(name)) {
      throw new InputError(
        `${quote(String(name))} cannot name an observable: a name is a letter, then letters, digits and _, at most ${longestName} in all.`,
      );
    }
    const reserved = reservedAs(name);
    if (reserved !== undefined)
      throw new InputError(`'${name}' is ${reserved} and cannot name an observable of your own.`);
    if (declared.has(name)) throw new InputError(`The observable '${name}' is declared twice.`);
    if (indices !== 0 && indices !== 1 && indices !== 2)
      throw new InputError(`The observable '${name}' takes 0, 1 or 2 layer indices, not ${indices}.`);
    const range = ranges.find((range) => range.name === name);
    if (range !== undefined)
      throw complaint(range.span, `'${name}' is an observable and cannot name a range`);
    declared.set(name, each);
  }
  return declared;
}

/** A constant is named as a range is, has none, and stands somewhere in the claim. */
function checkConstant(name: string, raw: RawClaim, ranges: readonly DomainRange[]): void {
  if (!/^[A-Za-z]\w*$/.test(name)) {
    throw new InputError(
      `${quote(name)} cannot name a constant: a name is a letter, then letters, digits and _.`,
    );
  }
  const reserved = reservedAs(name);
  if (reserved !== undefined) throw new InputError(`'${name}' is ${reserved} and cannot name a constant.`);
  if (integerNames.has(name)) {
    throw new InputError(
      `'${name}' names a range of integers and cannot name a constant: choose another letter, such as c.`,
    );
  }
  const range = ranges.find((each) => each.name === name);
  if (range !== undefined) throw complaint(range.span, `the constant '${name}' has a range: leave it out`);
  const parts = [
    raw.statement,
    ...(raw.tolerance ? [raw.tolerance.value] : []),
    ...raw.settings.flatMap(expressionsOf),
  ];
  const stands = (part: RawNode) => mentions(part, (word) => word === name);
  if (!parts.some(stands)) {
    throw new InputError(
      raw.condition && stands(raw.condition)
        ? `The constant '${name}' stands in the where part alone, which cannot hold it: leave that condition out and ask 'domain' where the claim holds.`
        : `The constant '${name}' does not stand in the claim.`,
    );
  }
}

/** A short word is as likely a name whose range was forgotten as a slip of the shift key. */
function unknownWord(word: string, similar: string | undefined, range = sampleRange(word)): string {
  const noRange = `${quote(word)} has no range: add '${word} in ${range}' to the for part`;
  if (similar === undefined) return noRange;
  return word.length <= 2
    ? `${noRange}, or did you mean ${similar}?`
    : `unknown word ${quote(word)}: did you mean ${similar}?`;
}

function sampleRange(word: string): string {
  if (word === 'L') return '1..20';
  if (word === 'd') return '1..64';
  return integerNames.has(word) ? '1..10' : '1e-6..1';
}

// ---- for

function resolveRanges(raw: readonly RawRange[], isWhole: (name: string) => boolean): DomainRange[] {
  const seen = new Set<string>();
  return raw.map((range) => {
    const { text: name, span } = range.name;
    refuseReserved(name, span.start, 'a range');
    if (seen.has(name)) throw complaint(span, `the range of '${name}' is given twice`);
    seen.add(name);
    const first = boundOf(range.from, name, isWhole(name));
    const last = isEndless(range.to, name) ? undefined : boundOf(range.to, name, isWhole(name));
    const [from, to] = [first.value, last?.value ?? Infinity];
    if (from > to)
      throw complaint(range.from.span, `the range of '${name}' is empty: ${from} is greater than ${to}`);
    const rounded = [first, last].flatMap((bound) =>
      bound?.written === undefined ? [] : [{ written: bound.written, double: bound.value }],
    );
    const end = range.to.span.end;
    return {
      name,
      from,
      to,
      integer: isWhole(name),
      ...(rounded.length > 0 ? { rounded } : {}),
      span: { start: span.start, end },
    };
  });
}

/** `L in 1..infinity`: all depths or widths from some one on. */
function isEndless(node: RawNode, name: string): boolean {
  return node.kind === 'name' && node.name === 'infinity' && (name === 'L' || name === 'd');
}

interface Bound {
  readonly value: number;
  /** What it is exactly, if that is rational and no double. */
  readonly written?: Fraction;
}

/** The ends of a range are constants: numbers, pi, and functions of them; each is rounded to a double. */
function boundOf(node: RawNode, name: string, isWhole: boolean): Bound {
  const expression = resolveExpression(node, {
    names: new Set(),
    noQuantity: 'the ends of a range are constants and cannot hold a quantity',
    noWidth: 'the ends of a range are constants and cannot hold d[l]: write a where part',
    unknown: (word, similar) => {
      const guess = similar === undefined ? '' : `, or did you mean ${similar}?`;
      return `the ends of a range are constants: ${quote(word)} has no value here${guess}`;
    },
  });
  const value = literalBound(expression) ?? constantValue(expression);
  if (value === undefined) throw complaint(node.span, 'the ends of a range cannot hold a sum');
  if (!Number.isFinite(value))
    throw complaint(node.span, `the end of the range of '${name}' is not a finite number`);
  if (!isWhole) {
    const written = evaluateRational(expression, {});
    return written === undefined || written.equals(exactFraction(value)) ? { value } : { value, written };
  }
  if (!Number.isInteger(value))
    throw complaint(node.span, `the range of '${name}' is one of integers, and ${value} is not an integer`);
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER)
    throw complaint(node.span, `the end ${value} of the range of '${name}' is beyond 2^53 - 1`);
  if ((name === 'L' || name === 'd') && value < 1) {
    throw complaint(node.span, `${name === 'L' ? 'the depth L' : 'the width d'} is at least 1, not ${value}`);
  }
  return { value };
}

/** A literal end is rounded once, by Number(), below 2^-1022 too: so it is the very double that formatClaim writes. */
function literalBound(expression: Expression): number | undefined {
  if (expression.kind === 'number') return Number(expression.text);
  const negated = expression.kind === 'negate' ? literalBound(expression.operand) : undefined;
  return negated === undefined ? undefined : -negated;
}

// ---- the statement

function resolveStatement(
  node: RawNode,
  scope: Scope,
): { left: Expression; relation: Relation; right: Expression } {
  if (node.kind === 'logic' || node.kind === 'not') {
    throw complaint(node.span, 'a claim is one statement: and, or and not belong to the where part');
  }
  if (node.kind !== 'compare') {
    throw complaint(
      node.span.end,
      'a claim needs a relation: write LEFT <= RIGHT, LEFT >= RIGHT or LEFT = RIGHT',
    );
  }
  const [operator, further] = node.operators;
  if (further !== undefined) {
    throw complaint(
      further.span,
      `a claim has one relation: make the part from '${further.text}' on a claim of its own`,
    );
  }
  const relation = operator!.text;
  if (relation === '<' || relation === '>' || relation === '!=') {
    const instead = relation === '!=' ? 'claims are about =, <= and >=' : `use ${relation}=`;
    throw complaint(operator!.span, `'${relation}' cannot relate the sides of a claim: ${instead}`);
  }
  const [left, right] = node.operands.map((side) => resolveExpression(side, scope));
  return { left: left!, relation, right: right! };
}

/** Quantities are those of nets of depth L and width d, so both need a range. */
function checkQuantities(
  statement: RawNode,
  ranges: readonly DomainRange[],
  required: boolean,
  hasWidths: boolean,
): void {
  if (!mentions(statement, isFunctional)) {
    if (!required) return;
    throw complaint(statement.span, 'a claim needs a quantity, such as median(forwardNorm2)');
  }
  if (hasWidths) return;
  const missing = ['L', 'd'].filter((name) => !ranges.some((range) => range.name === name));
  if (missing.length === 0) return;
  const advice = missing.map((name) => `${name} in ${sampleRange(name)}`).join(', ');
  const first = firstQuantity(statement);
  throw complaint(
    first.span,
    `a quantity needs the ${listOf(missing.map(shapeOf)).replace(' or ', ' and ')} of its nets: add '${advice}' to the for part`,
  );
}

const shapeOf = (name: string): string => (name === 'L' ? 'depth L' : 'width d');

function firstQuantity(node: RawNode): RawNode {
  if (node.kind === 'call' && isFunctional(node.name.text)) return node;
  const next = childrenOfRaw(node).find((child) => mentions(child, isFunctional));
  return next === undefined ? node : firstQuantity(next);
}

// ---- within

function resolveTolerance(text: string, raw: RawTolerance, relation: Relation, scope: Scope): Tolerance {
  if (relation !== '=') throw complaint(raw.keywordAt, `'within' belongs to =, not to ${relation}`);
  if (raw.kind === 'relative' && text.startsWith('abs(', raw.at)) {
    throw complaint(
      raw.at,
      "'within abs(' can be read two ways: write 'within abs (e)' for an absolute tolerance e, 'within (abs(e))' for a relative one",
    );
  }
  const value = resolveExpression(raw.value, scope);
  const constant = constantValue(value);
  if (constant !== undefined && !(constant > 0 && Number.isFinite(constant))) {
    const advice = constant === 0 ? ": for exact equality leave out 'within'" : '';
    throw complaint(raw.at, `a tolerance is a finite number greater than 0, not ${constant}${advice}`);
  }
  return { kind: raw.kind, value };
}

// ---- where

function resolveCondition(node: RawNode, scope: Scope): Condition {
  switch (node.kind) {
    case 'logic':
      return {
        kind: node.operator,
        left: resolveCondition(node.left, scope),
        right: resolveCondition(node.right, scope),
      };
    case 'not':
      return { kind: 'not', operand: resolveCondition(node.operand, scope) };
    case 'compare':
      return resolveComparison(node, scope);
    default:
      resolveExpression(node, scope);
      throw complaint(node.span, 'a where part is made of comparisons, such as L >= d');
  }
}

/** `2 <= d <= L` means 2 <= d and d <= L; a chain must run in one direction. */
function resolveComparison(node: RawKind<'compare'>, scope: Scope): Condition {
  const operands = node.operands.map((operand) => resolveExpression(operand, scope));
  const direction = (operator: string): string => operator.charAt(0);
  const first = node.operators[0]!;
  const turned = node.operators.find(
    (each) => direction(each.text) !== direction(first.text) || (each !== first && each.text === '!='),
  );
  if (turned !== undefined) {
    throw complaint(
      turned.span,
      `a chain of comparisons runs in one direction: join '${first.text}' and '${turned.text}' with and`,
    );
  }
  const comparisons = node.operators.map(
    (operator, i): Condition => ({
      kind: 'compare',
      operator: operator.text,
      left: operands[i]!,
      right: operands[i + 1]!,
    }),
  );
  return comparisons.reduce((left, right): Condition => ({ kind: 'and', left, right }));
}
