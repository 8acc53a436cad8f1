/** Second derivatives along single weights by differences: a way that shares nothing with the formulas but the forward pass. */
import type { Network } from '../network/network.js';
import { readoutOf } from '../network/readout.js';
import { type DrawnNet, drawnNet, multiply } from './drawn-net.js';

export interface DifferenceTrace {
  /** Sum over all hidden weights of the second difference quotient along that weight. */
  readonly trace: number;
  /** What rounding may have added, at most. */
  readonly error: number;
}

/** Steps tried along a weight: 1/8, 1/16, ..., until no mask changes between the three points. */
const mostHalvings = 24;
/** Three points in a row, in steps from the weight: a change of masks may be near on one side. */
const stencils = [
  [-1, 0, 1],
  [0, 1, 2],
  [0, -1, -2],
] as const;

/**
 * The trace of the Hessian by all hidden weights of F, or of the loss (F - y)^2/2 if a target is given, for net number `net` of a seed. Between masks F is
 * affine in a single weight and the loss quadratic, so that second differences are exact but for rounding, whatever the step. O(n^2) operations for n
 * weights: for small nets of moderate gain.
 * @throws RangeError unless seed and net are whole numbers in 0..2^53-1; Error if changes of masks lie within 2^-27 on both sides of a weight.
 */
export function differenceTrace(network: Network, seed: number, net: number, y?: number): DifferenceTrace {
  const drawn = drawnNet(network, seed, net);
  const readout = readoutOf(network, seed);
  const b = new Float64Array(network.widths.at(-1)!);
  readout.fill(net, b);
  const scale = Math.exp(readout.logScale / 2);
  for (let i = 0; i < b.length; i++) b[i]! *= scale;
  const lossOr = (output: number) => (y === undefined ? output : (output - y) ** 2 / 2);
  const centre = outputOf(drawn, b);
  const rounding = 2 ** -50 * drawn.widths.reduce((sum, width) => sum + width, 1);
  let trace = 0;
  let error = 0;
  for (const matrix of drawn.matrices) {
    for (let at = 0; at < matrix.length; at++) {
      const weight = matrix[at]!;
      const outputAt = (x: number) => {
        matrix[at] = x;
        return outputOf(drawn, b);
      };
      const found = straightStretch((steps) => outputAt(weight + steps), centre.masks);
      matrix[at] = weight;
      const [first, middle, last] = found.outputs.map(({ output }) => lossOr(output));
      trace += (first! - 2 * middle! + last!) / found.step ** 2;
      const sizes = found.outputs.map(({ size }) => (y === undefined ? size : (size + Math.abs(y)) ** 2));
      error += (4 * rounding * Math.max(...sizes)) / found.step ** 2;
    }
  }
  return { trace, error };
}

/** The widest three points among which no mask changes. @throws Error if there are none. */
function straightStretch(
  outputAt: (offset: number) => Output,
  masks: string,
): { readonly step: number; readonly outputs: readonly Output[] } {
  let step = 1 / 8;
  for (let halving = 0; halving <= mostHalvings; halving++) {
    for (const stencil of stencils) {
      const outputs = stencil.map((steps) => outputAt(steps * step));
      if (outputs.every((each) => each.masks === masks)) return { step, outputs };
    }
    step /= 2;
  }
  throw new Error('A weight sits too near a change of masks for differences.');
}

interface Output {
  readonly output: number;
  /** The sum of the absolute values of its terms, at least as large as |F|; rounding is relative to it. */
  readonly size: number;
  /** Which units are bent, as text. */
  readonly masks: string;
}

function outputOf({ widths, slope, matrices, activations }: DrawnNet, b: Float64Array): Output {
  let a = activations[0]!.values;
  let size = a.map(Math.abs);
  let masks = '';
  for (let layer = 1; layer < widths.length; layer++) {
    const matrix = matrices[layer]!;
    const [z, sizes] = [new Float64Array(widths[layer]!), new Float64Array(widths[layer]!)];
    multiply(matrix, a, z);
    multiply(matrix.map(Math.abs), size, sizes);
    for (let i = 0; i < z.length; i++) {
      const bent = !(z[i]! > 0);
      masks += bent ? '1' : '0';
      if (bent) {
        z[i]! *= slope;
        sizes[i]! *= Math.abs(slope);
      }
    }
    [a, size] = [z, sizes];
  }
  let [output, total] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    output += b[i]! * a[i]!;
    total += Math.abs(b[i]!) * size[i]!;
  }
  return { output, size: total, masks };
}
