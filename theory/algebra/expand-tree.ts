/** Expansion of a polynomial by nerdamer, each answer confirmed. */
import Fraction from 'fraction.js';
import type { Expression } from '../expression/ast.js';
import { parseExpression } from '../language/parse-claim.js';
import { AlgebraFault, Undecided } from './faults.js';
import { expandText } from './nerdamer.js';
import { collect, denominatorsOf, type Expanded, type Monomial, noPowers, type Tree } from './polynomial.js';
import { evaluateRational } from './rational.js';
import { confirmSame, type Scales } from './residue.js';

/** nerdamer's time grows with the square of the number of terms: about 2 s at 200. */
const maxTerms = 200;
const maxDegree = 120;

/** @throws Undecided if the polynomial may have more than 200 terms or a degree above 120. */
export function expandTree(tree: Tree): Expanded {
  if (tree.kind === 'constant') return collect([{ coefficient: tree.value, powers: noPowers }]);
  if (tree.kind === 'power')
    return [{ coefficient: new Fraction(1), powers: new Map([[tree.atom, tree.exponent]]) }];
  const scales = denominatorsOf(tree);
  const { terms, degree } = sizeOf(tree, scales);
  if (terms > maxTerms || degree > maxDegree) throw new Undecided('The expansion would have too many terms.');
  const text = textOf(tree, scales);
  const answer = readPolynomial(expandText(text), scales);
  confirmSame(tree, answer, `expand ${text}`);
  return answer;
}

/** Text for nerdamer: symbol number k is x<k>, which stands for the root that makes all its exponents integers. */
export function textOf(tree: Tree, scales: Scales): string {
  switch (tree.kind) {
    case 'constant':
      return `(${tree.value.toFraction()})`;
    case 'power': {
      const exponent = tree.exponent.mul(Number(scales.get(tree.atom) ?? 1n));
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
  readonly symbols: ReadonlySet<number>;
}

function sizeOf(tree: Tree, scales: Scales): Size {
  if (tree.kind === 'constant') return { terms: 1, degree: 0, symbols: new Set() };
  if (tree.kind === 'power') {
    const degree = tree.exponent.mul(Number(scales.get(tree.atom) ?? 1n)).valueOf();
    return { terms: 1, degree, symbols: new Set([tree.atom]) };
  }
  const parts = tree.parts.map((part) => sizeOf(part, scales));
  const symbols = new Set(parts.flatMap((part) => [...part.symbols]));
  const isSum = tree.kind === 'sum';
  const degree = parts.reduce((all, part) => (isSum ? Math.max(all, part.degree) : all + part.degree), 0);
  const terms = parts.reduce((all, part) => (isSum ? all + part.terms : all * part.terms), isSum ? 0 : 1);
  return { terms: Math.min(terms, monomials(symbols.size, degree)), degree, symbols };
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
    const [left, right] = [monomialOf(node.left, scales), monomialOf(node.right, scales)];
    const powers = new Map(left.powers);
    for (const [atom, exponent] of right.powers)
      powers.set(atom, (powers.get(atom) ?? new Fraction(0)).add(exponent));
    return { coefficient: left.coefficient.mul(right.coefficient), powers };
  }
  throw new AlgebraFault('The answer is not a sum of monomials.');
}

function powerOf(name: string, exponent: Fraction, scales: Scales): Monomial {
  const atom = Number(name.slice(1));
  return {
    coefficient: new Fraction(1),
    powers: new Map([[atom, exponent.div(Number(scales.get(atom) ?? 1n))]]),
  };
}
