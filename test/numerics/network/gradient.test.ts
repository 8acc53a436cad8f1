/** Gradients by ways that share nothing with the backward pass: dual numbers, finite differences, exact integers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forwardSamples } from '../../../numerics/network/forward.js';
import { gradientNorms, gradientPass, gradientSamples } from '../../../numerics/network/gradient.js';
import {
  type Activation,
  family,
  type Init,
  layeredNetwork,
  type Network,
  squareNetwork,
  weightVariance,
} from '../../../numerics/network/network.js';
import { weightsOf } from '../../../numerics/network/weights-of.js';
import { weightSource } from '../../../numerics/random/source.js';
import { matrix } from './reference.js';

const slopeIn = (activation: Activation) =>
  activation.kind === 'linear' ? 1 : activation.kind === 'relu' ? 0 : activation.slope;

/** All weight matrices of a net, gains included, rows first. */
function matricesOf(network: Network, seed: number, net: number): number[][][] {
  const { widths, init } = network;
  const kind = family(init);
  return widths.slice(1).map((rows, index) => {
    const columns = widths[index]!;
    const layer = index + 1;
    if (kind !== 'orthogonal') {
      const scale = Math.sqrt(weightVariance(network, layer));
      return matrix(seed, kind, net, layer, rows, columns).map((row) => row.map((x) => x * scale));
    }
    const weights = weightsOf(network, seed);
    const images = Array.from({ length: columns }, (_, j) => {
      const unit = new Float64Array(columns);
      unit[j] = 1;
      const out = new Float64Array(rows);
      weights.multiply(net, layer, unit, out);
      return out;
    });
    const scale = Math.exp(weights.logScales[layer]! / 2);
    return Array.from({ length: rows }, (_, i) => images.map((image) => scale * image[i]!));
  });
}

function readoutRow(network: Network, seed: number, net: number): number[] {
  const width = network.widths.at(-1)!;
  const layer = network.widths.length;
  const sigma = Math.sqrt(network.readoutGain / width);
  if (network.readout === 'none') return new Array<number>(width).fill(1);
  if (network.readout === 'fixed') return new Array<number>(width).fill(sigma);
  const kind = family(network.init);
  if (kind !== 'orthogonal') return matrix(seed, kind, net, layer, 1, width)[0]!.map((x) => x * sigma);
  const column = new Float64Array(width);
  weightSource(seed, 'normal').column(net, layer, 0, column, width);
  const norm = Math.hypot(...column);
  return [...column].map((x) => (Math.sqrt(network.readoutGain) * x) / norm);
}

/** A number with its derivative along one weight. */
type Dual = readonly [value: number, slope: number];

/** F at these weights, and dF/dw for w = W^layer[row][column]; the input has norm 1. */
function forwardDual(
  matrices: readonly (readonly (readonly number[])[])[],
  readout: readonly number[],
  slope: number,
  input: 'dense' | 'sparse',
  along?: readonly [layer: number, row: number, column: number],
): Dual {
  const fanIn = matrices[0]![0]!.length;
  let a: Dual[] = Array.from({ length: fanIn }, (_, j) => [
    input === 'dense' ? 1 / Math.sqrt(fanIn) : j === 0 ? 1 : 0,
    0,
  ]);
  matrices.forEach((rows, index) => {
    a = rows.map((row, i): Dual => {
      let [z, dz] = [0, 0];
      row.forEach((w, j) => {
        const moved = along?.[0] === index + 1 && along[1] === i && along[2] === j ? 1 : 0;
        z += w * a[j]![0];
        dz += w * a[j]![1] + moved * a[j]![0];
      });
      return z > 0 ? [z, dz] : [slope * z, slope * dz];
    });
  });
  return [
    a.reduce((sum, [x], i) => sum + readout[i]! * x, 0),
    a.reduce((sum, [, dx], i) => sum + readout[i]! * dx, 0),
  ];
}

/** |dF/dW^l|_F^2 by dual numbers, entry l; entry 0 is NaN. */
function dualGradientNorms(network: Network, seed: number, net: number): number[] {
  const matrices = matricesOf(network, seed, net);
  const readout = readoutRow(network, seed, net);
  const slope = slopeIn(network.activation);
  return [
    Number.NaN,
    ...matrices.map((rows, index) => {
      let sum = 0;
      rows.forEach((row, i) => {
        row.forEach((_, j) => {
          sum += forwardDual(matrices, readout, slope, network.input, [index + 1, i, j])[1] ** 2;
        });
      });
      return sum;
    }),
  ];
}

const inits: readonly Init[] = [
  { name: 'he-normal' },
  { name: 'he-uniform' },
  { name: 'xavier-uniform' },
  { name: 'pytorch' },
  { name: 'orthogonal' },
  { name: 'orthogonal', gain: 1 },
  { name: 'normal', gain: 5 },
];
const activations: readonly Activation[] = [
  { kind: 'relu' },
  { kind: 'linear' },
  { kind: 'leaky-relu', slope: 0.2 },
  { kind: 'leaky-relu', slope: -1.5 },
];

test('agrees with dual numbers for every init, activation, readout and input, whatever the widths', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 5 }),
      fc.constantFrom(...inits),
      fc.constantFrom(...activations),
      fc.constantFrom('random' as const, 'fixed' as const, 'none' as const),
      fc.constantFrom('dense' as const, 'sparse' as const),
      fc.constantFrom(1, 0.3),
      fc.nat({ max: 1000 }),
      (widths, init, activation, readout, input, readoutGain, net) => {
        const network = layeredNetwork(widths, { init, activation, readout, input, readoutGain });
        const truth = dualGradientNorms(network, 5, net);
        const found = gradientNorms(network, 5, net);
        expect(found).toHaveLength(truth.length);
        for (let l = 1; l < truth.length; l++) {
          if (truth[l] === 0) expect(found[l]).toBe(-Infinity);
          else expect(Math.abs(found[l]! - Math.log(truth[l]!))).toBeLessThan(1e-9);
        }
      },
    ),
    { seed: 7, numRuns: 400 },
  );
});

test('agrees with central differences where no mask changes', () => {
  let compared = 0;
  for (let net = 0; net < 12; net++) {
    const network = squareNetwork(4, 5);
    const matrices = matricesOf(network, 9, net);
    const readout = readoutRow(network, 9, net);
    const found = gradientNorms(network, 9, net);
    for (let l = 1; l <= 4; l++) {
      let sum = 0;
      for (let i = 0; i < 5; i++) {
        for (let j = 0; j < 5; j++) {
          const step = 1e-6;
          const at = (shift: number) => {
            const moved = matrices.map((rows) => rows.map((row) => [...row]));
            moved[l - 1]![i]![j]! += shift;
            return forwardDual(moved, readout, 0, 'dense')[0];
          };
          sum += ((at(step) - at(-step)) / (2 * step)) ** 2;
        }
      }
      if (found[l] === -Infinity) expect(sum).toBe(0);
      else {
        expect(Math.abs(Math.log(sum) - found[l]!)).toBeLessThan(1e-5);
        compared += 1;
      }
    }
  }
  expect(compared).toBeGreaterThan(30);
});

test('samples are the nets one by one, alive as in the forward pass', () => {
  for (const init of inits) {
    const network = squareNetwork(5, 3, { init });
    const [out, forward] = [new Float64Array(40), new Float64Array(40)];
    const alive = new Uint8Array(40);
    forwardSamples(network, 2, 100, 40, forward);
    for (const layer of [1, 3, 5]) {
      gradientSamples(network, layer, 2, 100, 40, out, alive);
      for (let i = 0; i < 40; i++) {
        expect(out[i]).toBe(gradientNorms(network, 2, 100 + i)[layer]);
        expect(alive[i]).toBe(forward[i] === -Infinity ? 0 : 1);
      }
    }
  }
});

test('a pass that is used again gives what each net gives by itself, dead ones before and after', () => {
  for (const init of inits) {
    const network = squareNetwork(6, 2, { init });
    const forward = new Float64Array(60);
    forwardSamples(network, 2, 0, 60, forward);
    // Of six layers of width 2 all are alive with probability (3/4)^6 = 0.18 for continuous weights: dead nets are met for certain.
    expect(forward.filter((log) => log === -Infinity).length).toBeGreaterThan(5);
    const pass = gradientPass(network, 2);
    const out = new Float64Array(7);
    for (let net = 0; net < 60; net++) {
      expect(pass(net, out)).toBe(forward[net] !== -Infinity);
      expect(out).toEqual(gradientNorms(network, 2, net));
    }
  }
});

test('deep chains do not underflow: width 1, linear, every gradient is F over its own weight', () => {
  const depth = 3000;
  const network = squareNetwork(depth, 1, {
    activation: { kind: 'linear' },
    init: { name: 'uniform', gain: 0.01 },
    readout: 'none',
  });
  const weights = matricesOf(network, 3, 0).map((rows) => rows[0]![0]!);
  const logF2 = weights.reduce((sum, w) => sum + 2 * Math.log(Math.abs(w)), 0);
  expect(logF2).toBeLessThan(-10_000);
  const found = gradientNorms(network, 3, 0);
  for (const l of [1, 2, 1500, depth]) {
    expect(Math.abs(found[l]! - (logF2 - 2 * Math.log(Math.abs(weights[l - 1]!))))).toBeLessThan(1e-9);
  }
});

describe('Rademacher nets: gradients that are 0 in truth are 0', () => {
  const cases: readonly (readonly [string, Activation, bigint, bigint])[] = [
    ['relu', { kind: 'relu' }, 0n, 1n],
    ['linear', { kind: 'linear' }, 1n, 1n],
    ['leaky relu', { kind: 'leaky-relu', slope: 0.2 }, 1n, 5n],
  ];
  test.each(cases)('%s', (_name, activation, numerator, denominator) => {
    const [depth, width, seed] = [60, 4, 31];
    const network = squareNetwork(depth, width, { activation, init: { name: 'rademacher' } });
    let zeros = 0;
    for (let net = 0; net < 60; net++) {
      const found = gradientNorms(network, seed, net);
      const signs = Array.from({ length: depth }, (_, index) =>
        matrix(seed, 'rademacher', net, index + 1, width, width).map((row) => row.map((x) => BigInt(x))),
      );
      let a = new Array<bigint>(width).fill(1n);
      const norms = [a];
      const factors: bigint[][] = [];
      for (const rows of signs) {
        const z = rows.map((row) => row.reduce((sum, w, j) => sum + w * a[j]!, 0n));
        factors.push(z.map((x) => (x > 0n ? denominator : numerator)));
        a = z.map((x) => (x > 0n ? denominator : numerator) * x);
        norms.push(a);
      }
      let delta = matrix(seed, 'rademacher', net, depth + 1, 1, width)[0]!.map((x) => BigInt(x));
      for (let l = depth; l >= 1; l--) {
        if (l < depth) {
          const above = delta;
          delta = signs[l]![0]!.map((_, j) =>
            signs[l]!.reduce((sum, row, i) => sum + row[j]! * above[i]!, 0n),
          );
        }
        delta = delta.map((x, i) => factors[l - 1]![i]! * x);
        const isZero = delta.every((x) => x === 0n) || norms[l - 1]!.every((x) => x === 0n);
        expect(found[l] === -Infinity).toBe(isZero);
        if (isZero) zeros += 1;
      }
    }
    expect(zeros).toBeGreaterThan(0);
  });
});

test('bad layers are refused', () => {
  const network = squareNetwork(3, 2);
  for (const layer of [0, 4, 1.5, Number.NaN]) {
    expect(() => gradientSamples(network, layer, 1, 0, 1, new Float64Array(1), new Uint8Array(1))).toThrow(
      RangeError,
    );
  }
});
