/** The kernel's losses and gradients are those of plain TypeScript, which ../escape/batch-net.test.ts tests, to the last bit. Nothing here is random but the choice of nets. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchJob, batchNet } from '../../../numerics/escape/batch-net.js';
import { plainBatchNet } from '../../../numerics/escape/plain-batch-net.js';
import { drawStart } from '../../../numerics/escape/start.js';
import { fitsKernel } from '../../../numerics/kernel/batch-kernel.js';
import { batchKernel } from '../../../numerics/kernel/default.js';
import { instantiate, type WebAssemblyApi } from '../../../numerics/kernel/module.js';
import { layeredNetwork } from '../../../numerics/network/network.js';

const slopes = [0, 0, 0.25, -0.5, 1] as const;
const special = [0, -0, 1e-320, 1e200, -1e300, Number.POSITIVE_INFINITY, Number.NaN];

const nets = fc.record({
  widths: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 7 }),
  slope: fc.constantFrom(...slopes),
  count: fc.integer({ min: 1, max: 13 }),
  loss: fc.constantFrom('mean', 'half-mean', 'half-sum'),
  net: fc.nat({ max: 1e6 }),
  // Places of parameters, and what is put there.
  odd: fc.array(fc.tuple(fc.nat(), fc.constantFrom(...special)), { maxLength: 4 }),
});

test('losses, gradients, residuals and deaths, whatever else the kernel runs in between', () => {
  expect(batchKernel()).toBeDefined();
  const seen = { dead: 0, alive: 0, nan: 0 };
  fc.assert(
    fc.property(fc.array(nets, { minLength: 2, maxLength: 3 }), (cases) => {
      const runs = cases.map(({ widths, slope, count, loss, net, odd }) => {
        const activation =
          slope === 1 ? ({ kind: 'linear' } as const) : ({ kind: 'leaky-relu', slope } as const);
        const network = layeredNetwork(widths, {
          activation: slope === 0 ? { kind: 'relu' } : activation,
        });
        const { parameters, batch } = drawStart(network, count, true, 5, net);
        for (const [place, value] of odd) parameters[place % parameters.length] = value;
        return {
          parameters,
          count,
          mine: batchNet(network, batch, loss),
          plain: plainBatchNet(batchJob(network, batch, loss), count),
        };
      });
      // By turns: each finds the kernel's memory laid out for another.
      for (let turn = 0; turn < 2; turn++) {
        for (const { parameters, mine, plain } of runs) {
          const [gradient, truth] = [mine, plain].map(({ size }) => new Float64Array(size).fill(7));
          expect(mine.lossAndGradient(parameters, gradient!)).toBe(plain.lossAndGradient(parameters, truth!));
          expect(gradient).toEqual(truth);
        }
        for (const { parameters, mine, plain } of runs) {
          const value = mine.loss(parameters);
          expect(value).toBe(plain.loss(parameters));
          expect(mine.residuals(parameters)).toEqual(plain.residuals(parameters));
        }
        for (const { mine, plain, parameters } of runs) {
          expect(mine.dead()).toBe(plain.dead());
          if (Number.isNaN(plain.loss(parameters))) seen.nan += 1;
          else seen[plain.dead() ? 'dead' : 'alive'] += 1;
        }
      }
    }),
    { seed: 3, numRuns: 400 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(50);
});

test('jobs that the kernel has no room for are run without it', () => {
  const jobOf = (widths: readonly number[], stride: number) => ({
    widths,
    stride,
    size: widths.reduce((sum, width, l) => sum + width * (widths[l - 1] ?? 0), widths.at(-1)!),
  });
  // The first would need 3.9 GB, beyond what views reach; the second more than there are addresses.
  const [deep, wide] = [jobOf(new Array(10_001).fill(16), 1024), jobOf([1, 200], 2 ** 20)];
  // The deepest of its kind that fits.
  let layers = 1;
  while (fitsKernel(jobOf(new Array(layers + 1).fill(8), 1024))) layers += 1;
  const large = [jobOf(new Array(layers).fill(8), 1024), jobOf([2, 2000, 2000], 64), jobOf([1, 4], 2 ** 19)];
  expect([deep, wide].map(fitsKernel)).toEqual([false, false]);
  expect(large.map(fitsKernel)).toEqual([true, true, true]);
  const { WebAssembly } = globalThis as { readonly WebAssembly?: WebAssemblyApi };
  for (const { widths, stride, size } of large) {
    const exports = instantiate(WebAssembly)!;
    const units = widths.reduce((sum, width) => sum + width, 0);
    exports.reserveBatch(widths.length - 1, units, stride, size);
    expect(exports.memory.buffer.byteLength).toBeLessThan(2 ** 27 + 2 ** 20);
  }
});
