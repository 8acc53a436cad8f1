/**
 * Enclosures of the special functions: monotone pieces between endpoints, each endpoint padded by the documented error
 * bound of its double-precision value (theory/special); recurrences carry arguments out of the ranges where doubles do.
 */
import { gammaOfPositive, lgamma as logGamma, digamma as psi, trigamma as psi1 } from '../special/gamma.js';
import type { Scaled } from '../special/scaled.js';
import { abs, exp, log, type Outside } from './enclosure-elementary.js';
import {
  add,
  divide,
  ExtendedInterval,
  everything,
  join,
  multiply,
  one,
  subtract,
  zero,
} from './enclosure-interval.js';

/** Arguments in [2^-300, 2^300] go to doubles. */
const smallest = 2 ** -300;
const largest = 2 ** 300;
const maxShift = 10_000;

/** Where gamma and lgamma turn: the minimum is at 1.461632144968362... (DLMF 5.4.20). */
const turnFrom = 1.46163;
const turnTo = 1.46164;
const turn = 1.4616321449683622;

/** value * (1 +- relative) +- absolute. */
export function padded(value: number, relative: number, absolute = 0): ExtendedInterval {
  const error = Math.abs(value) * relative * (1 + 2 ** -40) + absolute + Number.MIN_VALUE;
  return ExtendedInterval.of(value - error, value + error);
}

/** As padded, for a scaled value. */
export function paddedScaled({ mantissa, exponent }: Scaled, relative: number): ExtendedInterval {
  const error = Math.abs(mantissa) * relative * (1 + 2 ** -40);
  return ExtendedInterval.of(mantissa - error, mantissa + error, exponent);
}

/** A function given on points of its ordinary range, and elsewhere by other means. */
interface GammaLike {
  readonly name: string;
  readonly at: (x: number) => ExtendedInterval;
  /** For intervals above 2^300. */
  readonly asymptotic: (a: ExtendedInterval) => ExtendedInterval;
  /** f(x) from f(x + n), where product = x (x+1) ... (x+n-1). */
  readonly shift: (shifted: ExtendedInterval, a: ExtendedInterval, n: number) => ExtendedInterval;
  readonly direction: 'falling' | 'rising' | 'turning';
}

function encloseGammaLike(f: GammaLike, a: ExtendedInterval, outside: Outside): ExtendedInterval {
  const { lower, upper } = a;
  if (a.lo <= 0 && (a.hi >= 0 || Math.floor(upper) >= lower)) {
    outside(`${f.name} at a pole (0, -1, -2, ...)`, a.isPoint);
    return everything;
  }
  if (!a.isBounded) return f.name === 'trigamma' ? ExtendedInterval.of(0, Infinity) : everything;
  if (lower < smallest) {
    if (lower < -maxShift) {
      outside(`${f.name} of a number below -${maxShift}, which is not supported`, true);
      return everything;
    }
    const n = Math.max(1, Math.ceil(0.5 - lower));
    return f.shift(encloseGammaLike(f, add(a, ExtendedInterval.point(n)), outside), a, n);
  }
  if (upper > largest) {
    return lower > largest ? f.asymptotic(a) : join(...ordered(f, f.at(lower), f.asymptotic(a)));
  }
  const [first, last] = [f.at(lower), f.at(upper)];
  if (f.direction !== 'turning') return join(...ordered(f, first, last));
  if (upper <= turnFrom) return join(last, first);
  if (lower >= turnTo) return join(first, last);
  const bottom = f.at(turn);
  return join(bottom, first.upper > last.upper ? first : last);
}

function ordered(
  f: GammaLike,
  first: ExtendedInterval,
  last: ExtendedInterval,
): [ExtendedInterval, ExtendedInterval] {
  return f.direction === 'falling' ? [last, first] : [first, last];
}

function* steps(a: ExtendedInterval, n: number): Generator<ExtendedInterval> {
  for (let k = 0; k < n; k++) yield add(a, ExtendedInterval.point(k));
}

function productOfSteps(a: ExtendedInterval, n: number): ExtendedInterval {
  let product = one;
  for (const x of steps(a, n)) product = multiply(product, x);
  return product;
}

const never: Outside = (reason) => {
  throw new Error(`unexpected: ${reason}`);
};
const twoPi = 2 * Math.PI;

/** Crosses zero at 1 and 2, hence the absolute part in between and around. */
const lgammaAt = (x: number): ExtendedInterval =>
  x === 1 || x === 2 ? zero : padded(logGamma(x), 2 ** -50, x > 0.4 && x < 3.5 ? 2 ** -50 : 0);

const lgammaFunction: GammaLike = {
  name: 'lgamma',
  at: lgammaAt,
  // (x - 1/2) log x - x + log(2 pi)/2 + [0, 1/(12 x)] (DLMF 5.11).
  asymptotic: (x) =>
    add(
      subtract(multiply(subtract(x, ExtendedInterval.point(0.5)), log(x, never)), x),
      ExtendedInterval.of(0, Math.log(twoPi)),
    ),
  shift: (shifted, a, n) => subtract(shifted, log(abs(productOfSteps(a, n)), never)),
  direction: 'turning',
};

/** Exact up to 18! < 2^53. */
function factorial(n: number): number {
  let result = 1;
  for (let k = 2; k <= n; k++) result *= k;
  return result;
}

const gammaFunction: GammaLike = {
  name: 'gamma',
  at: (x) => {
    if (Number.isInteger(x) && x <= 19) return ExtendedInterval.point(factorial(x - 1));
    return x <= 2 ** 40 ? paddedScaled(gammaOfPositive(x), x < 170 ? 2 ** -50 : 2 ** -46) : exp(lgammaAt(x));
  },
  asymptotic: (x) => exp(lgammaFunction.asymptotic(x)),
  shift: (shifted, a, n) => divide(shifted, productOfSteps(a, n)),
  direction: 'turning',
};

const digammaFunction: GammaLike = {
  name: 'digamma',
  at: (x) => padded(psi(x), 2 ** -50, 2 ** -50),
  // log x - 1/x <= psi(x) <= log x - 1/(2x).
  asymptotic: (x) => subtract(log(x, never), join(zero, divide(one, x))),
  shift: (shifted, a, n) => {
    let result = shifted;
    for (const x of steps(a, n)) result = subtract(result, divide(one, x));
    return result;
  },
  direction: 'rising',
};

const trigammaFunction: GammaLike = {
  name: 'trigamma',
  at: (x) => padded(psi1(x), 2 ** -50),
  // 1/x <= psi_1(x) <= 1/x + 1/x^2.
  asymptotic: (x) => {
    const inverse = divide(one, x);
    return add(inverse, join(zero, multiply(inverse, inverse)));
  },
  shift: (shifted, a, n) => {
    let result = shifted;
    for (const x of steps(a, n)) result = add(result, divide(one, multiply(x, x)));
    return result;
  },
  direction: 'falling',
};

type Enclose = (a: ExtendedInterval, outside: Outside) => ExtendedInterval;

export const encloseGamma: Enclose = (a, outside) => encloseGammaLike(gammaFunction, a, outside);
export const encloseLgamma: Enclose = (a, outside) => encloseGammaLike(lgammaFunction, a, outside);
export const encloseDigamma: Enclose = (a, outside) => encloseGammaLike(digammaFunction, a, outside);
export const encloseTrigamma: Enclose = (a, outside) => encloseGammaLike(trigammaFunction, a, outside);
