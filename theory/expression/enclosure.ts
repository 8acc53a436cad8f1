/**
 * The enclosure of an expression: an interval that certainly contains its exact real value at the exact point given,
 * all rounding accounted for. Verdicts rest on it.
 */
import { InputError } from '../errors.js';
import type { CallNode, Expression, QuantityNode, SumNode } from './ast.js';
import {
  childrenOf,
  columnOf,
  functionOf,
  maxOperationsOfSums,
  operationsOf,
  spendTerms,
  termsOfSum,
} from './compile.js';
import type { Outside } from './enclosure-elementary.js';
import { add, ExtendedInterval, negate, zero } from './enclosure-interval.js';
import { type LiteralBounds, literalBounds, rationalValue } from './enclosure-literal.js';
import { binaryOperations, functionOperations, type Operation } from './enclosure-operations.js';
import { paddedScaled } from './enclosure-special.js';
import { type Environment, freeNames, lookUp } from './evaluate.js';
import { constants, type FunctionName } from './functions.js';
import { NotFinite } from './not-finite.js';

export {
  fromBall,
  fromLog,
  fromNumber,
  logToNumber,
  toNumber,
  width,
} from './enclosure-convert.js';
export { abs as absolute } from './enclosure-elementary.js';
export { NotFinite };

/** The values that quantities have at this point, as far as they are known. */
export type QuantityValues = (node: QuantityNode) => ExtendedInterval;

/**
 * An interval that contains the value of `expression` where names have the values of `env` (exact doubles or intervals)
 * and quantities those of `quantities`.
 *
 * Throws NotFinite where the value is not a finite real number, or cannot be told from one that is not (a division by
 * 0.1 + 0.2 - 0.3). Where only the width of quantities or of intervals in `env` leaves that open, the result is
 * unbounded instead. Throws InputError for what compile() refuses, and for a quantity inside binomial or hyp2f1.
 */
export function enclose(
  expression: Expression,
  env: Environment<number | ExtendedInterval>,
  quantities?: QuantityValues,
): ExtendedInterval {
  return programOf(expression)(env, quantities, false);
}

/**
 * Whether the expression, which holds no quantities, and every part of it are certainly finite real numbers wherever the names
 * lie in the intervals of `env`. False where that cannot be told.
 */
export function isDefinedOn(expression: Expression, env: Environment<number | ExtendedInterval>): boolean {
  try {
    return programOf(expression)(env, undefined, true).isBounded;
  } catch (error) {
    // An InputError: a sum whose bounds are no single numbers here.
    if (error instanceof NotFinite || error instanceof InputError) return false;
    throw error;
  }
}

type Program = (
  env: Environment<number | ExtendedInterval>,
  quantities: QuantityValues | undefined,
  strict: boolean,
) => ExtendedInterval;

function programOf(expression: Expression): Program {
  let program = programs.get(expression);
  if (!program) {
    program = compileEnclosure(expression);
    programs.set(expression, program);
  }
  return program;
}

/** Compiled once per tree; recompiling gives the same results. */
const programs = new WeakMap<Expression, Program>();

interface Frame {
  readonly slots: ExtendedInterval[];
  readonly quantities: QuantityValues | undefined;
  /** Some name stands for a whole interval, and what that leaves open is no error. */
  readonly wideNames: boolean;
  operationsLeft: number;
}

type Run = (frame: Frame) => ExtendedInterval;

function compileEnclosure(expression: Expression): Program {
  const names = freeNames(expression);
  const run = compileNode(expression, new Map(names.map((name, slot) => [name, slot])), names.length);
  return (env, quantities, strict) => {
    let wideNames = false;
    const slots = names.map((name) => {
      const value = lookUp(env, name);
      if (value === undefined) throw new InputError(`The name '${name}' has no value.`);
      if (value instanceof ExtendedInterval) {
        wideNames ||= !value.isPoint;
        return value;
      }
      if (!Number.isFinite(value))
        throw new InputError(`The value ${value} of '${name}' is not a finite number.`);
      return ExtendedInterval.point(value);
    });
    return run({ slots, quantities, wideNames: wideNames && !strict, operationsLeft: maxOperationsOfSums });
  };
}

function compileNode(node: Expression, slots: ReadonlyMap<string, number>, depth: number): Run {
  const exact = rationalValue(node);
  if (exact) return constantly(literalBounds(exact));
  switch (node.kind) {
    case 'number':
      return constantly(literalBounds(node.value));
    case 'name':
      return compileName(node.name, slots, columnOf(node.span));
    case 'negate': {
      const operand = compileNode(node.operand, slots, depth);
      return (frame) => negate(operand(frame));
    }
    case 'binary':
      return guarded(
        node,
        [compileNode(node.left, slots, depth), compileNode(node.right, slots, depth)],
        binaryOperations[node.operator],
      );
    case 'call':
      return compileCall(node, slots, depth);
    case 'sum':
      return compileSum(node, slots, depth);
    case 'quantity':
      return (frame) => {
        if (!frame.quantities) throw new InputError('A quantity has no value here.', columnOf(node.span));
        return frame.quantities(node);
      };
  }
}

function constantly({ lo, hi, exponent }: LiteralBounds): Run {
  const value = ExtendedInterval.of(lo, hi, exponent);
  return () => value;
}

function compileName(name: string, slots: ReadonlyMap<string, number>, column: number): Run {
  const slot = slots.get(name);
  if (slot !== undefined) return (frame) => frame.slots[slot]!;
  const constant = constants.get(name);
  if (constant === undefined) throw new InputError(`Unknown name '${name}'.`, column);
  // The double next to it encloses the rest of the constant.
  const value = paddedScaled({ mantissa: constant.head, exponent: 0 }, 2 ** -53);
  return () => value;
}

function compileCall(node: CallNode, slots: ReadonlyMap<string, number>, depth: number): Run {
  functionOf(node);
  if ((node.name === 'binomial' || node.name === 'hyp2f1') && node.args.some(holdsQuantity)) {
    throw new InputError(`Quantities cannot stand inside ${node.name}.`, columnOf(node.span));
  }
  const args = node.args.map((arg) => compileNode(arg, slots, depth));
  return guarded(node, args, functionOperations[node.name as FunctionName]);
}

/** An operation whose missing or infinite values become NotFinite, unless only the width of what is known causes them. */
function guarded(node: Expression, args: readonly Run[], operation: Operation): Run {
  const onQuantities = holdsQuantity(node);
  const onNames = freeNames(node).length > 0;
  const stop = (reason: string): never => {
    throw new NotFinite(node, reason, onQuantities);
  };
  const strict: Outside = stop;
  const lenient: Outside = (reason, certain) => {
    if (certain) stop(reason);
  };
  return (frame) => {
    const isLenient = onQuantities || (frame.wideNames && onNames);
    const result = operation(
      args.map((arg) => arg(frame)),
      isLenient ? lenient : strict,
    );
    if (!isLenient && !result.isBounded) stop('a number too large to work with, beyond 2^(2^52)');
    return result;
  };
}

function holdsQuantity(node: Expression): boolean {
  return node.kind === 'quantity' || childrenOf(node).some(holdsQuantity);
}

function compileSum(node: SumNode, slots: ReadonlyMap<string, number>, depth: number): Run {
  const from = compileNode(node.from, slots, depth);
  const to = compileNode(node.to, slots, depth);
  const body = compileNode(node.body, new Map(slots).set(node.index, depth), depth + 1);
  const operations = operationsOf(node.body);
  return (frame) => {
    const [start, end] = [from(frame), to(frame)];
    // A bound that is not known exactly is not known to be an integer.
    const terms = termsOfSum(
      node,
      start.isPoint ? start.lower : Number.NaN,
      end.isPoint ? end.lower : Number.NaN,
    );
    spendTerms(frame, terms, operations, node);
    let total = zero;
    for (let i = 0; i < terms; i++) {
      frame.slots[depth] = ExtendedInterval.point(start.lower + i);
      total = add(total, body(frame));
    }
    return total;
  };
}
