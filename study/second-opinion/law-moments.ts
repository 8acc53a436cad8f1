/** Log-moments and moments of the exact law in 60 digits: harmonic sums for psi(n/2), quotients of gamma functions by their recurrence. */
import { type Enclosed, ProductLaw } from '../../numerics/law/index.js';
import { type Comparison, compare, extremeOr, type Injection, type Opinion } from './opinion.js';
import { D, eulerGamma, exactly, one, type Precise, pi, preciseError, zero } from './precise.js';
import type { Random } from './random.js';

export interface Layers {
  readonly activation: 'relu' | 'linear';
  readonly width: number;
  readonly depth: number;
  readonly gain: number;
}

const extremes: readonly Layers[] = (['relu', 'linear'] as const).flatMap((activation) =>
  [1, 2, 3, 64, 1000, 20_000].flatMap((width) =>
    [1, 10_000].map((depth) => ({ activation, width, depth, gain: activation === 'relu' ? 2 : 1 })),
  ),
);
/** For log-moments alone: the harmonic sums take a second once, quotients of gamma functions each time. */
const widest: readonly Layers[] = (['relu', 'linear'] as const).map((activation) => ({
  activation,
  width: 100_000,
  depth: 10_000,
  gain: 2,
}));

function randomCase(random: Random): Layers {
  return {
    activation: random.pick(['relu', 'relu', 'linear'] as const),
    width: random.logInteger(1, random.pick([50, 2000])),
    depth: random.logInteger(1, 10_000),
    gain: random.pick([1, 2, 1 / 3, 3.7]),
  };
}

/** zeta(3) by Apery's series. */
const zeta3 = (() => {
  let sum = zero;
  let term = one.div(2);
  for (let k = 1; k < 110; k++) {
    sum = sum.plus(term.div(new D(k).pow(3)));
    // 1/C(2k, k) to 1/C(2k+2, k+1), signs alternating.
    term = term.times(-(k + 1)).div(2 * (2 * k + 1));
  }
  return sum.times(5).div(2);
})();

/** psi, psi', psi'' at n/2, n = 1, 2, ...: constants plus sums of 1/k, 1/k^2, 1/k^3 over the whole or half numbers below. */
const polygammas: (readonly [Precise, Precise, Precise])[] = [];

function polygamma(n: number): readonly [Precise, Precise, Precise] {
  for (let m = polygammas.length + 1; m <= n; m++) {
    if (m === 1)
      polygammas.push([eulerGamma.plus(new D(2).ln().times(2)).neg(), pi.times(pi).div(2), zeta3.times(-14)]);
    else if (m === 2) polygammas.push([eulerGamma.neg(), pi.times(pi).div(6), zeta3.times(-2)]);
    else {
      const [a, b, c] = polygammas[m - 3]!;
      const inverse = new D(2).div(m - 2);
      const square = inverse.times(inverse);
      polygammas.push([a.plus(inverse), b.minus(square), c.plus(square.times(inverse).times(2))]);
    }
  }
  return polygammas[n - 1]!;
}

/** P(N = n | N > 0) for all n that matter to 45 digits, from the middle outwards. @param wrong a fault: the middle one a thousandth too large. */
function weights(width: number, wrong: boolean): Map<number, Precise> {
  const found = new Map<number, Precise>();
  const middle = Math.max(1, Math.floor(width / 2));
  const few = new D('1e-48');
  for (let [n, w] = [middle, one]; n <= width && w.gt(few); n++) {
    found.set(n, w);
    w = w.times(width - n).div(n + 1);
  }
  for (let [n, w] = [middle, one]; n >= 1 && w.gt(few); n--) {
    found.set(n, w);
    w = w.times(n).div(width - n + 1);
  }
  const total = [...found.values()].reduce((sum, w) => sum.plus(w), zero);
  for (const [n, w] of found) found.set(n, w.div(total));
  if (wrong) found.set(middle, found.get(middle)!.times(1.001));
  return found;
}

function mixture({ activation, width }: Layers, wrong: boolean): Map<number, Precise> {
  return activation === 'linear' ? new Map([[width, one]]) : weights(width, wrong);
}

/** Mean, variance and third central moment of S. */
export function cumulants(asked: Layers, wrong: boolean): readonly [Precise, Precise, Precise] {
  const { width, depth, gain } = asked;
  const units = mixture(asked, wrong);
  const expect = (value: (n: number) => Precise) =>
    [...units].reduce((sum, [n, w]) => sum.plus(w.times(value(n))), zero);
  const mean = expect((n) => polygamma(n)[0]);
  const off = (n: number) => polygamma(n)[0].minus(mean);
  const variance = expect((n) => polygamma(n)[1].plus(off(n).pow(2)));
  const third = expect((n) => {
    const [, second, cubic] = polygamma(n);
    return cubic.plus(second.times(off(n)).times(3)).plus(off(n).pow(3));
  });
  const scale = exactly(gain).times(2).div(width).ln();
  return [mean.plus(scale).times(depth), variance.times(depth), third.times(depth)];
}

const law = ({ activation, width, depth, gain }: Layers): ProductLaw =>
  new ProductLaw([{ width, gain, activation, count: depth }]);

const known = (value: Precise) => ({ value, error: preciseError * Math.max(1, value.abs().toNumber()) });
const name = ({ activation, width, depth, gain }: Layers) =>
  `${activation}, d = ${width}, L = ${depth}, gain ${gain}`;

function* logMoments(
  random: Random,
  from: number,
  count: number,
  { fault, oracle }: Injection,
): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const asked = extremeOr(i, [...extremes, ...widest], () => randomCase(random));
    const found = law(asked);
    const answers: [string, Enclosed][] = [
      ['log-mean', found.logMean()],
      ['log-variance', found.logVariance()],
      ['third cumulant', found.thirdCumulant()],
    ];
    const truth = cumulants(asked, fault === 'weight');
    for (const [k, [what, answer]] of answers.entries())
      yield compare(`${what}, ${name(asked)}`, oracle(answer), known(truth[k]!));
  }
}

/** log E[X^(h/2) | N > 0] for one layer: Gamma((n+h)/2)/Gamma(n/2) by steps of 1/2 from sqrt(pi), up or down. */
function logHalfMoment(asked: Layers, h: number, wrong: boolean): Precise {
  const { width, depth, gain } = asked;
  const units = mixture(asked, wrong);
  const least = Math.min(...units.keys());
  const most = Math.max(...units.keys());
  // r(n) = Gamma((n+1)/2)/Gamma(n/2), r(1) = 1/sqrt(pi), r(n) r(n+1) = n/2.
  const steps = new Map<number, Precise>();
  let r = one.div(pi.sqrt());
  for (let n = 1; n <= most + Math.abs(h) + 1; n++) {
    if (n >= least - Math.abs(h) - 1) steps.set(n, r);
    r = new D(n).div(2).div(r);
  }
  let total = zero;
  for (const [n, w] of units) {
    let quotient = one;
    for (let k = 0; k < h; k++) quotient = quotient.times(steps.get(n + k)!);
    for (let k = 0; k > h; k--) quotient = quotient.div(steps.get(n + k - 1)!);
    total = total.plus(w.times(quotient));
  }
  return total.ln().plus(exactly(gain).times(2).div(width).ln().times(h).div(2)).times(depth);
}

function* moments(
  random: Random,
  from: number,
  count: number,
  { fault, oracle }: Injection,
): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const asked = extremeOr(i, extremes, () => randomCase(random));
    const lowest = asked.activation === 'relu' ? 1 : Math.min(17, asked.width);
    const h = random.integer(1 - lowest, 16);
    const truth = logHalfMoment(asked, h, fault === 'weight');
    yield compare(`order ${h / 2}, ${name(asked)}`, oracle(law(asked).logMoment(h / 2)), known(truth), 1);
  }
}

export const logMomentsByHarmonicSums: Opinion = {
  id: 'log-moments-harmonic',
  oracle: 'log-mean, log-variance, third cumulant',
  route: 'harmonic sums and binomial weights, 60 digits',
  domain: 'relu and linear, d to 1e5 (random d to 2000), L to 1e4, four gains',
  full: 400,
  small: 24,
  perCell: 100,
  sees: ['shift', 'bound', 'weight'],
  examine: logMoments,
};

export const momentsByRecurrence: Opinion = {
  id: 'moments-recurrence',
  oracle: 'log E[X^s] given alive, the means of powers',
  route: 'quotients of gamma functions by their recurrence, 60 digits',
  domain: 's = h/2 from -8 (relu: 0) to 8, d to 20,000, L to 1e4, four gains',
  full: 1000,
  small: 24,
  perCell: 250,
  sees: ['shift', 'bound', 'weight'],
  examine: moments,
};
