/** Functionals of observables: which arguments each takes, and in which form. */
import type { Observable, Quantity, TargetLaw } from '../expression/ast.js';
import { observableNames } from '../expression/ast.js';
import { complaint, quote } from './complaint.js';
import type { RawArgument, RawKind, RawNode, RawWord } from './raw.js';
import {
  constantValue,
  isObservableIn,
  mentions,
  refuseGiven,
  resolveExpression,
  type Scope,
} from './resolve-expression.js';
import { integerNode } from './settings.js';
import { didYouMean } from './suggest.js';
import { type Functional, indexCount, integerNames, usage } from './words.js';

/** The quantity that a call of a functional means. Throws InputError for a wrong number or form of arguments. */
export function resolveQuantity(functional: Functional, call: RawKind<'call'>, outer: Scope): Quantity {
  const scope = { ...outer, noQuantity: 'a quantity cannot stand inside another quantity' };
  const wanted = functional === 'quantile' || functional === 'lawDistance' ? 2 : 1;
  if (call.args.length !== wanted) {
    const counted = `${wanted} argument${wanted === 1 ? '' : 's'}`;
    throw complaint(
      call.name.span,
      `${functional} takes ${counted}, ${usage[functional]}, not ${call.args.length}`,
    );
  }
  const [first, second] = call.args as [RawArgument, RawArgument];
  if (second !== undefined) refuseGiven([second]);
  const alive = isAlive(first.given);
  switch (functional) {
    case 'mean':
      return { functional, ...powerOf(first.value, scope), alive };
    case 'median':
      return { functional, observable: observableOf(first.value, functional, scope), alive };
    case 'logMean':
    case 'logVariance':
    case 'beta3':
      return { functional, observable: observableOf(first.value, functional, scope), alive: true };
    case 'quantile':
      return {
        functional,
        observable: observableOf(first.value, functional, scope),
        level: levelOf(second.value, scope),
        alive,
      };
    case 'P':
      return { functional, ...eventOf(first.value, scope), alive };
    case 'lawDistance':
      return {
        functional,
        observable: loggedObservable(first, scope),
        target: targetOf(second.value, outer),
        alive: true,
      };
  }
}

function isAlive(given: RawWord | null): boolean {
  if (given === null) return false;
  if (given.text === 'alive') return true;
  throw complaint(given.span, `a quantity can be conditioned on alive only, not on ${quote(given.text)}`);
}

/** `forwardNorm2`, `gradientNorm2[l]`, `hessianBlockNorm2[k,l]`. */
function observableOf(node: RawNode, functional: Functional, scope: Scope): Observable {
  if (node.kind !== 'name' && node.kind !== 'indexed') {
    const inner = mentions(node, isObservableIn(scope)) ? ' itself, not an expression of it' : '';
    throw complaint(node.span, `${functional} takes an observable${inner}: write ${usage[functional]}`);
  }
  const word = node.kind === 'name' ? { text: node.name, span: node.span } : node.name;
  const declaration = scope.declared?.get(word.text);
  const name = observableNames.find((each) => each === word.text);
  if (name === undefined && declaration === undefined) {
    const names = [...observableNames, ...(scope.declared?.keys() ?? [])];
    const otherwise = `: the observables are ${names.join(', ')}`;
    throw complaint(
      word.span,
      `${quote(word.text)} is not an observable${didYouMean(word.text, names, otherwise)}`,
    );
  }
  const wanted = declaration === undefined ? indexCount(name!) : (declaration.indices ?? 0);
  const indices = node.kind === 'indexed' ? node.indices : [];
  if (indices.length !== wanted) {
    const form = ['', '[l]', '[k,l]'][wanted]!;
    const counted = ['no layer index', 'one layer index', 'two layer indices'][wanted]!;
    const found = indices.length === 0 ? '' : `, not ${indices.length}`;
    throw complaint(word.span, `${word.text} takes ${counted}${found}: write ${word.text}${form}`);
  }
  const layers = indices.map((index) => layerIndex(index, scope));
  return declaration === undefined
    ? { name: name!, indices: layers }
    : { name: word.text, indices: layers, declaration };
}

/** Whether an index that varies stays within 1..L is seen at the points of the domain; a constant one is checked here. */
function layerIndex(node: RawNode, scope: Scope) {
  const index = resolveExpression(node, scope);
  const value = constantValue(index);
  if (value !== undefined && !(Number.isInteger(value) && value >= 1)) {
    throw complaint(index.span, `a layer index is an integer from 1 to L, not ${value}`);
  }
  if (index.kind === 'name' && !integerNames.has(index.name) && !scope.wholeNames?.has(index.name)) {
    const names = [...integerNames].join(', ');
    throw complaint(
      index.span,
      `the layer index '${index.name}' is a real name: the integer names are ${names}`,
    );
  }
  return index;
}

/** The observable and the power r of `mean(X^r)`. */
function powerOf(
  node: RawNode,
  scope: Scope,
): Pick<Extract<Quantity, { functional: 'mean' }>, 'observable' | 'power'> {
  if (node.kind === 'binary' && node.operator === '^') {
    return {
      observable: observableOf(node.left, 'mean', scope),
      power: resolveExpression(node.right, scope),
    };
  }
  if (node.kind === 'call' && mentions(node, isObservableIn(scope))) {
    if (node.name.text === 'sqrt')
      throw complaint(
        node.span,
        'mean takes a power of an observable: write mean(X^(1/2)), not mean(sqrt(X))',
      );
    if (node.name.text === 'log')
      throw complaint(node.span, 'mean takes a power of an observable: write logMean(X), not mean(log(X))');
  }
  return { observable: observableOf(node, 'mean', scope), power: integerNode(1) };
}

function levelOf(node: RawNode, scope: Scope) {
  const level = resolveExpression(node, scope);
  const value = constantValue(level);
  if (value !== undefined && !(value > 0 && value < 1)) {
    throw complaint(level.span, `the level of a quantile lies strictly between 0 and 1, not at ${value}`);
  }
  return level;
}

function eventOf(
  node: RawNode,
  scope: Scope,
): Pick<Extract<Quantity, { functional: 'P' }>, 'observable' | 'relation' | 'threshold'> {
  if (node.kind !== 'compare') throw complaint(node.span, `P takes an event: write ${usage.P}`);
  const [operator, further] = node.operators;
  if (further !== undefined) {
    throw complaint(further.span, `P takes one comparison: write ${usage.P}`);
  }
  const relation = operator!.text;
  if (relation !== '<=' && relation !== '>=') {
    const instead = relation.startsWith('<')
      ? 'use <='
      : relation.startsWith('>')
        ? 'use >='
        : 'use >= or <=';
    throw complaint(operator!.span, `'${relation}' cannot stand inside P: ${instead}`);
  }
  const [left, right] = node.operands as [RawNode, RawNode];
  const isKnown = isObservableIn(scope);
  if (!mentions(left, isKnown) && mentions(right, isKnown)) {
    throw complaint(left.span, 'inside P the observable stands on the left: write P(X >= t), not P(t <= X)');
  }
  return {
    observable: observableOf(left, 'P', scope),
    relation,
    threshold: resolveExpression(right, scope),
  };
}

function loggedObservable(argument: RawArgument, scope: Scope): Observable {
  const { value, given } = argument;
  if (value.kind !== 'call' || value.name.text !== 'log' || value.args.length !== 1) {
    throw complaint(value.span, `lawDistance compares the law of log(X): write ${usage.lawDistance}`);
  }
  refuseGiven(value.args);
  if (given === null) {
    throw complaint(value.span, `lawDistance is conditioned on alive: write ${usage.lawDistance}`);
  }
  return observableOf(value.args[0]!.value, 'lawDistance', scope);
}

/** The mean and variance of the normal law may hold quantities, but not another lawDistance. */
function targetOf(node: RawNode, scope: Scope): TargetLaw {
  if (node.kind === 'name' && node.name === 'exactLaw') return { kind: 'exactLaw' };
  if (node.kind !== 'call' || node.name.text !== 'normal') {
    throw complaint(node.span, 'the second argument of lawDistance is a law: normal(m, v) or exactLaw');
  }
  refuseGiven(node.args);
  if (node.args.length !== 2) {
    throw complaint(
      node.name.span,
      `normal takes 2 arguments, the mean and the variance, not ${node.args.length}`,
    );
  }
  if (mentions(node, (word) => word === 'lawDistance')) {
    throw complaint(node.span, 'a lawDistance cannot stand inside another lawDistance');
  }
  const [mean, variance] = node.args.map((arg) => resolveExpression(arg.value, scope));
  return { kind: 'normal', mean: mean!, variance: variance! };
}
