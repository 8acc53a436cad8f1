/**
 * Expansion of polynomials: by nerdamer where that is quick, its answer confirmed; by plain multiplication where it is not,
 * or where the answer was wrong.
 */
import Fraction from 'fraction.js';
import type { Expression } from '../expression/ast.js';
import { parseExpression } from '../language/parse-claim.js';
import { AlgebraFault, Undecided } from './faults.js';
import { expandText } from './nerdamer.js';
import {
  collect,
  denominatorsOf,
  type Expanded,
  type Monomial,
  multiply,
  multiplyMonomials,
  noPowers,
  type Tree,
} from './polynomial.js';
import { evaluateRational } from './rational.js';
import { confirmSame, type Scales, scaleOf } from './residue.js';

/** nerdamer's time grows with the square of the number of terms: a tenth of a second here, 3 s at 165. */
const maxTermsForNerdamer = 40;
/** Its time grows with the square of a number's digits, too (its patterns start anew at each): 0.1 s at 500, 6 s for five of 2,000. */
const maxDigitsForNerdamer = 300;
const maxDigitsOfTermsForNerdamer = 3000;
const maxTerms = 5000;
/** Products of two terms, in all. */
const maxWork = 300_000;
const maxDegree = 1000;
/** Of fractions: products of two terms times digits above and below the line, what greatest common divisors cost. Seconds. */
const maxWorkOnDigits = 1e10;

/**
 * A wrong or unreadable answer of nerdamer goes to `faults`.
 * @throws Undecided if the polynomial may have more than 5,000 terms, a degree above 1,000, or fractions of too many digits.
 */
export function expandTree(tree: Tree, faults: AlgebraFault[] = []): Expanded {
  if (tree.kind === 'constant') return collect([{ coefficient: tree.value, powers: noPowers }]);
  if (tree.kind === 'power') {
    return [{ coefficient: new Fraction(1), powers: new Map([[tree.atom, tree.exponent]]) }];
  }
  const scales = denominatorsOf(tree);
  const { terms, degree, work, digits, under } = sizeOf(tree, scales);
  if (terms > maxTerms || work > maxWork || degree > maxDegree) {
    throw new Undecided('The expansion would have too many terms.');
  }
  if (work * digits * under > maxWorkOnDigits)
    throw new Undecided('The coefficients would have too many digits.');
  const longest = Math.max(digits, under);
  if (
    terms <= maxTermsForNerdamer &&
    longest <= maxDigitsForNerdamer &&
    terms * longest <= maxDigitsOfTermsForNerdamer
  ) {
    const text = textOf(tree, scales);
    try {
      const answer = readPolynomial(expandText(text), scales);
      confirmSame(tree, answer, `expand ${text}`);
      return answer;
    } catch (error) {
      if (!(error instanceof AlgebraFault)) throw error;
      faults.push(error);
    }
  }
  const answer = multiplyOut(tree);
  confirmSame(tree, answer, 'multiply out');
  return answer;
}

function multiplyOut(tree: Tree): Expanded {
  switch (tree.kind) {
    case 'constant':
    case 'power':
      return expandTree(tree);
    case 'sum':
      return collect(tree.parts.flatMap(multiplyOut));
    case 'product':
      return tree.parts.map(multiplyOut).reduce(multiply);
  }
}

/** Text for nerdamer: symbol number k is x<k>, which stands for the root that makes all its exponents integers. */
function textOf(tree: Tree, scales: Scales): string {
  switch (tree.kind) {
    case 'constant':
      return `(${tree.value.toFraction()})`;
    case 'power': {
      const exponent = tree.exponent.mul(scaleOf(scales, tree.atom));
      return `x${tree.atom}^${exponent.toFraction()}`;
    }
    case 'sum':
      return `(${tree.parts.map((part) => textOf(part, scales)).join('+')})`;
    case 'product':
      return tree.parts.map((part) => textOf(part, scales)).join('*');
  }
}

interface Size {
  /** Upper bounds. */
  readonly terms: number;
  readonly degree: number;
  readonly work: number;
  /** Digits of a coefficient's numerator (carries left aside), and of its denominator, 0 if that is 1. */
  readonly digits: number;
  readonly under: number;
  readonly symbols: ReadonlySet<number>;
}

function sizeOf(tree: Tree, scales: Scales): Size {
  if (tree.kind === 'constant') {
    const { n, d } = tree.value;
    const digits = n.toString().length;
    const under = d === 1n ? 0 : d.toString().length;
    return { terms: 1, degree: 0, work: 1, digits, under, symbols: new Set() };
  }
  if (tree.kind === 'power') {
    const degree = tree.exponent.mul(scaleOf(scales, tree.atom)).valueOf();
    return { terms: 1, degree, work: 1, digits: 1, under: 0, symbols: new Set([tree.atom]) };
  }
  return tree.parts
    .map((part) => sizeOf(part, scales))
    .reduce(tree.kind === 'sum' ? sizeOfSum : sizeOfProduct);
}

function sizeOfSum(a: Size, b: Size): Size {
  const symbols = new Set([...a.symbols, ...b.symbols]);
  const degree = Math.max(a.degree, b.degree);
  const terms = Math.min(a.terms + b.terms, monomials(symbols.size, degree));
  const digits = Math.max(a.digits + b.under, b.digits + a.under);
  return { terms, degree, work: a.work + b.work, digits, under: a.under + b.under, symbols };
}

function sizeOfProduct(a: Size, b: Size): Size {
  const symbols = new Set([...a.symbols, ...b.symbols]);
  const degree = a.degree + b.degree;
  const terms = Math.min(a.terms * b.terms, monomials(symbols.size, degree));
  const work = a.work + b.work + a.terms * b.terms;
  return { terms, degree, work, digits: a.digits + b.digits, under: a.under + b.under, symbols };
}

/** The number of monomials of at most this degree: binomial(symbols + degree, symbols). */
function monomials(symbols: number, degree: number): number {
  let count = 1;
  for (let i = 1; i <= symbols; i++) count = (count * (degree + i)) / i;
  return count;
}

/** Reads a sum of monomials over x0, x1, ... back; AlgebraFault for anything else. */
export function readPolynomial(text: string, scales: Scales): Expanded {
  const names = [...new Set(text.match(/x\d+/g) ?? [])];
  let expression: Expression;
  try {
    expression = parseExpression(text, { names });
  } catch (error) {
    // A text too long or too deep for the parser, or numbers of more digits than it takes.
    throw new Undecided(`The answer could not be read: ${String(error).slice(0, 120)}`);
  }
  return collect(termsOf(expression, scales));
}

function termsOf(node: Expression, scales: Scales): Monomial[] {
  if (node.kind === 'negate') return termsOf(node.operand, scales).map(opposite);
  if (node.kind === 'binary' && (node.operator === '+' || node.operator === '-')) {
    const right = termsOf(node.right, scales);
    return [...termsOf(node.left, scales), ...(node.operator === '-' ? right.map(opposite) : right)];
  }
  return [monomialOf(node, scales)];
}

const opposite = ({ coefficient, powers }: Monomial): Monomial => ({
  coefficient: coefficient.neg(),
  powers,
});

function monomialOf(node: Expression, scales: Scales): Monomial {
  const value = evaluateRational(node, {});
  if (value !== undefined) return { coefficient: value, powers: noPowers };
  if (node.kind === 'name') return powerOf(node.name, new Fraction(1), scales);
  if (node.kind === 'negate') return opposite(monomialOf(node.operand, scales));
  if (node.kind === 'binary' && node.operator === '^' && node.left.kind === 'name') {
    const exponent = evaluateRational(node.right, {});
    if (exponent !== undefined && exponent.d === 1n && exponent.s > 0n)
      return powerOf(node.left.name, exponent, scales);
  }
  if (node.kind === 'binary' && node.operator === '*') {
    return multiplyMonomials(monomialOf(node.left, scales), monomialOf(node.right, scales));
  }
  throw new AlgebraFault('The answer is not a sum of monomials.');
}

function powerOf(name: string, exponent: Fraction, scales: Scales): Monomial {
  const atom = Number(name.slice(1));
  return {
    coefficient: new Fraction(1),
    powers: new Map([[atom, exponent.div(scaleOf(scales, atom))]]),
  };
}
