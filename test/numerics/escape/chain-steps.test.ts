/** Steps along the balanced chain against counts made with 60 digits, and exact counts of sign descent. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chainGradient, scaledPower } from '../../../numerics/escape/chain.js';
import { chainSteps } from '../../../numerics/escape/chain-steps.js';
import { type Optimizer, optimizerOf } from '../../../numerics/escape/optimizers.js';

interface Case {
  readonly kind: 'gradient-descent' | 'momentum' | 'rmsprop' | 'adam';
  readonly depth: number;
  readonly start: number;
  readonly goal: number;
  readonly rate: number;
  /** momentum, decay or beta1. */
  readonly first: number;
  /** beta2. */
  readonly second: number;
  readonly epsilon: number;
  readonly steps: number | null;
  readonly margin: number;
}

const reference = JSON.parse(
  readFileSync(new URL('../../reference/escape/chain-steps.json', import.meta.url), 'utf8'),
) as { readonly cap: number; readonly cases: readonly Case[] };

function optimizerIn({ kind, rate, first, second, epsilon }: Case): Optimizer {
  switch (kind) {
    case 'gradient-descent':
      return { kind, rate };
    case 'momentum':
      return { kind, rate, momentum: first };
    case 'rmsprop':
      return { kind, rate, decay: first, epsilon };
    case 'adam':
      return { kind, rate, beta1: first, beta2: second, epsilon };
  }
}

test('agrees with 60 digits, down to gradients of 2^-1735', () => {
  let compared = 0;
  for (const each of reference.cases) {
    // A weight that meets the goal within rounding decides nothing.
    if (each.margin < 1e-12) continue;
    const found = chainSteps(each.depth, each.start, each.goal, optimizerIn(each), reference.cap);
    expect([each, found]).toEqual([each, each.steps ?? Infinity]);
    compared += 1;
  }
  expect(compared).toBeGreaterThan(160);
});

describe('epsilon: escape or stall', () => {
  const rmsprop = (epsilon: number) => optimizerOf('rmsprop', { epsilon });
  const adam = (epsilon: number) => optimizerOf('adam', { rate: 0.01, epsilon });

  test('from .3 to .9 at rate .01 over 16, 20 and 32 layers', () => {
    const steps = (optimizer: Optimizer, cap: number) =>
      [16, 20, 32].map((depth) => chainSteps(depth, 0.3, 0.9, optimizer, cap));
    expect(steps(rmsprop(1e-8), 200_000)).toEqual([9, 155, Infinity]);
    expect(steps(rmsprop(0), 1000)).toEqual([7, 7, 7]);
    expect(steps(adam(0), 1000)).toEqual([53, 55, 60]);
  });

  test('with epsilon = 0 100,000 layers are no obstacle; with 1e-8 nothing moves', () => {
    // Gradients of 2^-173,696. Each step raises the gradient far above its memory: all are rate/sqrt(1 - decay) = .1.
    expect(chainSteps(100_000, 0.3, 0.85, rmsprop(0), 100)).toBe(6);
    expect(chainSteps(100_000, 0.3, 0.85, rmsprop(1e-8), 1000)).toBe(Infinity);
  });
});

test('a weight that meets the goal has arrived', () => {
  // decay 0 and epsilon 0: every step is g/|g| * rate, without rounding here.
  expect(chainSteps(5, 0.25, 0.75, optimizerOf('rmsprop', { rate: 0.25, decay: 0, epsilon: 0 }), 10)).toBe(2);
});

describe('sign descent', () => {
  test('takes ceil((goal - start)/rate) steps whatever the depth', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 4, max: 40 }),
        fc.nat(),
        fc.nat(),
        fc.nat(),
        (depth, bits, p, q, r) => {
          const unit = 2 ** bits;
          const start = 1 + (p % (unit - 1));
          const goal = start + 1 + (q % (unit - start));
          const rate = Math.ceil((goal - start) / (1 + (r % 300)));
          const steps = chainSteps(
            depth,
            start / unit,
            goal / unit,
            optimizerOf('sign-descent', { rate: rate / unit }),
            1000,
          );
          expect(steps).toBe(Math.ceil((goal - start) / rate));
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  test('no rounding adds up: 2^-60 beside 1', () => {
    const rate = 2 ** -8 + 2 ** -60;
    // 128 steps reach 1/2 + 2^-53, 127 do not reach it.
    expect(chainSteps(3, 0.5, 1, optimizerOf('sign-descent', { rate }), 1000)).toBe(128);
    expect(chainSteps(3, 0.5 - 2 ** -54, 1, optimizerOf('sign-descent', { rate }), 1000)).toBe(128);
    expect(chainSteps(3, 0.5 - 2 ** -52, 1, optimizerOf('sign-descent', { rate }), 1000)).toBe(129);
    expect(chainSteps(3, 0.5, 1, optimizerOf('sign-descent', { rate: 2 ** -8 - 2 ** -60 }), 1000)).toBe(129);
  });

  test('decimals are what their doubles are', () => {
    // .9 - .3 = 60 * .01 in decimals, but the doubles' difference exceeds 60 of the double .01.
    expect(chainSteps(32, 0.3, 0.9, optimizerOf('sign-descent', { rate: 0.01 }), 100)).toBe(61);
    expect(chainSteps(32, 0.3, 0.9, optimizerOf('sign-descent', { rate: 0.01 }), 60)).toBe(Infinity);
  });
});

test('powers and gradients in extended range', () => {
  expect(scaledPower(0.5, 5000)).toEqual({ value: 1, bits: -5000 });
  expect(scaledPower(3, 4)).toEqual({ value: 81 / 64, bits: 6 });
  expect(scaledPower(-1.5, 3)).toEqual({ value: -3.375 / 2, bits: 1 });
  expect(scaledPower(0.7, 0)).toEqual({ value: 1, bits: 0 });
  // 2^-20 (2^-21 - 1).
  const { value, bits } = chainGradient(21, 0.5);
  expect(value * 2 ** bits).toBeCloseTo(-(2 ** -20) * (1 - 2 ** -21), 20);
  // 3 (w - 1) at w = 1 + 2^-40.
  const near = chainGradient(3, 1 + 2 ** -40);
  expect((near.value * 2 ** near.bits) / (3 * 2 ** -40)).toBeCloseTo(1, 10);
});

test('what is out of range is refused', () => {
  const descent = optimizerOf('gradient-descent');
  for (const [depth, start, goal] of [
    [0, 0.3, 0.9],
    [2.5, 0.3, 0.9],
    [3, 0, 0.9],
    [3, 0.9, 0.3],
    [3, 0.3, 1.1],
  ] as const) {
    expect(() => chainSteps(depth, start, goal, descent, 10)).toThrow(RangeError);
  }
  expect(() => chainSteps(3, 0.3, 0.9, descent, -1)).toThrow(RangeError);
  expect(() => chainSteps(3, 0.3, 0.9, optimizerOf('sgd'), 10)).toThrow(RangeError);
  expect(() => chainSteps(3, 0.3, Number.NaN, descent, 10)).toThrow(RangeError);
});
