import { describe, expect, test } from 'vitest';
import type { Job } from '../../../numerics/kernel/engine.js';
import { kernelEngine } from '../../../numerics/kernel/instance.js';
import { plainEngine } from '../../../numerics/kernel/plain.js';

const kernel = kernelEngine()!;

function draw(engine: typeof kernel, job: Job, firstNet: number, count: number): Float64Array {
  const out = new Float64Array(2 * count);
  engine.forward(job, firstNet, count, out);
  return out;
}

const square = (depth: number, width: number): number[] => new Array<number>(depth + 1).fill(width);

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
  const seeds = [0, 17, 2 ** 32 + 5, 2 ** 53 - 1];
  for (const distribution of ['normal', 'uniform'] as const) {
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
});
