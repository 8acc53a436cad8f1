/** Escape times and curvature of the balanced chain against quadrature and eigenvalues with 50 digits. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  chainArea,
  chainLambdaMin,
  chainSpectrum,
  chainTime,
  logChainCurvature,
  logChainTime,
  timeTimesCurvature,
} from '../../../numerics/escape/chain-time.js';
import { hyp2f1WithError } from '../../../theory/special/hypergeometric.js';

const reference = JSON.parse(
  readFileSync(new URL('../../reference/escape/chain-time.json', import.meta.url), 'utf8'),
) as {
  readonly times: readonly { depth: number; start: number; goal: number; time: string; log: string }[];
  readonly areas: readonly { depth: number; w: number; area: string }[];
  readonly spectra: readonly { depth: number; w: number; lambdaMin: string }[];
};

describe('the time of gradient flow', () => {
  test('agrees with quadrature', () => {
    for (const { depth, start, goal, time, log } of reference.times) {
      const truth = Number(time);
      const found = chainTime(depth, start, goal);
      expect(Math.abs(found - truth)).toBeLessThan(1e-14 * (truth + chainArea(depth, goal)));
      const logError = Math.abs(logChainTime(depth, start, goal) - Number(log));
      const bound = 1e-15 * (depth * Math.abs(Math.log(start)) + 10 * (1 + chainArea(depth, goal) / truth));
      expect(logError).toBeLessThan(bound);
    }
  });

  test('has the figures of the theory', () => {
    expect(chainTime(3, 0.3, 0.9)).toBeCloseTo(2.8256528954, 10);
    expect(chainTime(5, 0.4, 0.95)).toBeCloseTo(5.4034156384, 10);
    expect(chainTime(10, 0.5, 0.9)).toBeCloseTo(32.0190815366, 10);
  });

  test('goes on in logarithms where it leaves the doubles', () => {
    expect(chainTime(1000, 0.3, 0.9)).toBe(Infinity);
    // start^(2-L)/(L-2) and nothing else to 16 digits.
    const truth = -998 * Math.log(0.3) - Math.log(998);
    expect(Math.abs(logChainTime(1000, 0.3, 0.9) / truth - 1)).toBeLessThan(1e-14);
  });
});

describe('A(w)', () => {
  test('agrees with mpmath', () => {
    for (const { depth, w, area } of reference.areas) {
      expect(Math.abs(chainArea(depth, w) / Number(area) - 1)).toBeLessThan(1e-14);
    }
  });

  test('agrees with w^2/2 2F1(1, 2/L; 1 + 2/L; w^L) of the symbolic side', () => {
    for (const depth of [3, 5, 12, 64]) {
      for (const w of [0.2, 0.6, 0.9, 0.97, 0.999]) {
        const a = 2 / depth;
        const { value } = hyp2f1WithError(1, a, 1 + a, w ** depth);
        // Near w = 1 the argument w^L has lost digits: log(1 - w^L) an eps/(1 - w) of them.
        expect(Math.abs(chainArea(depth, w) / ((w * w * value) / 2) - 1)).toBeLessThan(1e-12);
      }
    }
  });
});

describe('curvature', () => {
  test('lambda_min agrees with eigenvalues of the Hessian', () => {
    for (const { depth, w, lambdaMin } of reference.spectra) {
      const truth = Number(lambdaMin);
      const scale = depth * w ** (depth - 2);
      expect(Math.abs(chainLambdaMin(depth, w) - truth)).toBeLessThan(1e-14 * scale);
      if (truth < 0 && w ** depth < 0.4) {
        expect(Math.abs(logChainCurvature(depth, w) - Math.log(-truth))).toBeLessThan(1e-13);
      }
    }
  });

  test('both eigenvalues are those of their eigenvectors', () => {
    // w = 1/2, L = 3: F = 1/8. H_ii = F^2/w^2 = 1/16, H_ij = F (2F - 1)/w^2 = -3/8.
    expect(chainSpectrum(3, 0.5)).toEqual({ along: 1 / 16 - 3 / 4, across: 1 / 16 + 3 / 8 });
  });

  test('the smaller eigenvalue is the one along (1, ..., 1) up to w^L = 1/2', () => {
    const at = (output: number) => chainSpectrum(6, output ** (1 / 6));
    expect(at(0.499).along).toBeLessThan(at(0.499).across);
    expect(at(0.501).along).toBeGreaterThan(at(0.501).across);
    expect(logChainCurvature(6, 0.95)).toBeNaN();
  });
});

test('T |lambda_min| tends to (L-1)/(L-2)', () => {
  for (const depth of [3, 4, 10, 100]) {
    const limit = (depth - 1) / (depth - 2);
    let last = Infinity;
    for (const start of [1e-1, 1e-2, 1e-3, 1e-4, 1e-6]) {
      const gap = Math.abs(timeTimesCurvature(depth, start, 0.9) / limit - 1);
      // T = start^(2-L)/(L-2) (1 + O(start^(L-2))), and so |lambda|: rounding takes over at 1e-13 L log start.
      expect(gap).toBeLessThan(3 * depth * start ** (depth - 2) + 1e-14 * depth);
      expect(gap).toBeLessThanOrEqual(Math.max(last, 1e-14 * depth));
      last = gap;
    }
  }
  expect(timeTimesCurvature(1000, 1e-3, 0.9)).toBeCloseTo(999 / 998, 11);
});

test('what is out of range is refused', () => {
  for (const [depth, start, goal] of [
    [2, 0.3, 0.9],
    [3.5, 0.3, 0.9],
    [3, 0.3, 1],
    [3, 0.3, 0.3],
    [3, 0, 0.9],
  ] as const) {
    expect(() => chainTime(depth, start, goal)).toThrow(RangeError);
    expect(() => logChainTime(depth, start, goal)).toThrow(RangeError);
  }
  expect(() => timeTimesCurvature(3, 0.9, 0.95)).toThrow(RangeError);
  expect(() => chainSpectrum(1, 0.5)).toThrow(RangeError);
  expect(() => chainSpectrum(3, Infinity)).toThrow(RangeError);
});
