/** Rationals and intervals of the verifier against mpmath (test/reference/verifier/layer.py). */
import { describe, expect, test } from 'vitest';
import { digamma, digammas, gammaRatio, gammaRatios, trigamma, trigammas } from '../../verifier/gamma.js';
import { bits, exp, fromRational, type Interval, logOf } from '../../verifier/interval.js';
import { fromDouble, parseRational, rational, rationalText } from '../../verifier/rational.js';
import { enclosures } from '../../verifier/widths.js';
import { decimal, reference } from './reference.js';

/** The reference is rounded at its 70th digit: it lies within 10^-69 |value| of the interval if that holds the truth. */
function expectHolds(interval: Interval, value: string, units: bigint): void {
  const truth = decimal(value);
  const slack = rational(truth.num < 0n ? -truth.num : truth.num, truth.den * 10n ** 69n);
  const at = fromRational(truth);
  const room = fromRational(slack).hi;
  expect({ above: interval.lo <= at.hi + room, below: interval.hi >= at.lo - room }).toEqual({
    above: true,
    below: true,
  });
  expect(interval.hi - interval.lo).toBeLessThan(units);
  expect(interval.hi - interval.lo).toBeGreaterThanOrEqual(0n);
}

describe('rational numbers', () => {
  test.each([
    ['-5/2', -5n, 2n],
    ['0', 0n, 1n],
    ['17', 17n, 1n],
    ['4/6', 4n, 6n],
    ['0/7', 0n, 7n],
  ])('%s', (text, num, den) => expect(parseRational(text)).toEqual({ num, den }));

  test.each([
    '',
    ' 1',
    '1 ',
    '+1',
    '-0',
    '-0/3',
    '01',
    '1/0',
    '1/02',
    '1/-2',
    '--1',
    '1.5',
    '1e3',
    '0x10',
    '1/2/3',
    '1/',
    '/2',
    '½',
    '١',
    '1\n',
  ])('%j is refused', (text) => expect(parseRational(text)).toBeUndefined());

  test.each([
    [0, '0'],
    [-0, '0'],
    [-1.5, '-3/2'],
    [0.1, '3602879701896397/36028797018963968'],
    [2 ** 60, `${2n ** 60n}`],
    [Number.MIN_VALUE, `1/${2n ** 1074n}`],
    [-3 * Number.MIN_VALUE, `-3/${2n ** 1074n}`],
    [2 ** -1022, `1/${2n ** 1022n}`],
    [-Number.MAX_VALUE, `${-(2n ** 53n - 1n) * 2n ** 971n}`],
    [1 + Number.EPSILON, `${2n ** 52n + 1n}/${2n ** 52n}`],
  ])('the double %d, exactly', (x, text) => expect(rationalText(fromDouble(x))).toBe(text));

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('%d is refused', (x) =>
    expect(() => fromDouble(x)).toThrow(RangeError),
  );
});

describe('intervals hold the truth and are as narrow as stated', () => {
  test.each(reference.log)('log $x', ({ x, value }) => {
    const size = BigInt(Math.ceil(Math.abs(Number(value))));
    expectHolds(logOf(parseRational(x)!), value, 400n + 300n * size);
  });

  test.each(reference.exp)('exp $x', ({ x, value }) => {
    const size = BigInt(Math.ceil(Number(value)));
    expectHolds(exp(fromRational(parseRational(x)!)), value, 2n ** 14n * (size > 1n ? size : 1n));
  });

  test.each(reference.gamma)('functions at $n/2', ({ n, digamma: psi, trigamma: psi1, ratios }) => {
    expectHolds(digamma(n), psi, 2n ** 12n);
    expectHolds(digammas(n)[n]!, psi, 2n ** 14n);
    expectHolds(trigamma(n), psi1, 2n ** 12n);
    expectHolds(trigammas(n)[n]!, psi1, 2n ** 14n);
    ratios.forEach((ratio, i) => {
      const s = parseRational(reference.powers[i]!)!;
      if (n < 10) expectHolds(gammaRatio(n, s), ratio, 2n ** 20n);
      expectHolds(gammaRatios(n, s)[n]!, ratio, 2n ** 34n);
    });
  });

  test('m, v and log E X^s at widths 1 to 64, 150 and 400', () => {
    for (const activation of ['relu', 'linear'] as const) {
      const powers = reference.powers.map((s) => ({ kind: 'moment', power: parseRational(s)! }) as const);
      const all = enclosures(activation, [{ kind: 'logMean' }, { kind: 'logVariance' }, ...powers], 1, 401);
      expect(all).toHaveLength(400);
      for (const { d, m, v, logMoments } of reference.layers.filter(
        (layer) => layer.activation === activation,
      )) {
        [m, v, ...logMoments].forEach((value, k) => {
          expectHolds(all[d - 1]![k]!, value, 2n ** 25n);
        });
      }
      // A list that starts later holds the same numbers.
      expect(enclosures(activation, [{ kind: 'logVariance' }], 400, 401)[0]).toEqual([all[399]![1]]);
    }
  });

  test('far more precision than m(d) - B(1/d), some 10^-7 at d = 1000, needs', () =>
    expect(bits).toBeGreaterThanOrEqual(200n));
});
