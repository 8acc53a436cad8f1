/** Loss and gradient of a net on a batch in plain TypeScript: loops over typed arrays. */
import type { BatchJob } from '../kernel/batch-kernel.js';
import type { BatchNet } from './batch-net.js';
import { offsetsOf } from './offsets.js';

/** One layer's state: entry i * stride + s belongs to unit i and input s. */
interface Layer {
  readonly width: number;
  readonly a: Float64Array;
  /** phi'(z). */
  readonly slope: Float64Array;
  readonly delta: Float64Array;
  /** The units, `count` of them, whose phi' is not 0 for all inputs; the others' activations and gradients are all 0. In deep nets all inputs share their masks: half of the units are. */
  readonly alive: Int32Array;
  count: number;
}

/** See `batchNet`; `inputs` is the number of inputs before they are filled up. */
export function plainBatchNet(
  { widths, size, stride, inputs: columns, targets, slope: bentSlope, lossFactor }: BatchJob,
  inputs: number,
): BatchNet {
  const depth = widths.length - 1;
  const layers = widths.map((width) => emptyLayer(width, stride));
  layers[0]!.a.set(columns);
  layers[0]!.alive.forEach((_, j, alive) => {
    alive[j] = j;
  });
  layers[0]!.count = widths[0]!;
  const offsets = offsetsOf({ widths });
  const residuals = new Float64Array(stride);
  const top = layers[depth]!;
  const readoutAt = offsets[depth]!;

  function forward(parameters: Float64Array): number {
    for (let l = 1; l <= depth; l++) {
      advance(parameters, offsets[l - 1]!, layers[l - 1]!, layers[l]!, stride, bentSlope);
    }
    residuals.fill(0);
    for (let k = 0; k < top.count; k++) {
      const i = top.alive[k]!;
      const b = parameters[readoutAt + i]!;
      for (let s = 0; s < stride; s++) residuals[s]! += b * top.a[i * stride + s]!;
    }
    let sum = 0;
    for (let s = 0; s < stride; s++) {
      residuals[s]! -= targets[s]!;
      sum += residuals[s]! * residuals[s]!;
    }
    return lossFactor * sum;
  }

  function backward(parameters: Float64Array, gradient: Float64Array): void {
    gradient.fill(0);
    for (let s = 0; s < stride; s++) residuals[s]! *= 2 * lossFactor;
    for (let k = 0; k < top.count; k++) {
      const i = top.alive[k]!;
      const b = parameters[readoutAt + i]!;
      let sum = 0;
      for (let s = 0, at = i * stride; s < stride; s++, at++) {
        sum += residuals[s]! * top.a[at]!;
        top.delta[at] = b * residuals[s]! * top.slope[at]!;
      }
      gradient[readoutAt + i] = sum;
    }
    for (let l = depth; l >= 1; l--) {
      gradientOf(gradient, offsets[l - 1]!, layers[l - 1]!, layers[l]!, stride);
      if (l > 1) retreat(parameters, offsets[l - 1]!, layers[l - 1]!, layers[l]!, stride);
    }
  }

  return {
    size,
    loss: forward,
    lossAndGradient(parameters, gradient) {
      const value = forward(parameters);
      backward(parameters, gradient);
      return value;
    },
    residuals(parameters) {
      forward(parameters);
      return residuals.slice(0, inputs);
    },
    dead: () => top.a.every((a) => a === 0),
  };
}

function emptyLayer(width: number, stride: number): Layer {
  const entries = () => new Float64Array(width * stride);
  return { width, a: entries(), slope: entries(), delta: entries(), alive: new Int32Array(width), count: 0 };
}

/** a^l = phi(W^l a^(l-1)). */
function advance(
  w: Float64Array,
  offset: number,
  from: Layer,
  to: Layer,
  stride: number,
  bentSlope: number,
): void {
  const { a, alive, count, width } = from;
  to.count = 0;
  for (let i = 0; i < to.width; i++) {
    const row = offset + i * width;
    let lives = false;
    for (let s = 0; s < stride; s += 4) {
      let z0 = 0;
      let z1 = 0;
      let z2 = 0;
      let z3 = 0;
      for (let k = 0; k < count; k++) {
        const j = alive[k]!;
        const weight = w[row + j]!;
        const at = j * stride + s;
        z0 += weight * a[at]!;
        z1 += weight * a[at + 1]!;
        z2 += weight * a[at + 2]!;
        z3 += weight * a[at + 3]!;
      }
      const at = i * stride + s;
      const f0 = z0 > 0 ? 1 : bentSlope;
      const f1 = z1 > 0 ? 1 : bentSlope;
      const f2 = z2 > 0 ? 1 : bentSlope;
      const f3 = z3 > 0 ? 1 : bentSlope;
      to.slope[at] = f0;
      to.slope[at + 1] = f1;
      to.slope[at + 2] = f2;
      to.slope[at + 3] = f3;
      to.a[at] = f0 * z0;
      to.a[at + 1] = f1 * z1;
      to.a[at + 2] = f2 * z2;
      to.a[at + 3] = f3 * z3;
      // 0 * NaN is not 0 and lives: a run that has left the doubles must not look like a dead net.
      if (f0 !== 0 || f1 !== 0 || f2 !== 0 || f3 !== 0) lives = true;
      else if (0 * z0 + 0 * z1 + 0 * z2 + 0 * z3 !== 0) lives = true;
    }
    if (lives) to.alive[to.count++] = i;
  }
}

/** dloss/dW^l_ij = sum_s delta^l_i a^(l-1)_j. */
function gradientOf(gradient: Float64Array, offset: number, from: Layer, to: Layer, stride: number): void {
  for (let k = 0; k < to.count; k++) {
    const i = to.alive[k]!;
    const row = offset + i * from.width;
    for (let m = 0; m < from.count; m++) {
      const j = from.alive[m]!;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let s = 0, d = i * stride, a = j * stride; s < stride; s += 4, d += 4, a += 4) {
        s0 += to.delta[d]! * from.a[a]!;
        s1 += to.delta[d + 1]! * from.a[a + 1]!;
        s2 += to.delta[d + 2]! * from.a[a + 2]!;
        s3 += to.delta[d + 3]! * from.a[a + 3]!;
      }
      gradient[row + j] = s0 + s2 + (s1 + s3);
    }
  }
}

/** delta^(l-1) = phi'(z^(l-1)) (W^l)' delta^l. */
function retreat(w: Float64Array, offset: number, from: Layer, to: Layer, stride: number): void {
  for (let m = 0; m < from.count; m++) {
    const j = from.alive[m]!;
    for (let s = 0; s < stride; s += 4) {
      let d0 = 0;
      let d1 = 0;
      let d2 = 0;
      let d3 = 0;
      for (let k = 0; k < to.count; k++) {
        const i = to.alive[k]!;
        const weight = w[offset + i * from.width + j]!;
        const at = i * stride + s;
        d0 += weight * to.delta[at]!;
        d1 += weight * to.delta[at + 1]!;
        d2 += weight * to.delta[at + 2]!;
        d3 += weight * to.delta[at + 3]!;
      }
      const at = j * stride + s;
      from.delta[at] = d0 * from.slope[at]!;
      from.delta[at + 1] = d1 * from.slope[at + 1]!;
      from.delta[at + 2] = d2 * from.slope[at + 2]!;
      from.delta[at + 3] = d3 * from.slope[at + 3]!;
    }
  }
}
