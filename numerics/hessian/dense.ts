/**
 * First and second derivatives by all hidden weights, as a vector and a matrix. Parameters are ordered layer by layer, W^l_ij (row i, column j)
 * at offset_l + i d_(l-1) + j. With delta^l the derivative of F by z^l and M that of a^(l-1) by z^k (the net is linear in each W^l, and
 * masks are constant where it is differentiable):
 *   dF/dW^l_mn = delta^l_m a^(l-1)_n,  d^2F/dW^k_ij dW^l_mn = delta^l_m M_ni a^(k-1)_j for k < l, and 0 for k = l.
 */
import type { Network } from '../network/network.js';
import { drawnNet, layerOffsets, parameterCount } from './drawn-net.js';
import { addScaled, exponent, largestExponent, type Scaled, settle, shift } from './scaled.js';
import { transfersFrom } from './transfer.js';

/** Beyond, a matrix takes more than 72 MB and its eigenvalues minutes. */
const maxDenseParameters = 3000;

export interface Derivatives {
  readonly parameters: number;
  /** Whether a^L != 0. */
  readonly alive: boolean;
  /** F, for the input of norm 1. */
  readonly output: Scaled<number>;
  /** dF/dW. */
  readonly gradient: Scaled<Float64Array>;
  /** d^2F/dW dW', row after row; exactly symmetric and hollow. */
  readonly hessian: Scaled<Float64Array>;
}

/**
 * F with its gradient and Hessian, for net number `net` of a seed. A point where a mask changes (z = 0) counts as phi'(0) = slope. Rounding: about
 * 1e-16 L sqrt(d) relative to the norm of each block; nothing underflows. O(n^2) operations for n parameters.
 * @throws RangeError beyond 3,000 parameters, or unless seed and net are whole numbers in 0..2^53-1.
 */
export function derivatives(network: Network, seed: number, net: number): Derivatives {
  const parameters = parameterCount(network);
  if (parameters > maxDenseParameters) {
    throw new RangeError(
      `A dense Hessian is formed for at most ${maxDenseParameters} parameters; this net has ${parameters}. Use Hessian-vector products.`,
    );
  }
  const drawn = drawnNet(network, seed, net);
  const { widths, activations, deltas } = drawn;
  const depth = widths.length - 1;
  const offsets = layerOffsets(widths);

  const gradient = new Float64Array(parameters);
  const bitsOf = (l: number) => deltas[l]!.bits + activations[l - 1]!.bits;
  let gradientBits = -Infinity;
  for (let l = 1; l <= depth; l++) gradientBits = Math.max(gradientBits, bitsOf(l));
  for (let l = 1; l <= depth; l++) {
    const [delta, a] = [deltas[l]!.values, activations[l - 1]!.values];
    let at = offsets[l]!;
    for (const d of delta) for (const x of a) gradient[at++] = shift(d * x, bitsOf(l) - gradientBits);
  }

  const blocks: { k: number; l: number; m: Float64Array; bits: number }[] = [];
  for (let k = 1; k < depth; k++) {
    for (const { layer, values, bits } of transfersFrom(drawn, k)) {
      const sum = bits + deltas[layer]!.bits + activations[k - 1]!.bits;
      blocks.push({ k, l: layer, m: values.slice(), bits: sum });
    }
  }
  const hessianBits = blocks.reduce((most, { bits }) => Math.max(most, bits), -Infinity);
  const hessian = new Float64Array(parameters ** 2);
  for (const { k, l, m, bits } of blocks) {
    const scale = bits - hessianBits;
    const [delta, a] = [deltas[l]!.values, activations[k - 1]!.values];
    const [dk, dn] = [widths[k]!, widths[l - 1]!];
    for (let i = 0; i < dk; i++) {
      for (let j = 0; j < a.length; j++) {
        if (a[j] === 0) continue;
        const row = offsets[k]! + i * a.length + j;
        for (let mm = 0; mm < delta.length; mm++) {
          const factor = delta[mm]! * a[j]!;
          if (factor === 0) continue;
          for (let n = 0; n < dn; n++) {
            const column = offsets[l]! + mm * dn + n;
            const entry = factor * m[n * dk + i]!;
            const value = scale === 0 ? entry : shift(entry, scale);
            hessian[row * parameters + column] = value;
            hessian[column * parameters + row] = value;
          }
        }
      }
    }
  }
  return {
    parameters,
    alive: drawn.alive,
    output: drawn.output,
    gradient: settle(gradient, gradientBits),
    hessian: settle(hessian, hessianBits),
  };
}

export interface LossDerivatives {
  /** F - y. */
  readonly residual: Scaled<number>;
  /** (F - y) grad F. */
  readonly gradient: Scaled<Float64Array>;
  /** grad F grad F' + (F - y) Hess F, row after row; exactly symmetric. */
  readonly hessian: Scaled<Float64Array>;
}

/**
 * Derivatives of the loss (F - y)^2/2, from those of F.
 * @throws RangeError if y is not a finite number.
 */
export function lossDerivatives(
  { parameters, output, gradient, hessian }: Derivatives,
  y: number,
): LossDerivatives {
  const residual = lossResidual(output, y);
  const g = gradient.values;
  const outerBits = 2 * gradient.bits;
  const innerBits = residual.bits + hessian.bits;
  const outerTop = 2 * largestExponent(g) + outerBits;
  const innerTop = exponent(residual.values) + largestExponent(hessian.values) + innerBits;
  const top = Math.max(outerTop, innerTop);
  const sum = new Float64Array(hessian.values.length);
  // Powers of two, split over the factors so that no product leaves the range.
  const outer = outerTop === -Infinity ? 0 : shift(1, Math.floor((outerBits - top) / 2));
  const odd = (outerBits - top) % 2 === 0 ? 1 : 2;
  const scaledResidual = innerTop === -Infinity ? 0 : shift(residual.values, innerBits - top);
  for (let i = 0, at = 0; i < parameters; i++) {
    const left = g[i]! * outer * odd;
    for (let j = 0; j < parameters; j++, at++) {
      sum[at] = left * (g[j]! * outer) + scaledResidual * hessian.values[at]!;
    }
  }
  for (let i = 0; i < parameters; i++) {
    for (let j = 0; j < i; j++) sum[i * parameters + j] = sum[j * parameters + i]!;
  }
  const slope = new Float64Array(parameters);
  for (let i = 0; i < parameters; i++) slope[i] = residual.values * g[i]!;
  return {
    residual,
    gradient: settle(slope, residual.bits + gradient.bits),
    hessian: settle(sum, top),
  };
}

/** F - y. @throws RangeError if y is not a finite number. */
export function lossResidual(output: Scaled<number>, y: number): Scaled<number> {
  if (!Number.isFinite(y)) throw new RangeError(`The target must be a finite number, not ${y}.`);
  return addScaled(output.values, output.bits, -y, 0);
}
