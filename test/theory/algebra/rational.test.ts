import Fraction from 'fraction.js';
import { expect, test } from 'vitest';
import { evaluateDecimal } from '../../../theory/algebra/decimal.js';
import { evaluateRational, exactFraction } from '../../../theory/algebra/rational.js';
import { parseExpression } from '../../../theory/language/parse-claim.js';

const names = ['L', 'd', 'x'];
const parse = (text: string) => parseExpression(text, { names });

test.each([
  ['(1+5/d)^L', '343/8'],
  ['1-(1-2^(-d))^L', '37/64'],
  ['x^(-3)', '64/27'],
  ['sqrt(x*d/3)', null],
  ['sqrt(4*x*3)', '3'],
  ['(x*12)^(3/2)', '27'],
  ['abs(d-L)+floor(x)+ceil(x)+min(L,d,x)+max(L,d,x)', '23/4'],
  ['binomial(7,L)', '35'],
  ['sum(n,1,d,n*L)', '9'],
  ['sum(n,3,2,n)', '0'],
  ['0^0', '1'],
  ['(-1)^(10^20+1)', '-1'],
  ['1/(L-3)', null],
  ['0^(-1)', null],
  ['2^(1/2)', null],
  ['2^(10^9)', null],
  ['exp(x)', null],
  ['pi', null],
])('%s at L=3, d=2, x=3/4', (text, expected) => {
  const value = evaluateRational(parse(text), { L: 3, d: 2, x: 0.75 });
  expect(value?.toFraction() ?? null).toBe(expected);
});

test('doubles are the dyadic numbers that they are', () => {
  expect(exactFraction(0.1).equals(new Fraction(3602879701896397n, 2n ** 55n))).toBe(true);
  expect(evaluateRational(parse('10*x-1'), { x: 0.1 })!.n).toBe(1n);
  expect(exactFraction(-(2 ** 80)).n).toBe(2n ** 80n);
  expect(exactFraction(5e-324).d).toBe(2n ** 1074n);
});

test('decimals to 40 digits', () => {
  const at = new Map([['x', new Fraction(3, 2)]]);
  // mpmath: exp(3/2), log(3/2)/pi, (3/2)^(2/3)
  const known: [string, string][] = [
    ['exp(x)', '4.4816890703380648226020554601192758190057'],
    ['log(x)/pi', '0.12906355241340818460101485000073440071035'],
    ['x^(2/3)', '1.3103706971044483035708306402209981351197'],
  ];
  for (const [text, digits] of known) {
    expect(evaluateDecimal(parse(text), at, 40)!.minus(digits).abs().lt('1e-38'), text).toBe(true);
  }
  expect(evaluateDecimal(parse('gamma(x)'), at, 40)).toBeUndefined();
  expect(evaluateDecimal(parse('log(-x)'), at, 40)!.isNaN()).toBe(true);
});
