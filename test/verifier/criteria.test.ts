/** The criterion from some width on, and W3, on cases worked out by hand. */
import { expect, test } from 'vitest';
import { polynomial } from '../../verifier/polynomial.js';
import { parseRational } from '../../verifier/rational.js';
import { bySurvival, survivalTail } from '../../verifier/survival.js';
import { negativeFrom } from '../../verifier/tail.js';

const number = (text: string) => parseRational(text)!;
const poly = (...coefficients: string[]) => polynomial(coefficients.map(number));

test.each([
  // -1 + 2^-2 2 q: 0 at q = 2.
  ['dead part too large', poly('0', '-1'), poly('2'), 2, 'the criterion does not hold'],
  ['dead part small enough', poly('0', '-1'), poly('199/100'), 2, undefined],
  // -1 + c/4: 0 at c = 4; a negative coefficient must not help.
  ['next term too large', poly('0', '-1', '4', '-9'), poly(), 4, 'the criterion does not hold'],
  ['next term small enough', poly('0', '-1', '399/100'), poly(), 4, undefined],
  [
    'negative dead coefficients do not help',
    poly('0', '-1', '4'),
    poly('-1'),
    4,
    'the criterion does not hold',
  ],
  // 2^-d d^5 still grows at d = 1, although the sum is negative there.
  [
    'before the terms fall',
    poly('0', '0', '0', '0', '0', '-1'),
    poly('1/1000000'),
    1,
    'tail.from must be at least 10',
  ],
  ['where they fall', poly('0', '0', '0', '0', '0', '-1'), poly('1/1000000'), 10, undefined],
  ['positive', poly('1'), poly(), 4, 'is not negative'],
  ['nothing', poly(), poly('-1'), 4, 'plain is 0'],
] as const)('%s', (_, plain, dead, from, reason) => {
  const found = negativeFrom({ plain, dead }, from);
  if (reason === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(reason);
});

const statement = (floor: string, risk: string, ratio: string) => ({
  floor: number(floor),
  risk: number(risk),
  ratio: number(ratio),
});
const exactly = (m: string, v: string) =>
  [
    [number(m), number(m)],
    [number(v), number(v)],
  ] as const;

test.each([
  // v = 0 leaves dead nets: 2^-3.
  ['dead nets count', '1/10', '1/9', '3', 3, '0', '0', false],
  ['dead nets count', '1/10', '1/8', '3', 3, '0', '0', true],
  // Two layers at d = 7: 2 2^-7.
  ['as many layers as fit', '1/10', '1/65', '3', 7, '0', '0', false],
  ['as many layers as fit', '1/10', '1/64', '3', 7, '0', '0', true],
  ['no layer fits', '1/10', '1/1000', '3', 2, '-9', '9', true],
  // log(10/9) is less than L |m|: Cantelli says nothing, however small v.
  ['the floor lies above the mean', '9/10', '1/2', '20', 20, '-1', '1/1000', false],
  // log 10 = 2.302585: with m = 0 and v = 1, 1/(1 + 5.3019) = 0.158682, and 2^-20.
  ['Cantelli', '1/10', '1587/10000', '20', 20, '0', '1', true],
  ['Cantelli', '1/10', '1586/10000', '20', 20, '0', '1', false],
] as const)('W3 at one width: %s', (_, floor, risk, ratio, width, m, v, holds) => {
  expect(bySurvival(statement(floor, risk, ratio))(width, exactly(m, v))).toBe(holds);
});

test('W3 from some width on', () => {
  const [from, mean, variance] = [64, number('-5'), number('26')];
  expect(survivalTail(statement('1/10', '1/10', '15'), { from, mean, variance })).toBeUndefined();
  // L |m| and L v would be largest far out.
  expect(survivalTail(statement('1/10', '1/10', '15'), { from, mean: number('1'), variance })).toContain(
    'tail.mean',
  );
  expect(survivalTail(statement('1/10', '1/10', '15'), { from, mean, variance: number('-1') })).toContain(
    'tail.variance',
  );
  // 2^-64 64/ratio dead nets alone are too many.
  expect(
    survivalTail(statement('1/10', '1/10', '1/10000000000000000000000000'), { from, mean, variance }),
  ).toContain('W3');
});
