/** The kernel's losses and gradients are those of plain TypeScript, which ../escape/batch-net.test.ts tests, to the last bit. Nothing here is random but the choice of nets. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchJob, batchNet } from '../../../numerics/escape/batch-net.js';
import { optimizerSteps } from '../../../numerics/escape/optimizer-step.js';
import { plainBatchNet } from '../../../numerics/escape/plain-batch-net.js';
import { drawStart } from '../../../numerics/escape/start.js';
import { fitsKernel, loadBatchKernel } from '../../../numerics/kernel/batch-kernel.js';
import { batchKernel } from '../../../numerics/kernel/default.js';
import { instantiate, type WebAssemblyApi } from '../../../numerics/kernel/module.js';
import { layeredNetwork, squareNetwork } from '../../../numerics/network/network.js';

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

const { WebAssembly } = globalThis as { readonly WebAssembly?: WebAssemblyApi };

test('a fresh kernel makes room, keeps its job when one is refused, and gives residuals away', () => {
  const kernel = loadBatchKernel(WebAssembly)!;
  const network = squareNetwork(33, 8, { activation: { kind: 'linear' } });
  const { parameters, batch } = drawStart(network, 64, true, 5, 1);
  const job = batchJob(network, batch, 'mean');
  const plain = plainBatchNet(job, 64);
  const [gradient, truth] = [new Float64Array(plain.size), new Float64Array(plain.size)];
  const loss = plain.lossAndGradient(parameters, truth);
  expect(kernel.pass(job, parameters, gradient)).toBe(loss);
  // Other widths are laid out before it turns out that there are more targets than inputs.
  const other = { ...job, widths: [8, 64, 8], size: 1032, inputs: new Float64Array(8 * 64) };
  expect(() => kernel.pass({ ...other, targets: new Float64Array(68) }, parameters)).toThrow(RangeError);
  expect(kernel.pass(job, parameters, gradient.fill(7))).toBe(loss);
  expect(gradient).toEqual(truth);

  const mine = batchNet(network, batch, 'mean');
  const residuals = mine.residuals(parameters);
  mine.residuals(parameters.map((entry) => entry / 2));
  expect(residuals).toEqual(plain.residuals(parameters));
});

test.each([0, 1, 2, 3])('a net that lives for input %d of four alone', (living) => {
  const inputs = new Float64Array(4).fill(-1);
  inputs[living] = 2;
  const net = batchNet(layeredNetwork([1, 1]), { inputs, targets: new Float64Array(4) }, 'half-sum');
  expect(net.loss(Float64Array.of(1, 1))).toBe(2);
  expect(net.dead()).toBe(false);
  expect(net.loss(Float64Array.of(0, 1))).toBe(0);
  expect(net.dead()).toBe(true);
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
  for (const { widths, stride, size } of large) {
    const exports = instantiate(WebAssembly)!;
    const units = widths.reduce((sum, width) => sum + width, 0);
    exports.reserveBatch(widths.length - 1, units, stride, size);
    expect(exports.memory.buffer.byteLength).toBeLessThan(2 ** 27 + 2 ** 20);
  }
});

/** Steps until the loss is at most the goal, one after the other. */
function stepsOf(
  net: ReturnType<typeof plainBatchNet>,
  start: Float64Array,
  rate: number,
  goal: number,
  cap: number,
): number {
  const [parameters, gradient] = [start.slice(), new Float64Array(net.size)];
  const step = optimizerSteps({ kind: 'gradient-descent', rate }, net.size);
  let before = Number.NaN;
  for (let t = 0; ; t++) {
    const loss = net.lossAndGradient(parameters, gradient);
    if (t > 0 && loss <= goal) return t;
    if (t >= cap || !(loss < Infinity)) return Infinity;
    if (loss === before && gradient.every((g) => g === 0)) return Infinity;
    before = loss;
    step(parameters, gradient);
  }
}

test('gradient descent takes as many steps in the kernel as one after the other, to a loss that is just met', () => {
  const seen = { escaped: 0, capped: 0, still: 0, away: 0 };
  for (let net = 0; net < 60; net++) {
    const network = squareNetwork(1 + (net % 6), 3 + (net % 4), { readoutGain: net % 5 === 0 ? 1e-300 : 1 });
    const { parameters, batch } = drawStart(network, 3, true, 11, net);
    // Dead from the start: no gradient.
    if (net % 7 === 0) parameters.fill(-1);
    const rate = net % 11 === 0 ? 1e6 : 0.1;
    const mine = batchNet(network, batch, 'mean');
    const plain = plainBatchNet(batchJob(network, batch, 'mean'), 3);
    const [gradient, moved] = [new Float64Array(plain.size), parameters.slice()];
    const start = plain.lossAndGradient(parameters, gradient);
    // The loss after seven steps, to the last bit: another one a little smaller is not met then.
    for (let t = 0; t < 7; t++) {
      plain.lossAndGradient(moved, gradient);
      for (let i = 0; i < moved.length; i++) moved[i]! -= rate * gradient[i]!;
    }
    const met = plain.lossAndGradient(moved, gradient);
    for (const goal of [met, met * (1 - 2 ** -52), 0.9 * start, -1]) {
      const found = mine.descend!(parameters, rate, goal, 300);
      expect(found).toBe(stepsOf(plain, parameters, rate, goal, 300));
      if (found < Infinity) seen.escaped += 1;
      else if (net % 7 === 0) seen.still += 1;
      else seen[rate > 1 ? 'away' : 'capped'] += 1;
    }
  }
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(5);
});
