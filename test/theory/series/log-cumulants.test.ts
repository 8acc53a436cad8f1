import { readFileSync } from 'node:fs';
import Fraction from 'fraction.js';
import { describe, expect, test } from 'vitest';
import { proveEqual } from '../../../theory/algebra/prove.js';
import { evaluateRational } from '../../../theory/algebra/rational.js';
import { parseExpression } from '../../../theory/language/parse-claim.js';
import {
  derivedExpansion,
  logCumulantSeries,
  type SeriesActivation,
  seriesToExpression,
} from '../../../theory/series/index.js';

const relu = { kind: 'relu' } as const;
const linear = { kind: 'linear' } as const;

describe('F5 as docs/theory.md states it', () => {
  test.each([
    [relu, 1, '-5/2 -49/12 -12 -6239/120'],
    [relu, 2, '5 37/2 509/6 480'],
    [relu, 3, '0 -31 -287'],
    [linear, 1, '-1 -1/3 0 2/15'],
    [linear, 2, '2 2 4/3 0'],
    [linear, 3, '0 -4 -8'],
  ] as const)('%o, cumulant %i: %s', (activation, cumulant, stated) => {
    const expected = stated.split(' ').map((text) => new Fraction(text));
    const derived = logCumulantSeries(activation, cumulant, expected.length);
    expect(derived.map((c) => c.toFraction())).toEqual(expected.map((c) => c.toFraction()));
  });
});

interface Row {
  activation: 'relu' | 'linear' | 'leaky-relu';
  slope?: string;
  d: number;
  cumulants: string[];
}
const rows: Row[] = JSON.parse(
  readFileSync(new URL('../../reference/series/log-cumulants.json', import.meta.url), 'utf8'),
);

/** The reference script's decimals, exactly. */
function decimal(text: string): Fraction {
  const [digits, exponent = '0'] = text.split('e');
  const [whole, part = ''] = digits!.split('.');
  return new Fraction(BigInt(whole! + part), 10n ** BigInt(part.length)).mul(
    new Fraction(10).pow(Number(exponent))!,
  );
}

/**
 * Independent truth: the cumulants themselves, by digamma functions and integrals to 60 digits. Six terms must leave the
 * seventh, which must leave no more than twice the eighth (plus what 55 digits cannot show).
 */
describe('six terms against the cumulants at large width', () => {
  test.each(
    rows.flatMap((row) =>
      row.cumulants.map((value, i) => [row.activation, row.slope ?? '', row.d, i + 1, value] as const),
    ),
  )('%s %s, d = %i, cumulant %i', (kind, slope, d, cumulant, value) => {
    const activation: SeriesActivation =
      kind === 'leaky-relu' ? { kind, slope: new Fraction(slope) } : { kind };
    const series = logCumulantSeries(activation, cumulant, 8);
    const partial = (terms: number) =>
      series
        .slice(0, terms)
        .reduce((sum, c, k) => sum.add(c.div(new Fraction(d).pow(k + 1)!)), new Fraction(0));
    const error = decimal(value).sub(partial(7)).abs();
    const eighth = series[7]!.abs().add(series[6]!.abs().div(d)).add(10).div(new Fraction(d).pow(8)!);
    expect(error.compare(eighth.mul(2))).toBeLessThanOrEqual(0);
    // And the test could see a wrong coefficient: the seventh term is larger than what is allowed, unless it is 0.
    const seventh = series[6]!.abs().div(new Fraction(d).pow(7)!);
    if (series[6]!.n !== 0n && kind !== 'linear') expect(seventh.compare(eighth.mul(2))).toBeGreaterThan(0);
  });
});

describe('leaky relu', () => {
  test('slope 0 is relu, slopes 1 and -1 are linear', () => {
    for (const cumulant of [1, 2, 3]) {
      const at = (slope: number) =>
        logCumulantSeries({ kind: 'leaky-relu', slope: new Fraction(slope) }, cumulant, 5);
      expect(at(0)).toEqual(logCumulantSeries(relu, cumulant, 5));
      expect(at(1)).toEqual(logCumulantSeries(linear, cumulant, 5));
      expect(at(-1)).toEqual(at(1));
    }
  });

  test.each([
    [1, '-(5*alpha^4-2*alpha^2+5)/(2*(1+alpha^2)^2*d)', true],
    [2, '(5*alpha^4-2*alpha^2+5)/((1+alpha^2)^2*d)', true],
    [1, '-(5*alpha^4-alpha^2+5)/(2*(1+alpha^2)^2*d)', false],
    [2, '(5*alpha^4-2*alpha^2+4)/((1+alpha^2)^2*d)', false],
  ] as const)('cumulant %i is %s for every slope: %s', (cumulant, stated, holds) => {
    const right = parseExpression(stated, { names: ['d', 'alpha'] });
    const proof = proveEqual(derivedExpansion('leaky-relu', cumulant, 1), right, [
      { name: 'd', from: 1, to: 1000, integer: true },
      { name: 'alpha', from: -3, to: 3, integer: false },
    ]);
    expect(proof !== undefined).toBe(holds);
  });

  test('the expression in alpha and d has the value of the series at a slope', () => {
    const expression = derivedExpansion('leaky-relu', 3, 4);
    const slope = new Fraction(2, 7);
    const value = evaluateRational(expression, { d: new Fraction(9), alpha: slope })!;
    const series = seriesToExpression(logCumulantSeries({ kind: 'leaky-relu', slope }, 3, 4), 'd');
    expect(value.toFraction()).toBe(evaluateRational(series, { d: 9 })!.toFraction());
  });
});

test('orders below 1 and fractions are refused', () => {
  expect(() => logCumulantSeries(relu, 0, 4)).toThrow(RangeError);
  expect(() => logCumulantSeries(relu, 1, 0)).toThrow(RangeError);
  expect(() => derivedExpansion('leaky-relu', 1.5, 4)).toThrow(RangeError);
});
