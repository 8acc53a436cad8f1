/**
 * The kernel of double precision and plain TypeScript give the same nets to the last bit. That plain TypeScript draws the right ones is shown in ../network; nothing
 * here is random but the choice of nets, each of which must agree.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doubleKernel, netsOf } from '../../../numerics/kernel/default.js';
import { loadDoubleKernel } from '../../../numerics/kernel/double-kernel.js';
import { kernelNets } from '../../../numerics/kernel/nets.js';
import { emptyRecord } from '../../../numerics/network/forward-pass.js';
import { type Nets, plainNets } from '../../../numerics/network/nets.js';
import {
  type Activation,
  type Init,
  layeredNetwork,
  type Network,
  type NetworkSettings,
  squareNetwork,
} from '../../../numerics/network/network.js';

const kernel = doubleKernel()!;

/** All that can be asked of some nets. */
function everything(nets: Nets, network: Network, first: number, count: number) {
  const { widths } = network;
  const depth = widths.length - 1;
  const logs = new Float64Array(count);
  nets.forwardSamples(first, count, logs);
  const numbers: (readonly [string, Float64Array | Uint8Array])[] = [['logs', logs]];
  for (const layer of new Set([1, Math.ceil(depth / 2), depth])) {
    const [out, alive] = [new Float64Array(count), new Uint8Array(count)];
    nets.gradientSamples(layer, first, count, out, alive);
    numbers.push([`gradients of layer ${layer}`, out], ['alive', alive]);
  }
  for (let i = 0; i < Math.min(count, 3); i++) {
    const record = emptyRecord(network);
    const logDeltas = new Float64Array(depth + 1);
    expect(nets.forward(first + i, record)).toBe(logs[i]);
    nets.backward(first + i, record, 1, logDeltas);
    numbers.push(['norms', record.logNorms], ['masks', record.masks], ['deltas', logDeltas]);
  }
  const layer = Math.min(2, depth);
  const units = Int32Array.from({ length: widths[layer - 1]! }, (_, j) => j).filter((j) => j % 3 !== 1);
  const columns = new Float64Array(units.length * widths[layer]!);
  nets.weights.columns(first, layer, units, units.length, columns);
  numbers.push(['columns', columns]);
  return { logs, numbers };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float64Array | Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength);

/** Returns log forwardNorm2. */
function expectSame(network: Network, seed: number, first: number, count: number): Float64Array {
  const mine = everything(kernelNets(kernel, network, seed)!, network, first, count);
  const plain = everything(plainNets(network, seed), network, first, count);
  plain.numbers.forEach(([name, truth], i) => {
    const same = bytesOf(mine.numbers[i]![1]).equals(bytesOf(truth));
    // The slow comparison is for the message.
    if (!same) expect(mine.numbers[i]![1], name).toEqual(truth);
    expect(same, name).toBe(true);
  });
  return mine.logs;
}

const inits: readonly Init[] = [
  { name: 'he-normal' },
  { name: 'he-uniform' },
  { name: 'pytorch' },
  { name: 'rademacher' },
  { name: 'normal', gain: 1e300 },
  { name: 'normal', gain: 1e-300 },
  { name: 'uniform', gain: 1e-300 },
];
const leaky = (slope: number): Activation => ({ kind: 'leaky-relu', slope });
const activations = [{ kind: 'relu' }, { kind: 'linear' }, leaky(0.2), leaky(-0.5), leaky(0)] as const;
const settings = fc.record<NetworkSettings>({
  init: fc.constantFrom(...inits),
  activation: fc.constantFrom(...activations),
  input: fc.constantFrom('dense', 'sparse'),
  readout: fc.constantFrom('random', 'fixed', 'none'),
  readoutGain: fc.constantFrom(1, 1e-300, 7),
});
const seeds = fc.constantFrom(0, 17, 2 ** 32 + 5, 2 ** 53 - 1);
const firsts = fc.constantFrom(0, 2 ** 32 - 3, 2 ** 53 - 20);

describe('the same bits', () => {
  test('narrow nets', () => {
    const widths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(widths, settings, seeds, firsts, (widths, settings, seed, first) => {
        expectSame(layeredNetwork(widths, settings), seed, first, 8);
      }),
      { seed: 21, numRuns: 600 },
    );
  });
  test('wider ones', () => {
    const widths = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(widths, settings, seeds, firsts, (widths, settings, seed, first) => {
        expectSame(layeredNetwork(widths, settings), seed, first, 2);
      }),
      { seed: 22, numRuns: 100 },
    );
  });
  const steep: readonly (readonly [Init, number])[] = [
    [{ name: 'he-normal' }, 1e100],
    [{ name: 'he-normal' }, -1e-100],
    [{ name: 'pytorch' }, 1e-100],
    [{ name: 'uniform', gain: 1e300 }, -1e100],
  ];
  test.each(steep)('%j behind slope %d, beyond the range of doubles', (init, slope) => {
    for (const width of [1, 2, 5]) {
      const network = squareNetwork(30, width, { init, activation: leaky(slope) });
      const logs = expectSame(network, 3, 100, 20);
      if (width === 1) expect(logs.some((log) => Math.abs(log) > 1500)).toBe(true);
    }
  });
  test.each(inits)('%j, relu nets whose activations leave 2^200 with zeros among them', (init) => {
    // Some 1.3 bits a layer.
    expectSame(squareNetwork(250, 13, { init }), 4, 0, 10);
  });
  test('more late draws in a layer than the queue holds', () => {
    // 1500^2 draws, of which 4 in 1000 are late: twice the queue's 4096.
    expectSame(layeredNetwork([1500, 1500, 1500], { activation: { kind: 'linear' } }), 3, 8, 1);
    // Of columns as long as these eight are drawn at once.
    expectSame(layeredNetwork([12, 200_000]), 3, 8, 1);
  });
  test('deep nets, of which most die on the way', () => {
    for (const init of inits) {
      const logs = expectSame(squareNetwork(20, 4, { init }), 5, 0, 200);
      const dead = logs.filter((log) => log === -Infinity).length;
      expect(dead).toBeGreaterThan(100);
      expect(dead).toBeLessThan(200);
    }
  });
});

describe('ties of weights ±1', () => {
  // Sums leave 2^53 behind in all of them, or are never integers.
  const cases: readonly (readonly [number, number, NetworkSettings])[] = [
    [150, 4, {}],
    [100, 6, { activation: { kind: 'linear' } }],
    [60, 3, { activation: leaky(0.2) }],
    [40, 2, { activation: leaky(2 / 3) }],
    [40, 9, { activation: leaky(-1), input: 'sparse' }],
    [30, 2, { activation: leaky(-1 / 7) }],
    [20, 3, { activation: leaky(-2 / 5), readout: 'fixed' }],
    [64, 40, {}],
    [30, 130, { readout: 'none' }],
  ];
  test.each(cases)('depth %i, width %i, %j', (depth, width, more) => {
    const network = squareNetwork(depth, width, { init: { name: 'rademacher' }, ...more });
    expectSame(network, 2 ** 40 + 1, 12, width < 10 ? 400 : 40);
  });
  test('slopes behind which they cannot be told are refused', () => {
    const network = squareNetwork(3, 3, { init: { name: 'rademacher' }, activation: leaky(Math.SQRT1_2) });
    const draw = (nets: Nets) => {
      const out = new Float64Array(1);
      nets.forwardSamples(0, 1, out);
      return out[0];
    };
    const others = kernelNets(kernel, squareNetwork(5, 10), 9)!;
    const log = draw(others);
    expect(() => draw(kernelNets(kernel, network, 1)!)).toThrow(RangeError);
    expect(() => draw(plainNets(network, 1))).toThrow(RangeError);
    // Nor do they leave the memory of other nets laid out for themselves.
    expect(draw(others)).toBe(log);
  });
});

test('nets do not depend on how many are run at once, nor on what runs in between', () => {
  const network = squareNetwork(5, 10);
  const other = kernelNets(kernel, layeredNetwork([300, 300], { init: { name: 'he-uniform' } }), 1)!;
  const nets = kernelNets(kernel, network, 9)!;
  const whole = new Float64Array(700);
  nets.forwardSamples(1000, 700, whole);
  const [gradients, alive] = [new Float64Array(700), new Uint8Array(700)];
  nets.gradientSamples(2, 1000, 700, gradients, alive);
  for (const parts of [
    [1, 255, 256, 188],
    [99, 100, 101, 400],
  ]) {
    let done = 0;
    for (const part of parts) {
      other.forwardSamples(0, 1, new Float64Array(1));
      const some = new Float64Array(part);
      nets.forwardSamples(1000 + done, part, some);
      expect(some).toEqual(whole.slice(done, done + part));
      nets.gradientSamples(2, 1000 + done, part, some, new Uint8Array(part));
      expect(some).toEqual(gradients.slice(done, done + part));
      done += part;
    }
  }
  expect(new Set(whole).size).toBeGreaterThan(600);
  // Backwards, after other nets have used the memory.
  const record = emptyRecord(network);
  const [before, after] = [new Float64Array(6), new Float64Array(6)];
  nets.forward(7, record);
  nets.backward(7, record, 1, before);
  for (const disturb of [
    () => other.forwardSamples(0, 1, new Float64Array(1)),
    () => nets.forwardSamples(3, 2, new Float64Array(2)),
    () => nets.weights.columns(5, 2, Int32Array.of(1, 2), 2, new Float64Array(20)),
  ]) {
    disturb();
    nets.backward(7, record, 1, after);
    expect(after).toEqual(before);
  }
});

test('the kernel is taken where there is WebAssembly with SIMD, and for all but orthogonal weights', () => {
  const old = {
    validate: () => false,
    Module: class {},
    Instance: class {
      readonly exports = {};
    },
  };
  for (const api of [undefined, old]) expect(loadDoubleKernel(api)).toBeUndefined();
  expect(kernelNets(kernel, squareNetwork(2, 2, { init: { name: 'orthogonal' } }), 1)).toBeUndefined();
  // Nothing but the kernel counts the jobs that it has seen.
  let runs = 0;
  const spy: typeof kernel = Object.create(kernel, {
    reserve: { value: () => true },
    forward: {
      value: () => {
        runs += 1;
      },
    },
  });
  netsOf(squareNetwork(2, 2), 1, spy).forwardSamples(0, 1, new Float64Array(1));
  expect(runs).toBe(1);
  expect(() => netsOf(squareNetwork(2, 2), -1)).toThrow(RangeError);
});
