/** The optimizers' steps, on a flat vector of parameters, for gradients of any size. */
import { type Adam, checkOptimizer, type Momentum, type Optimizer, type RmsProp } from './optimizers.js';

/**
 * Moves the parameters in place by one step. The gradient is gradient * 2^bits, bits a whole number (0 if left out): products of hundreds of
 * weights need it.
 */
export type Step = (parameters: Float64Array, gradient: Float64Array, bits?: number) => void;

/**
 * A function that makes the steps of one run, the first to the last, and keeps the run's moments to itself.
 *
 * Normalised steps (RMSprop, Adam) keep their moments relative to a power of two that follows the gradient, so that nothing over- or underflows:
 * with epsilon = 0 they depend on ratios of gradients alone, as in exact arithmetic, and scaling every gradient by one power of two
 * changes no bit of the parameters. Entries more than 2^400 below the largest of their gradient's history may count as 0. A step
 * over 0 (0/0, above all) is no step.
 * O(size) operations a step, no allocation.
 * @throws RangeError for an optimizer out of range, or when a step gets vectors that are not of this size.
 */
export function optimizerSteps(optimizer: Optimizer, size: number): Step {
  checkOptimizer(optimizer);
  const step = stepOf(optimizer, size);
  return (parameters, gradient, bits = 0) => {
    if (parameters.length !== size || gradient.length !== size) {
      throw new RangeError(`This optimizer moves ${size} parameters, not ${parameters.length}.`);
    }
    step(parameters, gradient, bits);
  };
}

function stepOf(
  optimizer: Optimizer,
  size: number,
): (w: Float64Array, g: Float64Array, bits: number) => void {
  const { rate } = optimizer;
  switch (optimizer.kind) {
    case 'gradient-descent':
    case 'sgd':
      return (w, g, bits) => {
        if (bits !== 0) for (let i = 0; i < size; i++) w[i]! -= rate * timesPowerOfTwo(g[i]!, bits);
        else for (let i = 0; i < size; i++) w[i]! -= rate * g[i]!;
      };
    case 'sign-descent':
      return (w, g) => {
        for (let i = 0; i < size; i++) w[i]! -= rate * Math.sign(g[i]!);
      };
    case 'momentum':
      return momentumStep(optimizer, size);
    case 'rmsprop':
      return rmsPropStep(optimizer, size);
    case 'adam':
      return adamStep(optimizer, size);
  }
}

function momentumStep({ rate, momentum }: Momentum, size: number) {
  const m = new Float64Array(size);
  return (w: Float64Array, g: Float64Array, bits: number) => {
    for (let i = 0; i < size; i++) {
      m[i] = momentum * m[i]! + (bits === 0 ? g[i]! : timesPowerOfTwo(g[i]!, bits));
      w[i]! -= rate * m[i]!;
    }
  };
}

function rmsPropStep({ rate, decay, epsilon }: RmsProp, size: number) {
  const v = new Float64Array(size);
  const scale = scaleKeeper(v);
  return (w: Float64Array, g: Float64Array, bits: number) => {
    scale.follow(g, bits);
    const [factor, rest] = twoPowers(bits - scale.bits());
    const floor = timesPowerOfTwo(epsilon, -scale.bits());
    for (let i = 0; i < size; i++) {
      // Dead units' weights: most of a deep net's.
      if (g[i] === 0 && v[i] === 0) continue;
      const x = g[i]! * factor * rest;
      v[i] = decay * v[i]! + (1 - decay) * x * x;
      const spread = Math.sqrt(v[i]!) + floor;
      if (spread !== 0) w[i]! -= (rate * x) / spread;
    }
  };
}

function adamStep({ rate, beta1, beta2, epsilon }: Adam, size: number) {
  const m = new Float64Array(size);
  const v = new Float64Array(size);
  const scale = scaleKeeper(v, m);
  let power1 = 1;
  let power2 = 1;
  return (w: Float64Array, g: Float64Array, bits: number) => {
    scale.follow(g, bits);
    const [factor, rest] = twoPowers(bits - scale.bits());
    const floor = timesPowerOfTwo(epsilon, -scale.bits());
    power1 *= beta1;
    power2 *= beta2;
    for (let i = 0; i < size; i++) {
      // Dead units' weights: most of a deep net's.
      if (g[i] === 0 && m[i] === 0 && v[i] === 0) continue;
      const x = g[i]! * factor * rest;
      m[i] = beta1 * m[i]! + (1 - beta1) * x;
      v[i] = beta2 * v[i]! + (1 - beta2) * x * x;
      const spread = Math.sqrt(v[i]! / (1 - power2)) + floor;
      if (spread !== 0) w[i]! -= (rate * (m[i]! / (1 - power1))) / spread;
    }
  };
}

/** 2^bits as a product of two doubles, |bits| <= 2000 (beyond, as if it were that). */
function twoPowers(bits: number): readonly [number, number] {
  const first = Math.max(-1000, Math.min(1000, bits));
  return [2 ** first, 2 ** Math.max(-1000, Math.min(1000, bits - first))];
}

/** x 2^bits for any whole number of bits: 0 or infinite where that is out of range, exact where it is a normal number. */
export function timesPowerOfTwo(x: number, bits: number): number {
  // Beyond ±2200 every double but 0 has left the range.
  let left = Math.max(-2200, Math.min(2200, bits));
  for (; left > 1000; left -= 1000) x *= 2 ** 1000;
  for (; left < -1000; left += 1000) x /= 2 ** 1000;
  return x * 2 ** left;
}

/** Moments stay as they are while the largest gradient is within 2^±100 of their scale. */
const tolerance = 2 ** 100;

/** Keeps the scale 2^bits of the second moments v (in units of 2^(2 bits)) and, if given, first moments m (2^bits). */
function scaleKeeper(v: Float64Array, m?: Float64Array) {
  let scaleBits = 0;
  return {
    bits: () => scaleBits,
    /** Makes the scale fit for a new gradient g 2^gradientBits; multiplies the moments by powers of two, exactly where they stay normal. */
    follow(g: Float64Array, gradientBits: number): void {
      let largest = 0;
      for (let i = 0; i < g.length; i++) largest = Math.max(largest, Math.abs(g[i]!));
      // What is common: nothing to do, at the cost of one look at the gradient.
      if (largest === 0 || !(largest < Infinity)) return;
      const relative = largest * 2 ** (gradientBits - scaleBits);
      if (relative > 1 / tolerance && relative < tolerance) return;
      let remembered = 0;
      for (let i = 0; i < v.length; i++) remembered = Math.max(remembered, v[i]!);
      const gradientTop = gradientBits + exponentOf(largest);
      const memoryTop = remembered === 0 ? -Infinity : scaleBits + exponentOf(remembered) / 2;
      const target = Math.ceil(Math.max(gradientTop, memoryTop));
      const shift = scaleBits - target;
      if (shift === 0) return;
      scaleBits = target;
      for (let i = 0; i < v.length; i++) v[i] = timesPowerOfTwo(v[i]!, 2 * shift);
      if (m) for (let i = 0; i < m.length; i++) m[i] = timesPowerOfTwo(m[i]!, shift);
    },
  };
}

/** floor(log2 x), x > 0, within 1: only a scale is chosen by it. */
function exponentOf(x: number): number {
  return Math.floor(Math.log2(x));
}
