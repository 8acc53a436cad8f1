/**
 * Normal forms: a product of powers (exponents of either sign, fractions too) times a polynomial. Denominators stay
 * factored, so that a sum is brought over the least common denominator that its factors show.
 */
import Fraction from 'fraction.js';
import type { Atoms } from './atoms.js';
import { expandTree } from './expand-tree.js';
import { Undecided } from './faults.js';
import {
  collect,
  commonPowers,
  constant,
  type Expanded,
  multiplyPowers,
  noPowers,
  one,
  type Powers,
  productOf,
  sumOf,
  type Tree,
  treeOf,
  treeOfPowers,
} from './polynomial.js';

export interface Form {
  readonly powers: Powers;
  readonly rest: Tree;
}

export const formOf = (value: Fraction | number): Form => ({ powers: noPowers, rest: constant(value) });

export function powersForm(powers: Powers, coefficient: Fraction | number = 1): Form {
  return { powers, rest: constant(coefficient) };
}

function isZeroConstant({ rest }: Form): boolean {
  return rest.kind === 'constant' && rest.value.n === 0n;
}

export function productOfForms(a: Form, b: Form): Form {
  const { rest: x } = a;
  const { rest: y } = b;
  const rest =
    x.kind === 'constant' && y.kind === 'constant' ? constant(x.value.mul(y.value)) : productOf([x, y]);
  return { powers: multiplyPowers(a.powers, b.powers), rest };
}

export function sumOfForms(forms: readonly Form[]): Form {
  const parts = forms.filter((form) => !isZeroConstant(form));
  if (parts.length === 0) return formOf(0);
  if (parts.every(({ powers, rest }) => powers.size === 0 && rest.kind === 'constant')) {
    return formOf(
      parts.reduce(
        (sum, { rest }) => (rest.kind === 'constant' ? sum.add(rest.value) : sum),
        new Fraction(0),
      ),
    );
  }
  const powers = commonPowers(parts.map((form) => form.powers));
  const inverse = multiplyPowers(noPowers, powers, new Fraction(-1));
  const terms = parts.map((form) =>
    productOf([treeOfPowers(multiplyPowers(form.powers, inverse)), form.rest]),
  );
  return { powers, rest: sumOf(terms) };
}

/** Whole powers of a base or a number are replaced by what they stand for; the larger ones would never end. */
const maxWholePower = 120n;

/** The polynomial of a form with all definitions put in: equal polynomials become equal lists. */
export function expandRest(rest: Tree, atoms: Atoms): Expanded {
  // Definitions refer to older symbols only; each round removes the newest ones.
  for (let tree = rest; ; ) {
    const expanded = expandTree(withDefinitions(tree, atoms), atoms.faults);
    const unfinished = expanded.some(({ powers }) =>
      [...powers].some(([atom, exponent]) => atoms.get(atom).definition && exponent.compare(1) >= 0),
    );
    if (!unfinished) return expanded;
    tree = treeOf(expanded);
  }
}

function withDefinitions(tree: Tree, atoms: Atoms): Tree {
  if (tree.kind === 'constant') return tree;
  if (tree.kind !== 'power') {
    const parts = tree.parts.map((part) => withDefinitions(part, atoms));
    return tree.kind === 'sum' ? sumOf(parts) : productOf(parts);
  }
  const { definition } = atoms.get(tree.atom);
  const whole = tree.exponent.floor();
  if (!definition || whole.n === 0n) return tree;
  if (whole.n > maxWholePower) throw new Undecided('A power is too high to be multiplied out.');
  const inner = withDefinitions(definition, atoms);
  const left = tree.exponent.sub(whole);
  const root: Tree = left.n === 0n ? one : { kind: 'power', atom: tree.atom, exponent: left };
  return productOf([...Array.from({ length: Number(whole.n) }, () => inner), root]);
}

/** The whole form as a sum of monomials with exponents of either sign; only denominators stay factored. */
export function expandForm({ powers, rest }: Form, atoms: Atoms): Expanded {
  const isNumerator = ([atom, exponent]: readonly [number, Fraction]) =>
    atoms.get(atom).definition !== undefined && exponent.s > 0n;
  const numerator = new Map([...powers].filter(isNumerator));
  const outside = new Map([...powers].filter((power) => !isNumerator(power)));
  return collect(
    expandRest(productOf([treeOfPowers(numerator), rest]), atoms).map((term) => ({
      coefficient: term.coefficient,
      powers: multiplyPowers(term.powers, outside),
    })),
  );
}
