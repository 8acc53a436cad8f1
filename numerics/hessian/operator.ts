/**
 * Hessian-vector products, exact and without a matrix (Pearlmutter 1994): a forward pass of the derivatives along V and a backward pass,
 *   a.^l = D^l (W^l a.^(l-1) + V^l a^(l-1)),  delta.^l = D^l ((W^(l+1))' delta.^(l+1) + (V^(l+1))' delta^(l+1)),  (H V)^l = delta.^l (a^(l-1))' + delta^l (a.^(l-1))',
 * from a.^0 = 0 and delta.^L = 0. For the loss (F - y)^2/2 it is grad F (grad F . V) + (F - y) H V.
 *
 * F is homogeneous of degree 1 in each layer. So each W^l is divided by a power of two 2^(e_l) that keeps activations near 1, and H is
 * 2^(sum e) S^-1 H~ S^-1 with S = 2^(e_l) on layer l: deep nets neither underflow nor overflow.
 */
import type { Network } from '../network/network.js';
import { lossResidual } from './dense.js';
import {
  type DrawnNet,
  drawnNet,
  layerOffsets,
  multiply,
  multiplyTransposed,
  parameterCount,
} from './drawn-net.js';
import { exponent, largestExponent, shift } from './scaled.js';

/** A symmetric matrix that is known by what it does. */
export interface SymmetricOperator {
  readonly dimension: number;
  /** Eigenvalues 0 of the Hessian beyond those of the operator; negative if the operator has more than the Hessian. */
  readonly zeros: number;
  /** The Hessian is 2^bits times the operator. */
  readonly bits: number;
  /** out = operator times vector. The vector is left alone; the same vector gives the same result. */
  apply(vector: Float64Array, out: Float64Array): void;
}

/** The most weights: 512 MB for the matrices. */
export const maxParameters = 2 ** 26;

/**
 * Products with the Hessian by all hidden weights (parameters ordered as in dense.ts) of F, or of (F - y)^2/2 if a target is given, for net number
 * `net` of a seed and the input of norm 1. O(n) operations a product for n weights. Rounding: about 1e-16 L sqrt(d), relative to the norm.
 * @throws RangeError beyond 2^26 weights, or unless y is finite and seed and net are whole numbers in 0..2^53-1.
 */
export function hessianOperator(network: Network, seed: number, net: number, y?: number): SymmetricOperator {
  const scaled = balancedNet(network, seed, net, y);
  const { widths, matrices, activations, deltas, factors, hessianFactor, gradientFactor } = scaled;
  const depth = widths.length - 1;
  const offsets = layerOffsets(widths);
  const dots = widths.map((width) => new Float64Array(width));
  const scratch = widths.map((width) => new Float64Array(width));
  const backwards = widths.map((width) => new Float64Array(width));
  const part = (vector: Float64Array, l: number) => vector.subarray(offsets[l]!, offsets[l + 1]!);
  return {
    dimension: offsets[depth + 1]!,
    zeros: 0,
    bits: scaled.bits,
    apply(vector, out) {
      let along = 0;
      for (let l = 1; l <= depth; l++) {
        const [dot, direct] = [dots[l]!, scratch[l]!];
        multiply(part(vector, l), activations[l - 1]!, direct);
        multiply(matrices[l]!, dots[l - 1]!, dot);
        for (let i = 0; i < dot.length; i++) {
          const moved = factors[l]! * direct[i]!;
          along += deltas[l]![i]! * moved;
          dot[i]! += moved;
        }
        scaled.mask(l, dot);
      }
      const weightOfGradient = gradientFactor * along;
      backwards[depth]!.fill(0);
      for (let l = depth; l >= 1; l--) {
        const [back, delta, a, dot] = [backwards[l]!, deltas[l]!, activations[l - 1]!, dots[l - 1]!];
        const target = part(out, l);
        const columns = a.length;
        for (let i = 0, at = 0; i < back.length; i++) {
          const left = factors[l]! * (hessianFactor * back[i]! + weightOfGradient * delta[i]!);
          const right = factors[l]! * hessianFactor * delta[i]!;
          for (let j = 0; j < columns; j++, at++) target[at] = left * a[j]! + right * dot[j]!;
        }
        if (l === 1) break;
        const [below, direct] = [backwards[l - 1]!, scratch[l - 1]!];
        multiplyTransposed(matrices[l]!, back, below);
        multiplyTransposed(part(vector, l), delta, direct);
        for (let j = 0; j < below.length; j++) below[j]! += factors[l]! * direct[j]!;
        scaled.mask(l - 1, below);
      }
    },
  };
}

/**
 * The same Hessian on the few directions on which it is not 0 (reduced.ts): V^l = P^l â' + (delta^l/|delta^l|) S^l' with S^l orthogonal to â = a^(l-1)/|a^(l-1)|, as
 * the vector (P^1, S^1, P^2, ...) of d_l + d_(l-1) numbers for each layer. The map is an isometry, so nonzero eigenvalues are the Hessian's. (A component
 * of S^l along â is ignored: further zeros.) As costly as two passes.
 * @throws RangeError as `hessianOperator`.
 */
export function compressedHessian(
  network: Network,
  seed: number,
  net: number,
  y?: number,
): SymmetricOperator {
  const scaled = balancedNet(network, seed, net, y);
  const { widths, matrices, activations, deltas, factors, hessianFactor, gradientFactor } = scaled;
  const depth = widths.length - 1;
  const norm = (v: Float64Array) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
  const sizes = activations.map(norm);
  const deltaSizes = deltas.map(norm);
  const directions = activations.map((a, l) => a.map((x) => (sizes[l]! > 0 ? x / sizes[l]! : 0)));
  const starts = [0, 0];
  for (let l = 1; l <= depth; l++) starts.push(starts[l]! + widths[l]! + widths[l - 1]!);
  const dots = widths.map((width) => new Float64Array(width));
  const backwards = widths.map((width) => new Float64Array(width));
  const across = widths.map((width) => new Float64Array(width));
  const dimension = starts[depth + 1]!;
  /** What of v is orthogonal to â. */
  const project = (v: Float64Array, l: number, out: Float64Array) => {
    const direction = directions[l]!;
    let product = 0;
    for (let j = 0; j < out.length; j++) product += v[j]! * direction[j]!;
    for (let j = 0; j < out.length; j++) out[j] = v[j]! - product * direction[j]!;
    return product;
  };
  return {
    dimension,
    zeros: parameterCount(network) - dimension,
    bits: scaled.bits,
    apply(vector, out) {
      let along = 0;
      const inner = new Float64Array(depth + 1);
      for (let l = 1; l <= depth; l++) {
        const start = starts[l]!;
        const dot = dots[l]!;
        multiply(matrices[l]!, dots[l - 1]!, dot);
        for (let i = 0; i < dot.length; i++) {
          const p = factors[l]! * vector[start + i]!;
          inner[l]! += deltas[l]![i]! * p;
          dot[i]! += sizes[l - 1]! * p;
        }
        along += sizes[l - 1]! * inner[l]!;
        scaled.mask(l, dot);
      }
      const weightOfGradient = gradientFactor * along;
      backwards[depth]!.fill(0);
      for (let l = depth; l >= 1; l--) {
        const [back, delta] = [backwards[l]!, deltas[l]!];
        const start = starts[l]!;
        const width = widths[l]!;
        const s = across[l - 1]!;
        const target = out.subarray(start + width, start + width + widths[l - 1]!);
        const product = project(dots[l - 1]!, l - 1, target);
        for (let j = 0; j < target.length; j++) target[j]! *= factors[l]! * hessianFactor * deltaSizes[l]!;
        for (let i = 0; i < width; i++) {
          out[start + i] =
            factors[l]! *
            (sizes[l - 1]! * (hessianFactor * back[i]! + weightOfGradient * delta[i]!) +
              hessianFactor * delta[i]! * product);
        }
        if (l === 1) break;
        const below = backwards[l - 1]!;
        multiplyTransposed(matrices[l]!, back, below);
        project(vector.subarray(start + width, start + width + widths[l - 1]!), l - 1, s);
        const direction = directions[l - 1]!;
        for (let j = 0; j < below.length; j++)
          below[j]! += inner[l]! * direction[j]! + factors[l]! * deltaSizes[l]! * s[j]!;
        scaled.mask(l - 1, below);
      }
    },
  };
}

interface BalancedNet {
  readonly widths: readonly number[];
  readonly matrices: readonly Float64Array[];
  readonly activations: readonly Float64Array[];
  readonly deltas: readonly Float64Array[];
  /** S^-1 on layer l, but for a common factor. */
  readonly factors: readonly number[];
  /** The operator is S^-1 (hessianFactor H~ + gradientFactor g~ g~') S^-1, the Hessian 2^bits times it. */
  readonly hessianFactor: number;
  readonly gradientFactor: number;
  readonly bits: number;
  mask(layer: number, v: Float64Array): void;
}

function balancedNet(network: Network, seed: number, net: number, y: number | undefined): BalancedNet {
  if (parameterCount(network) > maxParameters) {
    throw new RangeError(
      `Hessian-vector products are made for at most ${maxParameters} weights; this net has ${parameterCount(network)}.`,
    );
  }
  const drawn = drawnNet(network, seed, net);
  const { widths, slope, bent } = drawn;
  const depth = widths.length - 1;
  const shares = sharesOf(drawn);
  const readoutBits = finite(largestExponent(drawn.deltas[depth]!.values) + drawn.deltas[depth]!.bits);
  const scaledBy = (values: Float64Array, bits: number) =>
    bits === 0 ? values : values.map((x) => shift(x, bits));

  let total = readoutBits;
  const deltas: Float64Array[] = [];
  for (let l = depth; l >= 1; l--) {
    deltas[l] = scaledBy(drawn.deltas[l]!.values, drawn.deltas[l]!.bits - total);
    total += shares[l]!;
  }
  deltas[0] = new Float64Array(0);
  let before = 0;
  const activations = drawn.activations.map(({ values, bits }, l) => {
    before += shares[l]!;
    return scaledBy(values, bits - before);
  });
  const mean = Math.round(shares.slice(1).reduce((sum, e) => sum + e, 0) / depth);
  const common = {
    widths,
    matrices: drawn.matrices.map((matrix, l) => scaledBy(matrix, drawn.matrixBits[l]! - shares[l]!)),
    activations,
    deltas,
    factors: shares.map((e) => 2 ** (mean - e)),
    mask(layer: number, v: Float64Array) {
      const mask = bent[layer]!;
      for (let i = 0; i < v.length; i++) if (mask[i] === 1) v[i]! *= slope;
    },
  };
  if (y === undefined) return { ...common, hessianFactor: 1, gradientFactor: 0, bits: total - 2 * mean };
  const residual = lossResidual(drawn.output, y);
  const outer = 2 * total - 2 * mean;
  const mixed = total - 2 * mean + residual.bits;
  // F is linear in a single layer: H~ is 0, and the residual tells nothing of the size.
  const isLinear = depth === 1 || residual.values === 0;
  const top = Math.max(outer, isLinear ? -Infinity : mixed + exponent(residual.values));
  return {
    ...common,
    hessianFactor: isLinear ? 0 : shift(residual.values, mixed - top),
    gradientFactor: shift(1, outer - top),
    bits: top,
  };
}

/** The powers of two by which layers change the size of activations; entry 0 is 0. */
function sharesOf({ activations }: DrawnNet): number[] {
  let last = 0;
  return activations.map(({ values, bits }, l) => {
    if (l === 0) return 0;
    const size = largestExponent(values) + bits;
    if (size === -Infinity) return 0;
    const share = size - last;
    last = size;
    return share;
  });
}

function finite(x: number): number {
  return Number.isFinite(x) ? x : 0;
}
