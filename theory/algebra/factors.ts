/** Forms as products: a rational number times powers of symbols, with polynomials split into common factors. */
import Fraction from 'fraction.js';
import type { Atoms } from './atoms.js';
import type { Domain } from './domain.js';
import { expandRest, type Form } from './forms.js';
import {
  commonPowers,
  divideExactly,
  type Expanded,
  multiplyPowers,
  noPowers,
  type Powers,
  productOf,
  treeOf,
} from './polynomial.js';
import { confirmSame } from './residue.js';

export interface Factored {
  /** 0 for the form 0. */
  readonly coefficient: Fraction;
  readonly powers: Powers;
}

/** The polynomials met in denominators and under exponents, none of which divides another. */
export class Bases {
  #listed: Expanded[] = [];
  /** How often one was split: what was normalised before then is to be done again. */
  splits = 0;

  constructor(
    readonly atoms: Atoms,
    readonly domain: Domain,
  ) {}

  factorise({ powers, rest }: Form): Factored {
    const expanded = expandRest(rest, this.atoms);
    if (expanded.length === 0) return { coefficient: new Fraction(0), powers: noPowers };
    const common = commonPowers(expanded.map((term) => term.powers));
    const content = this.#content(expanded, common);
    const primitive = divideByMonomial(expanded, content, common);
    const outside = multiplyPowers(powers, common);
    if (primitive.length === 1)
      return { coefficient: content.mul(primitive[0]!.coefficient), powers: outside };
    const split = this.#split(primitive);
    return { coefficient: content.mul(split.coefficient), powers: multiplyPowers(outside, split.powers) };
  }

  /** The greatest common divisor of the coefficients, signed so that the rest is positive on the domain where that is known. */
  #content(expanded: Expanded, common: Powers): Fraction {
    const content = expanded.reduce((gcd, { coefficient }) => gcd.gcd(coefficient), new Fraction(0)).abs();
    const sign = this.domain.signOf(this.atoms.expressionOf(divideByMonomial(expanded, content, common)));
    const leadingSign = expanded[0]!.coefficient.s < 0n ? -1 : 1;
    return content.mul(sign ?? leadingSign);
  }

  /** Divides by each listed polynomial as often as it goes; what is left is listed, and may split a listed one. */
  #split(primitive: Expanded): Factored {
    let rest = primitive;
    let powers = noPowers;
    const take = (factor: Expanded): void => {
      for (
        let quotient = this.#quotient(rest, factor);
        quotient !== undefined;
        quotient = this.#quotient(rest, factor)
      ) {
        powers = multiplyPowers(powers, new Map([[this.atoms.base(factor), new Fraction(1)]]));
        rest = quotient;
        if (rest.length < 2) break;
      }
    };
    for (const factor of this.#listed) if (rest.length > 1) take(factor);
    if (rest.length > 1) {
      const remaining = rest;
      this.#listed = this.#listed.flatMap((known) => {
        const quotient = this.#quotient(known, remaining);
        if (quotient === undefined) return [known];
        this.splits++;
        return quotient.length > 1 ? [quotient] : [];
      });
      this.#listed.push(remaining);
      take(remaining);
    }
    // By the lemma of Gauss what is left of a primitive polynomial is 1 or -1.
    return { coefficient: rest[0]!.coefficient, powers };
  }

  #quotient(a: Expanded, b: Expanded): Expanded | undefined {
    const quotient = divideExactly(a, b);
    if (quotient !== undefined) confirmSame(productOf([treeOf(quotient), treeOf(b)]), a, 'an exact division');
    return quotient;
  }
}

function divideByMonomial(expanded: Expanded, coefficient: Fraction, powers: Powers): Expanded {
  return expanded.map((term) => ({
    coefficient: term.coefficient.div(coefficient),
    powers: multiplyPowers(term.powers, powers, new Fraction(-1)),
  }));
}
