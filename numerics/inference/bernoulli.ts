/**
 * Confidence sequences for a Bernoulli parameter: valid at every sample size at once, so that a run may be looked at, and
 * stopped, after every single sample.
 *
 * For the true p, the beta-binomial mixture
 *
 *     M_n(p) = B(a + S, b + n - S) / (B(a, b) p^S (1-p)^(n-S))
 *
 * is the likelihood ratio of a Beta(a, b) mixture of Bernoulli laws against p, a martingale with mean 1. By Ville's
 * inequality P(some n has M_n(p) >= 1/alpha) <= alpha (Robbins 1970; Howard, Ramdas, McAuliffe & Sekhon 2021).
 *
 * a = b = 1/2 (Jeffreys; Krichevsky & Trofimov 1981), because then log M_n(p) >= n KL(S/n, p) - log(n)/2 - log 2 whatever
 * S is: the price of not knowing the truth is log(n)/2 uniformly, at p = 1e-9 as at 1/2. A prior centred at the asked p
 * saves some 3 nats of 35 near it and loses without limit far from it.
 */
import betaln from '@stdlib/math-base-special-betaln';
import type { Interval } from './interval.js';
import { logThreshold } from './level.js';

const priorWeight = 1 / 2;
/** log B(1/2, 1/2). */
const logPriorBeta = Math.log(Math.PI);

/**
 * Relative error allowed for each logarithm of the evidence. Measured against mpmath for n up to 1e12, betaln is off by
 * less than 4 epsilon; test/numerics/inference/bernoulli.test.ts keeps watch.
 */
const roundingAllowance = 32 * Number.EPSILON;

/** S + 1/2 must be exact in doubles. */
const maximalCount = 1e15;

function checkCounts(successes: number, n: number): void {
  if (!Number.isInteger(n) || n < 0 || n > maximalCount) {
    throw new RangeError(`The number of trials must be an integer from 0 to ${maximalCount}, not ${n}.`);
  }
  if (!Number.isInteger(successes) || successes < 0 || successes > n) {
    throw new RangeError(`The number of successes must be an integer from 0 to n = ${n}, not ${successes}.`);
  }
}

function checkProbability(p: number): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`A probability must lie in [0, 1], not ${p}.`);
}

/** x log y with 0 log 0 = 0, log y given. */
function timesLog(count: number, logarithm: number): number {
  return count === 0 ? 0 : count * logarithm;
}

/** log M_n(p) less its rounding allowance; mixture is log B(a+S, b+n-S) / B(a, b). */
function evidence(successes: number, failures: number, mixture: number, p: number): number {
  const likelihood = timesLog(successes, Math.log(p)) + timesLog(failures, Math.log1p(-p));
  if (likelihood === -Infinity) return Infinity;
  return mixture - likelihood - roundingAllowance * (Math.abs(mixture) + Math.abs(likelihood) + 1);
}

function logMixture(successes: number, failures: number): number {
  return betaln(successes + priorWeight, failures + priorWeight) - logPriorBeta;
}

/**
 * log M_n(p) after `successes` of `n` trials: p is rejected once it reaches log(1/alpha), at any n.
 *
 * Rounded down: never above the true value, below it by at most about 1e-14 times the log-likelihood.
 * One success makes it Infinity for p = 0, as one failure does for p = 1.
 * @throws RangeError unless 0 <= successes <= n <= 1e15 are integers and p lies in [0, 1].
 */
export function bernoulliLogEvidence(successes: number, n: number, p: number): number {
  checkCounts(successes, n);
  checkProbability(p);
  const failures = n - successes;
  return evidence(successes, failures, logMixture(successes, failures), p);
}

/**
 * The parameters not rejected after `successes` of `n` trials: with probability >= 1 - alpha these intervals hold the
 * truth for all n together (so their intersection over n does too).
 *
 * log M_n is convex in p with its minimum, below 0, at S/n; each end returned is a p that is itself rejected (or 0 or 1),
 * within 1e-12 relative (to p or 1 - p, the smaller) of where that begins. About 100 evaluations of two logarithms.
 */
export function bernoulliInterval(successes: number, n: number, alpha: number): Interval {
  checkCounts(successes, n);
  const threshold = logThreshold(alpha);
  const failures = n - successes;
  const mixture = logMixture(successes, failures);
  const rejected = (p: number): boolean => evidence(successes, failures, mixture, p) >= threshold;
  const frequency = n === 0 ? 1 / 2 : successes / n;
  return {
    lower: successes === 0 ? 0 : narrow(rejected, rejectedBelow(rejected, frequency), frequency),
    upper: failures === 0 ? 1 : narrow(rejected, 1, Math.max(frequency, 1 / (16 * n))),
  };
}

/** Some rejected p below the frequency, in squared steps: the boundary may be as small as alpha/n. */
function rejectedBelow(rejected: (p: number) => boolean, frequency: number): number {
  for (let factor = 1 / 2; ; factor *= factor) {
    const p = frequency * factor;
    if (p === 0 || rejected(p)) return p;
  }
}

/** Moves `outside`, which is rejected, towards `inside` for as long as it stays rejected. */
function narrow(rejected: (p: number) => boolean, outside: number, inside: number): number {
  // Relative to p, and to 1 - p where that is smaller.
  const size = (): number => Math.min(Math.max(outside, inside), 1 - Math.min(outside, inside));
  while (Math.abs(outside - inside) > 1e-12 * size()) {
    const spread = outside > 4 * inside || inside > 4 * outside;
    const middle = spread && outside > 0 ? Math.sqrt(outside * inside) : (outside + inside) / 2;
    if (middle === outside || middle === inside) break;
    if (rejected(middle)) outside = middle;
    else inside = middle;
  }
  return outside;
}

/** The numbers of successes in n trials at which p is not rejected, both ends included. */
export interface AcceptedCounts {
  readonly lowest: number;
  readonly highest: number;
}

/**
 * For trials of success probability p, with probability >= 1 - alpha the number of successes lies in
 * [lowest(n), highest(n)] for all n together.
 *
 * M_n is log-convex in S, least at S = round(n p): M(S+1)/M(S) = (S + 1/2)(1-p) / ((n - S - 1/2) p).
 * About 2 log2(n) evaluations.
 */
export function bernoulliAcceptedCounts(n: number, p: number, alpha: number): AcceptedCounts {
  checkCounts(0, n);
  checkProbability(p);
  const threshold = logThreshold(alpha);
  const rejected = (s: number): boolean => evidence(s, n - s, logMixture(s, n - s), p) >= threshold;
  const likeliest = Math.min(n, Math.max(0, Math.round(n * p)));
  return {
    lowest: outermostAccepted(rejected, likeliest, 0),
    highest: outermostAccepted(rejected, likeliest, n),
  };
}

/** The accepted count farthest from `accepted` towards `end`. */
function outermostAccepted(rejected: (s: number) => boolean, accepted: number, end: number): number {
  if (!rejected(end)) return end;
  let outside = end;
  while (Math.abs(outside - accepted) > 1) {
    const middle = Math.floor((outside + accepted) / 2);
    if (rejected(middle)) outside = middle;
    else accepted = middle;
  }
  return accepted;
}

/**
 * About how many trials it takes to reject p when `truth` holds: the n that solves
 * n KL(truth, p) = log(1/alpha) + log(n)/2 + log 2. Infinity if they are equal. A forecast, not a bound.
 */
export function bernoulliTrialsNeeded(truth: number, p: number, alpha: number): number {
  checkProbability(p);
  checkProbability(truth);
  const divergence = bernoulliDivergence(truth, p);
  if (divergence === 0) return Infinity;
  const needed = (n: number): number =>
    Math.max(1, (logThreshold(alpha) + Math.log(n) / 2 + Math.LN2) / divergence);
  let n = needed(1);
  // A contraction near its fixed point: the slope is 1/(2 n KL), below 1/2.
  for (let round = 0; round < 60; round++) n = needed(n);
  return Math.ceil(n);
}

/** KL(q, p) = q log(q/p) + (1-q) log((1-q)/(1-p)) in nats; never below 0. */
function bernoulliDivergence(q: number, p: number): number {
  const head = q === 0 ? 0 : q * Math.log(q / p);
  const tail = q === 1 ? 0 : (1 - q) * (Math.log1p(-q) - Math.log1p(-p));
  return Math.max(0, head + tail);
}
