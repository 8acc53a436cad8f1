/** Products against dense matrices, Lanczos against all eigenvalues. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { derivatives, lossDerivatives } from '../../../numerics/hessian/dense.js';
import { eigenvaluesOf, lambdaMax, lambdaMin } from '../../../numerics/hessian/eigenvalues.js';
import { extremeEigenvalues, hessianExtremes } from '../../../numerics/hessian/lanczos.js';
import {
  compressedHessian,
  hessianOperator,
  type SymmetricOperator,
} from '../../../numerics/hessian/operator.js';
import { shift } from '../../../numerics/hessian/scaled.js';
import { hessianEigenvalues } from '../../../numerics/hessian/spectrum.js';
import { forwardSample } from '../../../numerics/network/forward.js';
import { layeredNetwork, squareNetwork } from '../../../numerics/network/network.js';
import { activations, inits } from './reference.js';

/** The operator as a matrix in units of 2^0, column by column. */
function matrixOf(operator: SymmetricOperator): Float64Array {
  const n = operator.dimension;
  const matrix = new Float64Array(n * n);
  const [unit, out] = [new Float64Array(n), new Float64Array(n)];
  for (let j = 0; j < n; j++) {
    unit[j] = 1;
    operator.apply(unit, out);
    unit[j] = 0;
    for (let i = 0; i < n; i++) matrix[i * n + j] = shift(out[i]!, operator.bits);
  }
  return matrix;
}

const largest = (values: Iterable<number>) => {
  let most = 0;
  for (const x of values) most = Math.max(most, Math.abs(x));
  return most;
};

test('products are those of the dense Hessian, for every init, activation, readout and input', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 5 }),
      fc.constantFrom(...inits, { name: 'rademacher' } as const, { name: 'normal', gain: 1e30 } as const),
      fc.constantFrom(...activations),
      fc.constantFrom('random' as const, 'fixed' as const, 'none' as const),
      fc.constantFrom('dense' as const, 'sparse' as const),
      fc.nat({ max: 1000 }),
      fc.constantFrom(undefined, 0, 1),
      (widths, init, activation, readout, input, net, y) => {
        const network = layeredNetwork(widths, { init, activation, readout, input });
        const whole = derivatives(network, 5, net);
        const { values, bits } = y === undefined ? whole.hessian : lossDerivatives(whole, y).hessian;
        const truth = values.map((x) => shift(x, bits));
        const size = largest(truth);
        const operator = hessianOperator(network, 5, net, y);
        const found = matrixOf(operator);
        expect(found).toHaveLength(truth.length);
        found.forEach((x, i) => {
          expect(Math.abs(x - truth[i]!)).toBeLessThanOrEqual(1e-12 * size);
        });
        // The compressed one has the same eigenvalues, but for zeros.
        const compressed = compressedHessian(network, 5, net, y);
        const filled = (values: Iterable<number>, zeros: number) =>
          [...values, ...new Array<number>(Math.max(0, zeros)).fill(0)].sort((a, b) => b ** 2 - a ** 2);
        const dense = eigenvaluesOf({ values: truth, bits: 0 });
        const small = eigenvaluesOf({ values: matrixOf(compressed), bits: 0 });
        const [few, all] = [filled(small.values, 1000), filled(dense.values, 1000)].map((each) =>
          each.slice(0, 120).sort((a, b) => a - b),
        ) as [number[], number[]];
        few.forEach((x, i) => {
          expect(Math.abs(shift(x, small.bits) - shift(all[i]!, dense.bits))).toBeLessThanOrEqual(
            1e-11 * size * truth.length ** 0.5,
          );
        });
      },
    ),
    { seed: 13, numRuns: 150 },
  );
});

test.each([1e-6, 1e6])('deep nets neither underflow nor overflow: 300 layers of width 6, gain %f', (gain) => {
  const network = squareNetwork(300, 6, {
    activation: { kind: 'leaky-relu', slope: 0.3 },
    init: { name: 'normal', gain },
  });
  const operator = compressedHessian(network, 2, 0);
  expect(Math.abs(operator.bits)).toBeGreaterThan(1000);
  const { min, max } = extremeEigenvalues(operator, 1, { steps: 60 });
  expect(max.value).toBeGreaterThan(0);
  expect(min.value).toBeLessThan(0);
  expect(Number.isFinite(max.value)).toBe(true);
  const full = extremeEigenvalues(hessianOperator(network, 2, 0), 2, { steps: 120 });
  const whole = extremeEigenvalues(operator, 3, { steps: 120 });
  const log = (value: number, bits: number) => Math.log(Math.abs(value)) + bits * Math.LN2;
  expect(log(full.max.value, full.bits)).toBeCloseTo(log(whole.max.value, whole.bits), 8);
  expect(log(full.min.value, full.bits)).toBeCloseTo(log(whole.min.value, whole.bits), 8);
});

describe('Lanczos', () => {
  test.each([
    ['relu', squareNetwork(6, 16), 1],
    ['relu, F', squareNetwork(4, 20), undefined],
    ['linear', squareNetwork(3, 14, { activation: { kind: 'linear' } }), 0],
    [
      'widths, leaky',
      layeredNetwork([5, 20, 3, 17, 9], { activation: { kind: 'leaky-relu', slope: 0.2 } }),
      2,
    ],
  ] as const)('extreme eigenvalues of a %s net are those of the whole spectrum', (_name, network, y) => {
    let net = 0;
    while (forwardSample(network, 1, net) === -Infinity) net += 1;
    const all = hessianEigenvalues(network, 1, net, y);
    const scale = Math.max(lambdaMax(all), -lambdaMin(all));
    for (const make of [compressedHessian, hessianOperator]) {
      const found = extremeEigenvalues(make(network, 1, net, y), 4);
      const min = shift(found.min.value, found.bits - all.bits);
      const max = shift(found.max.value, found.bits - all.bits);
      expect(Math.abs(min - lambdaMin(all))).toBeLessThanOrEqual(
        shift(found.min.error, found.bits - all.bits) + all.error + 1e-13 * scale,
      );
      expect(Math.abs(max - lambdaMax(all))).toBeLessThanOrEqual(
        shift(found.max.error, found.bits - all.bits) + all.error + 1e-13 * scale,
      );
      expect(shift(found.max.error, found.bits - all.bits)).toBeLessThan(1e-9 * scale);
    }
  });

  /** With few steps errors are large, and still there is an eigenvalue within. */
  test('residual bounds hold before convergence', () => {
    const network = squareNetwork(5, 12);
    const all = hessianEigenvalues(network, 1, 1, 1);
    const values = [...all.values, 0].map((x) => shift(x, all.bits));
    let rough = 0;
    for (let steps = 1; steps <= 30; steps++) {
      const { min, max, bits } = extremeEigenvalues(compressedHessian(network, 1, 1, 1), 5, { steps });
      for (const { value, error } of [min, max]) {
        const nearest = Math.min(...values.map((x) => Math.abs(x - shift(value, bits))));
        expect(nearest).toBeLessThanOrEqual(shift(error, bits) + 1e-12);
        if (nearest > 1e-3) rough += 1;
      }
      expect(shift(min.value, bits)).toBeGreaterThanOrEqual(Math.min(...values) - 1e-12);
      expect(shift(max.value, bits)).toBeLessThanOrEqual(Math.max(...values) + 1e-12);
    }
    expect(rough).toBeGreaterThan(3);
  });

  /** Near its minimum a chain's Hessian can be positive definite; the compressed one has a zero for every layer, which must not pass for the least. */
  test('zeros that the Hessian does not have are not found', () => {
    const chain = squareNetwork(6, 1, { activation: { kind: 'linear' } });
    let definite = 0;
    for (let net = 0; net < 40; net++) {
      const y = net % 2 === 0 ? 1e-3 : -1e-3;
      const all = hessianEigenvalues(chain, 3, net, y);
      expect(all.zeros).toBe(0);
      const { min, max, bits } = hessianExtremes(chain, 3, net, y);
      expect([all.bits, bits]).toEqual([0, 0]);
      const scale = Math.max(lambdaMax(all), -lambdaMin(all));
      expect(Math.abs(min.value - lambdaMin(all))).toBeLessThanOrEqual(min.error + all.error + 1e-14 * scale);
      expect(Math.abs(max.value - lambdaMax(all))).toBeLessThanOrEqual(max.error + all.error + 1e-14 * scale);
      if (lambdaMin(all) > 1e-6 * scale) definite += 1;
    }
    expect(definite).toBeGreaterThan(0);
  });

  /** Hessians of sizes far from 1 beside what they are scaled by: a target's part, which is 0 for one layer, or a slope's. */
  test.each([
    ['a far target, one layer', layeredNetwork([1, 2]), 1e300],
    [
      'a far target, one layer, leaky',
      layeredNetwork([6, 4], { activation: { kind: 'leaky-relu', slope: 0.25 } }),
      -1e200,
    ],
    ['a small slope', layeredNetwork([9, 3], { activation: { kind: 'leaky-relu', slope: 1e-100 } }), 1e300],
    ['a large gain', layeredNetwork([2, 1], { init: { name: 'normal', gain: 1e100 } }), -1e10],
    [
      'a large slope',
      layeredNetwork([4, 6, 5], { activation: { kind: 'leaky-relu', slope: 1e100 } }),
      undefined,
    ],
  ] as const)('nothing is lost to the range of doubles: %s', (_name, network, y) => {
    let alive = 0;
    for (let net = 0; net < 60; net++) {
      const all = hessianEigenvalues(network, 1, net, y);
      const { min, max, bits } = hessianExtremes(network, 1, net, y);
      const scale = Math.max(lambdaMax(all), -lambdaMin(all));
      for (const [{ value, error }, truth] of [
        [min, lambdaMin(all)],
        [max, lambdaMax(all)],
      ] as const) {
        const off = Math.abs(shift(value, bits - all.bits) - truth);
        expect(off).toBeLessThanOrEqual(shift(error, bits - all.bits) + all.error + 1e-13 * scale);
        expect(shift(error, bits - all.bits)).toBeLessThanOrEqual(1e-9 * scale);
      }
      if (scale > 0) alive += 1;
    }
    expect(alive).toBeGreaterThan(20);
  });

  test('nets without curvature: zeros', () => {
    const dead = squareNetwork(8, 1);
    const net = [0, 1, 2, 3].find((each) => forwardSample(dead, 1, each) === -Infinity)!;
    const found = extremeEigenvalues(compressedHessian(dead, 1, net, 1), 1);
    expect([found.min.value, found.max.value, found.min.error]).toEqual([0, 0, 0]);
    const one = extremeEigenvalues(hessianOperator(squareNetwork(1, 4), 1, 0), 1);
    expect([one.min.value, one.max.value]).toEqual([0, 0]);
  });
});

test('bad settings and too large nets are refused', () => {
  const operator = compressedHessian(squareNetwork(2, 3), 1, 0);
  for (const steps of [0, 1.5, Number.NaN]) {
    expect(() => extremeEigenvalues(operator, 1, { steps })).toThrow(RangeError);
  }
  expect(() => extremeEigenvalues(operator, -1)).toThrow(RangeError);
  for (const entry of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const beyond = { ...operator, apply: (_vector: Float64Array, out: Float64Array) => void out.fill(entry) };
    expect(() => extremeEigenvalues(beyond, 1)).toThrow(/leave the range of doubles/);
  }
  expect(() => hessianOperator(squareNetwork(2, 10_000), 1, 0)).toThrow(/at most 67108864 weights/);
  expect(() => hessianOperator(squareNetwork(2, 2), 1, 0, Number.NaN)).toThrow(RangeError);
});
