/** What the law panel says, against closed forms (docs/theory.md F1, F4, F8, F10) and the normal law. Nothing random. */
import { describe, expect, test } from 'vitest';
import { lawSummary } from '../../explorer/compute/law-summary.js';
import { defaultState } from '../../explorer/state.js';

describe('lawSummary', () => {
  test('has the closed forms of relu nets', () => {
    const summary = lawSummary({ ...defaultState, depth: 50, width: 20, gain: 1 });
    expect(summary.logOfMean).toBeCloseTo(50 * Math.log(1 / 2), 12);
    expect(summary.closedForm).toBeCloseTo(50 * Math.log(1 / 2) - 6.25, 12);
    expect(summary.dead).toBeCloseTo(-Math.expm1(50 * Math.log1p(-(2 ** -20))), 12);
    // F8, refined: at d = 20 the error is at most 18 L/d^3 + 6/d^2.
    const refined = 50 * Math.log(1 / 2) - 6.25 - (49 * 50) / (12 * 400) + 31 / 600;
    expect(Math.abs(summary.law!.median - refined)).toBeLessThan((18 * 50) / 8000 + 6 / 400);
    expect(summary.law!.medianError).toBeLessThan(1e-9);
  });

  test('has those of linear and of leaky nets', () => {
    const linear = lawSummary({ ...defaultState, depth: 30, width: 10, gain: 1, activation: 'linear' });
    expect([linear.logOfMean, linear.closedForm, linear.dead]).toEqual([0, -3, 0]);
    const slope = 0.5;
    const gain = 2 / (1 + slope * slope);
    const leaky = lawSummary({
      ...defaultState,
      depth: 30,
      width: 10,
      gain,
      activation: 'leaky-relu',
      slope,
    });
    expect(leaky.logOfMean).toBeCloseTo(0, 12);
    // c = (5 a^4 - 2 a^2 + 5)/(1 + a^2)^2 at a = 1/2 is 3.08.
    expect(leaky.closedForm).toBeCloseTo(-(3.08 * 30) / 20, 12);
    expect(leaky.law).toBeUndefined();
  });

  test('the law of one linear layer of width 2 is that of an exponential number', () => {
    const { law } = lawSummary({ ...defaultState, depth: 1, width: 2, gain: 1, activation: 'linear' });
    expect(law!.median).toBeCloseTo(Math.log(Math.LN2), 10);
    for (const x of [-3, -1, 0, 1]) {
      expect(law!.cdf(x)).toBeCloseTo(-Math.expm1(-Math.exp(x)), 10);
      expect(law!.density(x)).toBeCloseTo(Math.exp(x - Math.exp(x)), 10);
    }
  });

  test.each([
    { depth: 1, width: 1 },
    { depth: 1000, width: 1 },
    { depth: 1, width: 512 },
    { depth: 1000, width: 512, gain: 10 },
    { depth: 64, width: 32, activation: 'leaky-relu' },
  ] as const)('the picture takes in the law, and the mean where it is near: %j', (change) => {
    const { domain, centre, spread, logOfMean, law } = lawSummary({ ...defaultState, ...change });
    expect(domain[0]).toBeLessThan(centre - 4 * spread);
    expect(domain[1]).toBeGreaterThan(centre + 4 * spread);
    if ((logOfMean - centre) / spread < 6) expect(logOfMean).toBeLessThan(domain[1]);
    if (law !== undefined) expect(law.cdf(domain[1]) - law.cdf(domain[0])).toBeGreaterThan(0.985);
  });

  test('with other weights it is not their own law', () => {
    expect(lawSummary({ ...defaultState, init: 'uniform' }).law!.isOwn).toBe(false);
    expect(lawSummary(defaultState).law!.isOwn).toBe(true);
  });
});
