/** Loss and gradient of a net on a batch of inputs, all weights and the readout trained: plain loops over typed arrays. */
import { slopeOf } from '../network/activation.js';
import { depthOf, type Network } from '../network/network.js';

/**
 * The squared loss as a multiple of sum_s (F(x_s) - y_s)^2 over B inputs: mean 1/B (PyTorch's MSELoss), half-mean 1/(2B), half-sum 1/2.
 */
export type SquaredLoss = 'mean' | 'half-mean' | 'half-sum';

/** c in c sum_s (F(x_s) - y_s)^2. */
export function lossFactor(loss: SquaredLoss, inputs: number): number {
  if (loss === 'half-sum') return 1 / 2;
  return loss === 'mean' ? 1 / inputs : 1 / (2 * inputs);
}

export interface Batch {
  /** Input s is entries s d_0 .. (s+1) d_0 - 1. */
  readonly inputs: Float64Array;
  /** One for each input. */
  readonly targets: Float64Array;
}

export interface BatchNet {
  /** sum of d_l d_(l-1), and d_L for the readout. */
  readonly size: number;
  /** The loss of all inputs. */
  loss(parameters: Float64Array): number;
  /** The same, and its derivative by each parameter into `gradient`. */
  lossAndGradient(parameters: Float64Array, gradient: Float64Array): number;
  /** F(x_s) - y_s for every input. */
  residuals(parameters: Float64Array): Float64Array;
  /** Whether a^L = 0 for all inputs, in the last pass. */
  dead(): boolean;
}

/** Where W^l and the readout lie among the parameters: W^1, ..., W^L, each row by row, then the readout. Entry l - 1 for W^l. */
export function offsetsOf({ widths }: Network): number[] {
  const offsets = [0];
  for (let l = 1; l < widths.length; l++) offsets.push(offsets[l - 1]! + widths[l]! * widths[l - 1]!);
  return offsets;
}

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

/**
 * The net's loss as a function of its parameters, and its gradient by the chain rule; relu's derivative at 0 is 0 (as in `activate`).
 *
 * Three multiplications for each weight and input, about one for each weight in deep relu nets, whose dead units are skipped; nothing is
 * allocated by the calls. Plain doubles: right to about 1e-16 sqrt(d) a layer as long as no activation or delta leaves 1e-300..1e300, which he
 * nets keep to up to L/d of some 200.
 * @throws RangeError unless there is an input, each has d_0 entries, and there is a target for each.
 */
export function batchNet(network: Network, batch: Batch, loss: SquaredLoss): BatchNet {
  const { widths } = network;
  const depth = depthOf(network);
  const inputs = batch.targets.length;
  if (inputs === 0 || batch.inputs.length !== inputs * widths[0]!) {
    throw new RangeError(`${inputs} targets need ${inputs} inputs of ${widths[0]} entries, at least one.`);
  }
  // Four inputs at a time; those that fill up the last four are 0, with targets 0: they add nothing.
  const stride = 4 * Math.ceil(inputs / 4);
  const layers = widths.map((width) => emptyLayer(width, stride));
  const targets = new Float64Array(stride);
  targets.set(batch.targets);
  setInputs(layers[0]!, batch.inputs, inputs, stride);
  const offsets = offsetsOf(network);
  const size = offsets[depth]! + widths[depth]!;
  const factor = lossFactor(loss, inputs);
  const bentSlope = slopeOf(network.activation);
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
    return factor * sum;
  }

  function backward(parameters: Float64Array, gradient: Float64Array): void {
    gradient.fill(0);
    for (let s = 0; s < stride; s++) residuals[s]! *= 2 * factor;
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

function setInputs(layer: Layer, values: Float64Array, inputs: number, stride: number): void {
  for (let j = 0; j < layer.width; j++) {
    for (let s = 0; s < inputs; s++) layer.a[j * stride + s] = values[s * layer.width + j]!;
    layer.alive[j] = j;
  }
  layer.count = layer.width;
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
      let sum = 0;
      let other = 0;
      for (let s = 0, d = i * stride, a = j * stride; s < stride; s += 4, d += 4, a += 4) {
        sum += to.delta[d]! * from.a[a]! + to.delta[d + 1]! * from.a[a + 1]!;
        other += to.delta[d + 2]! * from.a[a + 2]! + to.delta[d + 3]! * from.a[a + 3]!;
      }
      gradient[row + j] = sum + other;
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
