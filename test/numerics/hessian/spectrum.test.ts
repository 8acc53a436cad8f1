/** Eigenvalues: matrices with known spectra, error bounds that hold, the reduced matrix against the whole one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { derivatives, lossDerivatives } from '../../../numerics/hessian/dense.js';
import { eigenvaluesOf, lambdaMax, lambdaMin, logSize } from '../../../numerics/hessian/eigenvalues.js';
import { hessianSamples } from '../../../numerics/hessian/norm.js';
import { reducedDerivatives } from '../../../numerics/hessian/reduced.js';
import { hessianEigenvalues } from '../../../numerics/hessian/spectrum.js';
import { forwardSample } from '../../../numerics/network/forward.js';
import { layeredNetwork, squareNetwork } from '../../../numerics/network/network.js';
import { activations, inits } from './reference.js';

/** Path graphs: 2 cos(pi k/(n+1)), k = 1..n. */
test.each([1, 2, 7, 60])('the path of %i vertices between rows of zeros, at any scale', (n) => {
  for (const bits of [0, -900, 5000]) {
    for (const scale of [1, 2 ** -600, 2 ** 600]) {
      const order = 2 * n + 1;
      const matrix = new Float64Array(order ** 2);
      for (let i = 1; i < n; i++) {
        matrix[(2 * i - 1) * order + 2 * i + 1] = scale;
        matrix[(2 * i + 1) * order + 2 * i - 1] = scale;
      }
      const found = eigenvaluesOf({ values: matrix, bits });
      if (n === 1) {
        expect(found).toMatchObject({ zeros: 3, error: 0 });
        continue;
      }
      expect(found.zeros).toBe(n + 1);
      // At the matrix's own scale where doubles allow.
      const unit = 2 ** (bits + Math.log2(scale) - found.bits);
      expect(found.error).toBeLessThan(1e-13 * n * unit);
      for (let k = 1; k <= n; k++) {
        const truth = -2 * Math.cos((Math.PI * k) / (n + 1)) * unit;
        expect(Math.abs(found.values[k - 1]! - truth)).toBeLessThan(found.error + 1e-15 * unit);
      }
      if (n > 2)
        expect(logSize(lambdaMax(found), found)).toBeCloseTo(
          Math.log(2 * Math.cos(Math.PI / (n + 1))) + (bits + Math.log2(scale)) * Math.LN2,
          9,
        );
    }
  }
});

test('what is not a square matrix of finite numbers is refused; no row is no eigenvalue', () => {
  expect(() => eigenvaluesOf({ values: new Float64Array(3), bits: 0 })).toThrow(RangeError);
  expect(() => eigenvaluesOf({ values: new Float64Array([Number.NaN]), bits: 0 })).toThrow(RangeError);
  expect(eigenvaluesOf({ values: new Float64Array(0), bits: 0 }).values).toHaveLength(0);
  const diagonal = eigenvaluesOf({ values: new Float64Array([3, 0, 0, 0, 0, 0, 0, 0, 2]), bits: 0 });
  expect([lambdaMin(diagonal), lambdaMax(diagonal), diagonal.zeros]).toEqual([0, 3, 1]);
});

/** Eigenvalues of the reduced matrix, filled up with zeros, are those of the whole one. */
test('the reduced Hessian has the eigenvalues of the dense one, for every init, activation, readout and input', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 5 }),
      fc.constantFrom(...inits, { name: 'rademacher' } as const),
      fc.constantFrom(...activations),
      fc.constantFrom('random' as const, 'fixed' as const, 'none' as const),
      fc.constantFrom('dense' as const, 'sparse' as const),
      fc.nat({ max: 1000 }),
      fc.constantFrom(undefined, 0, 1),
      (widths, init, activation, readout, input, net, y) => {
        const network = layeredNetwork(widths, { init, activation, readout, input });
        const whole = derivatives(network, 5, net);
        const dense = eigenvaluesOf(y === undefined ? whole.hessian : lossDerivatives(whole, y).hessian);
        const reduced = hessianEigenvalues(network, 5, net, y);
        expect(reduced.values.length + reduced.zeros).toBe(whole.parameters);
        expect(dense.values.length + dense.zeros).toBe(whole.parameters);
        const filled = [...reduced.values, ...new Array<number>(reduced.zeros).fill(0)].sort((a, b) => a - b);
        const truth = [...dense.values, ...new Array<number>(dense.zeros).fill(0)].sort((a, b) => a - b);
        const size = Math.max(lambdaMax(dense), -lambdaMin(dense));
        truth.forEach((value, i) => {
          expect(Math.abs(filled[i]! - value)).toBeLessThanOrEqual(
            dense.error + reduced.error + 1e-13 * size,
          );
        });
        expect(dense.error).toBeLessThanOrEqual(1e-11 * size);
      },
    ),
    { seed: 3, numRuns: 200 },
  );
});

/** Of 1536 eigenvalues 1463 are 0 in truth: without care, the eigenvectors of such matrices lose their orthogonality to underflow. */
test('matrices of low rank: 6 layers of width 16', () => {
  const network = squareNetwork(6, 16);
  const dense = eigenvaluesOf(derivatives(network, 1, 0).hessian);
  const reduced = hessianEigenvalues(network, 1, 0);
  expect(dense.values.length).toBeGreaterThan(3 * reduced.values.length);
  expect(dense.error).toBeLessThan(1e-11 * lambdaMax(dense));
  expect(Math.abs(lambdaMin(dense) - lambdaMin(reduced))).toBeLessThan(dense.error + reduced.error);
  expect(Math.abs(lambdaMax(dense) - lambdaMax(reduced))).toBeLessThan(dense.error + reduced.error);
});

describe('invariants on nets too large for the dense matrix', () => {
  test.each([
    ['F', undefined],
    ['loss', 1],
  ] as const)('%s: sum of eigenvalues the trace, sum of squares |H|_F^2', (_name, y) => {
    const network = squareNetwork(6, 24);
    const net = 0;
    expect(forwardSample(network, 1, net)).not.toBe(-Infinity);
    const reduced = reducedDerivatives(network, 1, net);
    expect(reduced.parameters + reduced.zeros).toBe(6 * 24 * 24);
    const found = hessianEigenvalues(network, 1, net, y);
    const sum = found.values.reduce((total, x) => total + x, 0);
    const squares = found.values.reduce((total, x) => total + x * x, 0);
    const gradient2 = reduced.gradient.values.reduce((total, x) => total + x * x, 0);
    const out = new Float64Array(1);
    hessianSamples(network, 1, net, 1, out, new Uint8Array(1));
    if (y === undefined) {
      expect(Math.abs(sum)).toBeLessThan(1e-11);
      expect(squares / Math.exp(out[0]!)).toBeCloseTo(1, 11);
      expect(lambdaMin(found)).toBeLessThan(0);
    } else {
      expect(sum / gradient2).toBeCloseTo(1, 11);
    }
    expect(lambdaMax(found)).toBeGreaterThan(0);
    expect(found.error).toBeLessThan(1e-11 * Math.sqrt(squares));
  });
});

test('too large a reduced order is refused', () => {
  expect(() => hessianEigenvalues(squareNetwork(2, 1200, { activation: { kind: 'linear' } }), 1, 0)).toThrow(
    /order 3000/,
  );
});
