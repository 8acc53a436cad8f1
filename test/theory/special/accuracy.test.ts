import { describe, expect, test } from 'vitest';
import { binomial, binomialScaled } from '../../../theory/special/binomial.js';
import { digamma, gamma, gammaOfPositive, lgamma, trigamma } from '../../../theory/special/gamma.js';
import { gammaMedian } from '../../../theory/special/gamma-median.js';
import { hyp2f1, hyp2f1WithError } from '../../../theory/special/hypergeometric.js';
import { erf, normalCdf, normalQuantile } from '../../../theory/special/normal.js';
import { type Case, libraryTable, references } from './cases.js';

const functions: Record<string, (...args: number[]) => number> = {
  gamma,
  lgamma,
  digamma,
  trigamma,
  erf,
  normalCdf,
  normalQuantile,
  binomial,
  gammaMedian,
  hyp2f1,
};

/** The documented bounds: relative, absolute (where the function crosses zero). */
const bounds: Record<string, (args: readonly number[]) => [relative: number, absolute: number]> = {
  gamma: () => [2 ** -50, 0],
  lgamma: () => [2 ** -50, 2 ** -50],
  digamma: ([x]) => [2 ** (x! > 0 ? -50 : -47), 2 ** -50],
  trigamma: () => [2 ** -50, 0],
  erf: () => [2 ** -51, 0],
  normalCdf: () => [2 ** -50, 0],
  normalQuantile: () => [2 ** -49, 0],
  binomial: () => [2 ** -47, 0],
  gammaMedian: ([a]) => [2 ** -49 * (1 + 1 / a!), 0],
  hyp2f1: () => [1e-12, 0],
};

const smallestNormal = 2 ** -1022;
const inRange = ({ value }: Case): boolean =>
  Number.isFinite(value) && (value === 0 || Math.abs(value) >= smallestNormal);

describe.each(Object.keys(functions))('%s', (name) => {
  test('is as accurate as documented over its domain', () => {
    const cases = [...references, ...libraryTable].filter((item) => item.name === name && inRange(item));
    expect(cases.length).toBeGreaterThan(20);
    const failures = cases.filter(({ args, value }) => {
      const [relative, absolute] = bounds[name]!(args);
      const error = Math.abs(functions[name]!(...args) - value);
      return !(error <= Math.abs(value) * (relative + 2 ** -53) + absolute);
    });
    expect(failures.map(({ args, digits }) => [args, digits, functions[name]!(...args)])).toEqual([]);
  });
});

test('hyp2f1 keeps within the error that it states, and states a small one', () => {
  const cases = references.filter((item) => item.name === 'hyp2f1' && inRange(item));
  for (const { args, value } of cases) {
    const [a, b, c, x] = args as [number, number, number, number];
    const got = hyp2f1WithError(a, b, c, x);
    expect(Math.abs(got.value - value), `${args}`).toBeLessThanOrEqual(
      got.error + Math.abs(value) * 2 ** -53,
    );
    expect(got.error, `${args}`).toBeLessThan(1e-12 * Math.abs(value));
  }
});

test('binomials that are doubles are exact', () => {
  for (let n = 0n; n <= 120n; n++) {
    let value = 1n;
    for (let k = 0n; k <= n; k++) {
      if (value <= 2n ** 53n) expect(binomial(Number(n), Number(k))).toBe(Number(value));
      value = (value * (n - k)) / (k + 1n);
    }
  }
});

test('beyond the range of doubles mantissa and exponent are right', () => {
  // Against exact integers: 2000! and C(100000, 50000), compared by their leading 100 bits.
  let factorial = 1n;
  for (let i = 2n; i <= 2000n; i++) factorial *= i;
  expect(relativeDifference(gammaOfPositive(2001), factorial)).toBeLessThan(2 ** -47);
  let choose = 1n;
  for (let i = 1n; i <= 5000n; i++) choose = (choose * (5000n + i)) / i;
  expect(relativeDifference(binomialScaled(10000, 5000), choose)).toBeLessThan(2 ** -47);
});

function relativeDifference(got: { mantissa: number; exponent: number }, truth: bigint): number {
  const shift = BigInt(truth.toString(2).length - 100);
  const leading = Number(truth >> shift); // truth = leading * 2^shift, relative error 2^-53
  return Math.abs((got.mantissa / leading) * 2 ** (got.exponent - Number(shift)) - 1);
}

test('outside the domain: NaN', () => {
  const outside: [string, number[]][] = [
    ['gamma', [0]],
    ['gamma', [-3]],
    ['lgamma', [-1]],
    ['digamma', [0]],
    ['trigamma', [-2]],
    ['normalQuantile', [0]],
    ['normalQuantile', [1]],
    ['normalQuantile', [1.5]],
    ['gammaMedian', [0]],
    ['gammaMedian', [-1]],
    ['binomial', [-2, 1]],
    ['hyp2f1', [1, 1, 2, 1]],
    ['hyp2f1', [1, 1, -2, 0.5]],
  ];
  for (const [name, args] of outside) expect(functions[name]!(...args), `${name}(${args})`).toBeNaN();
});

test('hyp2f1 gives up soon, with a NaN, where its series would not end', () => {
  const started = performance.now();
  for (const [a, b, c, x] of [
    [1e6, 1e6, 1, -1e300],
    [1e6, -1e6 + 0.5, 1e-3, 0.999999],
    [-1e9, 1e9, 0.5, 0.9],
    [599, -599.5, 1, 1 - 2 ** -53],
  ] as const) {
    const { value, error } = hyp2f1WithError(a, b, c, x);
    expect(Number.isNaN(value) || error >= 0).toBe(true);
  }
  expect(performance.now() - started).toBeLessThan(10_000);
});
