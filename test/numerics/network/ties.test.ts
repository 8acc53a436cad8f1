import { expect, test } from 'vitest';
import { squareNetwork } from '../../../numerics/network/network.js';
import { tieKeeper } from '../../../numerics/network/ties.js';
import { weightsOf } from '../../../numerics/network/weights-of.js';
import { matrix } from './reference.js';

/**
 * Layer by layer against integers of any size: z is 0 exactly where it is 0 in truth. Plain doubles get some of these wrong (`mended`), by
 * 1e-16 of the sum of absolute values, which hardly moves a norm but turns dead units, and nets, alive.
 */
const cases: readonly (readonly [number, boolean, number])[] = [
  [6, false, 60],
  [8, false, 60],
  [10, true, 60],
  [12, true, 60],
  [16, true, 30],
];

test.each(cases)('width %i, relu %s: zeros are true zeros at every depth', (width, relu, nets) => {
  const depth = 150;
  const seed = 11;
  const network = squareNetwork(depth, width, {
    init: { name: 'rademacher' },
    activation: { kind: relu ? 'relu' : 'linear' },
  });
  const weights = weightsOf(network, seed);
  const ties = tieKeeper(width, relu ? 0 : 1);
  const bent = new Uint8Array(width);
  let mended = 0;
  for (let net = 0; net < nets; net++) {
    let truth = new Array<bigint>(width).fill(1n);
    let a = new Float64Array(width).fill(1);
    ties.restart(a, width);
    bent.fill(0);
    for (let layer = 1; layer <= depth && truth.some((x) => x !== 0n); layer++) {
      const z = new Float64Array(width);
      weights.multiply(net, layer, a, z);
      const rounded = z.slice();
      ties.mend((from, to) => weights.multiply(net, layer, from, to), a, width, bent, z, width);
      z.forEach((x, i) => {
        bent[i] = x < 0 ? 1 : 0;
      });
      const exact = matrix(seed, 'rademacher', net, layer, width, width).map((row) =>
        row.reduce((sum, x, j) => (x > 0 ? sum + truth[j]! : sum - truth[j]!), 0n),
      );
      expect([...z].map((x) => x === 0)).toEqual(exact.map((x) => x === 0n));
      expect([...z].map(Math.sign).map((x) => x + 0)).toEqual(
        exact.map((x) => (x > 0n ? 1 : x < 0n ? -1 : 0)),
      );
      mended += rounded.filter((x, i) => x !== z[i]).length;
      a = z.map((x) => (relu && x < 0 ? 0 : x));
      truth = exact.map((x) => (relu && x < 0n ? 0n : x));
    }
  }
  // The case is worth something only if rounding had gone wrong in it.
  expect(mended).toBeGreaterThan(0);
});

/** Mends rows·input by hand-made matrices of -1, 0, 1, layer by layer; returns the last z of each net, all by one keeper. */
function mendBy(
  matrices: readonly (readonly (readonly number[])[])[],
  ...starts: readonly (readonly number[])[]
): number[][] {
  const multiply = (rows: readonly (readonly number[])[]) => (input: Float64Array, output: Float64Array) =>
    rows.forEach((row, i) => {
      output[i] = row.reduce((sum, x, j) => sum + x * input[j]!, 0);
    });
  const widths = [starts[0]!.length, ...matrices.map((each) => each.length)];
  const ties = tieKeeper(Math.max(...widths), 1);
  return starts.map((start) => {
    let a = Float64Array.from(start);
    ties.restart(a, a.length);
    for (const rows of matrices) {
      const z = new Float64Array(rows.length);
      multiply(rows)(a, z);
      ties.mend(multiply(rows), a, a.length, new Uint8Array(a.length), z, z.length);
      a = z;
    }
    return [...a];
  });
}

const identity = [
  [1, 0],
  [0, 1],
];
/** Its residue is 0. */
const multiple = (2 ** 31 - 1) * 2 ** 23;

test('residues begin as soon as a sum may be inexact', () => {
  // 2^53 - 1 + 2 rounds to 2^53: p + q - p - q comes out as -1.
  const keep = [[1, 1], ...identity];
  expect(mendBy([keep, [[1, -1, -1]]], [2 ** 53 - 1, 2])).toEqual([[0]]);
});

test('neither a residue of 0 nor a small value alone makes a tie', () => {
  expect(mendBy([identity], [multiple, 1])).toEqual([[multiple, 1]]);
});

test('each net begins with residues of its own', () => {
  expect(mendBy([identity], [multiple, 0], [2 ** 54, 1])).toEqual([
    [multiple, 0],
    [2 ** 54, 1],
  ]);
});
