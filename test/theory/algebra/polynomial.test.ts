import Fraction from 'fraction.js';
import { describe, expect, test } from 'vitest';
import { expandTree, readPolynomial } from '../../../theory/algebra/expand-tree.js';
import { AlgebraFault } from '../../../theory/algebra/faults.js';
import {
  collect,
  constant,
  divideExactly,
  type Expanded,
  multiply,
  productOf,
  sumOf,
  type Tree,
} from '../../../theory/algebra/polynomial.js';
import { confirmSame } from '../../../theory/algebra/residue.js';

const symbol = (atom: number, exponent: number | string = 1): Tree => ({
  kind: 'power',
  atom,
  exponent: new Fraction(exponent),
});
const read = (text: string): Expanded => readPolynomial(text, new Map());
const square = productOf([sumOf([symbol(0), symbol(1)]), sumOf([symbol(0), symbol(1)])]);

describe('answers are confirmed', () => {
  test('a right one passes', () => {
    expect(() => confirmSame(square, read('x0^2+2*x0*x1+x1^2'), '')).not.toThrow();
    const roots = productOf([symbol(0, '1/2'), symbol(0, '1/3')]);
    const answer = collect([{ coefficient: new Fraction(1), powers: new Map([[0, new Fraction(5, 6)]]) }]);
    expect(() => confirmSame(roots, answer, '')).not.toThrow();
  });

  test.each([
    'x0^2+x0*x1+x1^2',
    'x0^2+2*x0*x1+x1^3',
    'x0^2+2*x0*x1',
    'x0^2+2*x0*x1+x1^2+(1/10000000)',
    'x0^2+2*x0*x2+x1^2',
    '0',
  ])('a wrong one does not: %s', (answer) => {
    expect(() => confirmSame(square, read(answer), 'the square')).toThrow(AlgebraFault);
  });

  test.each(['(x0+1)*x1', 'x0^(-1)', 'x0/x1', 'x0^(1/2)', 'abs(x0)'])('%s is no sum of monomials', (text) => {
    expect(() => read(text)).toThrow(AlgebraFault);
  });
});

test('nerdamer and plain multiplication expand to the same list', () => {
  const large = productOf(
    Array.from({ length: 6 }, () => sumOf([symbol(0), symbol(1), symbol(2), constant(1)])),
  );
  // 84 terms are too many for nerdamer: compare with the cube of the square, which it expands.
  const quadratic = expandTree(
    productOf([
      sumOf([symbol(0), symbol(1), symbol(2), constant(1)]),
      sumOf([symbol(0), symbol(1), symbol(2), constant(1)]),
    ]),
  );
  expect(expandTree(large)).toEqual(multiply(multiply(quadratic, quadratic), quadratic));
  // The multinomial coefficient 6!/(3! 2! 1!).
  const monomial = expandTree(large).find(
    ({ powers }) => powers.get(0)?.equals(3) && powers.get(1)?.equals(2) && powers.get(2)?.equals(1),
  );
  expect(monomial!.coefficient.valueOf()).toBe(60);
});

describe('exact division', () => {
  test('of a product by a factor', () => {
    const [a, b] = [read('x0^2+3*x0*x1-5'), read('2*x0-(1/3)*x1^2+x2')];
    expect(divideExactly(multiply(a, b), b)).toEqual(a);
    expect(divideExactly(multiply(a, b), a)).toEqual(b);
  });

  test('is refused where there is a remainder', () => {
    expect(divideExactly(read('x0^2+1'), read('x0+1'))).toBeUndefined();
    expect(divideExactly(read('x0'), read('x0+x1'))).toBeUndefined();
  });
});
