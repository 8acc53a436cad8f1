/** Norms of Hessians that are never formed, against hyper-dual numbers, chains in logarithms, and exact integers. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hessianBlockSamples } from '../../../numerics/hessian/block-norm.js';
import { hessianSamples } from '../../../numerics/hessian/norm.js';
import { forwardSamples } from '../../../numerics/network/forward.js';
import {
  type Activation,
  layeredNetwork,
  type Network,
  squareNetwork,
} from '../../../numerics/network/network.js';
import { logOfInteger, matrix } from '../network/reference.js';
import { activations, derivativesOf, inits, matricesOf, places } from './reference.js';

function blockNorm(network: Network, k: number, l: number, seed: number, net: number): number {
  const out = new Float64Array(1);
  hessianBlockSamples(network, k, l, seed, net, 1, out, new Uint8Array(1));
  return out[0]!;
}

function wholeNorm(network: Network, seed: number, net: number): number {
  const out = new Float64Array(1);
  hessianSamples(network, seed, net, 1, out, new Uint8Array(1));
  return out[0]!;
}

function expectLog(found: number, truth: number): void {
  if (truth === 0) expect(found).toBe(-Infinity);
  else expect(Math.abs(found - Math.log(truth))).toBeLessThan(1e-9);
}

test('agree with hyper-dual numbers for every init, activation, readout and input, whatever the widths', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 5 }),
      fc.constantFrom(...inits),
      fc.constantFrom(...activations),
      fc.constantFrom('random' as const, 'fixed' as const, 'none' as const),
      fc.constantFrom('dense' as const, 'sparse' as const),
      fc.constantFrom(1, 0.3),
      fc.nat({ max: 1000 }),
      (widths, init, activation, readout, input, readoutGain, net) => {
        const network = layeredNetwork(widths, { init, activation, readout, input, readoutGain });
        const depth = widths.length - 1;
        const { hessian } = derivativesOf(network, 5, net);
        const layers = places(network).map(({ layer }) => layer);
        const truth = Array.from({ length: depth + 1 }, () => new Array<number>(depth + 1).fill(0));
        let total = 0;
        hessian.forEach((row, p) => {
          row.forEach((entry, q) => {
            truth[layers[p]!]![layers[q]!]! += entry ** 2;
            total += entry ** 2;
          });
        });
        for (let k = 1; k <= depth; k++) {
          for (let l = 1; l <= depth; l++) expectLog(blockNorm(network, k, l, 5, net), truth[k]![l]!);
        }
        expectLog(wholeNorm(network, 5, net), total);
      },
    ),
    { seed: 7, numRuns: 150 },
  );
});

/** The recursion adds what the blocks, taken one by one, add up to; deep enough that no unscaled number would survive. */
test.each([
  ['relu', { kind: 'relu' }, 8, 0.01],
  ['relu', { kind: 'relu' }, 8, 1e6],
  ['linear', { kind: 'linear' }, 3, 1e-4],
  ['leaky relu', { kind: 'leaky-relu', slope: 0.2 }, 5, 1e-3],
] as const)(
  'deep %s nets (%j, d = %i, gain %f): the whole is the sum of the blocks',
  (_name, activation, width, gain) => {
    const depth = 300;
    const network = squareNetwork(depth, width, { activation, init: { name: 'normal', gain } });
    const shallow = squareNetwork(12, width, { activation, init: { name: 'normal', gain } });
    const forward = new Float64Array(200);
    forwardSamples(network, 4, 0, 200, forward);
    const net = forward.findIndex((log) => log !== -Infinity);
    expect(net).toBeGreaterThanOrEqual(0);
    const deep = wholeNorm(network, 4, net);
    expect(Math.abs(deep)).toBeGreaterThan(1000);
    let most = -Infinity;
    for (let k = 1; k < depth; k += 30) {
      for (let l = k + 1; l <= depth; l += 37) {
        const log = blockNorm(network, k, l, 4, net);
        expect(log).toBeLessThan(deep);
        most = Math.max(most, log);
      }
    }
    // The blocks are of a size up to the spread of masked products; the sampled largest is not far below the sum.
    expect(most).toBeGreaterThan(deep - 60);
    let sum = 0;
    for (let k = 1; k <= 12; k++) {
      for (let l = 1; l <= 12; l++)
        sum += Math.exp(blockNorm(shallow, k, l, 4, net) - wholeNorm(shallow, 4, net));
    }
    expect(Math.abs(sum - 1)).toBeLessThan(1e-11);
  },
);

/** Width 1, linear: the entry (k,l) is F/(w_k w_l). */
test('chains of depth 3000', () => {
  const depth = 3000;
  const settings = {
    activation: { kind: 'linear' },
    init: { name: 'uniform', gain: 0.01 },
    readout: 'none',
  } as const;
  const network = squareNetwork(depth, 1, settings);
  const logs = matricesOf(network, 3, 0).map((rows) => Math.log(Math.abs(rows[0]![0]!)));
  const logF = logs.reduce((sum, log) => sum + log, 0);
  expect(logF).toBeLessThan(-5000);
  for (const [k, l] of [
    [1, 2],
    [1, depth],
    [77, 1234],
  ] as const) {
    const truth = 2 * (logF - logs[k - 1]! - logs[l - 1]!);
    expect(Math.abs(blockNorm(network, k, l, 3, 0) - truth)).toBeLessThan(1e-8);
  }
  // sum over k != l of (u_k u_l)^2 = (sum u^2)^2 - sum u^4.
  const largest = -2 * Math.min(...logs);
  const squares = logs.reduce((sum, log) => sum + Math.exp(-2 * log - largest), 0);
  const fourths = logs.reduce((sum, log) => sum + Math.exp(2 * (-2 * log - largest)), 0);
  const truth = 2 * logF + 2 * largest + Math.log(squares ** 2 - fourths);
  expect(Math.abs(wholeNorm(network, 3, 0) - truth)).toBeLessThan(1e-8);
});

test('samples are the nets one by one, alive as in the forward pass', () => {
  for (const init of [...inits, { name: 'rademacher' } as const]) {
    for (const input of ['dense', 'sparse'] as const) {
      const network = layeredNetwork([2, 3, 4, 2, 3], { init, input });
      const [block, whole, forward] = [new Float64Array(30), new Float64Array(30), new Float64Array(30)];
      const [aliveBlock, aliveWhole] = [new Uint8Array(30), new Uint8Array(30)];
      forwardSamples(network, 2, 100, 30, forward);
      hessianBlockSamples(network, 1, 3, 2, 100, 30, block, aliveBlock);
      hessianSamples(network, 2, 100, 30, whole, aliveWhole);
      const [diagonal, aliveDiagonal] = [new Float64Array(30), new Uint8Array(30)];
      hessianBlockSamples(network, 2, 2, 2, 100, 30, diagonal, aliveDiagonal);
      expect(diagonal).toEqual(new Float64Array(30).fill(-Infinity));
      expect(aliveDiagonal).toEqual(aliveBlock);
      for (let i = 0; i < 30; i++) {
        expect(block[i]).toBe(blockNorm(network, 1, 3, 2, 100 + i));
        expect(block[i]).toBe(blockNorm(network, 3, 1, 2, 100 + i));
        expect(whole[i]).toBe(wholeNorm(network, 2, 100 + i));
        expect(aliveBlock[i]).toBe(forward[i] === -Infinity ? 0 : 1);
        expect(aliveWhole[i]).toBe(aliveBlock[i]);
        if (aliveWhole[i] === 0) expect(whole[i]).toBe(-Infinity);
      }
    }
  }
});

/** All in exact integers: M as a matrix, delta, a. Blocks that are 0 in truth are 0; the others have the right size. */
test.each([
  ['relu', 6, { kind: 'relu' }, 0n, 1n],
  ['linear', 24, { kind: 'linear' }, 1n, 1n],
  ['leaky relu', 70, { kind: 'leaky-relu', slope: 0.2 }, 1n, 5n],
] as const)(
  'Rademacher %s nets of depth %i: blocks in exact integers',
  (_name, depth, activation: Activation, numerator, denominator) => {
    const [width, seed] = [4, 31];
    const network = squareNetwork(depth, width, { activation, init: { name: 'rademacher' } });
    let zeros = 0;
    let others = 0;
    for (let net = 0; net < 120; net++) {
      const signs = Array.from({ length: depth }, (_, index) =>
        matrix(seed, 'rademacher', net, index + 1, width, width).map((row) => row.map((x) => BigInt(x))),
      );
      const times = (rows: readonly bigint[][], v: readonly bigint[]) =>
        rows.map((row) => row.reduce((sum, w, j) => sum + w * v[j]!, 0n));
      const size2 = (v: readonly bigint[]) => v.reduce((sum, x) => sum + x * x, 0n);
      // Everything times denominator^(number of masks).
      const factors: bigint[][] = [];
      let a = new Array<bigint>(width).fill(1n);
      const activationsOf = [a];
      for (const rows of signs) {
        const z = times(rows, a);
        factors.push(z.map((x) => (x > 0n ? denominator : numerator)));
        a = z.map((x, i) => factors.at(-1)![i]! * x);
        activationsOf.push(a);
      }
      const masked = (layer: number, v: readonly bigint[]) => v.map((x, i) => factors[layer - 1]![i]! * x);
      for (const [k, l] of [
        [1, 2],
        [1, depth],
        [2, 5],
        [3, depth - 1],
      ] as const) {
        let delta = masked(depth, matrix(seed, 'rademacher', net, depth + 1, 1, width)[0]!.map(BigInt));
        for (let layer = depth - 1; layer >= l; layer--) {
          const rows = signs[layer]!;
          delta = masked(
            layer,
            rows[0]!.map((_, j) => rows.reduce((sum, row, i) => sum + row[j]! * delta[i]!, 0n)),
          );
        }
        let norm2 = 0n;
        for (let j = 0; j < width; j++) {
          let column = masked(
            k,
            Array.from({ length: width }, (_, i) => (i === j ? 1n : 0n)),
          );
          for (let layer = k + 1; layer < l; layer++)
            column = masked(layer, times(signs[layer - 1]!, column));
          norm2 += size2(column);
        }
        const truth = size2(delta) * norm2 * size2(activationsOf[k - 1]!);
        const found = blockNorm(network, k, l, seed, net);
        if (truth === 0n) {
          expect(found).toBe(-Infinity);
          zeros += 1;
          continue;
        }
        others += 1;
        // Masks: depth - l + 1 of delta, l - k of M, k - 1 of a; each weight is sqrt(2/4) times a sign, |x|^2 = 4, b = signs/2.
        const logScale =
          -2 * depth * Math.log(Number(denominator)) + (depth - 2) * Math.log(0.5) - 2 * Math.log(4);
        expect(Math.abs(found - (logOfInteger(truth) + logScale))).toBeLessThan(1e-9);
      }
    }
    expect(zeros).toBeGreaterThan(0);
    expect(others).toBeGreaterThan(20);
  },
);

test('bad layers and too wide nets are refused', () => {
  const network = squareNetwork(3, 2);
  const [out, alive] = [new Float64Array(1), new Uint8Array(1)];
  for (const layer of [0, 4, 1.5, Number.NaN]) {
    expect(() => hessianBlockSamples(network, layer, 2, 1, 0, 1, out, alive)).toThrow(RangeError);
    expect(() => hessianBlockSamples(network, 2, layer, 1, 0, 1, out, alive)).toThrow(RangeError);
  }
  expect(() => hessianSamples(squareNetwork(2, 10_000), 1, 0, 1, out, alive)).toThrow(/width 8192/);
  expect(() => hessianSamples(network, 1, 0, 2, out, alive)).toThrow(RangeError);
  hessianSamples(squareNetwork(1, 3), 1, 0, 1, out, alive);
  expect(out[0]).toBe(-Infinity);
});
