/** Survival probabilities and frontiers against values by other routes: closed forms, mpmath's, the search of `threshold`. */
import { describe, expect, test } from 'vitest';
import { closedFormFrontier, exactFrontier, survivalProbability } from '../../explorer/compute/survival.js';
import { type SurvivalMap, steps, survivalMap } from '../../explorer/compute/survival-map.js';
import { closedFormWidth, smallestWidth } from '../../numerics/law/width.js';

const relu = { activation: { kind: 'relu' }, gain: 2 } as const;
const linear = { activation: { kind: 'linear' }, gain: 1 } as const;

describe('the survival probability', () => {
  test('one unit, one layer: half of P(chi^2_1 >= floor/gain)', () => {
    // P(chi^2_1 >= 1/2) = erfc(1/2)
    expect(survivalProbability(relu, 1, 1, 1)).toBeCloseTo(0.4795001221869535 / 2, 12);
    expect(survivalProbability(linear, 1, 1, 0.5)).toBeCloseTo(0.4795001221869535, 12);
  });

  test('two linear units: exp(-floor d/(2 gain))', () => {
    for (const floor of [1e-6, 0.01, 0.5]) {
      expect(survivalProbability(linear, 1, 2, floor)).toBeCloseTo(Math.exp(-floor), 12);
      expect(survivalProbability({ ...linear, gain: 3 }, 1, 2, floor)).toBeCloseTo(Math.exp(-floor / 3), 12);
    }
  });

  test('far below the body only dead nets are missing', () => {
    // One unit 9 standard deviations below still falls: P(2 chi^2_1 < 1e-9) = erf(sqrt(1e-9/4)) = 2/sqrt(pi) sqrt(1e-9/4), to 1e-10 of it.
    const fall = Math.sqrt(1e-9 / Math.PI);
    expect(2 * survivalProbability(relu, 1, 1, 1e-9)).toBeCloseTo(1 - fall, 12);
    // The exact law says 1 - 1e-9 or more of those alive; the bound must not be given where it is not that small.
    for (const [depth, width] of [
      [1, 512],
      [3, 512],
      [5, 64],
      [2, 40],
    ] as const) {
      const alive = (1 - 2 ** -width) ** depth;
      expect(Math.abs(survivalProbability(relu, depth, width, 1e-6) - alive)).toBeLessThan(2e-8);
    }
  });

  test('leaky relu: between linear and relu, and the log-normal law', () => {
    const leaky = (slope: number) =>
      ({ activation: { kind: 'leaky-relu', slope }, gain: 2 / (1 + slope ** 2) }) as const;
    // Slope 1 is linear: c = 2, as close to the exact law as 1/d.
    expect(
      Math.abs(survivalProbability(leaky(1), 100, 200, 0.1) - survivalProbability(linear, 100, 200, 0.1)),
    ).toBeLessThan(0.005);
    // c(1/2) = (5/16 - 1/2 + 5)/(25/16) = 3.08: Phi((-L c/(2d) - log eps)/sqrt(L c/d)) at L = d, eps = e^-1.54 is Phi(0).
    expect(survivalProbability(leaky(0.5), 64, 64, Math.exp(-1.54))).toBeCloseTo(0.5, 12);
  });
});

describe('the frontier', () => {
  test.each([
    [20, 0.1, 0.1, 71, 67.41],
    [100, 0.1, 0.1, 341, 337.06],
    [50, 0.01, 0.05, 80, 76.56],
    [200, 1e-6, 0.5, 38, 36.19],
    [1, 0.1, 0.1, 7, 3.37],
    [5, 0.01, 1e-6, 47, 31.8],
  ])('W1 at L = %d, floor %d, risk %d: %d, closed form %d', (depth, floor, risk, exact, closedForm) => {
    expect(exactFrontier(relu, depth, { floor, risk }, 512)).toBe(exact);
    expect(closedFormFrontier(relu, depth, { floor, risk })).toBeCloseTo(
      closedForm,
      closedForm > 32 || closedForm < 30 ? 2 : 1,
    );
  });

  test('is the width that `threshold` finds, and its closed form', () => {
    for (const depth of [1, 2, 7, 40, 300]) {
      for (const floor of [0.5, 1e-3, 1e-9]) {
        for (const risk of [0.5, 0.1, 1e-3]) {
          const closedForm = closedFormWidth({ depth, floor, risk });
          expect(closedFormFrontier(relu, depth, { floor, risk })).toBeCloseTo(closedForm, 8);
          // Far wider laws take long, and are out of the question.
          const width = closedForm > 1000 ? undefined : smallestWidth({ depth, floor, risk });
          expect(exactFrontier(relu, depth, { floor, risk }, 512)).toBe(
            width === undefined || width > 512 ? undefined : width,
          );
        }
      }
    }
  });

  test('a gain g moves the floor by (g/2)^L, and where it passes 1 no width will do', () => {
    const threshold = { floor: 1e-3, risk: 0.1 };
    expect(exactFrontier({ ...relu, gain: 1.5 }, 10, threshold, 512)).toBe(
      smallestWidth({ depth: 10, floor: 1e-3 / 0.75 ** 10, risk: 0.1 }),
    );
    expect(exactFrontier({ ...relu, gain: 1 }, 10, threshold, 512)).toBeUndefined();
    expect(closedFormFrontier({ ...relu, gain: 1 }, 10, threshold)).toBeUndefined();
  });

  test('linear nets need about 2/5 of the width', () => {
    const threshold = { floor: 1e-2, risk: 0.05 };
    const width = exactFrontier(linear, 200, threshold, 512)!;
    expect(survivalProbability(linear, 200, width, 0.01)).toBeGreaterThanOrEqual(0.95);
    expect(survivalProbability(linear, 200, width - 1, 0.01)).toBeLessThan(0.95);
    expect(Math.abs(width / ((2 / 5) * closedFormWidth({ depth: 200, ...threshold })) - 1)).toBeLessThan(
      0.03,
    );
  });
});

describe('the map', () => {
  test('shows every cell at the first report, and ends exact', async () => {
    const seen: SurvivalMap[] = [];
    const args = { ...relu, floor: 1e-3, risk: 0.1, deepest: 30, widest: 20 };
    const map = await survivalMap(args, {
      async report(partial) {
        seen.push({ ...partial, probabilities: partial.probabilities.slice() });
      },
    });
    expect(map.depths.at(-1)).toBe(30);
    expect(map.widths.at(-1)).toBe(20);
    expect(seen[0]!.probabilities.every((p) => p > 0 && p < 1)).toBe(true);
    map.depths.forEach((depth, i) => {
      map.widths.forEach((width, j) => {
        expect(map.probabilities[i * map.widths.length + j]).toBe(
          survivalProbability(relu, depth, width, 1e-3),
        );
      });
    });
    // The coarse look is that of a cell nearby: the probability rises with width and falls with depth.
    const [first, last] = [seen[0]!.probabilities, seen.at(-1)!.probabilities];
    expect(first).not.toEqual(last);
  });

  test('stops at a report whose result is no longer wanted', async () => {
    const cancelled = new Error('no longer wanted');
    await expect(
      survivalMap(
        { ...relu, floor: 1e-3, risk: 0.1, deepest: 1000, widest: 512 },
        { report: () => Promise.reject(cancelled) },
      ),
    ).rejects.toBe(cancelled);
  });

  test('steps: whole, distinct, from 1 to the last', () => {
    expect(steps(8, 3)).toEqual([1, 2, 4, 8]);
    expect(steps(5, 40)).toEqual([1, 2, 3, 4, 5]);
  });
});
