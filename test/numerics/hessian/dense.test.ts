/** The dense Hessian against hyper-dual numbers, second differences and what holds for every net. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { derivatives, lossDerivatives } from '../../../numerics/hessian/dense.js';
import { hessianSamples } from '../../../numerics/hessian/norm.js';
import { type Scaled, shift } from '../../../numerics/hessian/scaled.js';
import { forwardSample } from '../../../numerics/network/forward.js';
import { gradientNorms } from '../../../numerics/network/gradient.js';
import { layeredNetwork, squareNetwork } from '../../../numerics/network/network.js';
import { activations, derivativesOf, hyperDual, inits, matricesOf, places, readoutRow } from './reference.js';

const plain = ({ values, bits }: Scaled<Float64Array>): number[] => [...values].map((x) => shift(x, bits));

/** Entries agree to 1e-12 of the largest. */
function expectClose(found: readonly number[], truth: readonly number[]): void {
  expect(found).toHaveLength(truth.length);
  const size = truth.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  truth.forEach((x, i) => {
    expect(Math.abs(found[i]! - x)).toBeLessThanOrEqual(1e-12 * size);
  });
}

test('agrees with hyper-dual numbers for every init, activation, readout and input, whatever the widths', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 5 }),
      fc.constantFrom(...inits),
      fc.constantFrom(...activations),
      fc.constantFrom('random' as const, 'fixed' as const, 'none' as const),
      fc.constantFrom('dense' as const, 'sparse' as const),
      fc.constantFrom(1, 0.3),
      fc.nat({ max: 1000 }),
      fc.constantFrom(0, 1, -0.7),
      (widths, init, activation, readout, input, readoutGain, net, y) => {
        const network = layeredNetwork(widths, { init, activation, readout, input, readoutGain });
        const truth = derivativesOf(network, 5, net);
        const found = derivatives(network, 5, net);
        const scale = Math.max(...truth.gradient.map(Math.abs));
        const output = shift(found.output.values, found.output.bits);
        expect(Math.abs(output - truth.value)).toBeLessThanOrEqual(1e-12 * Math.max(Math.abs(output), scale));
        expect(found.alive).toBe(forwardSample(network, 5, net) !== -Infinity);
        expectClose(plain(found.gradient), truth.gradient);
        expectClose(plain(found.hessian), truth.hessian.flat());
        const loss = lossDerivatives(found, y);
        expect(shift(loss.residual.values, loss.residual.bits)).toBeCloseTo(truth.value - y, 12);
        expectClose(
          plain(loss.gradient),
          truth.gradient.map((x) => (truth.value - y) * x),
        );
        expectClose(
          plain(loss.hessian),
          truth.hessian.flatMap((row, i) =>
            row.map((x, j) => truth.gradient[i]! * truth.gradient[j]! + (truth.value - y) * x),
          ),
        );
      },
    ),
    { seed: 11, numRuns: 150 },
  );
});

/** F is linear in each weight: mixed second differences with the same masks are exact but for rounding, whatever the step. */
test('agrees with second differences of F where no mask changes', () => {
  let compared = 0;
  for (let net = 0; net < 6; net++) {
    const network = squareNetwork(3, 4);
    const matrices = matricesOf(network, 9, net);
    const readout = readoutRow(network, 9, net);
    const all = places(network);
    const found = derivatives(network, 9, net);
    const hessian = plain(found.hessian);
    const step = 1e-4;
    const at = (moves: readonly (readonly [number, number])[]) => {
      const moved = matrices.map((rows) => rows.map((row) => [...row]));
      for (const [place, by] of moves)
        moved[all[place]!.layer - 1]![all[place]!.row]![all[place]!.column]! += by;
      return hyperDual(moved, readout, 0, 'dense')[0];
    };
    for (let p = 0; p < all.length; p += 1) {
      for (let q = p + 1; q < all.length; q += 3) {
        const mixed =
          at([
            [p, step],
            [q, step],
          ]) -
          at([
            [p, step],
            [q, -step],
          ]) -
          at([
            [p, -step],
            [q, step],
          ]) +
          at([
            [p, -step],
            [q, -step],
          ]);
        expect(Math.abs(mixed / (4 * step ** 2) - hessian[p * all.length + q]!)).toBeLessThan(1e-6);
        if (hessian[p * all.length + q] !== 0) compared += 1;
      }
    }
  }
  expect(compared).toBeGreaterThan(100);
});

describe('what holds for every net', () => {
  test.each([
    ['relu, square', squareNetwork(6, 8)],
    [
      'leaky relu, widths',
      layeredNetwork([3, 9, 2, 7, 5], { activation: { kind: 'leaky-relu', slope: 0.1 } }),
    ],
    [
      'linear, orthogonal',
      squareNetwork(5, 6, { activation: { kind: 'linear' }, init: { name: 'orthogonal' } }),
    ],
    ['relu, Rademacher, sparse', squareNetwork(3, 9, { init: { name: 'rademacher' }, input: 'sparse' })],
  ])('%s: hollow, symmetric, norms as without the matrix, trace of the loss |grad F|^2', (_name, network) => {
    let seen = 0;
    for (let net = 0; net < 5; net++) {
      const found = derivatives(network, 1, net);
      const n = found.parameters;
      const layers = places(network).map(({ layer }) => layer);
      const h = found.hessian.values;
      let norm2 = 0;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          norm2 += h[i * n + j]! ** 2;
          if (layers[i] === layers[j]) expect(h[i * n + j]).toBe(0);
          if (h[i * n + j] !== h[j * n + i]) throw new Error('not symmetric');
        }
      }
      const out = new Float64Array(1);
      hessianSamples(network, 1, net, 1, out, new Uint8Array(1));
      if (norm2 === 0) {
        expect(out[0]).toBe(-Infinity);
        continue;
      }
      seen += 1;
      expect(Math.abs(Math.log(norm2) + 2 * found.hessian.bits * Math.LN2 - out[0]!)).toBeLessThan(1e-11);
      const gradient2 = found.gradient.values.reduce((sum, x) => sum + x * x, 0);
      const byLayer = [...gradientNorms(network, 1, net)]
        .slice(1)
        .reduce((sum, log) => sum + Math.exp(log), 0);
      expect(gradient2 / byLayer).toBeCloseTo(1, 11);
      const loss = lossDerivatives(found, 1);
      let trace = 0;
      for (let i = 0; i < n; i++) trace += loss.hessian.values[i * n + i]!;
      expect(trace / gradient2).toBeCloseTo(1, 11);
    }
    expect(seen).toBeGreaterThan(1);
  });
});

/** Width 1, linear: the entry (k,l) is F/(w_k w_l);. */
test.each([1e-5, 1e5])('deep chains neither underflow nor overflow: gain %f', (gain) => {
  const depth = 600;
  const network = squareNetwork(depth, 1, {
    activation: { kind: 'linear' },
    init: { name: 'uniform', gain },
    readout: 'none',
  });
  const w = matricesOf(network, 3, 0).map((rows) => rows[0]![0]!);
  const logF = w.reduce((sum, x) => sum + Math.log(Math.abs(x)), 0);
  const negative = w.filter((x) => x < 0).length % 2 === 1;
  expect(Math.abs(logF)).toBeGreaterThan(2000);
  const found = derivatives(network, 3, 0);
  const logOf = (x: number, bits: number) => Math.log(Math.abs(x)) + bits * Math.LN2;
  expect(logOf(found.output.values, found.output.bits)).toBeCloseTo(logF, 8);
  for (const y of [0, 2]) {
    const loss = lossDerivatives(found, y);
    for (const [k, l] of [
      [0, 1],
      [0, depth - 1],
      [77, 432],
    ] as const) {
      const entry = found.hessian.values[k * depth + l]!;
      const logEntry = logF - Math.log(Math.abs(w[k]!)) - Math.log(Math.abs(w[l]!));
      expect(logOf(entry, found.hessian.bits)).toBeCloseTo(logEntry, 8);
      expect(entry < 0).toBe(negative !== w[k]! * w[l]! < 0);
      // y = 0 or F huge: 2F F/(w_k w_l); F tiny: -y F/(w_k w_l).
      const expected = y === 0 || gain > 1 ? logEntry + logF + Math.LN2 : logEntry + Math.LN2;
      expect(logOf(loss.hessian.values[k * depth + l]!, loss.hessian.bits)).toBeCloseTo(expected, 7);
    }
  }
});

test('too many parameters, bad targets and bad nets are refused; dead nets and one layer give zeros', () => {
  expect(() => derivatives(squareNetwork(2, 40), 1, 0)).toThrow(/at most 3000 parameters; this net has 3200/);
  expect(() => derivatives(squareNetwork(2, 2), -1, 0)).toThrow(RangeError);
  const one = derivatives(squareNetwork(1, 3), 1, 0);
  expect(one.hessian.values.every((x) => x === 0)).toBe(true);
  for (const y of [Number.NaN, Infinity]) expect(() => lossDerivatives(one, y)).toThrow(RangeError);
  const network = squareNetwork(8, 1);
  const dead = [0, 1, 2, 3, 4].find((net) => forwardSample(network, 1, net) === -Infinity)!;
  const loss = lossDerivatives(derivatives(network, 1, dead), 1);
  expect(loss.hessian.values.every((x) => x === 0)).toBe(true);
  expect(loss.residual).toEqual({ values: -1, bits: 0 });
});
