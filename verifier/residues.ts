/**
 * The residues of docs/derivations/bounds.md: pairs of polynomials P ("plain") and Q ("dead") in x = 1/d such that P(x) + 2^-d Q(x) < 0
 * for all of a statement's pairs implies it at the width d. The numbers 1 to 8 are those of that page.
 */
import { type Activation, expected, momentsOfU, momentsOfW } from './moments.js';
import {
  constant,
  exponentialSeries,
  minus,
  monomial,
  type Polynomial,
  polynomial,
  product,
  scale,
  shift,
  sum,
} from './polynomial.js';
import { add, divide, multiply, negate, type Rational, rational, reduced } from './rational.js';

export interface Residue {
  readonly plain: Polynomial;
  readonly dead: Polynomial;
}

export type Relation = '<=' | '>=';

const none = constant(0);
/** Coefficients of powers 0 to 2n - 1: a Taylor polynomial around 1. */
const taylor = (n: number, c: (k: number) => Rational): Rational[] =>
  Array.from({ length: 2 * n }, (_, k) => c(k));
const signed = (k: number, c: Rational) => (k % 2 === 0 ? c : negate(c));

/** H_k = 1 + 1/2 + ... + 1/k. */
function harmonic(k: number): Rational {
  let total = rational(0);
  for (let i = 1; i <= k; i++) total = add(total, rational(1, i));
  return total;
}

const logTaylor = (n: number) => taylor(n, (k) => (k === 0 ? rational(0) : signed(k + 1, rational(1, k))));

/** u log(1 + u): the series of log, one power up. */
const uLogTaylor = (n: number) => [rational(0), ...logTaylor(n).slice(0, -1)];

/** Binomial coefficients of the power s. */
function powerTaylor(n: number, s: Rational): Rational[] {
  let c = rational(1);
  return taylor(n, (k) => {
    if (k > 0) c = divide(multiply(c, add(s, rational(1 - k))), rational(k));
    return c;
  });
}

/** (1 + w)^-j. */
function inverseTaylor(n: number, j: number): Rational[] {
  let c = 1n;
  return taylor(n, (k) => {
    if (k > 0) c = (c * BigInt(k + j - 1)) / BigInt(k);
    return signed(k, rational(c));
  });
}

/** log(1 + w)^2: its k-th coefficient is (-1)^k 2 H_(k-1)/k. */
const logSquareTaylor = (n: number) =>
  taylor(n, (k) =>
    k < 2 ? rational(0) : signed(k, divide(multiply(rational(2), harmonic(k - 1)), rational(k))),
  );

/** -log(1 + w)/(1 + w): its k-th coefficient is (-1)^k H_k. */
const minusLogOverTaylor = (n: number) => taylor(n, (k) => signed(k, harmonic(k)));

/** T(-1). */
const atMinusOne = (t: readonly Rational[]) =>
  t.reduce((total, c, k) => reduced(add(total, signed(k, c))), rational(0));

/** 1. and, for linear nets, 5. */
export function logMeanResidues(
  activation: Activation,
  relation: Relation,
  bound: Polynomial,
  n: number,
): Residue[] {
  if (relation === '<=') {
    const mean = expected(logTaylor(n), momentsOfU(activation, 2 * n));
    const dead = activation === 'relu' ? sum(constant(harmonic(2 * n - 1)), bound) : none;
    return [{ plain: minus(mean, bound), dead }];
  }
  if (activation === 'linear')
    return [{ plain: sum(bound, polynomial([rational(0), rational(1), rational(1, 3)])), dead: none }];
  return [activeLogMean(bound, n)];
}

/** 2. and 8. for relu, 6. and 9. for linear nets. */
export function logVarianceResidues(
  activation: Activation,
  relation: Relation,
  bound: Polynomial,
  n: number,
): Residue[] {
  if (relation === '>=') {
    if (activation === 'linear') {
      const least = polynomial([rational(0), rational(2), rational(2)]);
      return [{ plain: minus(bound, least), dead: none }];
    }
    const moments = momentsOfU(activation, 2 * n);
    const mean = expected(uLogTaylor(n), moments);
    const atDead = add(harmonic(2 * n - 2), rational(1));
    return [
      { plain: scale(-1, mean), dead: constant(atDead) },
      {
        plain: minus(product(bound, moments[2]!), product(mean, mean)),
        dead: scale(multiply(rational(2), atDead), mean),
      },
    ];
  }
  if (activation === 'linear') {
    const most = polynomial([rational(0), rational(2), rational(2), rational(4, 3)]);
    return [{ plain: minus(most, bound), dead: none }];
  }
  return [activeLogVariance(bound, n)];
}

/** 3. and 4., of log E X^s. */
export function momentResidues(
  activation: Activation,
  relation: Relation,
  bound: Polynomial,
  s: Rational,
  n: number,
): Residue[] {
  const moments = momentsOfU(activation, 2 * n);
  const coefficients = powerTaylor(n, s);
  const mean = expected(coefficients, moments);
  if (relation === '<=') return [{ plain: minus(mean, exponentialSeries(bound, 2 * n)), dead: none }];
  const gap = scale(atMinusOne(coefficients), moments[2 * n]!);
  return [
    { plain: bound, dead: none },
    { plain: sum(exponentialSeries(bound, 2 * n + 1), scale(-1, mean), gap), dead: none },
  ];
}

/** What 7. and 8. share: moments of w, (32/30)^2n, and U_r[f, c, j]. */
function activeShare(n: number) {
  const moments = momentsOfW(2 * n + 2);
  const stretch = rational(32n ** BigInt(2 * n), 30n ** BigInt(2 * n));
  /** c (d/2)^j (32/30)^2n E w^(2n + 2r). */
  const rest = (c: Rational, j: number, r: number) =>
    shift(scale(multiply(multiply(c, rational(1, 2 ** j)), stretch), moments[2 * n + 2 * r]!), -j);
  return {
    mean: (t: readonly Rational[]) => expected(t, moments),
    rest,
    most: (t: readonly Rational[], c: Rational, j: number, r = 0) =>
      sum(expected(t, moments, 2 * r), rest(c, j, r)),
  };
}

/** 7. */
function activeLogMean(bound: Polynomial, n: number): Residue {
  const { mean, rest, most } = activeShare(n);
  const least = sum(
    mean(logTaylor(n)),
    scale(-1, rest(rational(37, 100), 1, 0)),
    product(monomial(rational(-2), 1), most(inverseTaylor(n, 1), rational(1), 1)),
    product(monomial(rational(-4, 3), 2), most(inverseTaylor(n, 2), rational(1), 2)),
  );
  return { plain: minus(bound, least), dead: sum(scale(-1, bound), constant(negate(harmonic(2 * n - 1)))) };
}

/** 8. */
function activeLogVariance(bound: Polynomial, n: number): Residue {
  const { mean, most } = activeShare(n);
  const inverse = (j: number, r = 0) => most(inverseTaylor(n, j), rational(1), j, r);
  const x = (power: number, num: number, den = 1) => monomial(rational(num, den), power);
  const total = sum(
    product(x(1, 4), inverse(1)),
    product(x(2, 8), inverse(2)),
    product(x(3, 32, 3), inverse(3)),
    most(logSquareTaylor(n), rational(55, 100), 1),
    product(x(1, 4), most(minusLogOverTaylor(n), rational(37, 100), 2)),
    product(x(2, 4), inverse(2)),
    product(x(2, 16, 3), inverse(3, 1)),
    product(x(2, 1, 3), inverse(3)),
    product(x(3, 16, 3), inverse(3)),
    product(x(4, 16, 9), inverse(4)),
    product(x(1, 5), mean(logTaylor(n))),
    product(x(2, -10), mean(inverseTaylor(n, 1))),
    x(2, 25, 4),
  );
  const dead = sum(product(x(1, 5), constant(harmonic(2 * n - 1))), x(2, 20 * n), bound);
  return { plain: minus(total, bound), dead };
}
