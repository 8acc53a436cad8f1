/** Escape time and curvature of the balanced chain (chain.ts) in closed form. */
import digamma from '@stdlib/math-base-special-digamma';
import { checkDepth, checkRise } from './chain.js';

/**
 * The time that gradient flow w' = w^(L-1) (1 - w^L) takes from w = start to w = goal:
 *
 *     T = (start^(2-L) - goal^(2-L))/(L-2) + A(goal) - A(start),  A(w) = w^2/2 2F1(1, 2/L; 1 + 2/L; w^L),
 *
 * the integral of 1/(w^(L-1) (1 - w^L)) = w^(1-L) + w/(1 - w^L). Infinity beyond 1e308 (`logChainTime` goes on).
 * Error: 1e-14 (T + A(goal)).
 * @throws RangeError unless L is a whole number in 3..10^6 and 0 < start < goal < 1.
 */
export function chainTime(depth: number, start: number, goal: number): number {
  checkTime(depth, start, goal);
  const power = -Math.expm1((depth - 2) * Math.log(start / goal));
  return (start ** (2 - depth) * power) / (depth - 2) + areaBetween(depth, start, goal);
}

/** log T, T as in `chainTime`, of any size. Absolute error 1e-15 (L |log start| + 10 (1 + A(goal)/T)). @throws RangeError as `chainTime`. */
export function logChainTime(depth: number, start: number, goal: number): number {
  checkTime(depth, start, goal);
  const logRatio = (depth - 2) * Math.log(start / goal);
  const logPower = (2 - depth) * Math.log(start) + Math.log(-Math.expm1(logRatio)) - Math.log(depth - 2);
  return logPower + Math.log1p(areaBetween(depth, start, goal) * Math.exp(-logPower));
}

function checkTime(depth: number, start: number, goal: number): void {
  checkDepth(depth, 3);
  checkRise(start, goal);
  if (goal === 1) throw new RangeError('Gradient flow never reaches 1: the goal must lie below.');
}

function areaBetween(depth: number, start: number, goal: number): number {
  return chainArea(depth, goal) - chainArea(depth, start);
}

/**
 * A(w) = w^2/2 2F1(1, 2/L; 1 + 2/L; w^L) = integral of s/(1 - s^L) from 0 to w, 0 <= w < 1, L >= 3; relative error 1e-14.
 *
 * w^L <= 1/2: the series sum_k w^(kL+2)/(kL+2). Above: with lambda = -L log w and a = 2/L, L A = sum_k e^(-lambda (k+a))/(k+a) has the derivative
 * -e^((1-a) lambda)/(e^lambda - 1), hence L A = psi(1) - psi(a) - log lambda - sum_(n>=1) B_n(1-a) lambda^n/(n n!) with Bernoulli's polynomials
 * (Erdelyi et al. 1953, 1.11 (9)); lambda <= log 2 leaves less than 1e-20 after 20 terms.
 */
export function chainArea(depth: number, w: number): number {
  const power = w ** depth;
  if (power <= 0.5) {
    let sum = 0;
    let term = w * w;
    for (let k = 0; term > 1e-18 * sum; k++) {
      sum += term / (k * depth + 2);
      term *= power;
    }
    return sum;
  }
  const a = 2 / depth;
  const lambda = -depth * Math.log(w);
  let series = 0;
  let lambdaPower = 1;
  bernoulliOverFactorial(1 - a, 20).forEach((coefficient, n) => {
    if (n > 0) series += (coefficient * lambdaPower) / n;
    lambdaPower *= lambda;
  });
  return (digamma(1) - digamma(a) - Math.log(lambda) - series) / depth;
}

/** B_n(x)/n!, n = 0..last: the coefficients of t e^(xt)/(e^t - 1), by division of power series. */
function bernoulliOverFactorial(x: number, last: number): number[] {
  const inverseFactorials = [1];
  for (let n = 1; n <= last + 1; n++) inverseFactorials.push(inverseFactorials[n - 1]! / n);
  const coefficients: number[] = [];
  let power = 1;
  for (let n = 0; n <= last; n++) {
    let c = power * inverseFactorials[n]!;
    for (let j = 0; j < n; j++) c -= coefficients[j]! * inverseFactorials[n - j + 1]!;
    coefficients.push(c);
    power *= x;
  }
  return coefficients;
}

export interface ChainSpectrum {
  /** Of the eigenvector (1, ..., 1): F/w^2 ((2L-1) F - (L-1)) with F = w^L. */
  readonly along: number;
  /** Of its L - 1 dimensional complement: F (1 - F)/w^2. */
  readonly across: number;
}

/**
 * The eigenvalues of the Hessian of 1/2 (prod w_i - 1)^2 where all w_i = w > 0: H = F (2F-1)/w^2 11' + F (1-F)/w^2 I. Relative error 1e-15 L, and
 * of the bracket 1e-16 L absolutely where it is near 0; underflows to 0 (`logChainCurvature` does not).
 * @throws RangeError unless L is a whole number in 2..10^6 and 0 < w < Infinity.
 */
export function chainSpectrum(depth: number, w: number): ChainSpectrum {
  checkWeight(depth, w);
  const scale = w ** (depth - 2);
  const output = w ** depth;
  return { along: scale * ((2 * depth - 1) * output - (depth - 1)), across: scale * (1 - output) };
}

/**
 * The smaller of them: -(L-1) w^(L-2) + (2L-1) w^(2L-2) as long as w^L <= 1/2, `across` beyond. @throws RangeError as `chainSpectrum`.
 */
export function chainLambdaMin(depth: number, w: number): number {
  const { along, across } = chainSpectrum(depth, w);
  return Math.min(along, across);
}

/**
 * log |lambda_min|, however small, where lambda_min < 0: w^L < (L-1)/(2L-1). NaN elsewhere. Error 1e-15 (L |log w| + 1) unless lambda_min is near 0.
 * @throws RangeError as `chainSpectrum`.
 */
export function logChainCurvature(depth: number, w: number): number {
  checkWeight(depth, w);
  return (depth - 2) * Math.log(w) + Math.log(depth - 1 - (2 * depth - 1) * w ** depth);
}

/**
 * T |lambda_min(start)|: the escape time in units of the inverse curvature at the start. It tends to (L-1)/(L-2) as start -> 0.
 * @throws RangeError as `chainTime`, and where lambda_min(start) >= 0.
 */
export function timeTimesCurvature(depth: number, start: number, goal: number): number {
  const product = Math.exp(logChainTime(depth, start, goal) + logChainCurvature(depth, start));
  if (Number.isNaN(product)) throw new RangeError(`There is no negative curvature at w = ${start}.`);
  return product;
}

function checkWeight(depth: number, w: number): void {
  checkDepth(depth, 2);
  if (!(w > 0 && w < Infinity)) throw new RangeError(`The weight must be positive and finite, not ${w}.`);
}
