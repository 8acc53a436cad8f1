import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../theory/errors.js';
import type { QuantityNode } from '../../../theory/expression/ast.js';
import {
  enclose,
  fromBall,
  fromLog,
  fromNumber,
  logToNumber,
  NotFinite,
  toNumber,
  width,
} from '../../../theory/expression/enclosure.js';
import {
  add,
  certainlyLess,
  certainlyLessEqual,
  compare,
  divide,
  ExtendedInterval,
  maximum,
  minimum,
  multiply,
  subtract,
} from '../../../theory/expression/enclosure-interval.js';
import { parseExpression } from '../../../theory/language/parse-claim.js';
import { type Case, references } from '../special/cases.js';
import { compareDyadic, contains, containsExactly, type Dyadic, dyadic } from './exact.js';
import { call, number } from './trees.js';

const names = ['L', 'd', 'x', 'y', 'eps'];
const parse = (text: string) => parseExpression(text, { names, quantities: true });
const at = (text: string, env: Record<string, number | ExtendedInterval> = {}, value?: ExtendedInterval) =>
  enclose(parse(text), env, value && ((_: QuantityNode) => value));

describe('known hard cases', () => {
  test.each<[string, bigint, number]>([
    // text, truth as integer * 2^power
    ['1 - (1 - 2^-53)^3', 3n * (1n << 106n) - 3n * (1n << 53n) + 1n, -159],
    ['exp(-25000)*exp(25000)', 1n, 0],
    ['2^(10^9)', 1n, 1_000_000_000],
    ['2^-(10^9)', 1n, -1_000_000_000],
    ['(-2)^1001', -(1n << 1001n), 0],
    ['(-3)^4', 81n, 0],
    ['0^0', 1n, 0],
    ['0.1 + 0.2 - 0.3', 0n, 0],
    ['sqrt(10^40)', 10n ** 20n, 0],
    ['sqrt(2^1001)^2', 1n << 1001n, 0],
    ['exp(0) + log(1)', 1n, 0],
    ['gamma(19)', 6402373705728000n, 0],
    ['gamma(-1/2)^2/pi', 4n, 0],
    ['floor(-7/2) + ceil(-7/2)', -7n, 0],
    ['(10^30 + 1) - 10^30', 1n, 0],
    ['abs(-3) + min(2, 1, 5) + max(2, 7, 5)', 11n, 0],
    ['lgamma(1) + lgamma(2)', 0n, 0],
  ])('%s', (text, integer, power) => {
    expect(containsExactly(at(text), { integer, power })).toBe(true);
  });

  test('what is exact stays a point', () => {
    for (const text of [
      '2^(10^9)',
      '(-2)^1001',
      '0.1 + 0.2 - 0.3',
      'gamma(19)',
      'binomial(50, 25)',
      '0.75/3',
      'sum(n, 1, 1000, n^2)',
    ]) {
      expect(at(text).isPoint, text).toBe(true);
    }
    expect(at('L*(L - 1)*d/4', { L: 5, d: 4 })).toEqual(fromNumber(20));
  });

  test('log(1 + 2^-60) is between 0 and a little above 2^-60', () => {
    const interval = at('log(1 + x)', { x: 2 ** -60 });
    expect(interval.lower).toBeLessThanOrEqual(2 ** -60 - 2 ** -121);
    expect(interval.upper).toBeGreaterThanOrEqual(2 ** -60);
  });

  test('far beyond doubles the logarithm is still right', () => {
    // log C(100000, 50000), log 2^(10^9), log of e^-25000: mpmath, 20 digits.
    expect(logToNumber(at('binomial(100000, 50000)')).lo).toBeCloseTo(69308.73579940939, 9);
    const { lo, hi } = logToNumber(at('exp(-25000)'));
    expect(lo).toBeLessThanOrEqual(-25000);
    expect(hi).toBeGreaterThanOrEqual(-25000);
    expect(hi - lo).toBeLessThan(1e-10);
    expect(at('exp(-exp(exp(10)))').lower).toBe(0);
  });
});

describe('no finite value', () => {
  test.each<[string, RegExp, string]>([
    ['log(x - 2)', /logarithm of a number that is not positive/, 'log(x - 2)'],
    ['1 + log(0*x)', /logarithm/, 'log(0*x)'],
    ['1/(x - 1)', /division by zero/, '1/(x - 1)'],
    ['1/(log(x + 1) - log(2*x))', /cannot be told from zero/, '1/(log(x + 1) - log(2*x))'],
    ['sqrt(-x)', /square root of a negative/, 'sqrt(-x)'],
    ['(-x)^(1/3)', /negative number to a power/, '(-x)^(1/3)'],
    ['0^(-x)', /zero to a negative power/, '0^(-x)'],
    ['gamma(x - 1)', /pole/, 'gamma(x - 1)'],
    ['digamma(-3*x)', /pole/, 'digamma(-3*x)'],
    ['exp(exp(exp(10*x)))', /too large/, 'exp(exp(exp(10*x)))'],
    ['10^(10^(10^(10*x)))', /too large/, '10^10^10^(10*x)'],
    ['normalQuantile(x)', /outside \(0, 1\)/, 'normalQuantile(x)'],
    ['gammaMedian(-x)', /not positive/, 'gammaMedian(-x)'],
    ['hyp2f1(1, 1, 2, x)', /below 1/, 'hyp2f1(1, 1, 2, x)'],
    ['hyp2f1(1, 1, -2*x, 1/2)', /pole/, 'hyp2f1(1, 1, -2*x, 1/2)'],
    ['binomial(-2*x, 1)', /outside/, 'binomial(-2*x, 1)'],
  ])('%s', (text, reason, culprit) => {
    const thrown = caught(() => at(text, { x: 1 })) as NotFinite;
    expect(thrown).toBeInstanceOf(NotFinite);
    expect(thrown.reason).toMatch(reason);
    expect(thrown.text).toBe(culprit.replace('^(-x)', '^-x'));
    expect(text.slice(thrown.span.start, thrown.span.end).length).toBeGreaterThan(0);
    expect(thrown.fromQuantity).toBe(false);
  });
});

function caught(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe('wide quantities leave values open instead', () => {
  const wide = ExtendedInterval.of(0, 3);
  const q = 'median(forwardNorm2)';
  test.each<[string, ExtendedInterval, number, number]>([
    [`log(${q})`, wide, Number.NEGATIVE_INFINITY, Math.log(3)],
    [`1/${q}`, ExtendedInterval.of(0, 4), 0.25, Number.POSITIVE_INFINITY],
    [`1/${q}`, ExtendedInterval.of(-1, 4), Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    [`sqrt(${q})`, ExtendedInterval.of(-1, 4), 0, 2],
    [`${q}^2`, ExtendedInterval.of(-1, 2), 0, 4],
    [`${q}^3`, ExtendedInterval.of(-1, 2), -1, 8],
    [`${q}^(1/2)`, ExtendedInterval.of(0, 4), 0, 2],
    [`${q}^0.3`, ExtendedInterval.of(0, 1), 0, 1],
    [`2^${q}`, ExtendedInterval.of(1, 2), 2, 4],
    [`floor(${q})`, ExtendedInterval.of(0.5, 1.5), 0, 1],
    [`abs(${q} - 1)`, wide, 0, 2],
    [`min(${q}, 2)`, wide, 0, 2],
    [`gamma(${q})`, ExtendedInterval.of(1, 2), 0.8856031944108887, 1],
    [`gamma(${q})`, ExtendedInterval.of(1.2, 1.6), 0.8856031944108887, 0.9181687423997607],
    [`gamma(${q})`, ExtendedInterval.of(1.2, 1.4), 0.887263817503076, 0.9181687423997607],
    [`gamma(${q})`, ExtendedInterval.of(3, 4), 2, 6],
    [`digamma(${q})`, ExtendedInterval.of(1, 2), -0.5772156649015329, 0.4227843350984671],
    [`trigamma(${q})`, ExtendedInterval.of(1, 2), Math.PI ** 2 / 6 - 1, Math.PI ** 2 / 6],
    [`gamma(${q})`, ExtendedInterval.of(-0.5, 0.5), Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    [`exp(${q})`, ExtendedInterval.of(Number.NEGATIVE_INFINITY, 0), 0, 1],
    [`normalCdf(${q})`, ExtendedInterval.of(Number.NEGATIVE_INFINITY, 0), 0, 0.5],
  ])('%s over %o', (text, value, lo, hi) => {
    const { lower, upper } = at(text, {}, value);
    expect(lower).toBeLessThanOrEqual(lo);
    expect(upper).toBeGreaterThanOrEqual(hi);
    if (Number.isFinite(lo)) expect(lo - lower).toBeLessThan(1e-13);
    if (Number.isFinite(hi)) expect(upper - hi).toBeLessThan(1e-13);
  });

  test('an interval given for a name does the same', () => {
    expect(at('log(x)', { x: wide }).lower).toBe(Number.NEGATIVE_INFINITY);
  });

  test('but a value that no number of the interval has is NotFinite, blamed on the quantity', () => {
    const thrown = caught(() => at(`log(-1 - ${q})`, {}, wide)) as NotFinite;
    expect(thrown).toBeInstanceOf(NotFinite);
    expect(thrown.fromQuantity).toBe(true);
  });

  test('quantities cannot stand inside binomial or hyp2f1', () => {
    expect(() => at(`binomial(${q}, 1)`, {}, wide)).toThrow(InputError);
  });
});

/** An endpoint of any size, with plain ones as likely as extreme ones. */
const scaledNumbers = fc
  .tuple(
    fc.double({ min: -4, max: 4, noNaN: true }),
    fc.oneof(fc.constant(0), fc.integer({ min: -1500, max: 1500 })),
  )
  .map(([mantissa, exponent]) => ({ mantissa, exponent }));
const intervals = fc
  .tuple(scaledNumbers, fc.double({ min: 0, max: 2, noNaN: true }))
  .map(([{ mantissa, exponent }, extent]) => ({
    inside: [mantissa, mantissa + extent].map((end) => dyadic(end, exponent)) as [Dyadic, Dyadic],
    interval: ExtendedInterval.of(mantissa, mantissa + extent, exponent),
  }));

describe('arithmetic against exact integers', () => {
  const exactly = {
    sum: (a: Dyadic, b: Dyadic): Dyadic => {
      const power = Math.min(a.power, b.power);
      return {
        integer: (a.integer << BigInt(a.power - power)) + (b.integer << BigInt(b.power - power)),
        power,
      };
    },
    product: (a: Dyadic, b: Dyadic): Dyadic => ({ integer: a.integer * b.integer, power: a.power + b.power }),
  };
  const negated = ({ integer, power }: Dyadic): Dyadic => ({ integer: -integer, power });
  const encloses = (interval: ExtendedInterval, truth: Dyadic): void => {
    expect(containsExactly(interval, truth)).toBe(true);
  };

  test('+ - * / min max enclose what they do to the ends', () => {
    fc.assert(
      fc.property(intervals, intervals, (first, second) => {
        for (const a of first.inside) {
          for (const b of second.inside) {
            encloses(add(first.interval, second.interval), exactly.sum(a, b));
            encloses(subtract(first.interval, second.interval), exactly.sum(a, negated(b)));
            encloses(multiply(first.interval, second.interval), exactly.product(a, b));
            const smaller = compareDyadic(a, b) <= 0;
            encloses(minimum(first.interval, second.interval), smaller ? a : b);
            encloses(maximum(first.interval, second.interval), smaller ? b : a);
          }
        }
        const { lo, hi } = second.interval;
        if (lo > 0 || hi < 0) {
          // a lies in (a/b) b.
          const back = multiply(divide(first.interval, second.interval), second.interval);
          for (const a of first.inside) encloses(back, a);
        }
      }),
      { numRuns: 2000, seed: 6 },
    );
  });

  test('comparisons are right, and points are never wider than the rounding', () => {
    fc.assert(
      fc.property(scaledNumbers, scaledNumbers, (p, q) => {
        const [a, b] = [p, q].map(({ mantissa, exponent }) =>
          ExtendedInterval.of(mantissa, mantissa, exponent),
        ) as [ExtendedInterval, ExtendedInterval];
        const truth = compareDyadic(dyadic(p.mantissa, p.exponent), dyadic(q.mantissa, q.exponent));
        expect(compare(a, b)).toBe(truth < 0 ? 'less' : truth > 0 ? 'greater' : 'unresolved');
        expect(certainlyLess(a, b)).toBe(truth < 0);
        expect(certainlyLessEqual(a, b)).toBe(truth <= 0);
        const product = multiply(a, b);
        expect(product.hi - product.lo).toBeLessThanOrEqual(2 ** -51 * Math.abs(product.hi) + 2 ** -1073);
      }),
      { numRuns: 2000, seed: 7 },
    );
  });
});

describe('special functions at points, beyond doubles too', () => {
  test('contain the values of mpmath and are narrow', () => {
    const misses: [Case, ExtendedInterval][] = [];
    for (const item of references) {
      // normalCdf(-1e5) is e^(-5e9): too small even for exact integers; below by its logarithm.
      if (/e-\d{8,}$/.test(item.digits)) continue;
      const interval = enclose(call(item.name, ...item.args.map((arg) => exactNumber(arg))), {});
      if (!contains(interval, decimalToDyadic(item.digits))) misses.push([item, interval]);
      const size = Math.max(Math.abs(interval.lo), Math.abs(interval.hi));
      const slack = item.name === 'gammaMedian' ? 1e-13 * (1 + 1 / item.args[0]!) : 1e-12;
      const absolute = item.name === 'lgamma' || item.name === 'digamma' ? 1e-12 : 0;
      expect(interval.hi - interval.lo, `${item.name}(${item.args})`).toBeLessThanOrEqual(
        slack * size + absolute,
      );
    }
    expect(misses).toEqual([]);
  });

  test('the normal tail at -1e5, by the logarithm of its asymptotic series', () => {
    // log of phi(t)/t (1 - 1/t^2 + ...) at t = 1e5.
    const truth = -5e9 - Math.log(1e5 * Math.sqrt(2 * Math.PI)) - 1e-10;
    const { lo, hi } = logToNumber(at('normalCdf(-1e5)'));
    expect(lo).toBeLessThanOrEqual(truth);
    expect(hi).toBeGreaterThanOrEqual(truth);
    expect(hi - lo).toBeLessThan(1e-5);
  });
});

/** The literal with exactly this double's value. */
function exactNumber(x: number) {
  const { integer, power } = dyadic(Math.abs(x));
  const text = number('1');
  if (text.kind !== 'number') throw new Error('not a number');
  const value = text.value.mul(integer);
  const scaled = power >= 0 ? value.mul(2n ** BigInt(power)) : value.div(2n ** BigInt(-power));
  const node = { ...text, value: scaled };
  return x < 0 ? { kind: 'negate' as const, operand: node, span: node.span } : node;
}

/** A decimal to 25 digits as integer * 2^power, one unit being wider than its last digit. */
function decimalToDyadic(text: string): Dyadic {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)\.?(\d*)(?:e([+-]?\d+))?$/.exec(text)!;
  const digits = BigInt(whole! + fraction);
  if (digits === 0n) return { integer: 0n, power: -2000 };
  const ten = Number(exponent) - fraction.length;
  const top = ten >= 0 ? digits * 10n ** BigInt(ten) : digits;
  const bottom = ten >= 0 ? 1n : 10n ** BigInt(-ten);
  const power = top.toString(2).length - bottom.toString(2).length - 78;
  const integer = power >= 0 ? top / (bottom << BigInt(power)) : (top << BigInt(-power)) / bottom;
  return { integer: sign === '-' ? -integer : integer, power };
}

test('conversions', () => {
  expect(fromBall(1, 0.5)).toEqual(ExtendedInterval.of(0.5, 1.5));
  expect(fromBall(1, Number.POSITIVE_INFINITY).isBounded).toBe(false);
  expect(() => fromBall(Number.NaN, 1)).toThrow(RangeError);
  const tiny = fromLog(-1e6, 1e-3);
  expect(tiny.upper).toBeLessThan(1e-300);
  const { lo, hi } = logToNumber(tiny);
  expect(lo).toBeLessThanOrEqual(-1e6 - 1e-3);
  expect(hi).toBeGreaterThanOrEqual(-1e6 + 1e-3);
  expect(hi - lo).toBeLessThan(2.1e-3);
  expect(fromLog(Number.NEGATIVE_INFINITY, 0)).toEqual(fromNumber(0));
  expect(logToNumber(fromNumber(0)).hi).toBe(Number.NEGATIVE_INFINITY);
  expect(toNumber(ExtendedInterval.of(1, 2))).toBe(1.5);
  expect(width(ExtendedInterval.of(1, 3))).toBe(2);
});
