import type { Expression } from '../expression/ast.js';
import { type Assumption, Domain } from './domain.js';
import { expandForm } from './forms.js';
import { Normaliser } from './normalise.js';

/**
 * The expression multiplied out: a sum of products of powers. Denominators of several terms stay factored. It equals the
 * given one wherever both are defined.
 * @throws Undecided if it has more than 200 terms, or may divide by 0 on the domain.
 */
export function expand(expression: Expression, assumptions: readonly Assumption[] = []): Expression {
  const normaliser = new Normaliser(new Domain(assumptions));
  return normaliser.atoms.expressionOf(expandForm(normaliser.normalise(expression), normaliser.atoms));
}
