/** The symbols that stand for what is not rational in an expression, and for the factors of what is. */
import Fraction from 'fraction.js';
import type { Expression } from '../expression/ast.js';
import type { AlgebraFault } from './faults.js';
import { call, named, over, plus, power, rational, times } from './nodes.js';
import { constant, type Expanded, keyOf, noPowers, type Powers, type Tree, treeOf } from './polynomial.js';

export type Meaning =
  | { readonly kind: 'name'; readonly name: string }
  /** The constant e. */
  | { readonly kind: 'e' }
  /** A prime number, or -1, under a symbolic or fractional exponent. */
  | { readonly kind: 'number'; readonly value: Fraction }
  /** A polynomial of two or more terms without common factor, as it stands in a denominator or under an exponent. */
  | { readonly kind: 'base'; readonly polynomial: Expanded }
  /** base^(a product of symbols), such as 2^d or (d+5)^L. */
  | { readonly kind: 'power'; readonly base: number; readonly exponent: Powers }
  | { readonly kind: 'log'; readonly of: number }
  /** Any other function of normalised arguments, or a sum; nothing is assumed about it. */
  | { readonly kind: 'opaque' };

export interface Atom {
  readonly meaning: Meaning;
  /** What the symbol stands for. */
  readonly expression: Expression;
  /** The polynomial that whole powers of it are replaced by, where it is one. */
  readonly definition?: Tree;
}

export class Atoms {
  readonly #atoms: Atom[] = [];
  readonly #byKey = new Map<string, number>();
  /** Wrong answers of the algebra system about these symbols, found out and thrown away. */
  readonly faults: AlgebraFault[] = [];

  get(id: number): Atom {
    return this.#atoms[id]!;
  }

  name(name: string): number {
    return this.#find(`name ${name}`, () => ({ meaning: { kind: 'name', name }, expression: named(name) }));
  }

  e(): number {
    return this.#find('e', () => ({ meaning: { kind: 'e' }, expression: named('e') }));
  }

  number(value: Fraction): number {
    return this.#find(`number ${value.toFraction()}`, () => ({
      meaning: { kind: 'number', value },
      expression: rational(value),
      definition: constant(value),
    }));
  }

  base(polynomial: Expanded): number {
    const key = polynomial
      .map(({ coefficient, powers }) => `${coefficient.toFraction()}*${keyOf(powers)}`)
      .join('+');
    return this.#find(`base ${key}`, () => ({
      meaning: { kind: 'base', polynomial },
      expression: this.expressionOf(polynomial),
      definition: treeOf(polynomial),
    }));
  }

  /** base^exponent; with an empty exponent the base itself. */
  power(base: number, exponent: Powers): number {
    if (exponent.size === 0) return base;
    return this.#find(`power ${base} (${keyOf(exponent)})`, () => {
      const to = this.expressionOf([{ coefficient: new Fraction(1), powers: exponent }]);
      const { meaning, expression } = this.get(base);
      return {
        meaning: { kind: 'power', base, exponent },
        expression: meaning.kind === 'e' ? call('exp', to) : power(expression, to),
      };
    });
  }

  log(of: number): number {
    return this.#find(`log ${of}`, () => ({
      meaning: { kind: 'log', of },
      expression: call('log', this.get(of).expression),
    }));
  }

  opaque(expression: Expression, key: string): number {
    return this.#find(`opaque ${key}`, () => ({ meaning: { kind: 'opaque' }, expression }));
  }

  /** The expression that a sum of monomials (exponents of either sign) stands for. */
  expressionOf(expanded: Expanded): Expression {
    return expanded.reduce<Expression>((sum, { coefficient, powers }) => {
      const split = (sign: bigint) =>
        [...powers]
          .filter(([, exponent]) => exponent.s === sign)
          .reduce<Expression>(
            (product, [atom, exponent]) =>
              times(product, power(this.get(atom).expression, rational(exponent.abs()))),
            rational(1),
          );
      const term = over(times(rational(coefficient), split(1n)), split(-1n));
      return plus(sum, term);
    }, rational(0));
  }

  /** The expression of a product of powers. */
  expressionOfPowers(powers: Powers): Expression {
    return this.expressionOf([
      { coefficient: new Fraction(1), powers: powers.size === 0 ? noPowers : powers },
    ]);
  }

  #find(key: string, create: () => Atom): number {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const atom = create();
    this.#atoms.push(atom);
    this.#byKey.set(key, this.#atoms.length - 1);
    return this.#atoms.length - 1;
  }
}
