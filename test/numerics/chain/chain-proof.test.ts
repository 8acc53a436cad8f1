import { expect, test } from 'vitest';
import { chainCoefficients, chainHessianEntry } from '../../../numerics/chain/hessian.js';
import { shift } from '../../../numerics/hessian/scaled.js';
import { proveChainHessian } from '../../../theory/algebra/chain-hessian.js';
import { proveEqual } from '../../../theory/algebra/prove.js';
import { evaluate } from '../../../theory/expression/evaluate.js';
import { parseExpression } from '../../../theory/language/parse-claim.js';

test.each([1, 2, 3, 4, 5, 6])(
  'C3 is proved for %i weights: every entry, under no condition but weights other than 0',
  (depth) => {
    const faults: unknown[] = [];
    const proof = proveChainHessian(depth, (fault) => faults.push(fault))!;
    expect(proof.entries).toHaveLength((depth * (depth + 1)) / 2);
    expect(proof.steps).toHaveLength(1 + proof.entries.length);
    expect(proof.conditions.every((condition) => /^w\d is not 0$/.test(condition))).toBe(true);
    for (const { proof: entry } of proof.entries) expect(entry.confirmedAt.length).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  },
);

/** The proof is about the closed form that the numbers use. */
test('the closed form written in the steps is that of the numerics', () => {
  const point = { x: 0.7, y: -1.3, w1: 0.5, w2: -2, w3: 1.25 };
  const chain = { weights: Float64Array.from([point.w1, point.w2, point.w3]), x: point.x };
  const coefficients = chainCoefficients(chain, point.y);
  const output = '(x*w1*w2*w3)';
  const names = Object.keys(point);
  const { steps, entries } = proveChainHessian(3)!;
  entries.forEach(({ row, column }, i) => {
    const text = /= (.*?): /.exec(steps[i + 1]!)![1]!.replaceAll('F', output);
    const { values, bits } = chainHessianEntry(chain, coefficients, row - 1, column - 1);
    expect(shift(values, bits)).toBeCloseTo(evaluate(parseExpression(text, { names }), point), 12);
  });
});

test('a wrong closed form would not be proved; bad depths are refused', () => {
  const parse = (text: string) => parseExpression(text, { names: ['x', 'y', 'w1', 'w2'] });
  const second = parse('x^2*w1*w2+(x*w1*w2-y)*x');
  expect(proveEqual(second, parse('x*w1*w2*(2*x*w1*w2-y)/(w1*w2)'))).toBeDefined();
  expect(proveEqual(second, parse('x*w1*w2*(3*x*w1*w2-y)/(w1*w2)'))).toBeUndefined();
  for (const depth of [0, 9, 1.5]) expect(() => proveChainHessian(depth)).toThrow(RangeError);
});
