/** The median of the Gamma(a, 1) law. */
import { lgamma, stirlingError } from './gamma.js';

/**
 * log of the m with P(a, m) = 1/2 (regularised lower incomplete gamma), a > 0; NaN otherwise. Absolute error below
 * 2^-49 (1 + 1/a). From a = 200 Choi's expansion (1994), below by Newton's method on log P in log m.
 */
export function logGammaMedian(a: number): number {
  if (!(a > 0) || a === Number.POSITIVE_INFINITY) return Number.NaN;
  if (a >= 200) return Math.log(asymptoticMedian(a));
  let logMedian = a > 0.6 ? Math.log(asymptoticStart(a)) : (lgamma(a + 1) - Math.LN2) / a;
  for (let round = 0; round < 50; round++) {
    const { logProbability, logDensityRatio } = atLog(a, logMedian);
    const step = (logProbability + Math.LN2) / Math.exp(logDensityRatio);
    logMedian -= step;
    if (Math.abs(step) <= 2 ** -40 * Math.max(1, Math.abs(logMedian))) break;
  }
  return logMedian;
}

/** The median of Gamma(a, 1); relative error below 2^-49 (1 + 1/a). 0 where it is below the range of doubles. */
export function gammaMedian(a: number): number {
  return a >= 200 ? asymptoticMedian(a) : Math.exp(logGammaMedian(a));
}

/** a - 1/3 + 8/(405 a) + ... (Choi 1994, Theorem 1); the next term is below 1e-3/a^5, so 1e-17 relative from a = 200. */
function asymptoticMedian(a: number): number {
  const correction = 8 / 405 + (184 / 25515 + (2248 / 3444525 - 19006408 / 15345358875 / a) / a) / a;
  return a === Number.POSITIVE_INFINITY ? Number.NaN : a - (1 / 3 - correction / a);
}

const asymptoticStart = (a: number): number => a - 1 / 3 + 8 / (405 * a);

/**
 * log P(a, m) and log(m f(m)/P(a, m)) at log m, by P = f(m) m/a (1 + m/(a+1) + m^2/((a+1)(a+2)) + ...), all terms
 * positive. For a > 20 the front factor m^a e^-m/gamma(a+1) is written around its peak: no large logarithms cancel.
 */
function atLog(a: number, logM: number): { logProbability: number; logDensityRatio: number } {
  const m = Math.exp(logM);
  let term = 1;
  let sum = 1;
  for (let n = 1; term > 2 ** -60 * sum; n++) {
    term *= m / (a + n);
    sum += term;
  }
  let logFront: number;
  if (a > 20) {
    const offset = (m - a) / a;
    logFront = a * (Math.log1p(offset) - offset) - Math.log(2 * Math.PI * a) / 2 - stirlingError(a);
  } else {
    logFront = a * logM - m - lgamma(a + 1);
  }
  return { logProbability: logFront + Math.log(sum), logDensityRatio: Math.log(a) - Math.log(sum) };
}
