/** Histograms of Hessian eigenvalues against Hessians by hyper-dual numbers and another library's eigenvalues. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { binOf, bins, firstBin, type Spectra, spectra } from '../../explorer/compute/spectrum.js';
import { layeredNetwork, type Network, squareNetwork } from '../../numerics/network/network.js';
import { derivativesOf } from '../numerics/hessian/reference.js';

const settings = { init: { name: 'normal', gain: 2 } } as const;
const silent = { report: async () => {} };

/** Eigenvalues of the Hessian of (F - 1)^2/2 by all hidden weights. */
function eigenvaluesOf(network: Network, seed: number, net: number): number[] {
  const { value, gradient, hessian } = derivativesOf(network, seed, net);
  const matrix = hessian.map((row, i) => row.map((h, j) => gradient[i]! * gradient[j]! + (value - 1) * h));
  return [...new EigenvalueDecomposition(new Matrix(matrix), { assumeSymmetric: true }).realEigenvalues];
}

describe('spectra', () => {
  const [depths, seed, nets] = [[1, 2, 3], 4, 12];
  const square = depths.map((depth) => squareNetwork(depth, 3, settings));
  const unequal = depths.map((depth) => layeredNetwork([2, 4, 3, 2].slice(0, depth + 1), settings));

  test.each([
    ['one width', square],
    ['unequal widths', unequal],
  ])('are the eigenvalues of the nets of the seed: %s', async (_, networks) => {
    const found = await spectra({ networks, seed, nets }, silent);
    for (const [i, depth] of depths.entries()) {
      expect(found[i]!.depth).toBe(depth);
      const all = Array.from({ length: nets }, (_, net) => eigenvaluesOf(networks[i]!, seed, net));
      const living = all.filter((values) => values.some((x) => Math.abs(x) > 1e-9));
      expect(found[i]!.dead).toBe(nets - living.length);
      const logs = (sign: 1 | -1) =>
        living.flatMap((values) => values.filter((x) => sign * x > 1e-9).map((x) => Math.log10(sign * x)));
      for (const [sign, counts] of [
        [1, found[i]!.positive],
        [-1, found[i]!.negative],
      ] as const) {
        const expected = new Array<number>(bins).fill(0);
        for (const log of logs(sign)) expected[binOf(log)]! += 1;
        expect(counts).toEqual(expected);
      }
      const median = (logs: number[]) => logs.sort((a, b) => a - b)[Math.ceil(logs.length / 2) - 1]!;
      expect(found[i]!.logMax).toBeCloseTo(
        median(living.map((values) => Math.log10(Math.max(...values)))),
        8,
      );
      expect(found[i]!.saddles).toBe(living.filter((values) => Math.min(...values) < -1e-9).length);
      if (depth === 1) {
        // F is linear in a single hidden layer's weights, up to masks: grad grad' has one eigenvalue, |grad|^2 > 0.
        expect(found[i]!.negative.every((count) => count === 0)).toBe(true);
        expect(found[i]!.logMin).toBe(-Infinity);
        expect(found[i]!.eigenvalues).toBe(living.length);
      } else {
        expect(found[i]!.logMin).toBeCloseTo(
          median(living.map((values) => Math.log10(-Math.min(...values)))),
          8,
        );
      }
    }
  });

  test('come net by net at all depths alike', async () => {
    const reports: Spectra[] = [];
    await spectra(
      { networks: square, seed, nets: 4 },
      { report: async (partial) => void reports.push(partial) },
    );
    expect(reports.map((each) => each.map(({ nets }) => nets))).toEqual([1, 2, 3, 4].map((n) => [n, n, n]));
  });

  test('of dead nets are empty', async () => {
    const [dead] = await spectra({ networks: [squareNetwork(60, 1, settings)], seed: 1, nets: 5 }, silent);
    expect(dead).toMatchObject({
      dead: 5,
      saddles: 0,
      eigenvalues: 0,
      logMax: Number.NaN,
      logMin: Number.NaN,
    });
  });

  test('of single positive numbers have no negative end', async () => {
    // One weight: H is the number (F - 1) 0 + (dF/dw)^2 > 0.
    const [one] = await spectra({ networks: [squareNetwork(1, 1, settings)], seed: 1, nets: 8 }, silent);
    expect(one!.dead).toBeLessThan(4);
    expect(one!.logMax).toBeGreaterThan(-3);
    expect(one!.logMin).toBe(-Infinity);
  });

  test('bins: quarters of a decade, the ends taking what lies beyond', () => {
    expect([binOf(0), binOf(0.2), binOf(0.25), binOf(-0.01)]).toEqual([40, 40, 41, 39]);
    expect([binOf(-300), binOf(firstBin / 4), binOf(50)]).toEqual([0, 0, bins - 1]);
  });
});
