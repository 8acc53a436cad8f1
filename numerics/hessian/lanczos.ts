/** Lanczos iteration with full reorthogonalisation: extreme eigenvalues with residual bounds. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { checkNets } from '../network/check-nets.js';
import { checkNetwork, type Network } from '../network/network.js';
import { weightSource } from '../random/source.js';
import { compressedHessian, hessianOperator, type SymmetricOperator } from './operator.js';
import { exponent, largestExponent, shift } from './scaled.js';

/** A number near an eigenvalue. */
export interface Ritz {
  /** Times 2^bits. */
  readonly value: number;
  /** |A y - value y|/|y|, rounding included: an eigenvalue lies within it of `value`. */
  readonly error: number;
}

/** The smallest and the largest eigenvalue, as Lanczos iteration finds them. */
export interface Extremes {
  /** A Rayleigh quotient: the smallest eigenvalue is at most min.value (plus rounding). */
  readonly min: Ritz;
  /** The largest eigenvalue is at least max.value (less rounding). */
  readonly max: Ritz;
  /** 0 where doubles reach. */
  readonly bits: number;
  /** Products with the Hessian, but for the two that the errors are made of. */
  readonly steps: number;
}

/** When Lanczos iteration is content. */
export interface LanczosSettings {
  /** At most so many products; 300 if left out. */
  readonly steps?: number;
  /** Stops when both errors are below this times the largest |value|; 1e-10 if left out. */
  readonly tolerance?: number;
}

/** Numbers that the basis may take: 512 MB. */
const room = 2 ** 26;

/**
 * The smallest and the largest eigenvalue of the Hessian by all hidden weights of F (no target) or of the loss (F - y)^2/2, for net number `net` of a seed and
 * the input of norm 1: for nets whose Hessians are too large for `hessianEigenvalues`. Some tens of products with the Hessian, each of which costs about
 * what a forward and a backward pass do. An eigenvalue lies within `error` of each value, to which rounding in the passes adds some 1e-16 L d times the
 * larger of the two in absolute value; that none lies beyond is all but certain, not certain. 0 counts, where the Hessian has such eigenvalues.
 * @throws RangeError beyond 2^26 weights, if y is not finite, seed and net are not whole numbers in 0..2^53-1, steps is not a positive one, or products
 * leave the range of doubles (slopes near 1e±100).
 */
export function hessianExtremes(
  network: Network,
  seed: number,
  net: number,
  y?: number,
  settings: LanczosSettings = {},
): Extremes {
  checkNetwork(network);
  checkNets(net, 1, 1);
  const compressed = compressedHessian(network, seed, net, y);
  // Where layers are so narrow that it has more zeros than the Hessian, those could pass for extreme eigenvalues.
  const operator = compressed.zeros < 0 ? hessianOperator(network, seed, net, y) : compressed;
  return extremeEigenvalues(operator, seed, settings);
}

/**
 * The smallest and the largest eigenvalue of a Hessian. `error` is rigorous for what it says, that there is an eigenvalue so near; that it is the
 * extreme one is what Lanczos iteration from a random start makes all but certain (Kuczynski & Wozniakowski 1992), not what a residual can
 * show. Where the operator leaves out zeros, 0 counts.
 * @param seed of the start vector, which no weight depends on.
 * @throws RangeError unless the seed is a whole number in 0..2^53-1 and steps a positive one, or if products leave the range of doubles.
 */
export function extremeEigenvalues(
  given: SymmetricOperator,
  seed: number,
  settings: LanczosSettings = {},
): Extremes {
  const { tolerance = 1e-10 } = settings;
  const most = stepsFor(given, settings.steps ?? 300);
  const operator = nearOne(given);
  const run = new Krylov(operator, startVector(given.dimension, seed));
  let found = { min: { value: 0, error: 0 }, max: { value: 0, error: 0 } };
  for (let next = Math.min(10, most); ; next = Math.min(most, Math.ceil(next * 1.25))) {
    run.extend(next);
    const { values, vectors } = run.ritz();
    const last = values.length - 1;
    const coordinates = (j: number) =>
      Float64Array.from({ length: values.length }, (_, i) => vectors.get(i, j));
    const estimate = run.beta * Math.max(Math.abs(vectors.get(last, 0)), Math.abs(vectors.get(last, last)));
    const scale = Math.max(Math.abs(values[0]!), Math.abs(values[last]!));
    if (run.done || run.size >= most || estimate <= 0.5 * tolerance * scale) {
      found = { min: run.residual(coordinates(0), scale), max: run.residual(coordinates(last), scale) };
      break;
    }
  }
  const bits = settledBits(operator, Math.max(-found.min.value, found.max.value));
  const withZero = ({ value, error }: Ritz, isFit: boolean): Ritz =>
    operator.zeros > 0 && !isFit
      ? { value: 0, error: 0 }
      : { value: shift(value, operator.bits - bits), error: shift(error, operator.bits - bits) };
  return {
    min: withZero(found.min, found.min.value <= 0),
    max: withZero(found.max, found.max.value >= 0),
    bits,
    steps: run.size,
  };
}

/** The operator times the power of two that makes its first product about 1, where squares would leave the range of doubles. */
function nearOne(operator: SymmetricOperator): SymmetricOperator {
  let moved: number | undefined;
  return {
    dimension: operator.dimension,
    zeros: operator.zeros,
    get bits() {
      return operator.bits + (moved ?? 0);
    },
    apply(vector, out) {
      operator.apply(vector, out);
      if (moved === undefined) {
        const size = largestExponent(out);
        moved = Number.isFinite(size) && Math.abs(size) > 100 ? size : 0;
      }
      if (moved !== 0) for (let i = 0; i < out.length; i++) out[i] = shift(out[i]!, -moved);
    },
  };
}

/** The power of two to leave out of numbers up to this size: none where doubles reach. */
function settledBits({ bits }: SymmetricOperator, largest: number): number {
  return largest === 0 || Math.abs(exponent(largest) + bits) <= 400 ? 0 : bits;
}

function stepsFor({ dimension }: SymmetricOperator, steps: number): number {
  if (!(Number.isInteger(steps) && steps >= 1))
    throw new RangeError(`The number of steps must be a positive whole number, not ${steps}.`);
  return Math.max(1, Math.min(steps, dimension, Math.floor(room / dimension)));
}

function startVector(dimension: number, seed: number): Float64Array {
  const start = new Float64Array(dimension);
  weightSource(seed, 'normal').column(0, 0, 0, start, dimension);
  return start;
}

/** An orthonormal basis of span(v, A v, A^2 v, ...) in which A is tridiagonal. */
class Krylov {
  readonly #operator: SymmetricOperator;
  readonly #basis: Float64Array[] = [];
  readonly #diagonal: number[] = [];
  readonly #side: number[] = [];
  #next: Float64Array | undefined;
  /** The entry that couples the basis to the rest. */
  beta = 0;
  #scale = 0;

  constructor(operator: SymmetricOperator, start: Float64Array) {
    this.#operator = operator;
    const norm = Math.sqrt(dot(start, start));
    this.#next = start.map((x) => x / norm);
  }

  get size(): number {
    return this.#basis.length;
  }

  /** The basis spans an invariant subspace: nothing is left. */
  get done(): boolean {
    return this.#next === undefined;
  }

  extend(size: number): void {
    while (this.#basis.length < size && this.#next) {
      const v = this.#next;
      if (this.#basis.length > 0) this.#side.push(this.beta);
      this.#basis.push(v);
      const w = new Float64Array(v.length);
      this.#operator.apply(v, w);
      const before = Math.sqrt(dot(w, w));
      if (!Number.isFinite(before))
        throw new RangeError('Products with this Hessian leave the range of doubles.');
      this.#diagonal.push(dot(v, w));
      // Twice is enough (Parlett 1980).
      for (let round = 0; round < 2; round++) for (const each of this.#basis) subtract(w, dot(each, w), each);
      this.beta = Math.sqrt(dot(w, w));
      this.#scale = Math.max(this.#scale, before);
      if (this.beta <= 2 ** -46 * this.#scale) this.#next = undefined;
      else this.#next = w.map((x) => x / this.beta);
    }
  }

  /** Eigenvalues of A on the basis, ascending, and their vectors in it (columns). */
  ritz(): { readonly values: number[]; readonly vectors: Matrix } {
    const n = this.#basis.length;
    const t = Matrix.zeros(n, n);
    for (let i = 0; i < n; i++) {
      t.set(i, i, this.#diagonal[i]!);
      if (i === 0) continue;
      t.set(i, i - 1, this.#side[i - 1]!);
      t.set(i - 1, i, this.#side[i - 1]!);
    }
    const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(t, { assumeSymmetric: true });
    return { values: realEigenvalues, vectors: eigenvectorMatrix };
  }

  /** Rayleigh quotient and residual of a vector with these coordinates. */
  residual(coordinates: Float64Array, scale: number): Ritz {
    const y = new Float64Array(this.#operator.dimension);
    this.#basis.forEach((v, i) => {
      subtract(y, -coordinates[i]!, v);
    });
    const image = new Float64Array(y.length);
    this.#operator.apply(y, image);
    const norm2 = dot(y, y);
    const value = dot(y, image) / norm2;
    subtract(image, value, y);
    // A product is right to some 1e-15 |A|; sums over the vector to less.
    return { value, error: Math.sqrt(dot(image, image) / norm2) + 2 ** -48 * scale };
  }
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}

/** x -= factor y. */
function subtract(x: Float64Array, factor: number, y: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i]! -= factor * y[i]!;
}
