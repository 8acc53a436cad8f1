/** m, v and log E X^s of one layer by plain sums over the number of active units, in doubles: errors below 1e-12. */
import digamma from '@stdlib/math-base-special-digamma';
import gammaln from '@stdlib/math-base-special-gammaln';
import trigamma from '@stdlib/math-base-special-trigamma';

export interface LayerTruth {
  readonly logMean: number;
  readonly logVariance: number;
  readonly logMoment: (s: number) => number;
}

export function layerTruth(activation: 'relu' | 'linear', d: number): LayerTruth {
  const weights = activation === 'linear' ? [[d, 1] as const] : binomialWeights(d);
  const scale = activation === 'linear' ? 2 / d : 4 / d;
  const alive = weights.reduce((sum, [, w]) => sum + w, 0);
  const given = (f: (n: number) => number) => weights.reduce((sum, [n, w]) => sum + w * f(n), 0) / alive;
  const mean = given((n) => digamma(n / 2));
  return {
    logMean: Math.log(scale) + mean,
    logVariance: given((n) => trigamma(n / 2) + (digamma(n / 2) - mean) ** 2),
    logMoment: (s) =>
      Math.log(
        weights.reduce(
          (sum, [n, w]) => sum + w * Math.exp(gammaln(n / 2 + s) - gammaln(n / 2)) * scale ** s,
          0,
        ),
      ),
  };
}

/** P(N = n) for n = 1..d. */
function binomialWeights(d: number): (readonly [n: number, weight: number])[] {
  return Array.from({ length: d }, (_, i) => {
    const n = i + 1;
    return [n, Math.exp(gammaln(d + 1) - gammaln(n + 1) - gammaln(d - n + 1) - d * Math.LN2)];
  });
}
