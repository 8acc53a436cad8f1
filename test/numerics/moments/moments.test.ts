import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import Fraction from 'fraction.js';
import { describe, expect, test } from 'vitest';
import { forwardChain } from '../../../numerics/moments/chain.js';
import { evenMoment } from '../../../numerics/moments/entries.js';
import { exactMean, exactSecondMoment } from '../../../numerics/moments/exact.js';
import { highestOrder, logMomentBound } from '../../../numerics/moments/moment-bound.js';
import { logMean, logSecondMoment } from '../../../numerics/moments/moments.js';
import {
  type Activation,
  type Init,
  layeredNetwork,
  type Network,
  squareNetwork,
} from '../../../numerics/network/network.js';
import { enumerate } from '../network/reference.js';

interface Case {
  readonly widths: readonly number[];
  readonly slope: number;
  readonly gain: number;
  readonly r: number;
  /** A fraction. */
  readonly value: string;
}

/** Made by moments.py beside it. */
const reference = JSON.parse(
  readFileSync(new URL('../../reference/moments/moments.json', import.meta.url), 'utf8'),
) as {
  readonly layered: readonly (Case & { readonly orthogonal: boolean })[];
  readonly one_layer: readonly (Case & { readonly family: 'uniform' | 'rademacher' })[];
};

const leaky = (slope: number): Activation => ({ kind: 'leaky-relu', slope });
const linear: Activation = { kind: 'linear' };

/** The bound is at least the truth, and above it by no more than its margin for rounding. */
function expectExactBound(network: Network, r: number, truth: number): void {
  const bound = logMomentBound(forwardChain(network), r);
  expect(bound).toBeGreaterThanOrEqual(truth);
  expect(bound - truth).toBeLessThan(1e-9);
}

test.each([
  ['he-uniform', 'relu', 2, 3, 'sparse', 4.0177778],
  ['he-uniform', 'relu', 3, 8, 'sparse', 3.021828125],
  ['rademacher', 'relu', 2, 3, 'sparse', 2.6666667],
  ['rademacher', 'relu', 2, 3, 'dense', 3.8518519],
  ['lecun-uniform', 'linear', 3, 8, 'sparse', 1.61975],
  ['lecun-uniform', 'linear', 3, 8, 'dense', 1.79579],
] as const)(
  'second moment of %s, %s, L=%i, d=%i, %s: the values of the theory',
  (name, kind, depth, width, input, value) => {
    const network = squareNetwork(depth, width, { init: { name }, activation: { kind }, input });
    // The values are given to 5 to 9 decimals.
    expect(Math.abs(exactSecondMoment(network).valueOf() - value)).toBeLessThan(5.1e-6);
    expect(Math.exp(logSecondMoment(forwardChain(network)))).toBeCloseTo(
      exactSecondMoment(network).valueOf(),
      12,
    );
  },
);

describe('normal and orthogonal weights: moments of every order are those of the exact law', () => {
  test.each(reference.layered)('%j', ({ widths, slope, orthogonal, gain, r, value }) => {
    const name = orthogonal ? 'orthogonal' : 'normal';
    const network = layeredNetwork(widths, { init: { name, gain }, activation: leaky(slope) });
    const truth = new Fraction(value);
    expectExactBound(network, r, Math.log(truth.valueOf()));
    if (r === 1) expect(exactMean(network).equals(truth)).toBe(true);
    if (r === 2) expect(exactSecondMoment(network).equals(truth)).toBe(true);
  });
});

describe('uniform and Rademacher weights, one layer: never below the truth, exact where said', () => {
  test.each(reference.one_layer)('%j', ({ family, widths, slope, gain, r, value }) => {
    const network = layeredNetwork(widths, { init: { name: family, gain }, activation: leaky(slope) });
    const truth = new Fraction(value);
    if (r === 2) expect(exactSecondMoment(network).equals(truth)).toBe(true);
    if (r <= 2 || widths[0] === 1) expectExactBound(network, r, Math.log(truth.valueOf()));
    else expect(logMomentBound(forwardChain(network), r)).toBeGreaterThan(Math.log(truth.valueOf()));
  });
});

test('a sparse input makes the first layer that of a single column', () => {
  for (const { family, widths, slope, gain, r, value } of reference.one_layer) {
    if (widths[0] !== 1) continue;
    const settings = { init: { name: family, gain: 3 * gain }, activation: leaky(slope) };
    const sparse = layeredNetwork([3, widths[1]!], { ...settings, input: 'sparse' });
    expectExactBound(sparse, r, Math.log(new Fraction(value).valueOf()));
  }
});

describe('Rademacher nets of several layers, ties included, by going through all signs', () => {
  const shapes: readonly (readonly number[])[] = [
    [1, 1, 1],
    [2, 2],
    [2, 2, 2],
    [2, 2, 2, 2],
    [3, 3],
    [3, 3, 3],
    [3, 2, 4],
  ];
  for (const widths of shapes) {
    for (const relu of [true, false]) {
      for (const input of ['dense', 'sparse'] as const) {
        test(`widths ${widths}, relu ${relu}, ${input}`, () => {
          const network = layeredNetwork(widths, {
            init: { name: 'rademacher', gain: 1 },
            activation: { kind: relu ? 'relu' : 'linear' },
            input,
          });
          const unit = widths.slice(0, -1).reduce((a, b) => a * b, input === 'dense' ? widths[0]! : 1);
          const law = enumerate(widths, relu, input);
          for (let r = 1; r <= 8; r++) {
            let truth = 0;
            for (const [norm2, probability] of law) truth += probability * (norm2 / unit) ** r;
            const bound = logMomentBound(forwardChain(network), r);
            expect(bound).toBeGreaterThan(Math.log(truth) - 1e-13);
            if (r === 1) expect(exactMean(network).valueOf()).toBeCloseTo(truth, 12);
            if (r === 2) expect(exactSecondMoment(network).valueOf()).toBeCloseTo(truth, 12);
            if (r <= 2) expect(bound - Math.log(truth)).toBeLessThan(1e-9);
          }
        });
      }
    }
  }
});

test('uniform chains of width 1: the product of the moments of the weights', () => {
  for (const r of [1, 2, 3, 6, 40]) {
    const network = squareNetwork(7, 1, { init: { name: 'uniform', gain: 1 }, activation: linear });
    expectExactBound(network, r, 7 * Math.log(3 ** r / (2 * r + 1)));
  }
});

test('even moments of the normal law dominate, to the highest order', () => {
  for (const family of ['uniform', 'rademacher'] as const) {
    for (let k = 0; k <= highestOrder; k++) {
      const [numerator, denominator] = evenMoment(family, k);
      expect(numerator / denominator).toBeLessThanOrEqual(evenMoment('normal', k)[0]);
    }
    expect(evenMoment(family, 1)[0] / evenMoment(family, 1)[1]).toBe(1);
  }
  expect(evenMoment('normal', 4)).toEqual([105, 1]);
});

describe('doubles agree with fractions', () => {
  const inits: readonly Init[] = [
    { name: 'he-normal' },
    { name: 'he-uniform' },
    { name: 'xavier-normal' },
    { name: 'xavier-uniform' },
    { name: 'lecun-normal' },
    { name: 'pytorch' },
    { name: 'rademacher' },
    { name: 'orthogonal', gain: 0.5 },
    { name: 'normal', gain: 3 },
    { name: 'uniform', gain: 0.25 },
  ];
  const activations: readonly Activation[] = [{ kind: 'relu' }, linear, leaky(0.2), leaky(-5), leaky(0)];
  test('for random nets', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 12 }),
        fc.constantFrom(...inits),
        fc.constantFrom(...activations),
        fc.constantFrom('dense' as const, 'sparse' as const),
        (widths, init, activation, input) => {
          const network = layeredNetwork(widths, { init, activation, input });
          expect(
            Math.abs(logMean(forwardChain(network)) - Math.log(exactMean(network).valueOf())),
          ).toBeLessThan(1e-12);
          expect(
            Math.abs(logSecondMoment(forwardChain(network)) - Math.log(exactSecondMoment(network).valueOf())),
          ).toBeLessThan(1e-12);
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });
});

describe('scale', () => {
  test('deep, wide, far beyond the range of doubles', () => {
    const deep = (init: Init, activation?: Activation) =>
      forwardChain(squareNetwork(10_000, 2048, activation ? { init, activation } : { init }));
    expect(logMean(deep({ name: 'pytorch' })) / (10_000 * -Math.log(6))).toBeCloseTo(1, 12);
    expect(logSecondMoment(deep({ name: 'he-normal' })) / (10_000 * Math.log1p(5 / 2048))).toBeCloseTo(1, 10);
    const steep = deep({ name: 'normal', gain: 1e300 }, leaky(1e100));
    expect(logSecondMoment(steep)).toBeGreaterThan(1e4 * 2 * 490 * Math.LN10);
    for (const r of [1, 2, 3, highestOrder]) {
      const bound = logMomentBound(steep, r);
      expect(Number.isFinite(bound)).toBe(true);
      expect(bound).toBeGreaterThanOrEqual(r * logMean(steep));
    }
  });
  test('log-moments are convex in the order (Lyapunov), at width 1e5 too', () => {
    const network = squareNetwork(3, 100_000);
    const logs = Array.from({ length: highestOrder }, (_, i) => logMomentBound(forwardChain(network), i + 1));
    for (let i = 1; i + 1 < logs.length; i++)
      expect(logs[i + 1]! + logs[i - 1]! - 2 * logs[i]!).toBeGreaterThan(-1e-9);
  });
  test('the order must be a whole number from 1 to 64', () => {
    for (const r of [0, 65, 1.5, Number.NaN])
      expect(() => logMomentBound(forwardChain(squareNetwork(2, 2)), r)).toThrow(RangeError);
  });
});
