/** Identities proved for all values of their names at once. */

import { InputError } from '../errors.js';
import type { Expression } from '../expression/ast.js';
import { toText } from '../expression/text.js';
import { type Confirmation, confirm, type Route } from './confirm.js';
import { type Assumption, Domain } from './domain.js';
import { AlgebraFault, Undecided } from './faults.js';
import { type Form, formOf, productOfForms, sumOfForms } from './forms.js';
import { Normaliser } from './normalise.js';
import type { Tree } from './polynomial.js';

export interface Proof {
  /** The argument, in sentences. */
  readonly steps: readonly string[];
  /** What was taken for granted about names without a range: "x is not 0". */
  readonly conditions: readonly string[];
  /** The points at which both sides were evaluated and found equal, values as exact rationals. */
  readonly confirmedAt: readonly Readonly<Record<string, string>>[];
}

/**
 * A proof that both sides are equal wherever the names lie in their ranges, or undefined if there is none (which does not
 * say that they differ). Names without a range are indeterminates: equality then holds wherever both sides are defined,
 * under the proof's conditions.
 *
 * The difference is brought over a common denominator, with one symbol for each thing that is not rational, and the
 * numerator must expand to 0. Every expansion is confirmed modulo a large prime, and both sides are evaluated at 24
 * points (all of them, where the domain has fewer). `onFault` hears of answers of the algebra system that were found wrong
 * and not used.
 */
export function proveEqual(
  left: Expression,
  right: Expression,
  assumptions: readonly Assumption[] = [],
  onFault: (fault: AlgebraFault) => void = () => {},
): Proof | undefined {
  try {
    const confirmation = confirm(left, right, assumptions);
    if (confirmation === undefined) return undefined;
    const reduction = reduceToZero(left, right, assumptions, onFault);
    return reduction && { ...reduction, ...recordOf(reduction.steps, confirmation) };
  } catch (error) {
    if (error instanceof AlgebraFault) onFault(error);
    else if (!(error instanceof Undecided || error instanceof InputError)) throw error;
    return undefined;
  }
}

/** The algebra alone, without the numbers. Undefined if the difference does not reduce to 0. */
export function reduceToZero(
  left: Expression,
  right: Expression,
  assumptions: readonly Assumption[],
  onFault: (fault: AlgebraFault) => void = () => {},
): { readonly steps: readonly string[]; readonly conditions: readonly string[] } | undefined {
  const normaliser = new Normaliser(new Domain(assumptions));
  const difference = () =>
    sumOfForms([normaliser.normalise(left), productOfForms(formOf(-1), normaliser.normalise(right))]);
  try {
    let form = difference();
    if (!normaliser.isZero(form)) {
      // A factor found late may split an earlier one: once more, with all of them known from the start.
      if (normaliser.bases.splits === 0) return undefined;
      form = difference();
      if (!normaliser.isZero(form)) return undefined;
    }
    return { steps: stepsOf(form, normaliser), conditions: normaliser.conditions };
  } finally {
    normaliser.atoms.faults.forEach(onFault);
  }
}

function stepsOf(form: Form, { atoms, conditions }: Normaliser): string[] {
  const symbols = [...new Set([...form.powers.keys(), ...atomsOf(form.rest)])].filter(
    (atom) => atoms.get(atom).meaning.kind !== 'name',
  );
  const steps = symbols.map((atom) => `Write x${atom} for ${toText(atoms.get(atom).expression)}.`);
  const factor = form.powers.size === 0 ? '' : `(${toText(atoms.expressionOfPowers(form.powers))}) times `;
  steps.push(`The difference of both sides is ${factor}a polynomial that expands to 0.`);
  if (conditions.length > 0) steps.push(`This supposes that ${conditions.join(', ')}.`);
  return steps;
}

function atomsOf(tree: Tree): number[] {
  if (tree.kind === 'constant') return [];
  return tree.kind === 'power' ? [tree.atom] : tree.parts.flatMap(atomsOf);
}

const routeWords: Record<Route, string> = {
  exact: 'exact rational arithmetic',
  decimals: '40 digits',
  enclosures: 'intervals of doubles',
};

function recordOf(
  steps: readonly string[],
  { points, routes }: Confirmation,
): Pick<Proof, 'steps' | 'confirmedAt'> {
  const how = [...routes].map((route) => routeWords[route]).join(' and ');
  const count = points.length === 1 ? '1 point' : `${points.length} points`;
  return {
    steps: [...steps, `Confirmed at ${count} in ${how}.`],
    confirmedAt: points.map((point) =>
      Object.fromEntries([...point].map(([name, value]) => [name, value.toFraction()])),
    ),
  };
}
