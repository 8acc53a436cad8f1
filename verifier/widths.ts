/**
 * Enclosures of one layer's m, v and log E X^s at single widths, from its law given the number N of active units: log X has then the mean
 * log(4/d) + psi(N/2) and the variance psi_1(N/2), X^s the mean (4/d)^s Gamma(N/2 + s)/Gamma(N/2). A linear layer has N = d and 2/d.
 */
import { digammas, gammaRatios, trigammas } from './gamma.js';
import { difference, type Interval, log, logOf, plus, times, timesRational } from './interval.js';
import type { Activation } from './moments.js';
import { type Rational, rational } from './rational.js';

export type Quantity =
  | { readonly kind: 'logMean' | 'logVariance' }
  | { readonly kind: 'moment'; readonly power: Rational };

/**
 * Enclosures of each quantity at the widths from, ..., to - 1, a list for every width. Additions grow like to^2/2 for relu: some 0.2 s
 * for widths below 1024. They are fewer than 2^25 units wide.
 */
export function enclosures(
  activation: Activation,
  quantities: readonly Quantity[],
  from: number,
  to: number,
): Interval[][] {
  if (from >= to) return [];
  const last = to - 1;
  const mean = activation === 'relu' ? activeMeans : linearMeans;
  const columns = quantities.map((quantity): ((d: number) => Interval) => {
    if (quantity.kind === 'moment') {
      const { power } = quantity;
      const ratios = mean(gammaRatios(last, power));
      return (d) => plus(timesRational(logScale(activation, d), power), log(ratios[d]!));
    }
    const psi = digammas(last);
    const psiMean = mean(psi);
    if (quantity.kind === 'logMean')
      return (d) => plus(logScale(activation, d), givenAlive(activation, d, psiMean[d]!));
    const psi1 = trigammas(last);
    const both = mean(psi.map((value, n) => plus(psi1[n]!, times(value, value))));
    return (d) => {
      const first = givenAlive(activation, d, psiMean[d]!);
      return difference(givenAlive(activation, d, both[d]!), times(first, first));
    };
  });
  return Array.from({ length: to - from }, (_, i) => columns.map((column) => column(from + i)));
}

/** log(4/d), or log(2/d) for linear nets. */
const logScale = (activation: Activation, d: number) => logOf(rational(activation === 'relu' ? 4 : 2, d));

/** E[. ; N > 0] -> E[. | N > 0]: divided by 1 - 2^-d. */
function givenAlive(activation: Activation, d: number, a: Interval): Interval {
  if (activation === 'linear') return a;
  const all = 1n << BigInt(d);
  return timesRational(a, rational(all, all - 1n));
}

const linearMeans = (f: readonly Interval[]): readonly Interval[] => f;

/**
 * E f(N), N ~ Binomial(d, 1/2), at [d] for every d below the length of f: a_0 = f, a_k(n) = (a_(k-1)(n) + a_(k-1)(n+1))/2 is E f(n + N) for
 * k coins, so that a_d(0) is wanted. Each step rounds down, so the lower ends lose at most half a unit a step on top of the
 * average of what they had lost before.
 */
function activeMeans(f: readonly Interval[]): Interval[] {
  const row = f.map((value) => value.lo);
  let spread = 0n;
  for (const { lo, hi } of f) if (hi - lo > spread) spread = hi - lo;
  const means: Interval[] = [];
  for (let d = 0; d < f.length; d++) {
    means.push({ lo: row[0]!, hi: row[0]! + spread + BigInt(d) });
    for (let n = 0; n < f.length - d - 1; n++) row[n] = (row[n]! + row[n + 1]!) >> 1n;
  }
  return means;
}
