/**
 * How far rounding moves log forwardNorm2, and that it brings no dead net to life: against exact integers (Rademacher weights), and
 * against norms that are certain (orthogonal weights). Verdicts allow 1e-9 (properties/tracker.ts); nothing here is random but the
 * choice of nets, of which each must agree.
 */
import { describe, expect, test } from 'vitest';
import { forwardSample } from '../../../numerics/network/forward.js';
import { type NetworkSettings, squareNetwork } from '../../../numerics/network/network.js';
import { logOfInteger, matrix } from './reference.js';

const seed = 21;

/** log forwardNorm2 with weights ±sqrt(2/d), slope numerator/denominator, input (1, ..., 1); in integers over denominator^L. */
function exactly(depth: number, width: number, numerator: bigint, denominator: bigint, net: number): number {
  let a = new Array<bigint>(width).fill(1n);
  for (let layer = 1; layer <= depth; layer++) {
    a = matrix(seed, 'rademacher', net, layer, width, width).map((row) => {
      const z = row.reduce((sum, x, j) => (x > 0 ? sum + a[j]! : sum - a[j]!), 0n);
      return z > 0n ? denominator * z : numerator * z;
    });
  }
  const norm2 = a.reduce((sum, x) => sum + x * x, 0n);
  if (norm2 === 0n) return -Infinity;
  const scale = Math.log(2) - Math.log(width) - 2 * Math.log(Number(denominator));
  return logOfInteger(norm2) - Math.log(width) + depth * scale;
}

const slopes: readonly (readonly [string, NetworkSettings['activation'], bigint, bigint])[] = [
  ['relu', { kind: 'relu' }, 0n, 1n],
  ['linear', { kind: 'linear' }, 1n, 1n],
  ['leaky relu, slope 1/5', { kind: 'leaky-relu', slope: 0.2 }, 1n, 5n],
  ['leaky relu, slope 1/3', { kind: 'leaky-relu', slope: 1 / 3 }, 1n, 3n],
  ['leaky relu, slope -1/2', { kind: 'leaky-relu', slope: -0.5 }, -1n, 2n],
  ['leaky relu, slope 0', { kind: 'leaky-relu', slope: 0 }, 0n, 1n],
];

describe.each(slopes)('Rademacher nets, %s', (_name, activation, numerator, denominator) => {
  test.each([
    [2, 40, 150],
    [3, 30, 100],
    [4, 60, 100],
    [8, 100, 40],
    [16, 100, 12],
    [32, 50, 6],
  ])('width %i, depth %i', (width, depth, nets) => {
    const network = squareNetwork(depth, width, { init: { name: 'rademacher' }, activation: activation! });
    for (let net = 0; net < nets; net++) {
      const truth = exactly(depth, width, numerator, denominator, net);
      const found = forwardSample(network, seed, net);
      if (truth === -Infinity) expect(found).toBe(-Infinity);
      else expect(Math.abs(found - truth)).toBeLessThan(1e-12);
    }
  });
});

test('leaky relu nets of Rademacher weights do die', () => {
  const network = squareNetwork(40, 2, {
    init: { name: 'rademacher' },
    activation: { kind: 'leaky-relu', slope: 0.2 },
  });
  const dead = Array.from({ length: 150 }, (_, net) => forwardSample(network, seed, net) === -Infinity);
  expect(dead).toContain(true);
  expect(dead).toContain(false);
});

describe('orthogonal weights of gain 1 keep the norm', () => {
  test.each([
    ['linear', { kind: 'linear' }],
    ['slope -1', { kind: 'leaky-relu', slope: -1 }],
  ] as const)('%s', (_name, activation) => {
    for (const [depth, width] of [
      [1, 1],
      [500, 2],
      [200, 16],
      [30, 128],
    ] as const) {
      const network = squareNetwork(depth, width, { init: { name: 'orthogonal', gain: 1 }, activation });
      for (let net = 0; net < 4; net++)
        expect(Math.abs(forwardSample(network, seed, net))).toBeLessThan(1e-12);
    }
  });
});
