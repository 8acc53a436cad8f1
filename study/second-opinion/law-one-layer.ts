/** The law of a single layer, a mixture of gamma laws, against their series in decimal arithmetic. */
import { Decimal } from 'decimal.js';
import { ProductLaw } from '../../numerics/law/index.js';
import { type Comparison, compare, extremeOr, type Injection, type Opinion } from './opinion.js';
import { D, exactly, lowerGamma, one, type Precise, upperGammaOfHalves, zero } from './precise.js';
import type { Random } from './random.js';

interface Case {
  readonly activation: 'relu' | 'linear';
  readonly width: number;
  /** Standard deviations from the mean. */
  readonly deviations: number;
}

const extremes: readonly Case[] = (['relu', 'linear'] as const).flatMap((activation) =>
  [1, 2, 3, 25].flatMap((width) =>
    [-9, -2.5, -0.1, 0, 2.5, 3].map((deviations) => ({ activation, width, deviations })),
  ),
);

function randomCase(random: Random): Case {
  const activation = random.pick(['relu', 'linear'] as const);
  return {
    activation,
    width: random.logInteger(1, activation === 'relu' ? 12 : 400),
    deviations: random.pick([random.between(-3, 3), random.between(-12, 4)]),
  };
}

/** P(log X <= x | alive) and its complement, X = (gain/d) chi^2_N with N > 0 fair coins of d, or N = d; each with all its digits. */
function oneLayer(
  activation: Case['activation'],
  width: number,
  x: number,
): { below: Precise; above: Precise } {
  const gain = activation === 'relu' ? 2 : 1;
  const u = exactly(x)
    .exp()
    .times(width)
    .div(2 * gain);
  if (activation === 'linear')
    return { below: lowerGamma(new D(width).div(2), u), above: upperGammaOfHalves(width, u) };
  let [below, above] = [zero, zero];
  let choose = one;
  for (let n = 1; n <= width; n++) {
    choose = choose.times(width - n + 1).div(n);
    below = below.plus(choose.times(lowerGamma(new D(n).div(2), u)));
    above = above.plus(choose.times(upperGammaOfHalves(n, u)));
  }
  const all = new D(2).pow(width).minus(1);
  return { below: below.div(all), above: above.div(all) };
}

function* examine(random: Random, from: number, count: number, { oracle }: Injection): Iterable<Comparison> {
  for (let i = from; i < from + count; i++) {
    const { activation, width, deviations } = extremeOr(i, extremes, () => randomCase(random));
    const law = new ProductLaw([{ width, gain: activation === 'relu' ? 2 : 1, activation, count: 1 }]);
    const x = law.logMean().value + deviations * law.logSpread;
    const { below, above } = oneLayer(activation, width, x);
    if (below.plus(above).minus(1).abs().gt(1e-40))
      throw new Error(`Both series contradict each other at ${x}.`);
    const at = `${activation}, d = ${width}, L = 1, x = ${x}`;
    const other = { value: Decimal.min(below, above).ln(), error: 1e-30 };
    yield compare(at, oracle(below.lt(above) ? law.logCdf(x) : law.logSurvival(x)), other, 1);
    yield compare(`${at}, absolute`, oracle(law.cdf(x)), { value: below, error: 1e-30 }, 1);
  }
}

export const oneLayerByDecimals: Opinion = {
  id: 'one-layer-decimals',
  oracle: 'the distribution function and its logarithm, one layer',
  route: 'mixture of incomplete gamma series, 60 digits',
  domain: 'L = 1, relu d to 25, linear d to 400, from -12 to 4 standard deviations',
  full: 500,
  small: 20,
  perCell: 100,
  sees: ['shift', 'bound'],
  examine,
};
