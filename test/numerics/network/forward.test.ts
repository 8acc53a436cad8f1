import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forwardSample, forwardSamples } from '../../../numerics/network/forward.js';
import {
  type Activation,
  family,
  type Init,
  layeredNetwork,
  squareNetwork,
  weightVariance,
} from '../../../numerics/network/network.js';
import type { Distribution } from '../../../numerics/random/source.js';
import { integerForward, logOfInteger, plainForward } from './reference.js';

const inits: readonly Init[] = [
  { name: 'he-normal' },
  { name: 'he-uniform' },
  { name: 'xavier-normal' },
  { name: 'lecun-uniform' },
  { name: 'pytorch' },
  { name: 'uniform', gain: 5 },
];
const activations: readonly Activation[] = [
  { kind: 'relu' },
  { kind: 'linear' },
  { kind: 'leaky-relu', slope: 0.2 },
  { kind: 'leaky-relu', slope: -3 },
];
const phiOf = (activation: Activation) => (z: number) => {
  if (z > 0 || activation.kind === 'linear') return z;
  return activation.kind === 'relu' ? 0 : activation.slope * z;
};

function samples(
  network: Parameters<typeof forwardSamples>[0],
  seed: number,
  first: number,
  count: number,
): number[] {
  const out = new Float64Array(count);
  forwardSamples(network, seed, first, count, out);
  return [...out];
}

function expectLog(drawn: number, truth: number, tolerance: number): void {
  if (truth === -Infinity) expect(drawn).toBe(-Infinity);
  else expect(Math.abs(drawn - truth)).toBeLessThan(tolerance);
}

const widthsOf = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 7 });
const inputOf = fc.constantFrom('dense' as const, 'sparse' as const);

test('agrees with whole matrices, whatever the widths', () => {
  fc.assert(
    fc.property(
      widthsOf,
      fc.constantFrom(...inits),
      fc.constantFrom(...activations),
      inputOf,
      fc.maxSafeNat(),
      fc.nat({ max: 2 ** 40 }),
      (widths, init, activation, input, seed, net) => {
        const network = layeredNetwork(widths, { init, activation, input });
        const plain = {
          widths,
          distribution: family(init) as Distribution,
          phi: phiOf(activation),
          variance: (layer: number) => weightVariance(network, layer),
          input,
        };
        // Cancelling sums lose digits: |z| may be 1e-4 of its terms, once in so many cases.
        expectLog(forwardSample(network, seed, net), plainForward(plain, seed, net), 1e-9);
      },
    ),
    { seed: 3, numRuns: 1000 },
  );
});

test('a batch is its nets one by one, in any order', () => {
  fc.assert(
    fc.property(
      widthsOf,
      fc.constantFrom<Init>(...inits, { name: 'rademacher' }, { name: 'orthogonal' }),
      fc.constantFrom(...activations),
      inputOf,
      fc.nat({ max: 100 }),
      (widths, init, activation, input, seed) => {
        const network = layeredNetwork(widths, { init, activation, input });
        const batch = samples(network, seed, 10, 12);
        for (let i = 11; i >= 0; i--) expect(forwardSample(network, seed, 10 + i)).toBe(batch[i]);
        expect(samples(network, seed, 17, 5)).toEqual(batch.slice(7));
      },
    ),
    { seed: 4, numRuns: 200 },
  );
});

test('seeds, nets and counts out of range are RangeErrors', () => {
  const network = squareNetwork(2, 2);
  const out = new Float64Array(3);
  expect(() => forwardSamples(network, -1, 0, 1, out)).toThrow(RangeError);
  expect(() => forwardSamples(network, 0, -1, 1, out)).toThrow(RangeError);
  expect(() => forwardSamples(network, 0, 2 ** 53 - 1, 2, out)).toThrow(RangeError);
  expect(() => forwardSamples(network, 0, 0, 4, out)).toThrow(RangeError);
  expect(() => forwardSample(network, 0, 0.5)).toThrow(RangeError);
});

describe('scale', () => {
  const deep: readonly (readonly [string, Init, Activation, number, number])[] = [
    ['pytorch, linear', { name: 'pytorch' }, { kind: 'linear' }, 16, 10_000],
    ['pytorch, relu', { name: 'pytorch' }, { kind: 'relu' }, 32, 10_000],
    ['gain 1e-300', { name: 'normal', gain: 1e-300 }, { kind: 'linear' }, 4, 2000],
    ['gain 1e300', { name: 'uniform', gain: 1e300 }, { kind: 'leaky-relu', slope: 1e-100 }, 3, 2000],
    ['slope 1e100, width 1', { name: 'he-normal' }, { kind: 'leaky-relu', slope: 1e100 }, 1, 2000],
    ['slope -1e-100, width 1', { name: 'he-normal' }, { kind: 'leaky-relu', slope: -1e-100 }, 1, 2000],
  ];
  test.each(deep)('%s: finite, and right, at depth', (_, init, activation, width, depth) => {
    const network = squareNetwork(depth, width, { init, activation });
    const plain = {
      widths: network.widths,
      distribution: family(init) as Distribution,
      phi: phiOf(activation),
      variance: () => 1,
      input: 'dense' as const,
    };
    const truth = plainForward(plain, 5, 0) + depth * Math.log(weightVariance(network, 1));
    expect(truth).not.toBe(-Infinity);
    expect(Math.abs(truth)).toBeGreaterThan(2000);
    expect(Math.abs(forwardSample(network, 5, 0) / truth - 1)).toBeLessThan(1e-11);
  });
  test('a gain multiplies each layer', () => {
    const one = squareNetwork(50, 6, { init: { name: 'normal', gain: 1 } });
    const four = squareNetwork(50, 6, { init: { name: 'normal', gain: 4 } });
    samples(one, 6, 0, 20).forEach((x, net) => {
      expectLog(forwardSample(four, 6, net), x + 50 * Math.log(4), 1e-11);
    });
  });
});

test('leaky relu of slope 1 is linear, of slope 0 relu', () => {
  for (const init of [...inits, { name: 'orthogonal' }, { name: 'rademacher' }] as const) {
    const of = (activation: Activation) =>
      samples(layeredNetwork([4, 6, 5, 3], { init, activation }), 7, 0, 50);
    expect(of({ kind: 'leaky-relu', slope: 1 })).toEqual(of({ kind: 'linear' }));
    expect(of({ kind: 'leaky-relu', slope: 0 })).toEqual(of({ kind: 'relu' }));
  }
});

describe('Rademacher nets against exact integers, beyond 2^53 too', () => {
  const cases: readonly (readonly [readonly number[], boolean])[] = [
    [squareNetwork(120, 3).widths, false],
    [squareNetwork(150, 5).widths, false],
    [squareNetwork(60, 8).widths, true],
    [squareNetwork(80, 9).widths, true],
    [squareNetwork(40, 32).widths, true],
    [[3, 8, 7, ...new Array<number>(60).fill(8), 2], true],
  ];
  test.each(cases)('widths %j, relu %s', (widths, relu) => {
    const network = layeredNetwork(widths, {
      init: { name: 'rademacher', gain: 1 },
      activation: { kind: relu ? 'relu' : 'linear' },
    });
    const scale = widths.slice(0, -1).reduce((sum, width) => sum - Math.log(width), 0) - Math.log(widths[0]!);
    const nets = widths.length > 100 ? 60 : 200;
    let beyond = 0;
    samples(network, 8, 0, nets).forEach((drawn, net) => {
      const truth = integerForward(widths, relu, 8, net);
      if (truth > 2n ** 110n) beyond += 1;
      expectLog(drawn, truth === 0n ? -Infinity : logOfInteger(truth) + scale, 1e-9);
    });
    // The case is worth something only if sums left the exact range.
    expect(beyond).toBeGreaterThan(0);
  });
});
