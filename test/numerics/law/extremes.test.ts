/** Levels, points and orders at the ends of what doubles hold, for nets narrow and wide, shallow and deep. */
import { readFileSync } from 'node:fs';
import lgamma from '@stdlib/math-base-special-gammaln';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tiltDegrees } from '../../../numerics/law/degrees.js';
import { Envelope, logGammaDecay } from '../../../numerics/law/envelope.js';
import { ProductLaw } from '../../../numerics/law/index.js';
import { logRatioAtMost, ratioMinusOne } from '../../../numerics/law/layer-transform.js';
import { untilted } from '../../../numerics/law/measure.js';

const square = (width: number, count: number, activation: 'relu' | 'linear' = 'relu') =>
  new ProductLaw([{ width, gain: activation === 'relu' ? 2 : 1, activation, count }]);

const widths = [1, 2, 3, 5, 8, 64, 1000, 10_000, 100_000];
const depths = [1, 2, 5, 100, 10_000];

describe.each(['relu', 'linear'] as const)('quantiles of %s nets at extreme levels', (activation) => {
  test.each(widths)('width %d', (width) => {
    for (const depth of depths) {
      const law = square(width, depth, activation);
      let before = -Infinity;
      for (const p of [1e-12, 1e-6, 0.001, 0.005, 0.5, 0.995, 0.999, 1 - 1e-9, 1 - 1e-15]) {
        const { value, error } = law.quantile(p);
        expect(error).toBeLessThan(1e-10 * Math.max(1, Math.abs(value)));
        expect(value - error).toBeGreaterThan(before);
        before = value + error;
        const [below, above] = [law.cdf(value - error), law.cdf(value + error)];
        expect(below.value - below.error).toBeLessThanOrEqual(p);
        expect(above.value + above.error).toBeGreaterThanOrEqual(p);
      }
    }
  });
});

test('levels of 1e-300, and against log P itself', () => {
  for (const [width, depth] of [
    [1, 2],
    [8, 5],
    [64, 2],
    [64, 100],
    [100_000, 1],
    [100_000, 10_000],
  ] as const) {
    const law = square(width, depth);
    const { value, error } = law.quantile(1e-300);
    expect(error).toBeLessThan(1e-10 * Math.max(1, Math.abs(value)));
    expect(law.logCdf(value - error).value).toBeLessThan(Math.log(1e-300));
    expect(law.logCdf(value + error).value).toBeGreaterThan(Math.log(1e-300));
  }
});

test('one wide linear layer far above the mean: the first terms of the incomplete gamma function', () => {
  // P(chi^2_d / 2 > y) = y^a e^-y / Gamma(a+1) a/(y-a+1 - ...) by its continued fraction, a = d/2.
  const d = 100_000;
  const law = square(d, 1, 'linear');
  for (const deviations of [3, 5, 8]) {
    const x = law.logMean().value + deviations * law.logSpread;
    const a = d / 2;
    const y = a * Math.exp(x);
    let fraction = 0;
    for (let k = 4000; k >= 1; k--) fraction = (k * (a - k)) / (y - a + 2 * k + 1 + fraction);
    const truth = a * Math.log(y) - y - lgamma(a) - Math.log(y - a + 1 + fraction);
    const found = law.logSurvival(x);
    // a log y - y - lgamma(a) cancels numbers of 5e5.
    expect(Math.abs(found.value - truth)).toBeLessThan(1e-8);
    expect(found.error).toBeLessThan(1e-9);
  }
});

test('points however far out have probability 0 or 1, with a valid error', () => {
  const far = [800, 1e5, 1e17, 1e100, 1.1e100, 1e308, Number.MAX_VALUE];
  for (const law of [square(1, 1), square(3, 1), square(64, 2), square(8, 30), square(100_000, 10_000)]) {
    for (const x of law.layers[0]!.shape.width > 1000 ? [800, 1e308] : far) {
      // P(S <= -x) <= e^(-x/4) E e^(-S/4) and P(S > x) <= e^-x E e^S.
      for (const [probability, log, moment, exponent] of [
        [law.cdf(-x), law.logCdf(-x), law.logMoment(-0.25), -x / 4],
        [law.survival(x), law.logSurvival(x), law.logMoment(1), -x],
      ] as const) {
        const bound = Math.exp(moment.value + moment.error + exponent);
        expect(probability.value).toBeLessThanOrEqual(bound + probability.error);
        expect(probability.error).toBeLessThan(1e-300 + 1e-9 * probability.value);
        expect(log.value).toBeGreaterThan(-Infinity);
        expect(log.error).toBeGreaterThanOrEqual(0);
      }
      expect(law.cdf(x)).toEqual({ value: 1, error: expect.closeTo(0, 15) });
      expect(law.survival(-x).value).toBeCloseTo(1, 15);
    }
  }
});

test('where a law is only bounded a quantile is refused in a sentence', () => {
  const law = square(64, 2 ** 50);
  expect(() => law.quantile(1e-12)).toThrow(RangeError);
  expect(() => law.quantile(1e-12)).toThrow(/level 1e-12 is out of reach/);
});

test('moments of linear layers near their pole and of huge order: ratios of gamma functions', () => {
  for (const width of [1, 2, 5]) {
    const law = square(width, 1, 'linear');
    for (const gap of [1e-15, 1e-12, 2 ** -30, 1e-3]) {
      // Gamma(gap) = Gamma(1 + gap)/gap; the order is a double near -width/2.
      const order = -width / 2 + gap;
      const distance = order + width / 2;
      const truth =
        lgamma(1 + distance) - Math.log(distance) - lgamma(width / 2) - order * Math.log(width / 2);
      const { value, error } = law.logMoment(order);
      expect(Math.abs(value - truth)).toBeLessThan(error + 1e-14 * Math.abs(truth));
      expect(error).toBeLessThan(1e-12 * Math.max(1, Math.abs(truth)));
    }
    for (const order of [1e4, 1e8, 9.9e8]) {
      const b = width / 2 + order;
      // Stirling's formula, whose next term is below 1e-13.
      const gamma = (b - 0.5) * Math.log(b) - b + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * b);
      const truth = gamma - lgamma(width / 2) - order * Math.log(width / 2);
      const { value, error } = law.logMoment(order);
      expect(Math.abs(value - truth)).toBeLessThan(error + 4e-16 * Math.abs(gamma));
      expect(error).toBeLessThan(1e-13 * Math.abs(truth));
    }
  }
});

const far: readonly { width: number; count: number; x: number; log: string }[] = JSON.parse(
  readFileSync(new URL('../../reference/law/far.json', import.meta.url), 'utf8'),
);

test.each(far)(
  '$count relu layers of width $width at x = $x, against residues',
  ({ width, count, x, log }) => {
    const { value, error } = square(width, count).logCdf(x);
    expect(Math.abs(value - Number(log))).toBeLessThanOrEqual(error + 2 ** -53 * Math.abs(value));
    expect(error).toBeLessThan(1e-8);
  },
);

describe('bounds that contours rest on', () => {
  const shape = fc.record({
    width: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 41, max: 5000 })),
    activation: fc.constantFrom('relu' as const, 'linear' as const),
  });

  test("Chernoff's log(phi(c+x)/phi(c)) is that of the two tilts, rounded up a little", () => {
    fc.assert(
      fc.property(
        shape,
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: -0.95, max: 3, noNaN: true }),
        (layer, c, x) => {
          const scale = Math.sqrt(layer.width) * 3;
          const from = c < 0 ? 0.45 * c : c * scale;
          const to = x < 0 ? 0.48 * x : x * scale;
          const found = logRatioAtMost(tiltDegrees(layer, from), to - from);
          const between = tiltDegrees(layer, to).logTotal;
          const start = tiltDegrees(layer, from).logTotal;
          const truth = between.value - start.value;
          const error = between.error + start.error + 1e-12;
          expect(found).toBeGreaterThan(truth - error);
          // Up to what the bounds on the omitted degrees may add.
          expect(found).toBeLessThan(truth + error + 2e-3);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('in wide layers they stay near the truth: log E U^x is about x (x - 1) v/2', () => {
    const law = square(100_000, 1);
    for (const z of [1, 2, 5, 9]) {
      const s = z / law.logSpread;
      const found = logRatioAtMost(untilted({ width: 100_000, activation: 'relu' }), s);
      expect(Math.abs(found - (z * z) / 2 - s * law.logMean().value)).toBeLessThan(0.01 * z ** 3);
    }
  });

  test('|Gamma(b+iy)/Gamma(b)| is at most its bound: b = 1/2 and 1, by reflection', () => {
    for (const y of [1e-6, 1e-3, 0.1, 0.5, 1, 3, 10, 40, 200, 1e4]) {
      // pi/cosh(pi y) over pi, and pi y/sinh(pi y).
      const less = Math.log1p(Math.exp(-2 * Math.PI * y));
      const half = 0.5 * (Math.LN2 - Math.PI * y - less);
      const one = 0.5 * (Math.log(2 * Math.PI * y) - Math.PI * y - Math.log(-Math.expm1(-2 * Math.PI * y)));
      for (const [b, truth] of [
        [0.5, half],
        [1, one],
      ] as const) {
        const slack = 1e-15 * (1 + Math.abs(truth));
        expect(logGammaDecay(b, y)).toBeGreaterThanOrEqual(truth - slack);
        // It is off by about log(y)/2 at most.
        expect(logGammaDecay(b, y)).toBeLessThan(truth + 1 + 0.5 * Math.log1p(y));
      }
    }
  });

  test('the envelope bounds the transform, close to a pole too', () => {
    fc.assert(
      fc.property(
        shape,
        fc.double({ min: -20, max: 1, noNaN: true }),
        fc.double({ min: -16, max: 4, noNaN: true }),
        (layer, logRoom, logY) => {
          const pole = layer.activation === 'linear' ? -layer.width / 2 : -0.5;
          const tilted = tiltDegrees(layer, pole + Math.exp(logRoom));
          const y = Math.exp(logY);
          const envelope = new Envelope(tilted);
          const { re, im, error } = ratioMinusOne(tilted, 0, y);
          expect(Math.hypot(1 + re, im) - error).toBeLessThanOrEqual(Math.exp(envelope.log(y)) * (1 + 1e-9));
          // It falls at least as fast as it says.
          expect(envelope.log(1.5 * y)).toBeLessThanOrEqual(
            envelope.log(y) - 0.5 * y * envelope.decay(y) * (1 - 1e-6) + 1e-9,
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
