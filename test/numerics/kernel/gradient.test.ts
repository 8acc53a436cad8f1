import { describe, expect, test } from 'vitest';
import { kolmogorovRadius } from '../../../numerics/inference/kolmogorov.js';
import { defaultEngine } from '../../../numerics/kernel/default.js';
import type { Engine, SingleJob } from '../../../numerics/kernel/engine.js';
import { gradientSamples } from '../../../numerics/kernel/gradient.js';
import { plainEngine } from '../../../numerics/kernel/plain.js';
import { exactLawOf } from '../../../numerics/law/index.js';
import { gradientSamples as doubleSamples } from '../../../numerics/network/gradient.js';
import { layeredNetwork, type Network, squareNetwork } from '../../../numerics/network/network.js';
import { expectCount } from '../random/bounds.js';

const kernel = defaultEngine();
const distributions = ['normal', 'uniform'] as const;

function draw(engine: Engine, job: SingleJob, layer: number, random: boolean, count: number): Float64Array {
  const out = new Float64Array(2 * count);
  engine.gradient(job, layer, random, 2 ** 33 - 2, count, out);
  return out;
}

describe('the kernel and plain TypeScript give the same bits', () => {
  const shapes: readonly (readonly number[])[] = [
    ...[1, 2, 3, 4, 5, 8, 9, 13, 16, 33].map((width) => new Array<number>(6).fill(width)),
    [3, 100, 1, 200, 7],
    [130, 64, 97],
    new Array<number>(301).fill(6),
  ];
  for (const distribution of distributions) {
    test.each(shapes)(`${distribution}, widths %j`, (...widths) => {
      const depth = widths.length - 1;
      for (const slope of [0, 1, -0.5]) {
        const job: SingleJob = { distribution, seed: 31, widths, ones: widths[0]!, slope };
        for (const layer of new Set([1, Math.ceil(depth / 2), depth])) {
          for (const random of [true, false]) {
            expect(draw(kernel, job, layer, random, 5)).toEqual(draw(plainEngine, job, layer, random, 5));
          }
        }
      }
    });
  }

  test.each(distributions)(
    '%s: transposed products, with more rejected draws than the queue holds',
    (distribution) => {
      for (const widths of [
        [37, 50],
        [1400, 1001],
      ]) {
        const job: SingleJob = { distribution, seed: 5, widths, ones: 1, slope: 0 };
        const input = Float32Array.from({ length: widths[1]! }, (_, i) => Math.cos(i));
        const [mine, plain] = [new Float32Array(widths[0]!), new Float32Array(widths[0]!)];
        kernel.multiplyTransposed(job, 11, 1, input, mine);
        plainEngine.multiplyTransposed(job, 11, 1, input, plain);
        expect(mine).toEqual(plain);
      }
    },
  );
});

test('transposed products are those with the columns', () => {
  const job: SingleJob = { distribution: 'normal', seed: 6, widths: [20, 300], ones: 1, slope: 0 };
  const input = Float32Array.from({ length: 300 }, (_, i) => Math.sin(i));
  const output = new Float32Array(20);
  kernel.multiplyTransposed(job, 3, 1, input, output);
  const column = new Float32Array(300);
  for (let j = 0; j < 20; j++) {
    kernel.multiply(job, 3, 1, new Float32Array(20).fill(1, j, j + 1), column);
    const dot = column.reduce((sum, w, i) => sum + w * input[i]!, 0);
    const size = column.reduce((sum, w, i) => sum + Math.abs(w * input[i]!), 0);
    expect(Math.abs(output[j]! - dot)).toBeLessThan(1e-6 * size);
  }
});

describe('beside double precision on the same weights', () => {
  const nets: readonly (readonly [string, Network])[] = [
    ['(16, 16)', squareNetwork(16, 16)],
    ['(64, 64)', squareNetwork(64, 64)],
    ['narrow', squareNetwork(4, 2)],
    [
      'uniform, gains, readout fixed',
      squareNetwork(9, 20, { init: { name: 'uniform', gain: 5 }, readout: 'fixed', readoutGain: 7 }),
    ],
    ['no readout', squareNetwork(9, 20, { readout: 'none', init: { name: 'xavier-normal' } })],
    [
      'uniform, unequal, sparse',
      layeredNetwork([5, 70, 3, 150, 9], { init: { name: 'pytorch' }, input: 'sparse' }),
    ],
    ['leaky', squareNetwork(12, 20, { activation: { kind: 'leaky-relu', slope: -0.3 } })],
    ['linear', squareNetwork(12, 20, { activation: { kind: 'linear' } })],
  ];
  test.each(nets)('%s', (_, network) => {
    const count = 30;
    const depth = network.widths.length - 1;
    for (const layer of [1, 2, depth]) {
      const [mine, theirs] = [new Float64Array(count), new Float64Array(count)];
      const [aliveMine, aliveTheirs] = [new Uint8Array(count), new Uint8Array(count)];
      gradientSamples(network, layer, 7, 100, count, mine, aliveMine);
      doubleSamples(network, layer, 7, 100, count, theirs, aliveTheirs);
      expect(aliveMine).toEqual(aliveTheirs);
      mine.forEach((log, i) => {
        if (theirs[i] === -Infinity) expect(log).toBe(-Infinity);
        else expect(Math.abs(log - theirs[i]!)).toBeLessThan(1e-4);
      });
      expect(mine.some((log, i) => log !== theirs[i])).toBe(true);
    }
  });
});

describe('gradientNorm2 of nets with normal weights follows the exact law', () => {
  // Given alive, Dvoretzky-Kiefer-Wolfowitz at 1e-11 for each of 2 laws; the alive ones, Chernoff at 1e-11. n = 1e5: laws 0.024 apart are told apart.
  const n = 100_000;
  const network = layeredNetwork([4, 9, 6, 12], { init: { name: 'xavier-normal' }, readoutGain: 3 });
  test.each([1, 3])('layer %d', (layer) => {
    const [logs, aliveNets] = [new Float64Array(n), new Uint8Array(n)];
    gradientSamples(network, layer, 55, 0, n, logs, aliveNets);
    const law = exactLawOf(network, { gradientLayer: layer });
    const alive = logs.filter((log) => log !== -Infinity).sort();
    expect(aliveNets.reduce((sum, x) => sum + x, 0)).toBe(alive.length);
    expectCount(alive.length, n, law.aliveProbability.value, 1e-11);
    let distance = 0;
    // Between these points the empirical function moves by 1e-3.
    for (let i = 0; i < alive.length; i += 100) {
      distance = Math.max(distance, Math.abs((i + 1) / alive.length - law.cdf(alive[i]!).value));
    }
    expect(distance).toBeLessThan(kolmogorovRadius(alive.length, 1e-11) + 1e-4);
  });
});

test('what the kernel does not draw is refused', () => {
  const [out, alive] = [new Float64Array(1), new Uint8Array(1)];
  const refuse = (network: Network, layer: number) =>
    expect(() => gradientSamples(network, layer, 1, 0, 1, out, alive)).toThrow(RangeError);
  refuse(squareNetwork(2, 2, { init: { name: 'rademacher' } }), 1);
  refuse(squareNetwork(2, 2, { init: { name: 'orthogonal' } }), 1);
  refuse(squareNetwork(2, 2), 3);
  refuse(squareNetwork(2, 2), 0);
});
