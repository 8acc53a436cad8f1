import { describe, expect, test } from 'vitest';
import { forwardSamples } from '../../../numerics/network/forward.js';
import { layeredNetwork, type Network, squareNetwork } from '../../../numerics/network/network.js';
import { weightsOf } from '../../../numerics/network/weights-of.js';
import { bernsteinMargin } from '../random/bounds.js';

/** Columns of the matrix of layer 1, without its gain. */
function columnsOf(network: Network, seed: number, net: number): Float64Array[] {
  const [fanIn, fanOut] = [network.widths[0]!, network.widths[1]!];
  const weights = weightsOf(network, seed);
  return Array.from({ length: fanIn }, (_, j) => {
    const unit = new Float64Array(fanIn);
    unit[j] = 1;
    const column = new Float64Array(fanOut);
    weights.multiply(net, 1, unit, column);
    return column;
  });
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, x, i) => sum + x * b[i]!, 0);

const orthogonal = (widths: readonly number[]) =>
  layeredNetwork(widths, { init: { name: 'orthogonal', gain: 1 }, activation: { kind: 'linear' } });

test.each([
  [1, 1],
  [2, 2],
  [7, 7],
  [40, 40],
  [9, 4],
  [4, 9],
  [1, 6],
  [6, 1],
])('from %i to %i: rows orthonormal, or columns where there are more rows', (fanIn, fanOut) => {
  for (let net = 0; net < 20; net++) {
    const columns = columnsOf(orthogonal([fanIn, fanOut]), 40, net);
    const rows = Array.from({ length: fanOut }, (_, i) => columns.map((column) => column[i]!));
    const vectors = fanOut <= fanIn ? rows : columns;
    vectors.forEach((a, i) => {
      vectors.forEach((b, j) => {
        expect(Math.abs(dot(a, b) - (i === j ? 1 : 0))).toBeLessThan(1e-14 * 8);
      });
    });
  }
});

test('it is one linear map: images of sums are sums of images', () => {
  const network = orthogonal([5, 8]);
  const columns = columnsOf(network, 41, 3);
  const input = Float64Array.of(0.3, 0, -2, 1e3, 0);
  const output = new Float64Array(8);
  weightsOf(network, 41).multiply(3, 1, input, output);
  output.forEach((value, i) => {
    expect(Math.abs(value - input.reduce((sum, x, j) => sum + x * columns[j]![i]!, 0))).toBeLessThan(
      1e-12 * 1e3,
    );
  });
});

describe('the law is Haar measure', () => {
  // For Haar measure on O(n), n >= 4: E tr Q = E det-odd moments = 0, E (tr Q)^2 = 1, E (tr Q)^4 = 3, E tr Q^2 = 1, E (tr Q^2)^2 = 3
  // (Diaconis & Shahshahani 1994). All are bounded: Bernstein with the variance bounded by the bound times the mean of |.|. n = 4, 4e4 matrices,
  // alpha = 1e-11 for each of 5. Sees a change of E (tr Q)^2 by 0.1.
  const n = 4;
  const count = 40_000;
  const network = orthogonal([n, n]);
  const sums = { trace: 0, square: 0, fourth: 0, traceOfSquare: 0, squareOfTraceOfSquare: 0 };
  for (let net = 0; net < count; net++) {
    const q = columnsOf(network, 42, net);
    let trace = 0;
    let traceOfSquare = 0;
    for (let i = 0; i < n; i++) {
      trace += q[i]![i]!;
      for (let j = 0; j < n; j++) traceOfSquare += q[j]![i]! * q[i]![j]!;
    }
    sums.trace += trace;
    sums.square += trace ** 2;
    sums.fourth += trace ** 4;
    sums.traceOfSquare += traceOfSquare;
    sums.squareOfTraceOfSquare += traceOfSquare ** 2;
  }
  const cases: readonly (readonly [keyof typeof sums, number, number, number])[] = [
    // [name, mean, variance at most, bound]
    ['trace', 0, 1, 4],
    ['square', 1, 2, 16],
    ['fourth', 3, 16 * 15, 256],
    ['traceOfSquare', 1, 2, 5],
    ['squareOfTraceOfSquare', 3, 16 * 3, 16],
  ];
  test.each(cases)('%s', (name, mean, variance, bound) => {
    expect(Math.abs(sums[name] / count - mean)).toBeLessThan(bernsteinMargin(count, variance, bound, 1e-11));
  });
});

test('linear square and widening nets keep the norm, narrowing ones do not enlarge it', () => {
  const out = new Float64Array(5);
  forwardSamples(
    squareNetwork(1000, 12, { init: { name: 'orthogonal', gain: 1 }, activation: { kind: 'linear' } }),
    43,
    0,
    5,
    out,
  );
  for (const log of out) expect(Math.abs(log)).toBeLessThan(1e-12);
  forwardSamples(orthogonal([2, 2, 5, 9]), 44, 0, 5, out);
  for (const log of out) expect(Math.abs(log)).toBeLessThan(1e-14);
  forwardSamples(orthogonal([9, 5, 2]), 45, 0, 5, out);
  for (const log of out) expect(log).toBeLessThan(0);
});
