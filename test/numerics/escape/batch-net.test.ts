/** Loss and gradient of a batch against a net written plainly, differences, and nets whose derivatives are known. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchNet, type SquaredLoss } from '../../../numerics/escape/batch-net.js';
import { offsetsOf } from '../../../numerics/escape/offsets.js';
import { drawStart } from '../../../numerics/escape/start.js';
import {
  type Activation,
  layeredNetwork,
  type Network,
  squareNetwork,
} from '../../../numerics/network/network.js';
import { weightSource } from '../../../numerics/random/source.js';
import { matrix } from '../network/reference.js';

const slopeIn = (activation: Activation) =>
  activation.kind === 'linear' ? 1 : activation.kind === 'relu' ? 0 : activation.slope;

/** sum (F - y)^2, and the least |z| met: how far the nearest kink is. */
function plainSum(
  network: Network,
  parameters: readonly number[],
  inputs: readonly (readonly number[])[],
  targets: readonly number[],
): { sum: number; kink: number } {
  const slope = slopeIn(network.activation);
  let kink = Infinity;
  let sum = 0;
  inputs.forEach((x, s) => {
    let a = [...x];
    let at = 0;
    for (const width of network.widths.slice(1)) {
      const z = Array.from({ length: width }, (_, i) =>
        a.reduce((total, entry, j) => total + parameters[at + i * a.length + j]! * entry, 0),
      );
      at += width * a.length;
      for (const value of z) kink = Math.min(kink, Math.abs(value));
      a = z.map((value) => (value > 0 ? value : slope * value));
    }
    const output = a.reduce((total, entry, i) => total + parameters[at + i]! * entry, 0);
    sum += (output - targets[s]!) ** 2;
  });
  return { sum, kink };
}

const factors: readonly (readonly [SquaredLoss, (inputs: number) => number])[] = [
  ['mean', (n) => 1 / n],
  ['half-mean', (n) => 1 / (2 * n)],
  ['half-sum', () => 1 / 2],
];

const activations: readonly Activation[] = [
  { kind: 'relu' },
  { kind: 'linear' },
  { kind: 'leaky-relu', slope: 0.2 },
  { kind: 'leaky-relu', slope: -0.7 },
];

test('loss and gradient agree with a plain net and its central differences', () => {
  let compared = 0;
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 5 }),
      fc.constantFrom(...activations),
      fc.constantFrom(...factors),
      fc.integer({ min: 1, max: 9 }),
      fc.nat({ max: 1000 }),
      (widths, activation, [loss, factorOf], count, net) => {
        const network = layeredNetwork(widths, { activation });
        const { parameters, batch } = drawStart(network, count, net % 2 === 0, 17, net);
        const inputs = Array.from({ length: count }, (_, s) => [
          ...batch.inputs.subarray(s * widths[0]!, (s + 1) * widths[0]!),
        ]);
        const targets = [...batch.targets];
        const truth = (w: readonly number[]) => factorOf(count) * plainSum(network, w, inputs, targets).sum;
        const tested = batchNet(network, batch, loss);
        expect(tested.size).toBe(parameters.length);
        const gradient = new Float64Array(tested.size).fill(Number.NaN);
        const value = tested.lossAndGradient(parameters, gradient);
        expect(Math.abs(value - truth([...parameters]))).toBeLessThan(1e-12 * (1 + value));
        expect(tested.loss(parameters)).toBe(value);
        // Differences are of no use across a kink.
        if (activation.kind !== 'linear' && plainSum(network, [...parameters], inputs, targets).kink < 1e-4)
          return;
        const step = 1e-6;
        parameters.forEach((_, k) => {
          const at = (shift: number) => truth([...parameters].map((w, i) => (i === k ? w + shift : w)));
          const difference = (at(step) - at(-step)) / (2 * step);
          expect(Math.abs(gradient[k]! - difference)).toBeLessThan(1e-7 * (1 + value) * 10);
          compared += 1;
        });
      },
    ),
    { seed: 5, numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(3000);
});

test('a chain: the derivative by each weight is 2 (F - y) F / w', () => {
  const weights = [0.5, -2, 1.5, 0.25];
  const network = squareNetwork(3, 1, { activation: { kind: 'linear' } });
  const tested = batchNet(network, { inputs: Float64Array.of(4), targets: Float64Array.of(1) }, 'mean');
  const gradient = new Float64Array(4);
  // F = -0.375 * 4 = -1.5.
  expect(tested.lossAndGradient(Float64Array.from(weights), gradient)).toBe(6.25);
  weights.forEach((w, i) => {
    expect(gradient[i]).toBeCloseTo((2 * -2.5 * -1.5) / w, 13);
  });
});

test('a unit whose z is 0 still hands its gradient on where phi is linear', () => {
  // F = b w x at w = 0: dloss/dw = 2 (0 - y) b x.
  const network = squareNetwork(1, 1, { activation: { kind: 'linear' } });
  const tested = batchNet(network, { inputs: Float64Array.of(3), targets: Float64Array.of(5) }, 'mean');
  const gradient = new Float64Array(2);
  tested.lossAndGradient(Float64Array.of(0, 7), gradient);
  expect([...gradient]).toEqual([2 * -5 * 7 * 3, 0]);
  expect(tested.dead()).toBe(true);
});

test('a run that has left the doubles shows it', () => {
  for (const activation of activations) {
    const network = squareNetwork(2, 2, { activation });
    const tested = batchNet(network, { inputs: Float64Array.of(1, 1), targets: Float64Array.of(1) }, 'mean');
    const parameters = new Float64Array(tested.size).fill(1);
    parameters[0] = Number.NaN;
    expect(tested.loss(parameters)).toBeNaN();
  }
});

describe('the start', () => {
  test('has the columns of weightSource, scaled, then the readout; inputs and targets beyond layer L + 1', () => {
    const network = layeredNetwork([3, 2, 4], { init: { name: 'he-uniform' }, readoutGain: 3 });
    const { parameters, batch } = drawStart(network, 5, true, 8, 6);
    const offsets = offsetsOf(network);
    expect(offsets).toEqual([0, 6, 14]);
    [1, 2].forEach((layer) => {
      const [rows, columns] = [network.widths[layer]!, network.widths[layer - 1]!];
      const truth = matrix(8, 'uniform', 6, layer, rows, columns).flat();
      truth.forEach((w, k) => {
        expect(parameters[offsets[layer - 1]! + k]).toBeCloseTo(w * Math.sqrt(2 / columns), 14);
      });
    });
    matrix(8, 'uniform', 6, 3, 1, 4)[0]!.forEach((b, i) => {
      expect(parameters[14 + i]).toBeCloseTo(b * Math.sqrt(3 / 4), 14);
    });
    const source = weightSource(8, 'normal');
    const column = new Float64Array(5);
    for (let s = 0; s < 5; s++) {
      source.column(6, 4, s, column, 3);
      const norm = Math.hypot(column[0]!, column[1]!, column[2]!);
      for (let j = 0; j < 3; j++) expect(batch.inputs[3 * s + j]).toBeCloseTo(column[j]! / norm, 14);
    }
    source.column(6, 5, 0, column, 5);
    expect([...batch.targets]).toEqual([...column]);
  });

  test('does not depend on the number of inputs, and has the forward norms of the same net elsewhere', () => {
    const network = squareNetwork(3, 4, { init: { name: 'orthogonal' }, readout: 'fixed' });
    const [few, many] = [drawStart(network, 2, false, 1, 3), drawStart(network, 6, false, 1, 3)];
    expect(many.parameters).toEqual(few.parameters);
    expect(many.batch.inputs.subarray(0, 8)).toEqual(few.batch.inputs);
    // Orthogonal rows of norm sqrt(gain).
    for (let i = 0; i < 4; i++) {
      const row = many.parameters.subarray(4 * i, 4 * i + 4);
      expect(row.reduce((sum, w) => sum + w * w, 0)).toBeCloseTo(2, 12);
    }
    expect([...many.parameters.subarray(48)]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });
});

test('bad batches are refused', () => {
  const network = squareNetwork(1, 2);
  for (const [inputs, targets] of [
    [0, 0],
    [3, 1],
    [4, 1],
  ] as const) {
    const batch = { inputs: new Float64Array(inputs), targets: new Float64Array(targets) };
    expect(() => batchNet(network, batch, 'mean')).toThrow(RangeError);
  }
  expect(() => drawStart(network, 0, true, 1, 0)).toThrow(RangeError);
});
