/** Lanczos iteration with full reorthogonalisation: extreme eigenvalues with residual bounds, and spectral densities. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { type Distribution, weightSource } from '../random/source.js';
import type { SymmetricOperator } from './operator.js';
import { exponent, shift } from './scaled.js';

export interface Ritz {
  /** Times 2^bits. */
  readonly value: number;
  /** |A y - value y|/|y|, rounding included: an eigenvalue lies within it of `value`. */
  readonly error: number;
}

export interface Extremes {
  /** A Rayleigh quotient: the smallest eigenvalue is at most min.value (plus rounding). */
  readonly min: Ritz;
  /** The largest eigenvalue is at least max.value (less rounding). */
  readonly max: Ritz;
  /** 0 where doubles reach. */
  readonly bits: number;
  readonly steps: number;
}

export interface LanczosSettings {
  /** Of the start vectors: a whole number in 0..2^53-1. */
  readonly seed: number;
  /** At most so many products; 300 if left out. */
  readonly steps?: number;
  /** Stops when both errors are below this times the largest |value|; 1e-10 if left out. */
  readonly tolerance?: number;
}

/** Numbers that the basis may take: 512 MB. */
const room = 2 ** 26;

/**
 * The smallest and the largest eigenvalue of a Hessian. `error` is rigorous for what it says, that there is an eigenvalue so near; that it is the
 * extreme one is what Lanczos iteration from a random start makes all but certain (Kuczynski & Wozniakowski 1992), not what a residual can
 * show. Where the operator leaves out zeros, 0 counts.
 * @throws RangeError unless the seed is a whole number in 0..2^53-1 and steps a positive one.
 */
export function extremeEigenvalues(operator: SymmetricOperator, settings: LanczosSettings): Extremes {
  const { seed, tolerance = 1e-10 } = settings;
  const most = stepsFor(operator, settings.steps ?? 300);
  const start = startVector(operator.dimension, seed, 0, 'normal');
  const run = new Krylov(operator, start);
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

export interface SpectralDensity {
  /** Eigenvalues in ascending order, times 2^bits, and the share of the spectrum at each; shares add up to 1. */
  readonly nodes: Float64Array;
  readonly shares: Float64Array;
  readonly bits: number;
}

/**
 * Stochastic Lanczos quadrature (Golub & Welsch 1969; Ubaru, Chen & Saad 2017): for start vectors z of random signs, sum_j share_j f(node_j) is
 * z'f(H)z/|z|^2 for all polynomials of degree < 2 steps, whose expectation is tr f(H)/n; averaged over `probes` vectors. Deterministic given the seed.
 * @param settings.probes 10 if left out; settings.steps 80 if left out.
 * @throws RangeError unless the seed is a whole number in 0..2^53-1, probes and steps positive ones.
 */
export function spectralDensity(
  operator: SymmetricOperator,
  settings: { readonly seed: number; readonly probes?: number; readonly steps?: number },
): SpectralDensity {
  const { seed, probes = 10 } = settings;
  if (!(Number.isInteger(probes) && probes >= 1))
    throw new RangeError(`The number of probes must be a positive whole number, not ${probes}.`);
  const steps = stepsFor(operator, settings.steps ?? 80);
  const all = operator.dimension + operator.zeros;
  const found: { node: number; share: number }[] = [];
  for (let probe = 0; probe < probes; probe++) {
    const run = new Krylov(operator, startVector(operator.dimension, seed, probe, 'rademacher'));
    run.extend(steps);
    const { values, vectors } = run.ritz();
    values.forEach((node, j) => {
      found.push({ node, share: (vectors.get(0, j) ** 2 * operator.dimension) / all / probes });
    });
  }
  if (operator.zeros !== 0) found.push({ node: 0, share: operator.zeros / all });
  found.sort((left, right) => left.node - right.node);
  const bits = settledBits(operator, Math.max(-found[0]!.node, found.at(-1)!.node));
  return {
    nodes: Float64Array.from(found, ({ node }) => shift(node, operator.bits - bits)),
    shares: Float64Array.from(found, ({ share }) => share),
    bits,
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

function startVector(
  dimension: number,
  seed: number,
  probe: number,
  distribution: Distribution,
): Float64Array {
  const start = new Float64Array(dimension);
  weightSource(seed, distribution).column(probe, 0, 0, start, dimension);
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
