import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { differentiate } from '../../../theory/algebra/differentiate.js';
import { Undecided } from '../../../theory/algebra/faults.js';
import { proveEqual } from '../../../theory/algebra/prove.js';
import { InputError } from '../../../theory/errors.js';
import { evaluate } from '../../../theory/expression/evaluate.js';
import { parseExpression } from '../../../theory/language/parse-claim.js';
import { generator, Source } from './random-identities.js';

const parse = (text: string, names = ['x', 'y']) => parseExpression(text, { names });

const rows: { text: string; x: number; derivative: string }[] = JSON.parse(
  readFileSync(new URL('../../reference/algebra/derivatives.json', import.meta.url), 'utf8'),
);

describe('derivatives by x at y = 7/4 agree with mpmath to 1e-11', () => {
  test.each(rows.map(({ text, x, derivative }) => [text, x, Number(derivative)] as const))(
    '%s at %f',
    (text, x, expected) => {
      const value = evaluate(differentiate(parse(text), 'x'), { x, y: 1.75 });
      expect(Math.abs(value / expected - 1)).toBeLessThan(1e-11);
    },
  );
});

test('constants and other names', () => {
  expect(evaluate(differentiate(parse('y^2+pi'), 'x'), { y: 2 })).toBe(0);
  expect(evaluate(differentiate(parse('abs(y)*x'), 'x'), { x: 1, y: -3 })).toBe(3);
});

test.each([
  'abs(x)',
  'floor(x)',
  'max(x,y)',
  'normalQuantile(x)',
  'trigamma(x)',
  'hyp2f1(x,1,2,1/2)',
  'sum(n,1,x,n)',
])('%s has no derivative here, and the message says so', (text) => {
  expect(() => differentiate(parse(text), 'x')).toThrow(InputError);
});

test('nothing is returned that could not be confirmed', () => {
  expect(() => differentiate(parse('log(-1-x^2)'), 'x')).toThrow(Undecided);
});

/** The product rule and linearity, on random rational expressions. */
test('derivatives of 60 random expressions obey the product rule', () => {
  const source = new Source(generator(31));
  const names = ['L', 'd', 'x'];
  const ranges = names.map((name) => ({ name, from: 1, to: 9, integer: name !== 'x' }));
  let proved = 0;
  for (let i = 0; i < 60; i++) {
    const [f, g] = [source.expression(2), source.expression(2)];
    const span = { start: 0, end: 0 };
    const times = (left: typeof f, right: typeof f) =>
      ({ kind: 'binary', operator: '*', left, right, span }) as const;
    const product = differentiate(times(f, g), 'x', ranges);
    const [df, dg] = [differentiate(f, 'x', ranges), differentiate(g, 'x', ranges)];
    const rule = { kind: 'binary', operator: '+', left: times(df, g), right: times(f, dg), span } as const;
    if (proveEqual(product, rule, ranges)) proved++;
  }
  expect(proved).toBeGreaterThanOrEqual(57);
});

/** C3: H = F (2F - y) u u^T - F (F - y) diag(u^2), u_k = 1/w_k, by differentiating the loss twice. */
describe('the Hessian of a chain', () => {
  test.each([2, 3, 4, 5, 6])('of %i weights', (length) => {
    const weights = Array.from({ length }, (_, k) => `w${k + 1}`);
    const output = `(${weights.join('*')})`;
    const names = [...weights, 'y'];
    const loss = parse(`1/2*(${output}-y)^2`, names);
    for (const [k, row] of weights.entries()) {
      const gradient = differentiate(loss, row);
      // Both triangles of the smaller ones, the upper triangle of the others.
      for (const column of length <= 3 ? weights : weights.slice(k)) {
        const diagonal = row === column ? `-${output}*(${output}-y)/${row}^2` : '';
        const closed = `${output}*(2*${output}-y)/(${row}*${column})${diagonal}`;
        const proof = proveEqual(differentiate(gradient, column), parse(closed, names));
        expect(proof?.conditions.every((condition) => /^w\d is not 0$/.test(condition))).toBe(true);
        const wrong = closed.replace('2*', '3*');
        expect(proveEqual(differentiate(gradient, column), parse(wrong, names))).toBeUndefined();
      }
    }
  });
});
