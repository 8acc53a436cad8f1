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

  test('unequal widths: closed forms of U1 and U3, and a law by hand', () => {
    const widths = [64, 32, 16];
    const relu = lawSummary({ ...defaultState, widths, inputWidth: 8 });
    const sum = (power: number) => widths.reduce((total, d) => total + d ** -power, 0);
    expect(relu.logOfMean).toBeCloseTo(Math.log(2), 12);
    expect(relu.closedForm).toBeCloseTo(Math.log(2) - 2.5 * sum(1), 12);
    expect(relu.dead).toBeCloseTo(1 - widths.reduce((p, d) => p * (1 - 2 ** -d), 1), 12);
    const refined = relu.closedForm - (49 / 12) * sum(2) + (31 / 30) * (sum(2) / sum(1));
    expect(Math.abs(relu.law!.median - refined)).toBeLessThan((18 + 6 / sum(1)) * sum(3));
    // chi^2_2/2 chi^2_4/2 = Exp(1) Gamma(2): P(X > x) = 2 x K_2(2 sqrt x).
    const linear = lawSummary({ ...defaultState, widths: [2, 4], gain: 1, activation: 'linear' });
    const survival = (x: number) => {
      const [z, h] = [2 * Math.sqrt(x), 1e-3];
      let total = Math.exp(-z) / 2;
      for (let t = h; t < 6; t += h) total += Math.exp(-z * Math.cosh(t)) * Math.cosh(2 * t);
      return 2 * x * h * total;
    };
    for (const x of [-2, 0, 1]) expect(linear.law!.cdf(x)).toBeCloseTo(1 - survival(Math.exp(x)), 10);
    expect(linear.closedForm).toBeCloseTo(Math.log(2) - 3 / 4, 12);
  });

  test('orthonormal rows keep a part of the norm, columns all of it', () => {
    const state = { ...defaultState, widths: [4, 2, 6], inputWidth: 3, init: 'orthogonal' } as const;
    expect(lawSummary(state).logOfMean).toBeCloseTo(Math.log(2 / 4), 12);
  });

  test('with other weights it is not their own law', () => {
    expect(lawSummary({ ...defaultState, init: 'uniform' }).law!.isOwn).toBe(false);
    expect(lawSummary(defaultState).law!.isOwn).toBe(true);
  });
});
