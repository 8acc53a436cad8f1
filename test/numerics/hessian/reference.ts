/** Second derivatives by hyper-dual numbers, on whole matrices written plainly: nothing is shared with the code under test but the draws. */
import {
  type Activation,
  family,
  type Init,
  type Network,
  weightVariance,
} from '../../../numerics/network/network.js';
import { weightsOf } from '../../../numerics/network/weights-of.js';
import { weightSource } from '../../../numerics/random/source.js';
import { matrix } from '../network/reference.js';

export const inits: readonly Init[] = [
  { name: 'he-normal' },
  { name: 'he-uniform' },
  { name: 'xavier-uniform' },
  { name: 'pytorch' },
  { name: 'orthogonal' },
  { name: 'orthogonal', gain: 1 },
  { name: 'normal', gain: 5 },
];
export const activations: readonly Activation[] = [
  { kind: 'relu' },
  { kind: 'linear' },
  { kind: 'leaky-relu', slope: 0.2 },
  { kind: 'leaky-relu', slope: -1.5 },
];

const slopeIn = (activation: Activation): number =>
  activation.kind === 'linear' ? 1 : activation.kind === 'relu' ? 0 : activation.slope;

/** All weight matrices of a net, gains included, rows first. */
export function matricesOf(network: Network, seed: number, net: number): number[][][] {
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

export function readoutRow(network: Network, seed: number, net: number): number[] {
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

export interface Place {
  readonly layer: number;
  readonly row: number;
  readonly column: number;
}

/** The weights in the order of the Hessian's rows: layer by layer, rows first. */
export function places({ widths }: Network): Place[] {
  return widths.slice(1).flatMap((rows, index) =>
    Array.from({ length: rows * widths[index]! }, (_, at) => ({
      layer: index + 1,
      row: Math.floor(at / widths[index]!),
      column: at % widths[index]!,
    })),
  );
}

/** x + x1 e1 + x2 e2 + x12 e1 e2 with e1^2 = e2^2 = 0: the last part of f at w + e1 + e2 is its mixed second derivative. */
export type HyperDual = readonly [x: number, x1: number, x2: number, x12: number];

const product = (a: HyperDual, b: HyperDual): HyperDual => [
  a[0] * b[0],
  a[0] * b[1] + a[1] * b[0],
  a[0] * b[2] + a[2] * b[0],
  a[0] * b[3] + a[1] * b[2] + a[2] * b[1] + a[3] * b[0],
];
const sum = (a: HyperDual, b: HyperDual): HyperDual => [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]];

/** F at these weights for an input of norm 1, with its derivatives along two weights. */
export function hyperDual(
  matrices: readonly (readonly (readonly number[])[])[],
  readout: readonly number[],
  slope: number,
  input: 'dense' | 'sparse',
  first?: Place,
  second?: Place,
): HyperDual {
  const fanIn = matrices[0]![0]!.length;
  const isAt = (place: Place | undefined, layer: number, row: number, column: number) =>
    place?.layer === layer && place.row === row && place.column === column ? 1 : 0;
  let a: HyperDual[] = Array.from({ length: fanIn }, (_, j) => [
    input === 'dense' ? 1 / Math.sqrt(fanIn) : j === 0 ? 1 : 0,
    0,
    0,
    0,
  ]);
  matrices.forEach((rows, index) => {
    a = rows.map((row, i) => {
      const z = row.reduce<HyperDual>(
        (total, w, j) =>
          sum(total, product([w, isAt(first, index + 1, i, j), isAt(second, index + 1, i, j), 0], a[j]!)),
        [0, 0, 0, 0],
      );
      return z[0] > 0 ? z : product(z, [slope, 0, 0, 0]);
    });
  });
  return a.reduce((total, each, i) => sum(total, product(each, [readout[i]!, 0, 0, 0])), [0, 0, 0, 0]);
}

export interface Derivatives {
  readonly value: number;
  readonly gradient: number[];
  readonly hessian: number[][];
}

/** F and its first and second derivatives by all hidden weights. */
export function derivativesOf(network: Network, seed: number, net: number): Derivatives {
  const matrices = matricesOf(network, seed, net);
  const readout = readoutRow(network, seed, net);
  const slope = slopeIn(network.activation);
  const all = places(network);
  const hessian = all.map(() => new Array<number>(all.length).fill(0));
  const gradient = new Array<number>(all.length).fill(0);
  let value = 0;
  all.forEach((first, p) => {
    for (let q = p; q < all.length; q++) {
      const [x, x1, , x12] = hyperDual(matrices, readout, slope, network.input, first, all[q]);
      value = x;
      gradient[p] = x1;
      hessian[p]![q] = x12;
      hessian[q]![p] = x12;
    }
  });
  return { value, gradient, hessian };
}
