import { describe, expect, test } from 'vitest';
import { defaultEngine, engineFor } from '../../../numerics/kernel/default.js';
import type { Engine, Job } from '../../../numerics/kernel/engine.js';
import { forwardSamplesBy, singleForwardSamples } from '../../../numerics/kernel/forward.js';
import { plainEngine } from '../../../numerics/kernel/plain.js';
import { squareNetwork } from '../../../numerics/network/network.js';

const kernel = defaultEngine();

function draw(engine: Engine, job: Job, firstNet: number, count: number): Float64Array {
  const out = new Float64Array(2 * count);
  engine.forward(job, firstNet, count, out);
  return out;
}

const square = (depth: number, width: number): number[] => new Array<number>(depth + 1).fill(width);

const seeds = [0, 17, 2 ** 32 + 5, 2 ** 53 - 1];
const distributions = ['normal', 'uniform'] as const;

describe('the kernel and plain TypeScript give the same bits', () => {
  const shapes: readonly (readonly number[])[] = [
    ...[1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 16, 31, 33].map((width) => square(7, width)),
    square(2, 97),
    [3, 100, 1, 200, 7],
    [1, 193, 2],
    [300, 64, 289],
    square(400, 6),
  ];
  const slopes = [0, 1, 0.2, -0.5, 2 ** 20, 2 ** -20];
  for (const distribution of distributions) {
    test.each(shapes)(`${distribution}, widths %j`, (...widths) => {
      slopes.forEach((slope, s) => {
        const seed = seeds[s % seeds.length]!;
        const firstNet = s % 2 === 0 ? 2 ** 32 - 3 : 2 ** 53 - 20;
        for (const ones of [1, widths[0]!]) {
          const job: Job = { distribution, seed, widths, ones, slope };
          expect(draw(kernel, job, firstNet, 6)).toEqual(draw(plainEngine, job, firstNet, 6));
        }
      });
    });
  }

  test.each(distributions)('%s, more rejected draws in a layer than the queue holds', (distribution) => {
    // 1500^2 draws, of which 4 in 1000 are rejected: twice the queue's 4096.
    const job: Job = { distribution, seed: 3, widths: [1500, 1500], ones: 1500, slope: 1 };
    expect(draw(kernel, job, 8, 1)).toEqual(draw(plainEngine, job, 8, 1));
  });

  test('products with vectors', () => {
    const widths = [37, 50, 1, 14];
    for (const distribution of distributions) {
      const job: Job = { distribution, seed: 5, widths, ones: 37, slope: 0 };
      for (let layer = 1; layer <= 3; layer++) {
        const input = Float32Array.from({ length: widths[layer - 1]! }, (_, j) =>
          j % 3 === 1 ? 0 : Math.cos(j),
        );
        const [mine, plain] = [new Float32Array(widths[layer]!), new Float32Array(widths[layer]!)];
        kernel.multiply(job, 11, layer, input, mine);
        plainEngine.multiply(job, 11, layer, input, plain);
        expect(mine).toEqual(plain);
        expect(mine.every((x) => x !== 0)).toBe(true);
      }
    }
  });
});

test('nets do not depend on how many are run at once, nor on what ran before', () => {
  const job: Job = { distribution: 'normal', seed: 9, widths: square(5, 10), ones: 10, slope: 0 };
  const whole = draw(kernel, job, 1000, 700);
  for (const parts of [
    [1, 255, 256, 188],
    [257, 443],
  ]) {
    let done = 0;
    for (const part of parts) {
      draw(kernel, { ...job, distribution: 'uniform', widths: square(2, 300), ones: 300 }, 0, 1);
      expect(draw(kernel, job, 1000 + done, part)).toEqual(whole.slice(2 * done, 2 * (done + part)));
      done += part;
    }
  }
  expect(new Set(whole).size).toBeGreaterThan(600);
});

test('the kernel is taken where there is WebAssembly with SIMD, plain TypeScript elsewhere', () => {
  expect(kernel).not.toBe(plainEngine);
  const old = {
    validate: () => false,
    Module: class {},
    Instance: class {
      readonly exports = {};
    },
  };
  for (const api of [undefined, old]) expect(engineFor(api)).toBe(plainEngine);
  const network = squareNetwork(3, 6);
  const [mine, plain] = [new Float64Array(20), new Float64Array(20)];
  singleForwardSamples(network, 4, 0, 20, mine);
  forwardSamplesBy(plainEngine, network, 4, 0, 20, plain);
  expect(mine).toEqual(plain);
});
