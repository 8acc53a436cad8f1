/**
 * Interval arithmetic of extended range: a set of real numbers [lo, hi] * 2^exponent. An endpoint may be infinite
 * (nothing is known in that direction); the numbers enclosed never are. Every operation rounds outward.
 */
import {
  addDown,
  addUp,
  divideDown,
  divideUp,
  exponentOf,
  multiplyDown,
  multiplyUp,
  scaleDown,
  scaleUp,
} from './enclosure-rounding.js';

/** Within 2^+-plain the exponent is 0 and endpoints are plain doubles. */
const plain = 400;
const largestPlain = 2 ** plain;
const smallestPlain = 2 ** -plain;

/** Binary exponents end here; beyond, an endpoint becomes infinite or 0. */
export const largestExponent = 2 ** 52;

export class ExtendedInterval {
  private constructor(
    readonly lo: number,
    readonly hi: number,
    /** An integer; 0 where the larger endpoint is between 2^-400 and 2^400. */
    readonly exponent: number,
  ) {}

  /** [lo, hi] * 2^exponent; lo <= hi, neither NaN. */
  static of(lo: number, hi: number, exponent = 0): ExtendedInterval {
    const size = largestFinite(lo, hi);
    if (exponent === 0 && ((size <= largestPlain && size >= smallestPlain) || size === 0)) {
      return new ExtendedInterval(lo, hi, 0);
    }
    return ExtendedInterval.rescaled(lo, hi, exponent, size);
  }

  private static rescaled(lo: number, hi: number, exponent: number, size: number): ExtendedInterval {
    if (!(lo <= hi)) throw new RangeError(`An interval from ${lo} to ${hi} is empty.`);
    if (size === 0) return new ExtendedInterval(lo, hi, 0);
    const own = exponentOf(size);
    const total = exponent + own;
    if (total > largestExponent) {
      const [low, high] = [lo > 0 ? 1 : lo < 0 ? -Infinity : 0, hi > 0 ? Infinity : hi < 0 ? -1 : 0];
      return new ExtendedInterval(low, high, low === 1 || high === -1 ? largestExponent : 0);
    }
    if (total < -largestExponent) {
      const low = lo === -Infinity ? lo : lo < 0 ? -1 : 0;
      const high = hi === Infinity ? hi : hi > 0 ? 1 : 0;
      return new ExtendedInterval(low, high, -largestExponent);
    }
    const target = Math.abs(total) <= plain - 1 ? 0 : total;
    const shift = exponent - target;
    return new ExtendedInterval(scaleDown(lo, shift), scaleUp(hi, shift), target);
  }

  /** The point x. */
  static point(x: number): ExtendedInterval {
    if (!Number.isFinite(x)) throw new RangeError(`${x} is not a finite number.`);
    return ExtendedInterval.of(x, x);
  }

  get isBounded(): boolean {
    return this.lo !== -Infinity && this.hi !== Infinity;
  }

  get isPoint(): boolean {
    return this.lo === this.hi;
  }

  /** A bound below as a double, -Infinity beyond the range. */
  get lower(): number {
    if (this.exponent === 0) return this.lo;
    return toDoubleDown(this.lo, this.exponent);
  }

  /** A bound above as a double, Infinity beyond the range. */
  get upper(): number {
    if (this.exponent === 0) return this.hi;
    return -toDoubleDown(-this.hi, this.exponent);
  }
}

function largestFinite(lo: number, hi: number): number {
  const a = lo === -Infinity ? 0 : Math.abs(lo);
  const b = hi === Infinity ? 0 : Math.abs(hi);
  return Math.max(a, b);
}

function toDoubleDown(x: number, exponent: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  if (exponentOf(x) + exponent >= 1024) return x > 0 ? Number.MAX_VALUE : -Infinity;
  return scaleDown(x, exponent);
}

export const zero = ExtendedInterval.point(0);
export const one = ExtendedInterval.point(1);
export const everything = ExtendedInterval.of(-Infinity, Infinity);

export function negate(a: ExtendedInterval): ExtendedInterval {
  return ExtendedInterval.of(-a.hi, -a.lo, a.exponent);
}

export function add(a: ExtendedInterval, b: ExtendedInterval): ExtendedInterval {
  if (a.exponent === b.exponent) {
    return ExtendedInterval.of(addDown(a.lo, b.lo), addUp(a.hi, b.hi), a.exponent);
  }
  if (isZero(a)) return b;
  if (isZero(b)) return a;
  // Exponents count for whole intervals; a plain one is first written with its own size.
  const [first, second] = [withOwnExponent(a), withOwnExponent(b)];
  const exponent = Math.max(first.exponent, second.exponent);
  return ExtendedInterval.of(
    addDown(shiftedLo(first, exponent), shiftedLo(second, exponent)),
    addUp(shiftedHi(first, exponent), shiftedHi(second, exponent)),
    exponent,
  );
}

export function subtract(a: ExtendedInterval, b: ExtendedInterval): ExtendedInterval {
  return add(a, negate(b));
}

export function multiply(a: ExtendedInterval, b: ExtendedInterval): ExtendedInterval {
  const exponent = a.exponent + b.exponent;
  if (a.lo >= 0 && b.lo >= 0) {
    return ExtendedInterval.of(multiplyDown(a.lo, b.lo), multiplyUp(a.hi, b.hi), exponent);
  }
  return ExtendedInterval.of(
    Math.min(
      multiplyDown(a.lo, b.lo),
      multiplyDown(a.lo, b.hi),
      multiplyDown(a.hi, b.lo),
      multiplyDown(a.hi, b.hi),
    ),
    Math.max(multiplyUp(a.lo, b.lo), multiplyUp(a.lo, b.hi), multiplyUp(a.hi, b.lo), multiplyUp(a.hi, b.hi)),
    exponent,
  );
}

/** a / b where b does not contain 0, or has it as an endpoint: then unbounded on that side. Everything else: the line. */
export function divide(a: ExtendedInterval, b: ExtendedInterval): ExtendedInterval {
  if (b.hi < 0) return divide(negate(a), negate(b));
  if (b.lo < 0 || b.hi === 0) return everything;
  const exponent = a.exponent - b.exponent;
  if (b.lo === 0) {
    if (a.lo >= 0) return ExtendedInterval.of(divideDown(a.lo, b.hi), Infinity, exponent);
    if (a.hi <= 0) return ExtendedInterval.of(-Infinity, divideUp(a.hi, b.hi), exponent);
    return everything;
  }
  return ExtendedInterval.of(
    divideDown(a.lo, a.lo >= 0 ? b.hi : b.lo),
    divideUp(a.hi, a.hi >= 0 ? b.lo : b.hi),
    exponent,
  );
}

const isZero = (a: ExtendedInterval): boolean => a.lo === 0 && a.hi === 0;

interface Parts {
  readonly lo: number;
  readonly hi: number;
  readonly exponent: number;
}

function withOwnExponent({ lo, hi, exponent }: ExtendedInterval): Parts {
  if (exponent !== 0) return { lo, hi, exponent };
  const size = largestFinite(lo, hi);
  const own = size === 0 ? 0 : exponentOf(size);
  return { lo: scaleDown(lo, -own), hi: scaleUp(hi, -own), exponent: own };
}

const shiftedLo = (a: Parts, exponent: number): number =>
  scaleDown(a.lo, Math.max(a.exponent - exponent, -4000));
const shiftedHi = (a: Parts, exponent: number): number =>
  scaleUp(a.hi, Math.max(a.exponent - exponent, -4000));

/** -1, 0 or 1 as x 2^xExponent is below, equal to, above y 2^yExponent. */
function compareScaled(x: number, xExponent: number, y: number, yExponent: number): number {
  if (xExponent === yExponent || Math.sign(x) !== Math.sign(y) || x === 0) return Math.sign(difference(x, y));
  if (!Number.isFinite(x) || !Number.isFinite(y)) return Math.sign(difference(x, y));
  const xSize = exponentOf(x) + xExponent;
  const ySize = exponentOf(y) + yExponent;
  if (xSize !== ySize) return xSize > ySize === x > 0 ? 1 : -1;
  const [xUnit, yUnit] = [scaleDown(x, -exponentOf(x)), scaleDown(y, -exponentOf(y))];
  return Math.sign(xUnit - yUnit);
}

const difference = (x: number, y: number): number => (x === y ? 0 : x < y ? -1 : 1);

/** Every number of a is at most every number of b. */
export function certainlyLessEqual(a: ExtendedInterval, b: ExtendedInterval): boolean {
  return compareScaled(a.hi, a.exponent, b.lo, b.exponent) <= 0;
}

/** Every number of a is below every number of b. */
export function certainlyLess(a: ExtendedInterval, b: ExtendedInterval): boolean {
  return compareScaled(a.hi, a.exponent, b.lo, b.exponent) < 0;
}

/** 'less' or 'greater' only if strictly so for all numbers enclosed. */
export function compare(a: ExtendedInterval, b: ExtendedInterval): 'less' | 'greater' | 'unresolved' {
  if (certainlyLess(a, b)) return 'less';
  return certainlyLess(b, a) ? 'greater' : 'unresolved';
}

function extreme(a: ExtendedInterval, b: ExtendedInterval, sign: 1 | -1): ExtendedInterval {
  const lo = compareScaled(a.lo, a.exponent, b.lo, b.exponent) * sign >= 0 ? a : b;
  const hi = compareScaled(a.hi, a.exponent, b.hi, b.exponent) * sign >= 0 ? a : b;
  return join(lo, hi);
}

/** The lower endpoint of one interval with the upper one of another. */
export function join(low: ExtendedInterval, high: ExtendedInterval): ExtendedInterval {
  if (low.exponent === high.exponent) return ExtendedInterval.of(low.lo, high.hi, low.exponent);
  const [first, second] = [
    withOwnExponent(ExtendedInterval.of(low.lo, low.lo === -Infinity ? Infinity : low.lo, low.exponent)),
    withOwnExponent(ExtendedInterval.of(high.hi === Infinity ? -Infinity : high.hi, high.hi, high.exponent)),
  ];
  const exponent = Math.max(
    first.lo === 0 || first.lo === -Infinity ? second.exponent : first.exponent,
    second.hi === 0 || second.hi === Infinity ? first.exponent : second.exponent,
  );
  return ExtendedInterval.of(shiftedLo(first, exponent), shiftedHi(second, exponent), exponent);
}

export function minimum(a: ExtendedInterval, b: ExtendedInterval): ExtendedInterval {
  return extreme(a, b, -1);
}

export function maximum(a: ExtendedInterval, b: ExtendedInterval): ExtendedInterval {
  return extreme(a, b, 1);
}
