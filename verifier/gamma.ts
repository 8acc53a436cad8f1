/**
 * The digamma function psi, the trigamma function psi_1 and ratios of gamma functions at n/2, enclosed: Stirling's series far out, then
 * the recurrences back. For x > 0 the rest of each of the three series is between 0 and the first term left out (the remainders
 * of log Gamma's series are, up to sign, completely monotonic, so their derivatives alternate in the same way).
 */
import { exp, fromRational, type Interval, logOf, opposite, plus, timesRational } from './interval.js';
import { add, divide, multiply, type Rational, rational, reduced, subtract } from './rational.js';

/** The series are used at n/2 + far, where term 28 is below 2^-240. */
const far = 64;
const terms = 28;

/** B_2, B_4, ..., of which the k-th is at [k - 1], from sum over j <= m of C(m+1, j) B_j = 0. */
const bernoulli: readonly Rational[] = (() => {
  const all: Rational[] = [rational(1)];
  for (let m = 1; m <= 2 * terms; m++) {
    let total = rational(0);
    let binomial = 1n;
    for (let j = 0; j < m; j++) {
      total = reduced(add(total, multiply(rational(binomial), all[j]!)));
      binomial = (binomial * BigInt(m + 1 - j)) / BigInt(j + 1);
    }
    all.push(reduced(divide(total, rational(-(m + 1)))));
  }
  return all.filter((_, m) => m > 0 && m % 2 === 0);
})();

const powerOf = ({ num, den }: Rational, k: number): Rational => ({
  num: num ** BigInt(k),
  den: den ** BigInt(k),
});

/** sum over k = 1, 2, ... of B_2k weight(k) / x^(2k + offset), the rest included. */
function series(x: Rational, offset: number, weight: (k: number) => Rational): Interval {
  let total: Interval = { lo: 0n, hi: 0n };
  for (let k = 1; k <= terms; k++) {
    const factor = multiply(bernoulli[k - 1]!, weight(k));
    const term = fromRational(divide(factor, powerOf(x, 2 * k + offset)));
    const rest = { lo: term.lo < 0n ? term.lo : 0n, hi: term.hi > 0n ? term.hi : 0n };
    total = plus(total, k < terms ? term : rest);
  }
  return total;
}

/** psi(n/2) for a whole n > 0, in fewer than 2^12 units: log x - 1/(2x) - sum B_2k/(2k x^2k) at x = n/2 + far, less the steps from there. */
export function digamma(n: number): Interval {
  const x = rational(n + 2 * far, 2);
  const tail = series(x, 0, (k) => rational(1, 2 * k));
  let value = plus(plus(logOf(x), fromRational(divide(rational(-1, 2), x))), opposite(tail));
  for (let j = 0; j < far; j++) value = plus(value, fromRational(rational(-2, n + 2 * j)));
  return value;
}

/** psi_1(n/2) for a whole n > 0, in fewer than 2^12 units: 1/x + 1/(2x^2) + sum B_2k/x^(2k+1) at x = n/2 + far, and the steps from there. */
export function trigamma(n: number): Interval {
  const x = rational(n + 2 * far, 2);
  const start = add(divide(rational(1), x), divide(rational(1, 2), powerOf(x, 2)));
  let value = plus(
    fromRational(start),
    series(x, 1, () => rational(1)),
  );
  for (let j = 0; j < far; j++) value = plus(value, fromRational(rational(4, (n + 2 * j) ** 2)));
  return value;
}

/**
 * Gamma(n/2 + s)/Gamma(n/2) for a whole n > 0 and a rational 0 < s < 1, in fewer than 2^20 units for n < 10: the difference of
 * log Gamma(x) = (x - 1/2) log x - x + log(2 pi)/2 + sum B_2k/(2k(2k-1) x^(2k-1)) at x + s and x, x = n/2 + far, then exp and the
 * steps from there.
 */
export function gammaRatio(n: number, s: Rational): Interval {
  const stirling = (x: Rational) =>
    plus(
      timesRational(logOf(x), subtract(x, rational(1, 2))),
      series(x, -1, (k) => rational(1, 2 * k * (2 * k - 1))),
    );
  const x = rational(n + 2 * far, 2);
  const logRatio = plus(
    plus(stirling(add(x, s)), opposite(stirling(x))),
    fromRational({ num: -s.num, den: s.den }),
  );
  let value = exp(logRatio);
  for (let j = 0; j < far; j++) {
    const y = rational(n + 2 * j, 2);
    value = timesRational(value, divide(y, add(y, s)));
  }
  return value;
}

/** psi(n/2) at [n] for n = 1, ..., last (and 0 at [0]), by psi(y + 1) = psi(y) + 1/y: one unit wider with each step. */
export function digammas(last: number): Interval[] {
  return table(last, digamma, (value, n) => plus(value, fromRational(rational(2, n))));
}

/** psi_1(n/2) at [n] for n = 1, ..., last (and 0 at [0]), by psi_1(y + 1) = psi_1(y) - 1/y^2. */
export function trigammas(last: number): Interval[] {
  return table(last, trigamma, (value, n) => plus(value, fromRational(rational(-4, n * n))));
}

/** Gamma(n/2 + s)/Gamma(n/2) at [n] for n = 1, ..., last (and 0 at [0]); a step y -> y + 1 multiplies by (y + s)/y. */
export function gammaRatios(last: number, s: Rational): Interval[] {
  const step = (n: number) => divide(add(rational(n, 2), s), rational(n, 2));
  return table(
    last,
    (n) => gammaRatio(n, s),
    (value, n) => timesRational(value, step(n)),
  );
}

function table(
  last: number,
  first: (n: number) => Interval,
  next: (value: Interval, n: number) => Interval,
): Interval[] {
  const values: Interval[] = [{ lo: 0n, hi: 0n }];
  for (let n = 1; n <= last; n++) values.push(n <= 2 ? first(n) : next(values[n - 2]!, n - 2));
  return values;
}
