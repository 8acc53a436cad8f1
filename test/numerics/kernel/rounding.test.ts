/**
 * What single precision does: to each weight, to nets on the same weights, and that neither dead nets nor deep ones are lost. Nothing here
 * is random but the choice of weights and nets, each of which must agree.
 */
import { describe, expect, test } from 'vitest';
import { defaultEngine } from '../../../numerics/kernel/default.js';
import { isDrawable, singleForwardSamples } from '../../../numerics/kernel/forward.js';
import { forwardSamples as doubleSamples } from '../../../numerics/network/forward.js';
import { layeredNetwork, type Network, squareNetwork } from '../../../numerics/network/network.js';
import { weightSource } from '../../../numerics/random/source.js';

const kernel = defaultEngine();

test.each(['normal', 'uniform'] as const)(
  'every %s weight is the one in double precision up to three roundings',
  (distribution) => {
    const rows = 200_000;
    const job = { distribution, seed: 4, widths: [3, rows], ones: 3, slope: 1 } as const;
    const double = new Float64Array(rows);
    const single = new Float32Array(rows);
    let largest = 0;
    for (let column = 0; column < 3; column++) {
      weightSource(4, distribution).column(6, 1, column, double, rows);
      kernel.multiply(job, 6, 1, Float32Array.of(0, 0, 0).fill(1, column, column + 1), single);
      for (let i = 0; i < rows; i++) {
        const truth = distribution === 'uniform' ? double[i]! / Math.sqrt(3) : double[i]!;
        largest = Math.max(largest, Math.abs(single[i]! / truth - 1));
      }
    }
    // The +1 is for products of errors.
    expect(largest).toBeLessThan(3 * 2 ** -24 * (1 + 2 ** -20));
    expect(largest).toBeGreaterThan(2 ** -25);
  },
);

test.each(['normal', 'uniform'] as const)(
  'any column of any layer of any net is drawn again alone: %s',
  (distribution) => {
    const widths = [50, 120, 7, 100];
    const places = [
      [2 ** 53 - 1, 3, 6],
      [0, 1, 49],
      [2 ** 32 + 1, 3, 0],
      [2 ** 32 + 1, 2, 119],
      [2 ** 32, 1, 17],
    ] as const;
    for (const seed of [0, 2 ** 53 - 1]) {
      const source = weightSource(seed, distribution);
      const job = { distribution, seed, widths, ones: 1, slope: 0 } as const;
      for (const [net, layer, column] of places) {
        const [rows, columns] = [widths[layer]!, widths[layer - 1]!];
        const truth = new Float64Array(rows);
        source.column(net, layer, column, truth, rows);
        const drawn = new Float32Array(rows);
        kernel.multiply(job, net, layer, new Float32Array(columns).fill(1, column, column + 1), drawn);
        const scale = distribution === 'uniform' ? Math.sqrt(3) : 1;
        truth.forEach((w, i) => {
          expect(Math.abs((scale * drawn[i]!) / w - 1)).toBeLessThan(2 ** -22);
        });
      }
    }
  },
);

function samples(network: Network, count: number): readonly [single: Float64Array, double: Float64Array] {
  const [single, double] = [new Float64Array(count), new Float64Array(count)];
  singleForwardSamples(network, 7, 100, count, single);
  doubleSamples(network, 7, 100, count, double);
  return [single, double];
}

describe('log forwardNorm2 beside double precision on the same weights', () => {
  const nets: readonly (readonly [string, Network, number, number])[] = [
    ['one layer', squareNetwork(1, 64), 200, 1e-6],
    ['(16, 16)', squareNetwork(16, 16), 200, 1e-4],
    ['(64, 64)', squareNetwork(64, 64), 30, 1e-4],
    ['uniform, sparse', squareNetwork(20, 33, { init: { name: 'pytorch' }, input: 'sparse' }), 100, 1e-4],
    ['unequal', layeredNetwork([5, 70, 3, 150, 9], { init: { name: 'xavier-uniform' } }), 200, 1e-4],
    ['linear', squareNetwork(30, 20, { activation: { kind: 'linear' } }), 100, 1e-4],
    ['leaky', squareNetwork(30, 20, { activation: { kind: 'leaky-relu', slope: -0.3 } }), 100, 1e-4],
    ['gains', squareNetwork(9, 9, { init: { name: 'normal', gain: 1e-300 } }), 100, 1e-4],
  ];
  test.each(nets)('%s', (_, network, count, tolerance) => {
    const [single, double] = samples(network, count);
    single.forEach((log, i) => {
      if (double[i] === -Infinity) expect(log).toBe(-Infinity);
      else expect(Math.abs(log - double[i]!)).toBeLessThan(tolerance);
    });
    expect(single.some((log, i) => log !== double[i])).toBe(true);
  });
});

test('each step of log |a|^2 is as near to the exact one as docs/kernel.md says', () => {
  const [width, depth] = [16, 40];
  const widths = new Array<number>(depth + 1).fill(width);
  const job = { distribution: 'normal', seed: 8, widths, ones: 1, slope: 0 } as const;
  const column = new Float64Array(width);
  const source = weightSource(8, 'normal');
  let [steps, largest] = [0, 0];
  for (let net = 0; net < 50; net++) {
    let a = new Float32Array(width).fill(1);
    for (let layer = 1; layer <= depth; layer++) {
      const single = new Float32Array(width);
      kernel.multiply(job, net, layer, a, single);
      const [z, sizes] = [new Float64Array(width), new Float64Array(width)];
      a.forEach((factor, j) => {
        source.column(net, layer, j, column, width);
        column.forEach((w, i) => {
          z[i]! += w * factor;
          sizes[i]! += Math.abs(w * factor);
        });
      });
      const norm2 = (v: Iterable<number>) => [...v].reduce((sum, x) => sum + Math.max(x, 0) ** 2, 0);
      const error = Math.abs(Math.log(norm2(single) / norm2(z)));
      const active = a.filter((x) => x !== 0).length;
      const g = ((active + 7) * 2 ** -24) / (1 - (active + 7) * 2 ** -24);
      const share = (g * Math.sqrt(norm2(sizes))) / Math.sqrt(norm2(z));
      // The 1e-14 is for the double precision that it is compared with.
      expect(error).toBeLessThan(-2 * Math.log1p(-share) + 1e-14);
      largest = Math.max(largest, error);
      steps += 1;
      if (norm2(single) === 0) break;
      const scale = 1 / Math.sqrt(norm2(single));
      a = single.map((x) => Math.max(x, 0) * scale);
    }
  }
  expect(steps).toBeGreaterThan(1000);
  expect(largest).toBeGreaterThan(1e-8);
});

test('the same nets are dead', () => {
  const network = squareNetwork(4, 2);
  const [single, double] = samples(network, 5000);
  const dead = double.filter((log) => log === -Infinity).length;
  expect(dead).toBeGreaterThan(2500);
  expect([...single].map((log) => log === -Infinity)).toEqual([...double].map((log) => log === -Infinity));
});

describe('depth 10,000', () => {
  // Per layer the log moves by -5/(2 d) on the average, and with an activation that halves it by -2 log 2 beyond that: doubles alone would end at
  // -708.
  test.each([
    ['shrinking', squareNetwork(10_000, 20, { init: { name: 'normal', gain: 0.02 } }), -45_000],
    ['growing', squareNetwork(10_000, 20, { init: { name: 'uniform', gain: 200 } }), 45_000],
  ] as const)('%s', (_, network, about) => {
    const [single, double] = samples(network, 3);
    for (const [i, log] of single.entries()) {
      if (double[i] === -Infinity) continue;
      expect(Math.abs(log / about - 1)).toBeLessThan(0.1);
      expect(Math.abs(log - double[i]!)).toBeLessThan(1);
    }
    expect(single.filter(Number.isFinite).length).toBeGreaterThan(0);
  });
});

test('what is not drawn in single precision is refused', () => {
  const out = new Float64Array(1);
  const steep = squareNetwork(1, 2, { activation: { kind: 'leaky-relu', slope: 1e9 } });
  const signed = squareNetwork(1, 2, { init: { name: 'rademacher' } });
  for (const network of [steep, signed, squareNetwork(1, 2, { init: { name: 'orthogonal' } })]) {
    expect(isDrawable(network)).toBe(false);
    expect(() => singleForwardSamples(network, 1, 0, 1, out)).toThrow(RangeError);
  }
  const network = squareNetwork(1, 2);
  for (const [seed, net, count] of [
    [-1, 0, 1],
    [2 ** 53, 0, 1],
    [0.5, 0, 1],
    [1, -1, 1],
    [1, 0, 2],
  ] as const) {
    expect(() => singleForwardSamples(network, seed, net, count, out)).toThrow(RangeError);
  }
});
