/** The smallest width at which a net survives (W1). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closedFormWidth, ProductLaw, smallestWidth } from '../../../numerics/law/index.js';

/** P(forwardNorm2 < floor), dead nets included. */
function lost(depth: number, floor: number, width: number): number {
  const law = new ProductLaw([{ width, gain: 2, activation: 'relu', count: depth }]);
  return law.deadProbability.value + law.aliveProbability.value * law.cdf(Math.log(floor)).value;
}

test.each([
  [20, 0.1, 0.1, 71, 67.41],
  [100, 0.1, 0.1, 341, 337.06],
  [50, 0.01, 0.05, 80, 76.56],
  [200, 1e-6, 0.5, 38, 36.19],
  [1, 0.1, 0.1, 7, 3.37],
  [5, 0.01, 1e-6, 47, 31.8],
  [2, 0.9, 0.3, 326, 335.9],
  [3, 0.99, 0.5, 645, 746.2],
])(
  'W1: depth %d, floor %d, risk %d needs width %d (closed form %d)',
  (depth, floor, risk, width, closedForm) => {
    expect(smallestWidth({ depth, floor, risk })).toBe(width);
    expect(Math.abs(closedFormWidth({ depth, floor, risk }) - closedForm)).toBeLessThan(0.06);
  },
);

test('the width is enough and one less is not', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.double({ min: -12, max: -0.02, noNaN: true }).map(Math.exp),
      fc.double({ min: -60, max: -0.05, noNaN: true }).map(Math.exp),
      (depth, floor, risk) => {
        fc.pre(closedFormWidth({ depth, floor, risk }) < 5000);
        const width = smallestWidth({ depth, floor, risk });
        expect(lost(depth, floor, width)).toBeLessThan(risk * (1 + 1e-9));
        if (width > 1) expect(lost(depth, floor, width - 1)).toBeGreaterThan(risk * (1 - 1e-9));
      },
    ),
    { numRuns: 60 },
  );
});

test('for floors below 1 the probability of being lost falls with the width', () => {
  // What the bisection rests on: every step down, on a grid of depths and floors, widths 1..180.
  for (const depth of [1, 2, 5, 20, 100, 700]) {
    for (const floor of [0.999, 0.9, 0.5, 0.1, 1e-3, 1e-8]) {
      let before = 1;
      for (let width = 1; width <= 180; width += width < 20 ? 1 : width < 60 ? 5 : 20) {
        const now = lost(depth, floor, width);
        expect(now, `depth ${depth} floor ${floor} width ${width}`).toBeLessThanOrEqual(before * (1 + 1e-11));
        before = now;
      }
    }
  }
});

test('extremes: tiny risks, thin margins, very wide nets', () => {
  const wide = smallestWidth({ depth: 10, floor: 0.1, risk: 1e-100 });
  expect(lost(10, 0.1, wide)).toBeLessThan(1e-100);
  expect(lost(10, 0.1, wide - 1)).toBeGreaterThan(1e-100);
  // A risk below 2^-d of one dead layer: at least 333 units whatever the floor.
  expect(smallestWidth({ depth: 1, floor: 1e-300, risk: 1e-100 })).toBeGreaterThanOrEqual(333);
  const deep = smallestWidth({ depth: 10_000, floor: 0.1, risk: 0.1 });
  expect(deep / closedFormWidth({ depth: 10_000, floor: 0.1, risk: 0.1 })).toBeCloseTo(1, 3);
  // The widths of two sigma around 1 - 1e-6 are beyond 2^24.
  expect(() => smallestWidth({ depth: 1, floor: 0.999_999, risk: 0.4 })).toThrow(/above 16777216/);
});

test('floors and risks outside (0, 1) are refused', () => {
  for (const bad of [0, 1, -1, 1.3, Number.NaN]) {
    expect(() => smallestWidth({ depth: 1, floor: bad, risk: 0.1 })).toThrow(RangeError);
    expect(() => smallestWidth({ depth: 1, floor: 0.1, risk: bad })).toThrow(RangeError);
    expect(() => closedFormWidth({ depth: 1, floor: 0.1, risk: bad })).toThrow(RangeError);
  }
  expect(() => smallestWidth({ depth: 0, floor: 0.1, risk: 0.1 })).toThrow(RangeError);
});
