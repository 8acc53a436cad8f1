/** pi, e, log 2 and Euler's gamma in double-double (relative error below 2^-100), summed from their series so that none is typed in. */
import { add, type DoubleDouble, divide, fromDouble, multiply, subtract } from './double-double.js';

/** sum over k >= 0 of sign^k (1/n)^(2k+1)/(2k+1): atan(1/n) for sign -1, atanh(1/n) for sign 1. */
function arcTangentOfReciprocal(n: number, sign: 1 | -1): DoubleDouble {
  let power = divide(fromDouble(1), fromDouble(n));
  let sum = power;
  for (let k = 1; power.head > 2 ** -115; k++) {
    power = divide(power, fromDouble(n * n));
    const term = divide(power, fromDouble(2 * k + 1));
    sum = sign < 0 && k % 2 === 1 ? subtract(sum, term) : add(sum, term);
  }
  return sum;
}

function exponentialOfOne(): DoubleDouble {
  let term = fromDouble(1);
  let sum = fromDouble(1);
  for (let k = 1; term.head > 2 ** -115; k++) {
    term = divide(term, fromDouble(k));
    sum = add(sum, term);
  }
  return sum;
}

/** log 2 = 2 atanh(1/3). */
export const log2 = multiply(fromDouble(2), arcTangentOfReciprocal(3, 1));

/** pi = 16 atan(1/5) - 4 atan(1/239) (Machin). */
export const pi = subtract(
  multiply(fromDouble(16), arcTangentOfReciprocal(5, -1)),
  multiply(fromDouble(4), arcTangentOfReciprocal(239, -1)),
);

export const euler = exponentialOfOne();

/**
 * Brent and McMillan 1980: with n = 16 and weights w_k = (n^k/k!)^2, the weighted mean of H_k - log n over k >= 0 is
 * Euler's gamma up to pi e^(-4n) < 1e-27; log 16 = 4 log 2.
 */
function brentMcMillan(): DoubleDouble {
  const n = 16;
  const logN = multiply(fromDouble(4), log2);
  let weight = fromDouble(1);
  let harmonic = fromDouble(0);
  let total = weight;
  let weighted = subtract(fromDouble(0), logN);
  for (let k = 1; weight.head > 2 ** -110 * total.head; k++) {
    weight = divide(multiply(weight, fromDouble(n * n)), fromDouble(k * k));
    harmonic = add(harmonic, divide(fromDouble(1), fromDouble(k)));
    total = add(total, weight);
    weighted = add(weighted, multiply(weight, subtract(harmonic, logN)));
  }
  return divide(weighted, total);
}

/** Relative error below 1e-26. */
export const eulerGamma = brentMcMillan();
