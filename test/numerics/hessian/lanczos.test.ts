/** Products against dense matrices, Lanczos against all eigenvalues, quadrature against traces of powers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { derivatives, lossDerivatives } from '../../../numerics/hessian/dense.js';
import { eigenvaluesOf, lambdaMax, lambdaMin } from '../../../numerics/hessian/eigenvalues.js';
import { extremeEigenvalues, spectralDensity } from '../../../numerics/hessian/lanczos.js';
import {
  compressedHessian,
  hessianOperator,
  type SymmetricOperator,
} from '../../../numerics/hessian/operator.js';
import { shift } from '../../../numerics/hessian/scaled.js';
import { hessianEigenvalues } from '../../../numerics/hessian/spectrum.js';
import { forwardSample } from '../../../numerics/network/forward.js';
import { layeredNetwork, squareNetwork } from '../../../numerics/network/network.js';
import { weightSource } from '../../../numerics/random/source.js';
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
  const { min, max } = extremeEigenvalues(operator, { seed: 1, steps: 60 });
  expect(max.value).toBeGreaterThan(0);
  expect(min.value).toBeLessThan(0);
  expect(Number.isFinite(max.value)).toBe(true);
  const full = extremeEigenvalues(hessianOperator(network, 2, 0), { seed: 2, steps: 120 });
  const whole = extremeEigenvalues(operator, { seed: 3, steps: 120 });
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
      const found = extremeEigenvalues(make(network, 1, net, y), { seed: 4 });
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
      const { min, max, bits } = extremeEigenvalues(compressedHessian(network, 1, 1, 1), { seed: 5, steps });
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

  test('nets without curvature: zeros', () => {
    const dead = squareNetwork(8, 1);
    const net = [0, 1, 2, 3].find((each) => forwardSample(dead, 1, each) === -Infinity)!;
    const found = extremeEigenvalues(compressedHessian(dead, 1, net, 1), { seed: 1 });
    expect([found.min.value, found.max.value, found.min.error]).toEqual([0, 0, 0]);
    const one = extremeEigenvalues(hessianOperator(squareNetwork(1, 4), 1, 0), { seed: 1 });
    expect([one.min.value, one.max.value]).toEqual([0, 0]);
  });
});

describe('spectral density', () => {
  /** Quadrature is exact for degrees below 2 steps: z'H z, z'H^2 z, z'H^3 z of each probe. */
  test('moments are those of the probes', () => {
    const network = squareNetwork(3, 10);
    const operator = hessianOperator(network, 1, 2, 1);
    const n = operator.dimension;
    for (const steps of [2, 8]) {
      const { nodes, shares, bits } = spectralDensity(operator, { seed: 3, probes: 4, steps });
      const moments = [0, 0, 0, 0];
      for (let probe = 0; probe < 4; probe++) {
        const z = new Float64Array(n);
        weightSource(3, 'rademacher').column(probe, 0, 0, z, n);
        let image = z.slice();
        for (let power = 0; power < 4; power++) {
          moments[power]! += image.reduce((sum, x, i) => sum + x * z[i]!, 0) / n / 4;
          const next = new Float64Array(n);
          operator.apply(image, next);
          image = next.map((x) => shift(x, operator.bits - bits));
        }
      }
      moments.forEach((moment, power) => {
        const found = nodes.reduce((sum, node, j) => sum + shares[j]! * node ** power, 0);
        expect(found).toBeCloseTo(moment, 10);
      });
    }
  });

  /**
   * With as many steps as there are directions each probe is exact: z'Pz of the projection P on the eigenvectors above the threshold, of rank r = 8.
   * False alarm below 1e-16: for signs z, E e^(t z'Pz) <= (1 - 2t)^(-r/2), so that 400 probes exceed their mean by a half with probability at most that of
   * chi^2 with 3200 degrees, e^(-1600 (1.5 - 1 - log 1.5)); and E e^(-t X) <= e^(-t E X + t^2 E X^2/2), E X^2 <= r^2 + 2r, so that they stay below half of it with
   * at most e^(-400 (4t - 40 t^2)) = e^-40. Power: a count that is wrong by 8 or more is seen with the same odds.
   */
  test('eigenvalues above a threshold are counted', () => {
    const network = squareNetwork(4, 12);
    const operator = compressedHessian(network, 1, 0, 1);
    const all = hessianEigenvalues(network, 1, 0, 1);
    const sorted = [...all.values].map((x) => shift(x, all.bits)).sort((a, b) => b - a);
    const threshold = (sorted[7]! + sorted[8]!) / 2;
    const { nodes, shares, bits } = spectralDensity(operator, {
      seed: 2,
      probes: 400,
      steps: operator.dimension,
    });
    const above = shares.reduce((sum, share, j) => sum + (shift(nodes[j]!, bits) > threshold ? share : 0), 0);
    const n = operator.dimension + operator.zeros;
    expect(Math.abs(above * n - 8)).toBeLessThan(4);
    expect(shares.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 12);
    expect(spectralDensity(operator, { seed: 2, probes: 2 })).toEqual(
      spectralDensity(operator, { seed: 2, probes: 2 }),
    );
  });
});

test('bad settings and too large nets are refused', () => {
  const operator = compressedHessian(squareNetwork(2, 3), 1, 0);
  for (const steps of [0, 1.5, Number.NaN]) {
    expect(() => extremeEigenvalues(operator, { seed: 1, steps })).toThrow(RangeError);
    expect(() => spectralDensity(operator, { seed: 1, steps })).toThrow(RangeError);
    expect(() => spectralDensity(operator, { seed: 1, probes: steps })).toThrow(RangeError);
  }
  expect(() => extremeEigenvalues(operator, { seed: -1 })).toThrow(RangeError);
  expect(() => hessianOperator(squareNetwork(2, 10_000), 1, 0)).toThrow(/at most 67108864 weights/);
  expect(() => hessianOperator(squareNetwork(2, 2), 1, 0, Number.NaN)).toThrow(RangeError);
});
