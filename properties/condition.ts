/** The `where` part at a point, in three-valued logic: rounding must never move a point into the domain. */

import { InputError } from '../theory/errors.js';
import { enclose, NotFinite } from '../theory/expression/enclosure.js';
import { compare, type ExtendedInterval } from '../theory/expression/enclosure-interval.js';
import type { Environment } from '../theory/expression/evaluate.js';
import type { Comparison, Condition } from '../theory/language/claim.js';
import { describe } from './describe.js';
import type { Point } from './verdict.js';

export type Truth = 'true' | 'false' | 'unresolved';

/**
 * Whether the condition holds at the point; no condition holds everywhere.
 * @throws InputError where a side of a comparison that matters is not a finite number.
 */
export function holdsAt(condition: Condition | undefined, point: Point): Truth {
  try {
    return truthOf(condition, point);
  } catch (error) {
    if (!(error instanceof NotFinite)) throw error;
    throw new InputError(
      `At ${describe(point)} ${error.message}; the where part must be defined at every point of the ranges (and stops at what is false: L > 1 and log(L - 1) > 0).`,
      error.column,
    );
  }
}

/** Whether the condition is certainly false wherever the names lie in these intervals. */
export function isFalseOn(condition: Condition | undefined, box: Environment<ExtendedInterval>): boolean {
  try {
    return truthOf(condition, box) === 'false';
  } catch (error) {
    // A sum over a whole range of bounds is an InputError.
    if (error instanceof NotFinite || error instanceof InputError) return false;
    throw error;
  }
}

function truthOf(condition: Condition | undefined, env: Environment<number | ExtendedInterval>): Truth {
  if (condition === undefined) return 'true';
  switch (condition.kind) {
    case 'compare':
      return comparison(condition.operator, enclose(condition.left, env), enclose(condition.right, env));
    case 'not':
      return negated(truthOf(condition.operand, env));
    case 'and':
      return conjunction(truthOf(condition.left, env), () => truthOf(condition.right, env));
    case 'or':
      return negated(
        conjunction(negated(truthOf(condition.left, env)), () => negated(truthOf(condition.right, env))),
      );
  }
}

function negated(truth: Truth): Truth {
  return truth === 'unresolved' ? truth : truth === 'true' ? 'false' : 'true';
}

function conjunction(first: Truth, second: () => Truth): Truth {
  if (first === 'false') return 'false';
  const rest = second();
  return first === 'true' || rest === 'false' ? rest : 'unresolved';
}

function comparison(operator: Comparison, left: ExtendedInterval, right: ExtendedInterval): Truth {
  if (operator === '>' || operator === '>=') return comparison(operator === '>' ? '<' : '<=', right, left);
  if (operator === '!=') return negated(comparison('=', left, right));
  const order = compare(left, right);
  if (order === 'less') return operator === '=' ? 'false' : 'true';
  if (order === 'greater') return 'false';
  // Both sides known exactly and neither less: they are equal.
  if (left.isPoint && right.isPoint) return operator === '<' ? 'false' : 'true';
  return 'unresolved';
}
