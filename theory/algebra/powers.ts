/** Powers and logarithms of normal forms, each rule with the condition under which it is true. */
import Fraction from 'fraction.js';
import { toText } from '../expression/text.js';
import type { Bases, Factored } from './factors.js';
import { Undecided } from './faults.js';
import { expandForm, type Form, formOf, powersForm, productOfForms, sumOfForms } from './forms.js';
import { type Expanded, type Monomial, multiplyPowers, noPowers, type Powers } from './polynomial.js';

const maxBits = 20_000;
/** Numbers are split into primes by trial division up to here; what is left counts as one factor. */
const maxTrialDivisor = 1000n;

export class PowerRules {
  readonly conditions = new Set<string>();
  readonly #nonzero = new Set<number>();

  constructor(readonly bases: Bases) {}

  /** form^n for an integer n; 1 for n = 0, as everywhere in this language. */
  integerPower(form: Form, n: Fraction): Form {
    if (n.n === 0n) return formOf(1);
    const { coefficient, powers } = this.bases.factorise(form);
    if (coefficient.n === 0n) {
      if (n.s < 0n) throw new Undecided('A division by zero.');
      return formOf(0);
    }
    if (n.s < 0n) for (const atom of powers.keys()) this.#requireNonzero(atom);
    return powersForm(multiplyPowers(noPowers, powers, n), numberPower(coefficient, n));
  }

  /** base^exponent, or undefined where no rule is known to hold: it is a symbol of its own then. */
  power(base: Form | 'e', exponent: Form): Form | undefined {
    const terms = expandForm(exponent, this.bases.atoms);
    if (terms.length === 0) return formOf(1);
    if (base === 'e') return powersForm(this.#exponential(terms));
    const constant = terms.length === 1 && terms[0]!.powers.size === 0 ? terms[0]!.coefficient : undefined;
    if (constant?.d === 1n) return this.integerPower(base, constant);
    const factored = this.bases.factorise(base);
    if (factored.coefficient.n === 0n) throw new Undecided('A power of zero.');
    const factors = this.#factors(factored);
    if (factors === undefined) return undefined;
    if (![...factors.keys()].every((atom) => this.#isPositive(atom)) && !this.#isIntegral(factors, terms))
      return undefined;
    let powers = noPowers;
    for (const [atom, exponentOfFactor] of factors) {
      for (const term of terms) {
        const symbol = this.#powerSymbol(atom, term.powers);
        powers = multiplyPowers(powers, new Map([[symbol, term.coefficient.mul(exponentOfFactor)]]));
      }
    }
    return powersForm(powers);
  }

  /** (b^m)^n is b^(mn) for a positive b. */
  #powerSymbol(atom: number, exponent: Powers): number {
    const { atoms } = this.bases;
    const { meaning } = atoms.get(atom);
    if (meaning.kind !== 'power' || !this.#isPositive(meaning.base)) return atoms.power(atom, exponent);
    return atoms.power(meaning.base, multiplyPowers(meaning.exponent, exponent));
  }

  /** exp of a sum; exp(c log(b)) is b^c. */
  #exponential(terms: Expanded): Powers {
    const { atoms } = this.bases;
    return terms.reduce<Powers>((product, { coefficient, powers }) => {
      for (const [atom, exponent] of powers) {
        const { meaning } = atoms.get(atom);
        if (meaning.kind !== 'log' || !exponent.equals(1)) continue;
        const others = multiplyPowers(powers, new Map([[atom, exponent]]), new Fraction(-1));
        return multiplyPowers(product, new Map([[this.#powerSymbol(meaning.of, others), coefficient]]));
      }
      return multiplyPowers(product, new Map([[atoms.power(atoms.e(), powers), coefficient]]));
    }, noPowers);
  }

  /** All factors as symbols, numbers among them. */
  #factors({ coefficient, powers }: Factored): Powers {
    const numbers = [...primesOf(coefficient)].map(
      ([value, exponent]) => [this.bases.atoms.number(value), exponent] as const,
    );
    return multiplyPowers(powers, new Map(numbers));
  }

  #isPositive(atom: number): boolean {
    return isPositive(this.bases, atom);
  }

  /**
   * (ab)^n = a^n b^n and a^(m+n) = a^m a^n hold for whole exponents too, if no base is 0. A term such as 3 L stays whole
   * if its coefficient is, and its names range over integers.
   */
  #isIntegral(factors: Powers, terms: Expanded): boolean {
    const { atoms, domain } = this.bases;
    const isWhole = ({ coefficient, powers }: Monomial) =>
      coefficient.d === 1n &&
      [...powers].every(([atom, exponent]) => {
        const { meaning } = atoms.get(atom);
        return (
          meaning.kind === 'name' && domain.isInteger(meaning.name) && exponent.d === 1n && exponent.s > 0n
        );
      });
    if (!terms.every(isWhole) || ![...factors.values()].every((exponent) => exponent.d === 1n)) return false;
    for (const atom of factors.keys()) this.#requireNonzero(atom);
    return true;
  }

  #requireNonzero(atom: number): void {
    if (this.#nonzero.has(atom)) return;
    const { domain, atoms } = this.bases;
    const { expression } = atoms.get(atom);
    if (domain.signOf(expression) === undefined) {
      if (domain.covers(expression)) throw new Undecided(`${toText(expression)} may be 0 on the domain.`);
      this.conditions.add(`${toText(expression)} is not 0`);
    }
    this.#nonzero.add(atom);
  }
}

/** The logarithm of a product of positive factors as a sum; undefined where a factor's sign is not known. */
export function logOf(bases: Bases, form: Form): Form | undefined {
  const { coefficient, powers } = bases.factorise(form);
  if (coefficient.s <= 0n || ![...powers.keys()].every((atom) => isPositive(bases, atom))) return undefined;
  const numbers = [...primesOf(coefficient)].map(([value, exponent]) =>
    productOfForms(formOf(exponent), single(bases.atoms.log(bases.atoms.number(value)))),
  );
  const symbols = [...powers].map(([atom, exponent]) =>
    productOfForms(formOf(exponent), logOfSymbol(bases, atom)),
  );
  return sumOfForms([...numbers, ...symbols]);
}

function logOfSymbol({ atoms }: Bases, atom: number): Form {
  const { meaning } = atoms.get(atom);
  if (meaning.kind === 'e') return formOf(1);
  if (meaning.kind !== 'power') return single(atoms.log(atom));
  const { meaning: base } = atoms.get(meaning.base);
  const log = base.kind === 'e' ? formOf(1) : single(atoms.log(meaning.base));
  return productOfForms(powersForm(meaning.exponent), log);
}

const single = (atom: number): Form => powersForm(new Map([[atom, new Fraction(1)]]));

function isPositive({ atoms, domain }: Bases, atom: number): boolean {
  const { meaning, expression } = atoms.get(atom);
  // A power of a positive number, however large the exponent: an enclosure may underflow to 0.
  if (
    meaning.kind === 'e' ||
    (meaning.kind === 'power' && isPositive({ atoms, domain } as Bases, meaning.base))
  )
    return true;
  return domain.signOf(expression) === 1;
}

/** The factorisation of a nonzero rational, -1 among the factors of a negative one. */
function primesOf(value: Fraction): Map<Fraction, Fraction> {
  const exponents = new Map<bigint, bigint>();
  const count = (prime: bigint, step: bigint) => exponents.set(prime, (exponents.get(prime) ?? 0n) + step);
  if (value.s < 0n) count(-1n, 1n);
  for (const [number, step] of [
    [value.n, 1n],
    [value.d, -1n],
  ] as const) {
    let rest = number;
    for (let p = 2n; p <= maxTrialDivisor && p * p <= rest; p++)
      for (; rest % p === 0n; rest /= p) count(p, step);
    if (rest > 1n) count(rest, step);
  }
  return new Map(
    [...exponents].filter(([, k]) => k !== 0n).map(([p, k]) => [new Fraction(p, 1n), new Fraction(k, 1n)]),
  );
}

function numberPower(base: Fraction, exponent: Fraction): Fraction {
  const magnitude = exponent.abs();
  const bits = Math.max(base.n.toString(2).length, base.d.toString(2).length);
  if (!base.abs().equals(1) && bits * magnitude.valueOf() > maxBits)
    throw new Undecided('A number has too many digits.');
  if (base.abs().equals(1)) return base.s > 0n || exponent.n % 2n === 0n ? new Fraction(1) : base;
  return base.pow(exponent)!;
}
