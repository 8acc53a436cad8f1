/** The `where` part at a point, in three-valued logic: rounding must never move a point into the domain. */

import { enclose } from '../theory/expression/enclosure.js';
import { compare, type ExtendedInterval } from '../theory/expression/enclosure-interval.js';
import type { Comparison, Condition } from '../theory/language/claim.js';
import type { Point } from './verdict.js';

export type Truth = 'true' | 'false' | 'unresolved';

/** Whether the condition holds at the point; no condition holds everywhere. */
export function holdsAt(condition: Condition | undefined, point: Point): Truth {
  if (condition === undefined) return 'true';
  switch (condition.kind) {
    case 'compare':
      return comparison(condition.operator, enclose(condition.left, point), enclose(condition.right, point));
    case 'not':
      return negated(holdsAt(condition.operand, point));
    case 'and':
      return conjunction(holdsAt(condition.left, point), () => holdsAt(condition.right, point));
    case 'or':
      return negated(
        conjunction(negated(holdsAt(condition.left, point)), () => negated(holdsAt(condition.right, point))),
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
