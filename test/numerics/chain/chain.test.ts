/** Chains: closed forms against products without division, exact fractions, ml-matrix and Sylvester's law in 300 digits. */
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import Fraction from 'fraction.js';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import {
  chainCoefficients,
  chainDeterminant,
  chainHessianEntry,
  chainHessianNorm2,
  chainInertia,
} from '../../../numerics/chain/hessian.js';
import { type Chain, chainOutput, compareOutput } from '../../../numerics/chain/output.js';
import { chainEigenvalues } from '../../../numerics/chain/spectrum.js';
import { derivatives, lossDerivatives } from '../../../numerics/hessian/dense.js';
import { hessianSamples } from '../../../numerics/hessian/norm.js';
import { shift } from '../../../numerics/hessian/scaled.js';
import { squareNetwork } from '../../../numerics/network/network.js';
import { weightSource } from '../../../numerics/random/source.js';

const chainOf = (weights: readonly number[], x = 1): Chain => ({ weights: Float64Array.from(weights), x });

function drawnChain(length: number, net: number, distribution: 'normal' | 'uniform' = 'uniform'): Chain {
  const weights = new Float64Array(length);
  weightSource(8, distribution).column(net, 1, 0, weights, length);
  return { weights, x: 1 };
}

const Digits = Decimal.clone({ precision: 300, maxE: 9e15, minE: -9e15 });

/** A double without rounding: Decimal itself takes the short decimal that it prints as. */
function exact(x: number): Decimal {
  if (x === 0) return new Digits(0);
  const bits = Math.floor(Math.log2(Math.abs(x))) - 60;
  return new Digits(BigInt(shift(x, -bits)).toString()).times(new Digits(2).pow(bits));
}

/** The Hessian by the product rule: F_k F_l + (F - y) F_kl, F_k and F_kl products without their factors. No division, no closed form. */
function plainHessian({ weights, x }: Chain, y: number): Decimal[][] {
  const factors = Array.from(weights, exact);
  const without = (...skipped: readonly number[]) =>
    factors.reduce((product, w, k) => (skipped.includes(k) ? product : product.times(w)), exact(x));
  const residual = without().minus(exact(y));
  const slopes = factors.map((_, k) => without(k));
  return factors.map((_, k) =>
    factors.map((__, l) => {
      const outer = slopes[k]!.times(slopes[l]!);
      return k === l ? outer : outer.plus(residual.times(without(k, l)));
    }),
  );
}

/** How many eigenvalues lie below a number: negative pivots of the elimination (Sylvester's law), in 300 digits. */
function countBelow(matrix: readonly (readonly Decimal[])[], bound: Decimal): number {
  const rows = matrix.map((row, i) => row.map((entry, j) => (i === j ? entry.minus(bound) : entry)));
  let count = 0;
  rows.forEach((row, k) => {
    const pivot = row[k]!;
    if (pivot.isZero()) throw new Error('A pivot is 0.');
    if (pivot.isNegative()) count += 1;
    for (let i = k + 1; i < rows.length; i++) {
      const factor = rows[i]![k]!.div(pivot);
      for (let j = k + 1; j < rows.length; j++) rows[i]![j] = rows[i]![j]!.minus(factor.times(row[j]!));
    }
  });
  return count;
}

const weight = fc
  .tuple(fc.double({ min: 0.01, max: 3, noNaN: true }), fc.boolean())
  .map(([size, negative]) => (negative ? -size : size));
const target = fc.constantFrom(0, 1, -1, 0.37, -25);

test('entries, F and determinant are those of the product rule', () => {
  fc.assert(
    fc.property(
      fc.array(weight, { minLength: 1, maxLength: 7 }),
      target,
      fc.constantFrom(1, -0.3),
      (weights, y, x) => {
        const chain = chainOf(weights, x);
        const truth = plainHessian(chain, y);
        const coefficients = chainCoefficients(chain, y);
        const size = Math.max(...truth.flat().map((entry) => Math.abs(entry.toNumber())));
        truth.forEach((row, k) => {
          row.forEach((entry, l) => {
            const { values, bits } = chainHessianEntry(chain, coefficients, k, l);
            const error = Math.abs(shift(values, bits) - entry.toNumber());
            // The relative error is as announced; what lies below the smallest double is not seen here.
            const bound = (k === l ? 1e-15 : coefficients.alphaError + 1e-15) * Math.abs(entry.toNumber());
            expect(error).toBeLessThanOrEqual(Math.min(bound + 1e-300, 1e-9 * size + 1e-300));
          });
        });
        const found = chainDeterminant(chain, y);
        // Elimination at a bound of 0 gives the determinant too.
        let determinant = new Digits(1);
        const rows = truth.map((row) => [...row]);
        rows.forEach((row, k) => {
          determinant = determinant.times(row[k]!);
          if (row[k]!.isZero()) return;
          for (let i = k + 1; i < rows.length; i++) {
            const factor = rows[i]![k]!.div(row[k]!);
            for (let j = k + 1; j < rows.length; j++) rows[i]![j] = rows[i]![j]!.minus(factor.times(row[j]!));
          }
        });
        if (found.sign === 0 || determinant.isZero()) return;
        expect(found.sign).toBe(determinant.isNegative() ? -1 : 1);
        expect(Math.abs(found.log - determinant.abs().ln().toNumber())).toBeLessThan(1e-9);
      },
    ),
    { seed: 5, numRuns: 300 },
  );
});

test('they are those of the net: the dense Hessian of the loss, F and |nabla^2 F|', () => {
  for (const depth of [1, 2, 9, 60]) {
    const network = squareNetwork(depth, 1, {
      activation: { kind: 'linear' },
      init: { name: 'uniform', gain: 1 },
      readout: 'none',
    });
    const weights = new Float64Array(depth);
    const entry = new Float64Array(1);
    for (let l = 1; l <= depth; l++) {
      weightSource(3, 'uniform').column(7, l, 0, entry, 1);
      weights[l - 1] = entry[0]!;
    }
    const chain = { weights, x: 1 };
    const dense = lossDerivatives(derivatives(network, 3, 7), 2).hessian;
    const coefficients = chainCoefficients(chain, 2);
    for (let k = 0; k < depth; k++) {
      for (let l = 0; l < depth; l++) {
        const { values, bits } = chainHessianEntry(chain, coefficients, k, l);
        const truth = shift(dense.values[k * depth + l]!, dense.bits);
        expect(Math.abs(shift(values, bits) - truth)).toBeLessThanOrEqual(1e-13 * Math.abs(truth));
      }
    }
    const out = new Float64Array(1);
    hessianSamples(network, 3, 7, 1, out, new Uint8Array(1));
    if (depth === 1) expect(chainHessianNorm2(chain)).toBe(-Infinity);
    else expect(chainHessianNorm2(chain)).toBeCloseTo(out[0]!, 10);
  }
});

describe('inertia', () => {
  /** r, L: (negative, zero, positive) by C4. */
  function byTheory(depth: number, r: Fraction | undefined): [number, number, number] {
    const middle = new Fraction(depth - 1, 2 * depth - 1);
    if (r === undefined || r.lt(0) || r.gt(1)) return [depth - 1, 0, 1];
    if (r.equals(1)) return [0, depth - 1, 1];
    if (r.equals(middle)) return [0, 1, depth - 1];
    return r.lt(middle) ? [1, 0, depth - 1] : [0, 0, depth];
  }

  test('C4 with its boundaries, for integers and both signs of y', () => {
    let onBoundary = 0;
    for (let depth = 2; depth <= 9; depth++) {
      for (let f = -4 * depth; f <= 4 * depth; f++) {
        if (f === 0) continue;
        for (const y of [2 * depth - 1, 1 - 2 * depth, 0, 1, f]) {
          const weights = [f, ...new Array<number>(depth - 1).fill(1)];
          weights[depth - 1] = -1;
          weights[0] = -f;
          const r = y === 0 ? undefined : new Fraction(f, y);
          const [negative, zero, positive] = byTheory(depth, r);
          if (zero > 0) onBoundary += 1;
          expect(chainInertia(chainOf(weights), y)).toEqual({ negative, zero, positive });
        }
      }
    }
    expect(onBoundary).toBeGreaterThan(100);
    expect(chainInertia(chainOf([0.3]), 5)).toEqual({ negative: 0, zero: 0, positive: 1 });
  });

  test('is decided beyond the digits of doubles', () => {
    // 3 fl(1/3) = 1 - 2^-54 rounds to 1: F/y lies below 1, and the Hessian is positive definite.
    expect(3 * (1 / 3)).toBe(1);
    expect(chainInertia(chainOf([3, 1 / 3]), 1)).toEqual({ negative: 0, zero: 0, positive: 2 });
    // 10 fl(1/10) = 1 + 2^-54: above.
    expect(10 * 0.1).toBe(1);
    expect(chainInertia(chainOf([10, 0.1, 1]), 1)).toEqual({ negative: 2, zero: 0, positive: 1 });
    // Back to exactly 1 over 10,000 weights.
    const pairs = Array.from({ length: 10_000 }, (_, k) =>
      k % 2 === 0 ? 2 ** (k % 50) : 2 ** -((k - 1) % 50),
    );
    expect(chainInertia(chainOf(pairs), 1)).toEqual({ negative: 0, zero: 9999, positive: 1 });
    // (1 + 2^-52)^2 (1 - 2^-52)^2 = 1 - 2^-103 + ...: differs from 1 by less than double-double arithmetic sees.
    expect(compareOutput(chainOf([1 + 2 ** -52, 1 - 2 ** -52, 1 + 2 ** -52, 1 - 2 ** -52]), 1, 1, 1)).toBe(
      -1,
    );
  });

  test('agrees with elimination in 300 digits on random chains', () => {
    fc.assert(
      fc.property(fc.array(weight, { minLength: 2, maxLength: 8 }), target, (weights, y) => {
        const chain = chainOf(weights);
        const { negative, zero, positive } = chainInertia(chain, y);
        expect(negative + zero + positive).toBe(weights.length);
        if (zero === 0) expect(countBelow(plainHessian(chain, y), new Digits(0))).toBe(negative);
      }),
      { seed: 6, numRuns: 300 },
    );
  });
});

describe('eigenvalues', () => {
  function expectEnclosed(chain: Chain, y: number): void {
    const { values, errors, bits } = chainEigenvalues(chain, y);
    const matrix = plainHessian(chain, y);
    const unit = new Digits(2).pow(bits);
    const largest = matrix.flat().reduce((most, entry) => Digits.max(most, entry.abs()), new Digits(0));
    expect(values).toHaveLength(chain.weights.length);
    values.forEach((value, i) => {
      const tiny = largest.times('1e-200');
      const below = exact(value).minus(exact(errors[i]!)).times(unit).minus(tiny);
      const above = exact(value).plus(exact(errors[i]!)).times(unit).plus(tiny);
      expect(countBelow(matrix, below)).toBeLessThanOrEqual(i);
      expect(countBelow(matrix, above)).toBeGreaterThanOrEqual(i + 1);
      if (i > 0) expect(value).toBeGreaterThanOrEqual(values[i - 1]!);
    });
  }

  /** Each interval value +- error holds the eigenvalue of its rank: Sylvester's law at both ends, in 300 digits. */
  test('error bounds hold on random chains', () => {
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 9 }), target, (weights, y) => {
        expectEnclosed(chainOf(weights), y);
      }),
      { seed: 9, numRuns: 80 },
    );
  });

  test.each([
    ['equal weights', [0.5, 0.5, -0.5, 0.5], 1, 1e-13],
    ['some equal weights', [0.5, 2, -0.5, 2, 1.5], 1, 1e-12],
    ['weights that differ in the last bit', [1, 1 + 2 ** -52, 1 + 2 ** -51, 0.7, 0.7 + 2 ** -53], 3, 1e-12],
    ['F = y', [2, 3, 0.5], 3, 1e-12],
    ['2F = y', [2, 3, 0.5], 6, 1e-12],
    ['F/y = (L-1)/(2L-1)', [1, 2, 1], 5, 1e-12],
    ['F near y', [2, 3, 0.5 + 2 ** -50], 3, 1e-12],
    ['2F near y', [2, 3, 0.5 + 2 ** -50], 6, 1e-12],
    ['weights of all sizes', [1e-30, 1e20, 3e11, 1e-5, 7], 2, 1e-8],
    ['F tiny', [1e-20, 1e-25, 1e-30, 1e-10], 1, 1e-7],
    ['F huge', [1e20, 1e25, 1e30, 1e10], 1, 1e-12],
  ] as const)('error bounds hold for %s', (_name, weights, y, tolerance) => {
    const chain = chainOf(weights);
    expectEnclosed(chain, y);
    const { values, errors } = chainEigenvalues(chain, y);
    const largest = Math.max(...values.map(Math.abs));
    expect(Math.max(...errors)).toBeLessThan(tolerance * largest);
  });

  /** As many weights as make poles far from most roots. Eigenvalues below t: those of beta diag(u^2), moved by Sylvester's law for its border. */
  test.each([1, -3])('error bounds hold for 320 weights, y = %f', (y) => {
    const Few = Decimal.clone({ precision: 60, maxE: 9e15, minE: -9e15 });
    const chain = drawnChain(320, 4);
    const { values, errors, bits } = chainEigenvalues(chain, y);
    const f = new Few(chain.weights.reduce((product, w) => product.times(exact(w)), exact(1)));
    const alpha = f.times(f.times(2).minus(y));
    const beta = f.times(f.minus(y)).neg();
    const squares = Array.from(chain.weights, (w) => new Few(1).div(new Few(exact(w)).pow(2)));
    const below = (t: Decimal) => {
      let count = 0;
      let sum = new Few(0);
      for (const square of squares) {
        const gap = beta.times(square).minus(t);
        if (gap.isNegative()) count += 1;
        sum = sum.plus(square.div(gap));
      }
      // The bordered matrix (B - t, u; u', -1/alpha) has the inertia of (B - t) and -1/alpha - u'(B - t)^-1 u, and that of -1/alpha and H - t.
      const border = new Few(-1).div(alpha).minus(sum);
      return count + (border.isNegative() ? 1 : 0) - (alpha.isNegative() ? 0 : 1);
    };
    const unit = new Few(2).pow(bits);
    for (let i = 0; i < values.length; i += 3) {
      const [value, error] = [new Few(exact(values[i]!)), new Few(exact(errors[i]!))];
      expect(errors[i]!).toBeLessThan(1e-11 * Math.abs(values[i]!));
      expect(below(value.minus(error).times(unit))).toBeLessThanOrEqual(i);
      expect(below(value.plus(error).times(unit))).toBeGreaterThanOrEqual(i + 1);
    }
  });

  test('agree with ml-matrix', () => {
    for (let net = 0; net < 4; net++) {
      const chain = drawnChain(30, net);
      const matrix = plainHessian(chain, 1);
      const size = Math.max(...matrix.flat().map((entry) => Math.abs(entry.toNumber())));
      const dense = new EigenvalueDecomposition(
        new Matrix(matrix.map((row) => row.map((entry) => entry.div(size).toNumber()))),
        { assumeSymmetric: true },
      ).realEigenvalues.sort((a, b) => a - b);
      const { values, bits } = chainEigenvalues(chain, 1);
      values.forEach((value, i) => {
        expect(Math.abs(shift(value, bits) / size - dense[i]!)).toBeLessThan(1e-12);
      });
    }
  });

  /** Trace F^2 sum u^2; sum of squares alpha^2 (sum u^2)^2 + (2 alpha beta + beta^2) sum u^4; signs by C4; interlacing with beta u^2. */
  test.each([
    [10_000, 1],
    [10_000, 0],
    [3000, -1],
  ])('%i weights, y = %f: invariants, inertia, interlacing, small errors', (depth, y) => {
    const chain = drawnChain(depth, 1);
    const { values, errors, bits } = chainEigenvalues(chain, y);
    values.forEach((value, i) => {
      expect(errors[i]!).toBeLessThan(1e-11 * Math.abs(value));
    });
    const { negative, positive } = chainInertia(chain, y);
    expect(values.filter((value) => value < 0)).toHaveLength(negative);
    expect(values.filter((value) => value > 0)).toHaveLength(positive);
    const { alpha, beta, output } = chainCoefficients(chain, y);
    const squares = chain.weights.map((w) => w ** -2).sort();
    const sum = squares.reduce((total, x) => total + x, 0);
    const fourths = squares.reduce((total, x) => total + x * x, 0);
    const a = shift(alpha.values, alpha.bits - bits);
    const b = shift(beta.values, beta.bits - bits);
    const trace = shift(output.high ** 2, 2 * output.bits - bits) * sum;
    const total = values.reduce((partial, x) => partial + x, 0);
    const largest = Math.max(...values.map(Math.abs));
    expect(Math.abs(total - trace)).toBeLessThan(1e-11 * largest);
    const frobenius = a * a * sum * sum + (2 * a * b + b * b) * fourths;
    expect(values.reduce((partial, x) => partial + x * x, 0) / frobenius).toBeCloseTo(1, 10);
    const poles = squares.map((x) => b * x).sort();
    for (let i = 0; i + 1 < depth; i++) {
      // One eigenvalue between neighbours, on the side that alpha pushes to.
      const at = a > 0 ? i : i + 1;
      expect(values[at]!).toBeGreaterThanOrEqual(poles[i]! - 1e-12 * Math.abs(poles[i]!));
      expect(values[at]!).toBeLessThanOrEqual(poles[i + 1]! + 1e-12 * Math.abs(poles[i + 1]!));
    }
  });
});

test('C5 in logs, and F at depth 10,000', () => {
  const chain = drawnChain(10_000, 2, 'normal');
  const logs = chain.weights.map((w) => Math.log(Math.abs(w)));
  const logF = logs.reduce((sum, log) => sum + log, 0);
  const { high, bits } = chainOutput(chain);
  expect(Math.log(Math.abs(high)) + bits * Math.LN2).toBeCloseTo(logF, 8);
  expect(high < 0).toBe(chain.weights.filter((w) => w < 0).length % 2 === 1);
  const largest = -2 * Math.min(...logs);
  let pairs = 0;
  for (let k = 0; k < 10_000; k++) {
    for (let l = 0; l < k; l++) pairs += Math.exp(-2 * logs[k]! - 2 * logs[l]! - 2 * largest);
    if (k === 3000) break;
  }
  const head = { weights: chain.weights.slice(0, 3001), x: 1 };
  const logHead = logs.slice(0, 3001).reduce((sum, log) => sum + log, 0);
  expect(chainHessianNorm2(head)).toBeCloseTo(2 * logHead + 2 * largest + Math.log(2 * pairs), 8);
  expect(Number.isFinite(chainHessianNorm2(chain))).toBe(true);
});

/** F = (1 - 2^-104)^2 in truth, which is 1 at twice the precision of doubles: neither F = y nor eigenvalues. */
test('an eigenvalue below the range of doubles is not called exactly 0', () => {
  const chain = chainOf([1, 1e60, -1e-60, 1e-60, 1e-60, 1e-60, 1e60], -420.3);
  const y = 4.20273819500798e-118;
  // None is 0, and the smallest are some 1e-360.
  expect(chainInertia(chain, y).zero).toBe(0);
  const { values, errors, bits } = chainEigenvalues(chain, y);
  expect(bits).toBe(0);
  expect(values.filter((x) => x === 0).length).toBeGreaterThan(0);
  values.forEach((value, i) => {
    if (value === 0) expect(errors[i]).toBeGreaterThan(0);
  });
});

test('an output that only looks like y is not taken for it', () => {
  const near = [1 + 2 ** -52, 1 - 2 ** -52, 1 + 2 ** -52, 1 - 2 ** -52];
  expect(() => chainEigenvalues(chainOf(near), 1)).toThrow(/too close to y/);
  expect(() => chainEigenvalues(chainOf([...near, 0.5]), 1)).toThrow(/too close to y/);
  expect(chainInertia(chainOf(near), 1)).toEqual({ negative: 0, zero: 0, positive: 4 });
});

test('what is no chain is refused', () => {
  for (const weights of [[], [0, 1], [1, Number.NaN], [Infinity], [1e-61]]) {
    expect(() => chainEigenvalues(chainOf(weights), 1)).toThrow(RangeError);
    expect(() => chainInertia(chainOf(weights), 1)).toThrow(RangeError);
  }
  for (const y of [Number.NaN, Infinity, 1e-200])
    expect(() => chainEigenvalues(chainOf([1, 2]), y)).toThrow(RangeError);
  expect(() => chainHessianNorm2(chainOf([1, 2], 0))).toThrow(RangeError);
  const coefficients = chainCoefficients(chainOf([1, 2]), 1);
  expect(() => chainHessianEntry(chainOf([1, 2]), coefficients, 2, 0)).toThrow(RangeError);
});
