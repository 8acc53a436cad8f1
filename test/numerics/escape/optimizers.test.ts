/** Optimizers against steps worked out by hand, quadratics with known iterates, and what they must not depend on. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { optimizerSteps, timesPowerOfTwo } from '../../../numerics/escape/optimizer-step.js';
import { checkOptimizer, type Optimizer, optimizerOf } from '../../../numerics/escape/optimizers.js';

/** Parameters after each of the gradients, all of size 1, from w = 0. */
function path(optimizer: Optimizer, gradients: readonly number[], bits = 0): number[] {
  const step = optimizerSteps(optimizer, 1);
  const w = new Float64Array(1);
  return gradients.map((g) => {
    step(w, Float64Array.of(g), bits);
    return w[0]!;
  });
}

function expectClose(found: readonly number[], truth: readonly number[]) {
  expect(found).toHaveLength(truth.length);
  found.forEach((x, i) => {
    expect(Math.abs(x - truth[i]!)).toBeLessThanOrEqual(1e-14 * Math.max(1e-300, Math.abs(truth[i]!)));
  });
}

describe('steps by hand', () => {
  test('gradient descent and SGD', () => {
    expectClose(path(optimizerOf('gradient-descent', { rate: 0.5 }), [3, -1, 0]), [-1.5, -1, -1]);
    expectClose(path(optimizerOf('sgd', { rate: 0.5 }), [3, -1, 0]), [-1.5, -1, -1]);
  });

  test('heavy ball: m = 2, 1+2, 1.5 at momentum 1/2', () => {
    expectClose(path(optimizerOf('momentum', { rate: 1, momentum: 0.5 }), [2, 2, 0]), [-2, -5, -6.5]);
  });

  test('sign descent: only signs count, and 0 is no step', () => {
    expectClose(path(optimizerOf('sign-descent', { rate: 0.25 }), [1e-320, -7, 0]), [-0.25, 0, 0]);
  });

  test('RMSprop: v = 1, 4 + 3/4 of it, epsilon added to the root', () => {
    const optimizer = optimizerOf('rmsprop', { rate: 1, decay: 0.75, epsilon: 0.5 });
    // g = 2: v = 1, step 2/1.5. g = 4: v = 3/4 + 4 = 19/4, step 4/(sqrt(19)/2 + 1/2).
    const first = -4 / 3;
    expectClose(path(optimizer, [2, 4]), [first, first - 8 / (Math.sqrt(19) + 1)]);
  });

  test('Adam: the first step is g/(|g| + epsilon), the second has both corrections', () => {
    const optimizer = optimizerOf('adam', { rate: 1, beta1: 0.5, beta2: 0.75, epsilon: 1 });
    // g = 2: m' = 2, v' = 4: 2/3. g = -1: m = 1/2 - 1/2 = 0. g = 3: m = 3/2, m' = 12/7; v = (9/16 + 3/16 + 9/4) = 3, v' = 3/(37/64).
    const last = -2 / 3 - 12 / 7 / (Math.sqrt(192 / 37) + 1);
    expectClose(path(optimizer, [2, -1, 3]), [-2 / 3, -2 / 3, last]);
  });

  test('a gradient that is 0 for a while: moments fade, and Adam moves on', () => {
    // v = 1, 3/4, 9/16 + 4 = 73/16.
    const rms = optimizerOf('rmsprop', { rate: 1, decay: 0.75, epsilon: 0.5 });
    const first = -4 / 3;
    expectClose(path(rms, [0, 2, 0, 4]), [0, first, first, first - 16 / (Math.sqrt(73) + 2)]);
    // m' = 1/(3/4), (1/2)/(7/8); v' = 1/(7/16), (3/4)/(37/64).
    const adam = { rate: 1, beta1: 0.5, beta2: 0.75, epsilon: 1 };
    const second = -4 / 3 / (4 / Math.sqrt(7) + 1);
    const third = second - 4 / 7 / (Math.sqrt(48 / 37) + 1);
    expectClose(path(optimizerOf('adam', adam), [0, 2, 0]), [0, second, third]);
    // Without a first moment v = 1, 3/4, 9/16, 27/64 + 1, v' = (91/64)/(175/256) = 52/25; without a second the step over epsilon is left.
    const stay = -2 / 3;
    const last = stay - 2 / (Math.sqrt(52) / 5 + 1);
    expectClose(path(optimizerOf('adam', { ...adam, beta1: 0 }), [2, 0, 0, 2]), [stay, stay, stay, last]);
    expectClose(path(optimizerOf('adam', { ...adam, beta2: 0 }), [2, 0, 0]), [stay, -4 / 3, -34 / 21]);
  });

  test('defaults are the usual ones', () => {
    expect(optimizerOf('adam')).toEqual({
      kind: 'adam',
      rate: 0.001,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
    });
    expect(optimizerOf('rmsprop')).toEqual({ kind: 'rmsprop', rate: 0.01, decay: 0.99, epsilon: 1e-8 });
    expect(optimizerOf('momentum', { rate: 3 })).toEqual({ kind: 'momentum', rate: 3, momentum: 0.9 });
  });
});

describe('quadratics 1/2 c w^2 from w = 1', () => {
  function iterate(optimizer: Optimizer, c: number, steps: number): number[] {
    const step = optimizerSteps(optimizer, 1);
    const w = Float64Array.of(1);
    return Array.from({ length: steps }, () => {
      step(w, Float64Array.of(c * w[0]!));
      return w[0]!;
    });
  }

  test('gradient descent: (1 - rate c)^t', () => {
    iterate(optimizerOf('gradient-descent', { rate: 0.1 }), 3, 20).forEach((w, t) => {
      expect(w).toBeCloseTo(0.7 ** (t + 1), 14);
    });
  });

  test('heavy ball at critical damping: a double root r = 1 - sqrt(rate c), w_t = (1 + k t) r^t', () => {
    // w_(t+1) = (1 + r^2 - rate c) w_t - r^2 w_(t-1) with momentum r^2; w_1 = 1 - rate c.
    const r = 0.6;
    const rateTimesC = (1 - r) ** 2;
    iterate(optimizerOf('momentum', { rate: rateTimesC / 2, momentum: r * r }), 2, 20).forEach((w, i) => {
      const t = i + 1;
      // w_1 = 1 - rate c = (1 + k) r fixes k.
      const k = (1 - rateTimesC) / r - 1;
      expect(w).toBeCloseTo((1 + k * t) * r ** t, 13);
    });
  });

  test('sign descent reaches 0 from 1 in 1/rate steps', () => {
    const ws = iterate(optimizerOf('sign-descent', { rate: 1 / 8 }), 5, 9);
    expect(ws[6]).toBe(1 / 8);
    expect(ws[7]).toBe(0);
    expect(ws[8]).toBe(0);
  });
});

const normalised = (epsilon: number): Optimizer[] => [
  optimizerOf('rmsprop', { epsilon }),
  optimizerOf('rmsprop', { epsilon, decay: 0 }),
  optimizerOf('adam', { epsilon }),
  optimizerOf('adam', { epsilon, beta1: 0, beta2: 0 }),
];

describe('with epsilon = 0', () => {
  test('scaling all gradients by a power of two changes nothing, however large or small', () => {
    const gradients = [0.3, -1.7, 0, 2 ** 20, 1e-3, -5, 5, 0.01];
    for (const optimizer of normalised(0)) {
      const truth = path(optimizer, gradients);
      for (const bits of [-100_000, -5000, -1074, -700, -400, -3, 7, 300, 600, 4000, 100_000]) {
        expect(path(optimizer, gradients, bits)).toEqual(truth);
      }
      // In the doubles themselves, squares out of range: 2^-700 squared is 0.
      for (const bits of [-1000, -700, 700, 1000]) {
        expect(
          path(
            optimizer,
            gradients.map((g) => g * 2 ** bits),
          ),
        ).toEqual(truth);
      }
    }
  });

  test('a run whose gradients grow or shrink by 2^40 a step equals one in exact arithmetic', () => {
    for (const direction of [1, -1]) {
      const [decay, rate] = [0.5, 0.01];
      const step = optimizerSteps(optimizerOf('rmsprop', { decay, rate, epsilon: 0 }), 1);
      const w = new Float64Array(1);
      let truth = 0;
      for (let t = 0; t < 300; t++) {
        step(w, Float64Array.of(1), direction * 40 * t);
        // v_t/g_t^2 = sum over s <= t of (1-decay) decay^(t-s) 2^(-80 direction (t-s)).
        let ratio = 0;
        for (let s = t; s >= 0 && t - s < 12; s--)
          ratio += (1 - decay) * decay ** (t - s) * 2 ** (-80 * direction * (t - s));
        truth -= rate / Math.sqrt(ratio);
        expect(Math.abs(w[0]! / truth - 1)).toBeLessThan(1e-12);
      }
    }
  });

  test('a gradient that is out of range for a while leaves the memory as it is', () => {
    for (const bits of [-2000, -600, -150]) {
      const step = optimizerSteps(optimizerOf('rmsprop', { decay: 0.5, rate: 1, epsilon: 0 }), 1);
      const w = new Float64Array(1);
      for (const shift of [0, bits, 0]) step(w, Float64Array.of(1), shift);
      // v = 1/2, 1/4, 1/8 + 1/2; the middle step is below 2^-148.
      expectClose([...w], [-1 / Math.sqrt(0.5) - 1 / Math.sqrt(0.625)]);
    }
  });

  test('0/0 is no step, and neither is a gradient that is 0 from the start', () => {
    for (const optimizer of normalised(0)) expect(path(optimizer, [0, 0])).toEqual([0, 0]);
    const step = optimizerSteps(optimizerOf('rmsprop', { epsilon: 0 }), 2);
    const w = new Float64Array(2);
    step(w, Float64Array.of(0, 1e-300));
    expect(w[0]).toBe(0);
    expect(w[1]).toBeCloseTo(-0.1, 14);
  });

  test('any factor leaves the path the same up to rounding', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.double({ min: -1e3, max: 1e3, noNaN: true }).filter((g) => g === 0 || Math.abs(g) > 1e-6),
          { minLength: 1, maxLength: 12 },
        ),
        fc.double({ min: 1e-200, max: 1e200, noNaN: true }),
        (gradients, factor) => {
          for (const optimizer of normalised(0)) {
            const [truth, found] = [
              path(optimizer, gradients),
              path(
                optimizer,
                gradients.map((g) => g * factor),
              ),
            ];
            found.forEach((w, i) => {
              expect(Math.abs(w - truth[i]!)).toBeLessThan(1e-12);
            });
          }
        },
      ),
      { seed: 3, numRuns: 300 },
    );
  });
});

test('with epsilon = 1e-8 gradients far below it hardly move', () => {
  // RMSprop's first step: rate g/(sqrt(.01) |g| + epsilon), here rate 1e-12/(1e-13 + 1e-8).
  expectClose(path(optimizerOf('rmsprop'), [1e-12]), [(-0.01 * 1e-12) / (1e-13 + 1e-8)]);
  expectClose(path(optimizerOf('adam', { rate: 0.01 }), [2 ** -40], -60), [
    (-0.01 * 2 ** -100) / (2 ** -100 + 1e-8),
  ]);
  expect(path(optimizerOf('adam'), [1], -100_000)).toEqual([0]);
});

test('entries do not see each other', () => {
  const gradients = [
    [1, -3, 1e-9],
    [0.5, 0, 1e-9],
    [-2, 4, -1e-5],
  ];
  for (const optimizer of [...normalised(0), ...normalised(1e-8), optimizerOf('momentum')]) {
    const step = optimizerSteps(optimizer, 3);
    const w = new Float64Array(3);
    for (const g of gradients) step(w, Float64Array.from(g));
    [...w].forEach((x, i) => {
      expectClose(
        [x],
        [
          path(
            optimizer,
            gradients.map((g) => g[i]!),
          ).at(-1)!,
        ],
      );
    });
  }
});

test('timesPowerOfTwo', () => {
  expect(timesPowerOfTwo(1, -1074)).toBe(Number.MIN_VALUE);
  expect(timesPowerOfTwo(Number.MIN_VALUE, 2097)).toBe(2 ** 1023);
  expect(timesPowerOfTwo(2 ** 1023, -2045)).toBe(2 ** -1022);
  expect(timesPowerOfTwo(3, 1e9)).toBe(Infinity);
  expect(timesPowerOfTwo(-3, -1e9)).toBe(-0);
  expect(timesPowerOfTwo(0, 1e9)).toBe(0);
});

test('what is out of range is refused', () => {
  for (const rate of [0, -1, Infinity, Number.NaN]) {
    expect(() => optimizerOf('sign-descent', { rate })).toThrow(RangeError);
  }
  expect(() => optimizerOf('momentum', { momentum: 1 })).toThrow(RangeError);
  expect(() => optimizerOf('rmsprop', { decay: -0.1 })).toThrow(RangeError);
  expect(() => optimizerOf('adam', { beta2: 1 })).toThrow(RangeError);
  expect(() => optimizerOf('adam', { epsilon: -1 })).toThrow(RangeError);
  expect(() => optimizerOf('sgd', { batchSize: 0 })).toThrow(RangeError);
  expect(() => checkOptimizer({ kind: 'adam', rate: 1, beta1: Number.NaN, beta2: 0, epsilon: 0 })).toThrow(
    RangeError,
  );
  const step = optimizerSteps(optimizerOf('sgd'), 2);
  expect(() => step(new Float64Array(2), new Float64Array(3))).toThrow(RangeError);
  expect(() => optimizerOf('lion' as 'adam')).toThrow(RangeError);
});
