/** What must hold of every law: contours agree, both sides add up to 1, quantiles invert, scales shift, order does not matter. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LayerGroup, ProductLaw } from '../../../numerics/law/index.js';

const group = fc.record({
  width: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 13, max: 300 })),
  gain: fc.constantFrom(2, 1, 1 / 3, 3.7),
  activation: fc.constantFrom('relu' as const, 'linear' as const),
  count: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 7, max: 2000 })),
});
const groups = fc.oneof(
  { weight: 3, arbitrary: group.map((one) => [one]) },
  fc.array(group, { minLength: 2, maxLength: 3 }),
);
const settings = { numRuns: 150 };

const at = (law: ProductLaw, deviations: number): number => law.logMean().value + deviations * law.logSpread;

test('a tail through its saddle point agrees with the contour through the body', () => {
  fc.assert(
    fc.property(groups, fc.double({ min: -5, max: 5, noNaN: true }), (layers, deviations) => {
      const law = new ProductLaw(layers);
      const x = at(law, deviations);
      const own = law.cdf(x);
      const wide = law.cdfWithin(5)(x);
      expect(Math.abs(own.value - wide.value)).toBeLessThanOrEqual(own.error + wide.error);
      expect(own.error).toBeLessThan(1e-12);
      // Further from the mean the contour that serves everywhere loses digits, but knows it.
      expect(wide.error).toBeLessThan(1e-11);
    }),
    settings,
  );
});

test('P(S <= x) + P(S > x) = 1, and both rise or fall', () => {
  fc.assert(
    fc.property(groups, (layers) => {
      const law = new ProductLaw(layers);
      let before = -1;
      let error = 0;
      for (const deviations of [-9, -4, -2.6, -2.4, -1, 0, 0.5, 2.3, 2.6, 4, 7]) {
        const x = at(law, deviations);
        const [below, above] = [law.cdf(x), law.survival(x)];
        expect(Math.abs(below.value + above.value - 1)).toBeLessThan(below.error + above.error + 1e-15);
        expect(below.value).toBeGreaterThanOrEqual(before - error - below.error);
        [before, error] = [below.value, below.error];
      }
    }),
    settings,
  );
});

test('logarithms of tails fall towards the ends, with relative error below 1e-9', () => {
  fc.assert(
    fc.property(group, fc.integer({ min: 3, max: 14 }), (layer, deviations) => {
      const law = new ProductLaw([layer]);
      const near = law.logCdf(at(law, -deviations));
      const far = law.logCdf(at(law, -deviations - 0.5));
      expect(far.value + far.error).toBeLessThan(near.value - near.error);
      expect(Math.max(near.error, far.error)).toBeLessThan(1e-9);
      const up = law.logSurvival(at(law, 1 + deviations / 4));
      const beyond = law.logSurvival(at(law, 1.2 + deviations / 4));
      expect(beyond.value).toBeLessThan(up.value);
      expect(Math.max(up.error, beyond.error)).toBeLessThan(1e-9 * Math.max(1, Math.abs(beyond.value) / 1e3));
    }),
    settings,
  );
});

test('the density is the derivative of the distribution function', () => {
  fc.assert(
    fc.property(groups, fc.double({ min: -3, max: 2, noNaN: true }), (layers, deviations) => {
      const law = new ProductLaw(layers);
      const step = 1e-3 * law.logSpread;
      const x = at(law, deviations);
      const slope = (law.cdf(x + step).value - law.cdf(x - step).value) / (2 * step);
      expect(Math.abs(law.density(x) - slope) * law.logSpread).toBeLessThan(1e-4);
    }),
    settings,
  );
});

test('quantiles invert the distribution function', () => {
  const level = fc.oneof(
    fc.double({ min: 0.001, max: 0.999, noNaN: true }),
    fc.double({ min: 1, max: 60, noNaN: true }).map((z) => Math.exp(-z)),
  );
  fc.assert(
    fc.property(groups, level, (layers, p) => {
      const law = new ProductLaw(layers);
      const { value, error } = law.quantile(p);
      expect(error).toBeLessThan(1e-8 * Math.max(1, law.logSpread, Math.abs(value)));
      const [below, above] = [law.cdf(value - error), law.cdf(value + error)];
      expect(below.value - below.error).toBeLessThanOrEqual(p);
      expect(above.value + above.error).toBeGreaterThanOrEqual(p);
    }),
    settings,
  );
});

test('a gain only shifts the law; the order and the splitting of groups do not matter', () => {
  fc.assert(
    fc.property(groups, fc.constantFrom(-3, -1, 0.4, 2), (layers, deviations) => {
      const law = new ProductLaw(layers);
      const x = at(law, deviations);
      const doubled = new ProductLaw(layers.map((one) => ({ ...one, gain: 2 * one.gain })));
      const depth = layers.reduce((sum, { count }) => sum + count, 0);
      const [a, b] = [law.cdf(x), doubled.cdf(x + depth * Math.LN2)];
      expect(Math.abs(a.value - b.value)).toBeLessThan(
        a.error + b.error + 1e-15 * depth * Math.max(1, law.density(x)),
      );
      const split = [...layers].reverse().flatMap((one): LayerGroup[] =>
        one.count === 1
          ? [one]
          : [
              { ...one, count: 1 },
              { ...one, count: one.count - 1 },
            ],
      );
      const other = new ProductLaw(split).cdf(x);
      expect(Math.abs(a.value - other.value)).toBeLessThanOrEqual(a.error + other.error);
    }),
    settings,
  );
});

describe('quantiles with dead nets', () => {
  const law = new ProductLaw([{ width: 3, gain: 2, activation: 'relu', count: 4 }]);
  const dead = 1 - (7 / 8) ** 4; // a double: 1695/4096

  test('up to P(dead) the quantile is that of the atom', () => {
    expect(law.deadProbability).toEqual({ value: dead, error: 0 });
    expect(law.unconditionalLogQuantile(dead)).toEqual({ lower: undefined, upper: undefined });
    expect(law.unconditionalLogQuantile(0.2).upper).toBeUndefined();
  });

  test('above it, that of the living at a higher level', () => {
    for (const p of [dead + 2 ** -40, 0.45, 0.5, 0.9, 0.9999]) {
      const { lower, upper } = law.unconditionalLogQuantile(p);
      expect(lower).toEqual(upper);
      const { value, error } = lower!;
      const below = dead + (1 - dead) * law.cdf(value - error).value;
      const above = dead + (1 - dead) * law.cdf(value + error).value;
      expect(below).toBeLessThan(p + 1e-15);
      expect(above).toBeGreaterThan(p - 1e-15);
      expect(error).toBeLessThan(1e-2 * Math.max(1e-8, 2 ** -46 / (p - dead)));
    }
  });

  test('where P(dead) is not a double a level at it may be either', () => {
    const deep = new ProductLaw([{ width: 9, gain: 2, activation: 'relu', count: 350 }]);
    const level = deep.deadProbability.value;
    const { lower, upper } = deep.unconditionalLogQuantile(level);
    expect(lower).toBeUndefined();
    expect(upper).toBeDefined();
    expect(deep.unconditionalLogQuantile(level * (1 - 1e-12)).upper).toBeUndefined();
    expect(deep.unconditionalLogQuantile(level * (1 + 1e-12)).lower).toBeDefined();
  });
});

describe('points very far out', () => {
  const one = new ProductLaw([{ width: 1, gain: 2, activation: 'relu', count: 1 }]);

  test('above: erfc(sqrt(y/2)), y = e^x / 2', () => {
    for (const x of [10, 20, 30, 40, 100, 300]) {
      const y = Math.exp(x) / 2;
      // log erfc(s) = -s^2 - log(s sqrt(pi)) - 1/(2 s^2) + O(s^-4)
      const truth = -y / 2 - 0.5 * Math.log((y * Math.PI) / 2) - 1 / y;
      const { value, error } = one.logSurvival(x);
      expect(Math.abs(value - truth)).toBeLessThanOrEqual(error + 3 / (y * y) + 1e-15 * Math.abs(truth));
      // Where even the logarithm can't be had to many digits it is bounded on both sides.
      expect(error).toBeLessThan(x < 35 ? 1e-12 * Math.abs(truth) : 0.6 * Math.abs(truth));
      expect(one.survival(x).value).toBe(0);
      expect(one.survival(x).error).toBeLessThan(1e-300);
    }
    // Beyond all doubles: no number, but a bound on the probability.
    expect(one.survival(720).value).toBe(0);
    expect(one.survival(720).error).toBeLessThan(1e-300);
    expect(one.cdf(720).value).toBe(1);
  });

  test('below: P(S <= x) = sqrt(2 y / pi) (1 + O(y))', () => {
    for (const x of [-50, -1e3, -1e5, -1e8]) {
      const { value, error } = one.logCdf(x);
      expect(Math.abs(value - (x - Math.log(Math.PI)) / 2)).toBeLessThanOrEqual(
        error + Math.exp(x) + 1e-15 * Math.abs(x),
      );
      expect(error).toBeLessThan(1e-13 * Math.max(100, Math.abs(x)));
    }
  });

  test('two layers, out of reach below: a bound on both sides', () => {
    const two = new ProductLaw([{ width: 1, gain: 2, activation: 'relu', count: 2 }]);
    const { value, error } = two.logCdf(-1e6);
    // P is about e^(x/2) |x|.
    expect(Math.abs(value + 5e5 - Math.log(1e6))).toBeLessThan(error);
    expect(error).toBeLessThan(100);
  });
});

test('bad input is refused in a sentence', () => {
  const good = { width: 4, gain: 2, activation: 'relu', count: 3 } as const;
  expect(() => new ProductLaw([])).toThrow(/at least one layer/);
  for (const bad of [
    { width: 0 },
    { width: 2.5 },
    { count: 0 },
    { count: 1.5 },
    { gain: 0 },
    { gain: Number.NaN },
    { gain: Infinity },
  ]) {
    expect(() => new ProductLaw([{ ...good, ...bad }])).toThrow(RangeError);
  }
  const law = new ProductLaw([good]);
  for (const p of [0, 1, -0.1, Number.NaN]) expect(() => law.quantile(p)).toThrow(/strictly between 0 and 1/);
  for (const x of [Number.NaN, Infinity, -Infinity]) expect(() => law.cdf(x)).toThrow(RangeError);
});
