/** Expressions as fast functions of doubles, by closures: a claim is data and nothing in it runs as code. */
import { InputError } from '../errors.js';
import type { BinaryOperator, Expression, Span, SumNode } from './ast.js';
import { literalToNumber } from './enclosure-literal.js';
import { constants, functions } from './functions.js';

/** Values by slot: first the declared names, then the indices of enclosing sums. */
interface Frame {
  readonly values: number[];
  operationsLeft: number;
}

type Run = (frame: Frame) => number;

export const maxTermsOfSum = 1e6;
/** Operations of the terms of all (nested) sums in one evaluation: some seconds of enclosures. */
export const maxOperationsOfSums = 5e7;
const maxDepth = 1500;

/**
 * The expression as a function of the values of `names`, in this order, in plain doubles (NaN or Infinity where it has
 * no finite value). Throws InputError for an unknown name or function, a wrong number of arguments, or a quantity; the
 * function throws it for a sum whose bounds are not integers, that has more than 1e6 terms, or too much work in them.
 */
export function compile(expression: Expression, names: readonly string[]): (...values: number[]) => number {
  checkDepth(expression);
  const run = compileNode(expression, new Map(names.map((name, slot) => [name, slot])), names.length);
  return (...values) => run({ values: values.slice(0, names.length), operationsLeft: maxOperationsOfSums });
}

/** The children of a node, quantities' inner expressions left aside. */
export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'number':
    case 'name':
    case 'quantity':
      return [];
    case 'negate':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'call':
      return node.args;
    case 'sum':
      return [node.from, node.to, node.body];
  }
}

/** InputError for a tree so deep that recursion over it could exhaust the stack. */
export function checkDepth(expression: Expression): void {
  let level: Expression[] = [expression];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) throw new InputError(`The expression is nested more than ${maxDepth} levels deep.`);
    level = level.flatMap(childrenOf);
  }
}

export const columnOf = (span: Span): number => span.start + 1;

/** The entry of a called function, its number of arguments checked. */
export function functionOf(node: Extract<Expression, { kind: 'call' }>) {
  const entry = functions.get(node.name);
  if (!entry) throw new InputError(`Unknown function '${node.name}'.`, columnOf(node.span));
  const { minArguments, maxArguments } = entry;
  if (node.args.length < minArguments || node.args.length > maxArguments) {
    const wanted = maxArguments > minArguments ? `${minArguments} or more` : `${minArguments}`;
    const plural = wanted === '1' ? 'argument' : 'arguments';
    throw new InputError(
      `The function ${node.name} takes ${wanted} ${plural}, not ${node.args.length}.`,
      columnOf(node.span),
    );
  }
  return entry;
}

/** The number of terms of a sum from..to; InputError unless both are integers and the terms at most 1e6. */
export function termsOfSum(node: SumNode, from: number, to: number): number {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) {
    throw new InputError(`The bounds of a sum must be integers, not ${from} and ${to}.`, columnOf(node.span));
  }
  const terms = Math.max(0, to - from + 1);
  if (terms > maxTermsOfSum) {
    throw new InputError(`A sum may have at most 1000000 terms, not ${terms}.`, columnOf(node.span));
  }
  return terms;
}

/** Operations of one evaluation, in additions; those of the terms of sums are left aside. */
export function operationsOf(node: Expression): number {
  const own = node.kind === 'call' ? (functions.get(node.name)?.operations ?? 0) : 1;
  if (node.kind === 'sum') return own + operationsOf(node.from) + operationsOf(node.to);
  return childrenOf(node).reduce((sum, child) => sum + operationsOf(child), own);
}

/** InputError once the terms of all sums of one evaluation, each of so many operations, are too much work. */
export function spendTerms(
  frame: { operationsLeft: number },
  terms: number,
  operations: number,
  node: SumNode,
): void {
  frame.operationsLeft -= terms * operations;
  if (frame.operationsLeft < 0) {
    throw new InputError(
      `The sums take more than ${maxOperationsOfSums} operations at one point (a function counts for 5, gamma and binomial for 20, hyp2f1 for 5000).`,
      columnOf(node.span),
    );
  }
}

const operations: Record<BinaryOperator, (left: Run, right: Run) => Run> = {
  '+': (left, right) => (frame) => left(frame) + right(frame),
  '-': (left, right) => (frame) => left(frame) - right(frame),
  '*': (left, right) => (frame) => left(frame) * right(frame),
  '/': (left, right) => (frame) => left(frame) / right(frame),
  '^': (left, right) => (frame) => left(frame) ** right(frame),
};

function compileNode(node: Expression, slots: ReadonlyMap<string, number>, depth: number): Run {
  switch (node.kind) {
    case 'number': {
      const value = literalToNumber(node.value);
      return () => value;
    }
    case 'name': {
      const slot = slots.get(node.name);
      if (slot !== undefined) return (frame) => frame.values[slot]!;
      const constant = constants.get(node.name);
      if (constant === undefined) throw new InputError(`Unknown name '${node.name}'.`, columnOf(node.span));
      const value = constant.head;
      return () => value;
    }
    case 'negate': {
      const operand = compileNode(node.operand, slots, depth);
      return (frame) => -operand(frame);
    }
    case 'binary':
      return operations[node.operator](
        compileNode(node.left, slots, depth),
        compileNode(node.right, slots, depth),
      );
    case 'call':
      return compileCall(
        functionOf(node).evaluate,
        node.args.map((arg) => compileNode(arg, slots, depth)),
      );
    case 'sum':
      return compileSum(node, slots, depth);
    case 'quantity':
      throw new InputError('A quantity has no value of its own here.', columnOf(node.span));
  }
}

function compileCall(evaluate: (...args: number[]) => number, args: readonly Run[]): Run {
  const [first, second] = args as [Run, Run];
  if (args.length === 1) return (frame) => evaluate(first(frame));
  if (args.length === 2) return (frame) => evaluate(first(frame), second(frame));
  return (frame) => evaluate(...args.map((arg) => arg(frame)));
}

function compileSum(node: SumNode, slots: ReadonlyMap<string, number>, depth: number): Run {
  const from = compileNode(node.from, slots, depth);
  const to = compileNode(node.to, slots, depth);
  const body = compileNode(node.body, new Map(slots).set(node.index, depth), depth + 1);
  const operations = operationsOf(node.body);
  return (frame) => {
    const start = from(frame);
    const terms = termsOfSum(node, start, to(frame));
    spendTerms(frame, terms, operations, node);
    let total = 0;
    for (let i = 0; i < terms; i++) {
      frame.values[depth] = start + i;
      total += body(frame);
    }
    return total;
  };
}
