/**
 * Special functions to some 45 digits, from textbook series in decimal arithmetic. Nothing here is shared with theory/special, whose
 * functions work in (double-)doubles.
 */
import { Decimal } from 'decimal.js';

export const D = Decimal.clone({
  precision: 60,
  defaults: true,
  minE: -9e15,
  maxE: 9e15,
  toExpNeg: -30,
  toExpPos: 30,
});
export type Precise = Decimal;
/** Relative (or near zeros absolute) error that is allowed for all of these; they are better. */
export const preciseError = 1e-40;

const tiny = new D('1e-58');
export const zero = new D(0);
export const one = new D(1);
export const pi = D.acos(-1);

/** The double x as it is: decimal.js itself reads the shortest decimal that stands for it. */
export function exactly(x: number): Precise {
  if (x === 0 || !Number.isFinite(x)) return new D(x);
  let exponent = 0;
  let mantissa = x;
  for (; !Number.isInteger(mantissa); exponent--) mantissa *= 2;
  // Above 2^53 the number is a multiple of a power of two, and a whole number to BigInt.
  return new D(BigInt(mantissa).toString()).times(new D(2).pow(exponent));
}

/** B_2, B_4, ..., B_120 from sum_k C(n+1, k) B_k = 0, in whole numbers over whole numbers. */
const bernoulli: readonly Precise[] = (() => {
  const wide = Decimal.clone({ precision: 150, defaults: true });
  const numbers = [new wide(1), new wide(-0.5)];
  for (let n = 2; n <= 120; n++) {
    let sum = new wide(0);
    let choose = new wide(1);
    for (let k = 0; k < n; k++) {
      sum = sum.plus(choose.times(numbers[k]!));
      choose = choose.times(n + 1 - k).div(k + 1);
    }
    numbers.push(n % 2 === 1 ? new wide(0) : sum.div(-(n + 1)));
  }
  return numbers.filter((_, n) => n >= 2 && n % 2 === 0).map((b) => new D(b.toString()));
})();

/** Arguments are raised to here by the recurrences before Stirling's series. */
const far = 60;

/** Stirling's series sums, until the terms are small: sum of B_2k * weight(k) * x^-(2k + shift). */
function asymptotic(x: Precise, shift: number, weight: (k: number) => Precise): Precise {
  const square = x.times(x);
  let power = x.pow(2 + shift);
  let sum = zero;
  for (let k = 1; k <= bernoulli.length; k++) {
    const term = bernoulli[k - 1]!.times(weight(k)).div(power);
    sum = sum.plus(term);
    if (term.abs().lt(tiny)) break;
    power = power.times(square);
  }
  return sum;
}

/** log gamma(x), x > 0. */
function logGamma(x: Precise): Precise {
  let product = one;
  let y = x;
  for (; y.lt(far); y = y.plus(1)) product = product.times(y);
  const series = asymptotic(y, -1, (k) => one.div(2 * k * (2 * k - 1)));
  return y.minus(0.5).times(y.ln()).minus(y).plus(pi.times(2).ln().div(2)).plus(series).minus(product.ln());
}

/** gamma(x), also for x < 0 by reflection. */
export function gammaOf(x: Precise): Precise {
  if (x.gt(0)) return logGamma(x).exp();
  return pi.div(sinPi(x).times(gammaOf(one.minus(x))));
}

/** sin(pi x) without the loss of far arguments. */
function sinPi(x: Precise): Precise {
  const rest = x.minus(x.round());
  const sine = pi.times(rest).sin();
  return x.round().mod(2).isZero() ? sine : sine.neg();
}

function cosPi(x: Precise): Precise {
  return sinPi(x.plus(0.5));
}

export function logAbsGamma(x: Precise): Precise {
  if (x.gt(0)) return logGamma(x);
  return pi
    .div(sinPi(x).abs())
    .ln()
    .minus(logGamma(one.minus(x)));
}

export function digammaOf(x: Precise): Precise {
  if (x.lt(0.5)) return digammaOf(one.minus(x)).minus(pi.times(cosPi(x)).div(sinPi(x)));
  let y = x;
  let sum = zero;
  for (; y.lt(far); y = y.plus(1)) sum = sum.minus(one.div(y));
  return sum
    .plus(y.ln())
    .minus(one.div(y.times(2)))
    .minus(asymptotic(y, 0, (k) => one.div(2 * k)));
}

export function trigammaOf(x: Precise): Precise {
  if (x.lt(0.5))
    return pi
      .div(sinPi(x))
      .pow(2)
      .minus(trigammaOf(one.minus(x)));
  let y = x;
  let sum = zero;
  for (; y.lt(far); y = y.plus(1)) sum = sum.plus(one.div(y.times(y)));
  return sum
    .plus(one.div(y))
    .plus(one.div(y.times(y).times(2)))
    .plus(asymptotic(y, 1, () => one));
}

export const eulerGamma = digammaOf(one).neg();

/** erfc(x) for x > 0: from 8 on by the continued fraction, below by erf's series of positive terms, with digits to spare. */
function erfcOf(x: Precise): Precise {
  if (x.lt(0)) return new D(2).minus(erfcOf(x.neg()));
  if (x.lt(8)) {
    const wide = Decimal.clone({ precision: 100, defaults: true });
    return new D(new wide(1).minus(erfIn(wide, x)).toString());
  }
  const square = x.times(x);
  let fraction = zero;
  for (let k = 400; k >= 1; k--) fraction = new D(k / 2).div(x.plus(fraction));
  return square
    .neg()
    .exp()
    .div(pi.sqrt().times(x.plus(fraction)));
}

export function erfOf(x: Precise): Precise {
  if (x.abs().gt(8)) return new D(x.s).times(one.minus(erfcOf(x.abs())));
  return new D(erfIn(D, x.abs()).times(x.s).toString());
}

/** 2/sqrt(pi) e^(-x^2) x sum_k (2 x^2)^k/(2k+1)!!. */
function erfIn(Numbers: typeof Decimal, x: Precise): Decimal {
  const y = new Numbers(x);
  const square = y.times(y);
  let term = y;
  let sum = y;
  for (let k = 1; term.gt(sum.times('1e-98')); k++) {
    term = term
      .times(square)
      .times(2)
      .div(2 * k + 1);
    sum = sum.plus(term);
  }
  const pi = Numbers.acos(-1);
  return sum.times(2).div(pi.sqrt()).times(square.neg().exp());
}

export function normalCdfOf(x: Precise): Precise {
  return erfcOf(x.neg().div(new D(2).sqrt())).div(2);
}

/** z with P(Z <= z) = p: Newton's method on the logarithm of the smaller tail, which is concave, from outside. */
export function normalQuantileOf(p: Precise): Precise {
  const tail = p.lt(0.5) ? p : one.minus(p);
  // P(Z > t) <= e^(-t^2/2)/2.
  let t = tail.times(2).ln().times(-2).sqrt();
  for (let round = 0; round < 60; round++) {
    const at = erfcOf(t.div(new D(2).sqrt())).div(2);
    const density = t.times(t).div(-2).exp().div(pi.times(2).sqrt());
    const step = at.div(tail).ln().times(at).div(density);
    t = t.plus(step);
    if (step.abs().lt('1e-28')) break;
  }
  return p.lt(0.5) ? t.neg() : t;
}

/** P(a, m): m^a e^-m/gamma(a+1) (1 + m/(a+1) + ...), all terms positive. */
export function lowerGamma(a: Precise, m: Precise): Precise {
  let term = one;
  let sum = one;
  for (let n = 1; term.gt(sum.times('1e-50')); n++) {
    term = term.times(m).div(a.plus(n));
    sum = sum.plus(term);
  }
  return a
    .times(m.ln())
    .minus(m)
    .minus(logGamma(a.plus(1)))
    .exp()
    .times(sum);
}

/** P(Gamma(n/2) > u): by parts down to erfc(sqrt u) or e^-u, all terms positive. */
export function upperGammaOfHalves(n: number, u: Precise): Precise {
  const isOdd = n % 2 === 1;
  let sum = isOdd ? erfcOf(u.sqrt()) : zero;
  // u^a e^-u/gamma(a+1), a = 1/2, 3/2, ... or 0, 1, ...
  let term = u.neg().exp();
  if (isOdd) term = term.times(u.sqrt()).times(2).div(pi.sqrt());
  for (let a = isOdd ? 0.5 : 0; a < n / 2; a++) {
    sum = sum.plus(term);
    term = term.times(u).div(a + 1);
  }
  return sum;
}

/** The median of Gamma(a, 1): Newton's method on log P in log m. */
export function gammaMedianOf(a: Precise): Precise {
  const front = logGamma(a.plus(1));
  let logM = a.gt(0.6) ? a.minus(one.div(3)).ln() : front.minus(new D(2).ln()).div(a);
  for (let round = 0; round < 60; round++) {
    const m = logM.exp();
    let term = one;
    let sum = one;
    for (let n = 1; term.gt(sum.times('1e-50')); n++) {
      term = term.times(m).div(a.plus(n));
      sum = sum.plus(term);
    }
    // log P, and m times the density over P.
    const logP = a.times(logM).minus(m).minus(front).plus(sum.ln());
    const step = logP.plus(new D(2).ln()).times(sum).div(a);
    logM = logM.minus(step);
    if (step.abs().lt('1e-28')) break;
  }
  return logM.exp();
}

/**
 * 2F1(a, b; c; x) for x < 1 by its power series, after Pfaff's transformation for x < 0. Slow near 1: (1-x)^-1 times a hundred terms.
 */
export function hypergeometricOf(a: Precise, b: Precise, c: Precise, x: Precise): Precise {
  if (x.lt(0)) {
    const z = x.div(x.minus(1));
    return one
      .minus(x)
      .pow(a.neg())
      .times(hypergeometricOf(a, c.minus(b), c, z));
  }
  let term = one;
  let sum = one;
  for (let n = 0; n < 200_000; n++) {
    term = term
      .times(a.plus(n))
      .times(b.plus(n))
      .times(x)
      .div(c.plus(n).times(n + 1));
    sum = sum.plus(term);
    if (term.isZero()) return sum;
    if (n > 2 * Math.max(Math.abs(a.toNumber()), Math.abs(b.toNumber()), 10)) {
      const rest = term.abs().times(x).div(one.minus(x));
      if (rest.times(4).lt(sum.abs().times('1e-45'))) return sum;
    }
  }
  throw new RangeError(`2F1 at ${x} converges too slowly.`);
}

/** C(n, k) of real arguments. */
export function binomialOf(n: Precise, k: Precise): Precise {
  const rest = n.minus(k);
  if (k.isInteger() && n.isInteger()) {
    if (k.lt(0) || rest.lt(0)) return zero;
    let product = one;
    const smaller = Decimal.min(k, rest).toNumber();
    for (let i = 1; i <= smaller; i++) product = product.times(n.minus(smaller).plus(i)).div(i);
    return product;
  }
  return gammaOf(n.plus(1)).div(gammaOf(k.plus(1)).times(gammaOf(rest.plus(1))));
}
