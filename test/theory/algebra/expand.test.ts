import { expect, test } from 'vitest';
import { expand } from '../../../theory/algebra/expand.js';
import { Undecided } from '../../../theory/algebra/faults.js';
import { evaluateRational } from '../../../theory/algebra/rational.js';
import { toText } from '../../../theory/expression/text.js';
import { parseExpression } from '../../../theory/language/parse-claim.js';
import { generator, Source } from './random-identities.js';

const names = ['L', 'd', 'x'];
const ranges = names.map((name) => ({ name, from: 1, to: 20, integer: name !== 'x' }));

test.each([
  [
    '(x+1)^2',
    /^1 \+ 2\*x \+ x\^2$|^1 \+ x\^2 \+ 2\*x$|^x\^2 \+ 2\*x \+ 1$|^2\*x \+ x\^2 \+ 1$|^2\*x \+ 1 \+ x\^2$/,
  ],
  ['(d+2)*(1/d)', /^1 \+ 2\/d$|^2\/d \+ 1$/],
  ['(x-1)*(x+1)-x^2', /^-1$/],
  ['(1-2^(-d))*2^d', /^-1 \+ 2\^d$|^2\^d - 1$/],
])('%s', (text, expected) => {
  expect(toText(expand(parseExpression(text, { names }), ranges))).toMatch(expected);
});

test('200 random expressions keep their value', () => {
  const source = new Source(generator(99));
  const point = { L: 3, d: 5, x: 1.375 };
  for (let i = 0; i < 200; i++) {
    const expression = source.expression(3);
    const [before, after] = [
      evaluateRational(expression, point),
      evaluateRational(expand(expression, ranges), point),
    ];
    expect(after?.toFraction(), toText(expression)).toBe(before!.toFraction());
  }
});

test('a division by 0 in the domain is refused', () => {
  expect(() => expand(parseExpression('1/(d-3)', { names }), ranges)).toThrow(Undecided);
});
