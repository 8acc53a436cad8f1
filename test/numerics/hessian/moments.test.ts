/** Moments of Hessian norms against complete enumerations, closed forms and drawn nets. */
import { describe, expect, test } from 'vitest';
import { hessianBlockSamples } from '../../../numerics/hessian/block-norm.js';
import {
  type HessianMoments,
  hessianBlockMoments,
  hessianMoments,
} from '../../../numerics/hessian/moments.js';
import { hessianSamples } from '../../../numerics/hessian/norm.js';
import { firstGram, type GramMoments, nextGram } from '../../../numerics/hessian/transfer-moments.js';
import { squaredSlopes } from '../../../numerics/moments/moments.js';
import {
  type Activation,
  type Family,
  layeredNetwork,
  type Network,
  squareNetwork,
} from '../../../numerics/network/network.js';

type Rows = readonly (readonly number[])[];

const known = (found: ReturnType<typeof hessianMoments>): HessianMoments => {
  if ('reason' in found) throw new Error(found.reason);
  return found;
};
const times = (a: Rows, b: Rows): number[][] =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)));
const transposed = (a: Rows): number[][] => a[0]!.map((_, j) => a.map((row) => row[j]!));
const size2 = (a: Rows): number => a.flat().reduce((sum, x) => sum + x * x, 0);

describe('the values of the theory', () => {
  test.each([
    [5, 4, 20],
    [10, 10, 225],
  ])('L = %i, d = %i: E hessianNorm2 = %f', (depth, width, mean) => {
    for (const name of ['he-normal', 'he-uniform', 'orthogonal'] as const) {
      const network = squareNetwork(depth, width, { init: { name } });
      expect(Math.exp(known(hessianMoments(network)).logMean) / mean).toBeCloseTo(1, 12);
      for (const [k, l] of [
        [1, 2],
        [depth, 1],
        [2, 4],
      ] as const) {
        expect(Math.exp(known(hessianBlockMoments(network, k, l)).logMean) / (width / 4)).toBeCloseTo(1, 12);
      }
    }
  });
});

/** Finite laws with the moments 1, 2, 3 and 4 of standardised weights: all that squares of quadratic forms see of them. */
const atoms: Record<'normal' | 'uniform' | 'rademacher', readonly (readonly [number, number])[]> = {
  normal: [
    [-Math.sqrt(3), 1 / 6],
    [0, 2 / 3],
    [Math.sqrt(3), 1 / 6],
  ],
  uniform: [
    [-Math.sqrt(1.8), 5 / 18],
    [0, 4 / 9],
    [Math.sqrt(1.8), 5 / 18],
  ],
  rademacher: [
    [-1, 1 / 2],
    [1, 1 / 2],
  ],
};

type Law = readonly { readonly rows: Rows; readonly probability: number }[];

function independentLaw(kind: keyof typeof atoms, rows: number, columns: number): Law {
  let law: { rows: number[][]; probability: number }[] = [{ rows: [[]], probability: 1 }];
  for (let entry = 0; entry < rows * columns; entry++) {
    law = law.flatMap(({ rows: flat, probability }) =>
      atoms[kind].map(([x, p]) => ({ rows: [[...flat[0]!, x]], probability: probability * p })),
    );
  }
  return law.map(({ rows: flat, probability }) => ({
    rows: Array.from({ length: rows }, (_, i) => flat[0]!.slice(i * columns, (i + 1) * columns)),
    probability,
  }));
}

/**
 * Groups that integrate all polynomials of degree 4 like O(2) and O(3): rotations by multiples of 72 degrees and reflections; the icosahedron's
 * rotations, which leave nothing fixed in the irreducible representations 1 to 5 of SO(3). Times sqrt n, cut to a corner.
 */
function orthogonalLaw(rows: number, columns: number): Law {
  const n = Math.max(rows, columns);
  let group: Rows[];
  if (n === 2) {
    group = Array.from({ length: 5 }, (_, k) => [
      Math.cos((2 * Math.PI * k) / 5),
      Math.sin((2 * Math.PI * k) / 5),
    ]).flatMap(([c, s]) => [
      [
        [c!, -s!],
        [s!, c!],
      ],
      [
        [c!, s!],
        [s!, -c!],
      ],
    ]);
  } else {
    const golden = (1 + Math.sqrt(5)) / 2;
    const generators: Rows[] = [
      [
        [0, 0, 1],
        [1, 0, 0],
        [0, 1, 0],
      ],
      [
        [0.5, -golden / 2, 0.5 / golden],
        [golden / 2, 0.5 / golden, -0.5],
        [0.5 / golden, 0.5, golden / 2],
      ],
    ];
    group = [generators[0]!];
    for (let at = 0; at < group.length; at++) {
      for (const generator of generators) {
        const image = times(generator, group[at]!);
        if (!group.some((each) => size2(each.map((row, i) => row.map((x, j) => x - image[i]![j]!))) < 1e-9))
          group.push(image);
      }
    }
    expect(group).toHaveLength(60);
  }
  return group.map((each) => ({
    rows: each.slice(0, rows).map((row) => row.slice(0, columns).map((x) => x * Math.sqrt(n))),
    probability: 1 / group.length,
  }));
}

function masksOf(width: number, slope: number): Rows[] {
  return Array.from({ length: 2 ** width }, (_, pattern) =>
    Array.from({ length: width }, (_, i) =>
      Array.from({ length: width }, (_, j) => (i !== j ? 0 : (pattern >> i) & 1 ? 1 : slope)),
    ),
  );
}

/** E (tr X)^2, E tr X^2, E sum X_ii^2 by going through all masks and weights; the larger slope is 1. */
function enumerated(widths: readonly number[], kind: Family, slope: number): GramMoments {
  const total = { u: 0, v: 0, w: 0 };
  const go = (m: Rows, layer: number, probability: number): void => {
    if (layer === widths.length) {
      const x = times(m, transposed(m));
      total.u += probability * size2(m) ** 2;
      total.v += probability * size2(x);
      total.w += probability * x.reduce((sum, row, i) => sum + row[i]! ** 2, 0);
      return;
    }
    const [rows, columns] = [widths[layer]!, widths[layer - 1]!];
    const law = kind === 'orthogonal' ? orthogonalLaw(rows, columns) : independentLaw(kind, rows, columns);
    const masks = masksOf(rows, slope);
    for (const each of law) {
      const image = times(each.rows, m);
      for (const mask of masks)
        go(times(mask, image), layer + 1, (probability * each.probability) / masks.length);
    }
  };
  const masks = masksOf(widths[0]!, slope);
  for (const mask of masks) go(mask, 1, 1 / masks.length);
  return total;
}

test.each([
  [[2, 2, 2], 'rademacher', 0],
  [[2, 3], 'rademacher', 0.5],
  [[2, 2, 2], 'normal', -0.5],
  [[3, 2], 'normal', 0],
  [[1, 2, 2], 'uniform', 0],
  [[2, 2], 'uniform', 1],
  [[2, 2, 2], 'orthogonal', 0],
  [[3, 3], 'orthogonal', 0.5],
  [[3, 2], 'orthogonal', 0],
  [[2, 3], 'orthogonal', 0],
  [[3, 1, 2], 'orthogonal', 0.5],
] as const)(
  'moments of |M|_F^2 for widths %j, %s, slope %f: all masks and weights',
  (widths, kind, slope) => {
    const truth = enumerated(widths, kind, slope);
    const slopes = squaredSlopes({ kind: 'leaky-relu', slope });
    let found = firstGram(widths[0], slopes);
    for (let layer = 1; layer < widths.length; layer++) {
      const [fanIn, fanOut] = [widths[layer - 1]!, widths[layer]!];
      const variance = kind === 'orthogonal' ? 1 / Math.max(fanIn, fanOut) : 1;
      found = nextGram(found, { fanIn, fanOut, variance, family: kind }, slopes);
    }
    for (const key of ['u', 'v', 'w'] as const) expect(found[key] / truth[key]).toBeCloseTo(1, 11);
  },
);

/** Every net of a linear one with weights ±1, b included: E X and E X^2 of blocks and the whole. */
test.each(['dense', 'sparse'] as const)('all Rademacher nets of widths 2, 2, 2, 1, linear, %s', (input) => {
  const widths = [2, 2, 2, 1];
  const x = input === 'dense' ? [[Math.SQRT1_2], [Math.SQRT1_2]] : [[1], [0]];
  const gain = 3;
  const blocks = new Map<string, [number, number]>();
  const all: [number, number] = [0, 0];
  const layers = [1, 2, 3].map((l) => independentLaw('rademacher', widths[l]!, widths[l - 1]!));
  for (const w1 of layers[0]!) {
    for (const w2 of layers[1]!) {
      for (const w3 of layers[2]!) {
        const scaled = [w1, w2, w3].map(({ rows }, i) =>
          rows.map((row) => row.map((w) => w * Math.sqrt(gain / widths[i]!))),
        );
        const a1 = times(scaled[0]!, x);
        const values = {
          '1,2': size2(scaled[2]!) * 2 * size2(x),
          '1,3': size2(scaled[1]!) * size2(x),
          '2,3': 2 * size2(a1),
        };
        let total = 0;
        const probability = w1.probability * w2.probability * w3.probability;
        for (const [key, value] of Object.entries(values)) {
          const sums = blocks.get(key) ?? [0, 0];
          sums[0] += probability * value;
          sums[1] += probability * value ** 2;
          blocks.set(key, sums);
          total += 2 * value;
        }
        all[0] += probability * total;
        all[1] += probability * total ** 2;
      }
    }
  }
  for (const readout of ['random', 'fixed', 'none'] as const) {
    // One unit in the last layer: b^2 = 1 in all three cases.
    const network = layeredNetwork(widths, {
      activation: { kind: 'linear' },
      init: { name: 'rademacher', gain },
      readout,
      input,
    });
    for (const [key, [first, second]] of blocks) {
      const [k, l] = key.split(',').map(Number) as [number, number];
      const found = known(hessianBlockMoments(network, k, l));
      expect(found.logMean).toBeCloseTo(Math.log(first), 12);
      expect(found.logMomentBound(2)).toBeCloseTo(Math.log(second), 11);
      expect(found.logMomentBound(2)).toBeGreaterThanOrEqual(Math.log(second));
    }
    const found = known(hessianMoments(network));
    expect(found.logMean).toBeCloseTo(Math.log(all[0]), 12);
    expect(found.logMomentBound(2)).toBeGreaterThanOrEqual(Math.log(all[1]));
    expect(found.logMomentBound(2)).toBeLessThan(Math.log(all[1]) + 0.5);
  }
});

/** Width 1: X = 0 unless all L units live; else a product of squares of L - 1 weights (b one of them), E w^4 = 3. */
test.each([
  [{ kind: 'relu' }, 0],
  [{ kind: 'leaky-relu', slope: 3 }, 3],
] as const)('width 1, %j: closed form', (activation, slope) => {
  const [depth, gain, readoutGain] = [7, 1.7, 0.4];
  const network = squareNetwork(depth, 1, { activation, init: { name: 'normal', gain }, readoutGain });
  const p = (1 + slope ** 2) / 2;
  const q = (1 + slope ** 4) / 2;
  const first = p ** depth * gain ** (depth - 2) * readoutGain;
  const second = q ** depth * (3 * gain ** 2) ** (depth - 2) * 3 * readoutGain ** 2;
  const block = known(hessianBlockMoments(network, 2, 6));
  expect(block.logMean).toBeCloseTo(Math.log(first), 11);
  expect(block.logMomentBound(1)).toBeCloseTo(Math.log(first), 11);
  expect(block.logMomentBound(2)).toBeCloseTo(Math.log(second), 11);
  const whole = known(hessianMoments(network));
  expect(whole.logMean).toBeCloseTo(Math.log(depth * (depth - 1) * first), 11);
  expect(whole.logMomentBound(2)).toBeCloseTo(Math.log((depth * (depth - 1)) ** 2 * second), 11);
});

/**
 * False alarm: medians of 61 means of n nets each. By Chebyshev a mean misses by 3 sd/sqrt n with probability at most 1/9, and the median
 * does if 31 means do: at most C(61,31) 9^-31 < 2^61 9^-31 < 1e-11 for each of the 8 medians. sd^2 <= the bound for E X^2 less
 * (E X)^2. Power: a mean that is off by twice the margin (printed by the assertions: below 14 %) is seen with the same odds.
 */
describe('drawn nets have these means', () => {
  const leaky: Activation = { kind: 'leaky-relu', slope: 0.5 };
  test.each<[string, Network, (readonly [number, number])?]>([
    ['relu, he-normal, block', squareNetwork(3, 4), [1, 3]],
    [
      'relu, he-uniform, block',
      squareNetwork(4, 3, { init: { name: 'he-uniform' }, input: 'sparse' }),
      [2, 4],
    ],
    ['relu, orthogonal, block', squareNetwork(3, 3, { init: { name: 'orthogonal' } }), [1, 3]],
    ['relu, fixed readout, last block', squareNetwork(3, 4, { readout: 'fixed' }), [1, 3]],
    ['relu, he-normal', squareNetwork(3, 5)],
    ['relu, widths', layeredNetwork([4, 6, 3, 5], { readoutGain: 0.7 })],
    ['leaky relu, uniform', squareNetwork(4, 4, { activation: leaky, init: { name: 'uniform', gain: 1 } })],
    [
      'linear, orthogonal',
      layeredNetwork([2, 3, 2, 3], { activation: { kind: 'linear' }, init: { name: 'orthogonal' } }),
    ],
  ])('%s', (_name, network, block) => {
    const found = known(block ? hessianBlockMoments(network, ...block) : hessianMoments(network));
    const ratio = Math.exp(found.logMomentBound(2) - 2 * found.logMean);
    const count = 3000;
    const margin = 3 * Math.sqrt((ratio - 1) / count);
    expect(margin).toBeLessThan(0.14);
    const out = new Float64Array(61 * count);
    const alive = new Uint8Array(out.length);
    if (block) hessianBlockSamples(network, ...block, 17, 0, out.length, out, alive);
    else hessianSamples(network, 17, 0, out.length, out, alive);
    const means = Array.from({ length: 61 }, (_, i) => {
      let sum = 0;
      for (const log of out.subarray(i * count, (i + 1) * count)) sum += Math.exp(log - found.logMean);
      return sum / count;
    });
    const median = means.sort((a, b) => a - b)[30]!;
    expect(Math.abs(median - 1)).toBeLessThan(margin);
  });
});

test('deep and wide nets: everything stays finite; the mean does not depend on depth but for L(L-1)', () => {
  const network = squareNetwork(300, 8);
  expect(known(hessianMoments(network)).logMean).toBeCloseTo(Math.log((300 * 299 * 8) / 4), 9);
  expect(known(hessianMoments(network)).logMomentBound(2)).toBeGreaterThan(2 * Math.log((300 * 299 * 8) / 4));
  const small = squareNetwork(1000, 64, { init: { name: 'normal', gain: 1e-250 } });
  expect(known(hessianMoments(small)).logMean).toBeLessThan(-500_000);
  expect(Number.isFinite(known(hessianMoments(small)).logMomentBound(2))).toBe(true);
});

test('where no moments are known, the reason is said; bad layers are refused', () => {
  expect(hessianMoments(squareNetwork(3, 2, { init: { name: 'rademacher' } }))).toHaveProperty('reason');
  expect(hessianMoments(squareNetwork(3, 2, { readout: 'fixed' }))).toHaveProperty('reason');
  expect(hessianBlockMoments(squareNetwork(3, 2, { readout: 'none' }), 1, 2)).toHaveProperty('reason');
  expect(hessianBlockMoments(squareNetwork(3, 2, { readout: 'none' }), 3, 1)).not.toHaveProperty('reason');
  expect(known(hessianBlockMoments(squareNetwork(3, 2), 2, 2)).logMean).toBe(-Infinity);
  expect(known(hessianMoments(squareNetwork(1, 2))).logMomentBound(2)).toBe(-Infinity);
  expect(() => known(hessianMoments(squareNetwork(3, 2))).logMomentBound(3)).toThrow(RangeError);
  for (const layer of [0, 4, 1.5])
    expect(() => hessianBlockMoments(squareNetwork(3, 2), 1, layer)).toThrow(RangeError);
});
