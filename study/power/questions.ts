/** False claims at a chosen distance from the truth, and how many nets any valid test must draw to refute them. */
import { netCost } from '../../properties/cost.js';
import { momentBounds } from '../../properties/moment-bounds.js';
import { networkAt } from '../../properties/network-at.js';
import { observableAt } from '../../properties/observables.js';
import { quantityNodes } from '../../properties/quantities.js';
import type { Point } from '../../properties/verdict.js';
import { parseClaim } from '../../theory/language/parse-claim.js';

export interface PowerQuestion {
  readonly name: string;
  /** What the distance is a distance of. */
  readonly unit: string;
  readonly distances: readonly number[];
  /** A claim that is false by this distance. */
  claim(distance: number): string;
  /** Information that one net gives against the claim, in nats: the Kullback-Leibler divergence. */
  information(distance: number): number;
  /** Whether that is the least divergence for exactly this claim, so that Wald's inequality binds every valid test. */
  readonly sharp: boolean;
}

const bernoulli = (q: number, p: number) => q * Math.log(q / p) + (1 - q) * (Math.log1p(-q) - Math.log1p(-p));

/** A normal law of the variance that the bound leaves: delta^2/(2 V). Laws that fill the bound are as hard. */
function ofMean(claim: string, mean: number, power: number): (distance: number) => number {
  const { network, observable } = settingOf(claim);
  const bounds = momentBounds(observable, network, power, false);
  if ('reason' in bounds) throw new Error(bounds.reason);
  const variance = Math.exp(bounds.logSecondMoment) - mean ** 2;
  return (distance) => (mean * distance) ** 2 / (2 * variance);
}

export function settingOf(claim: string) {
  const parsed = parseClaim(claim);
  const point: Point = Object.fromEntries(parsed.ranges.map(({ name, from }) => [name, from]));
  const network = networkAt(parsed, point);
  const node = [parsed.left, parsed.right].flatMap(quantityNodes)[0]!;
  const observable = observableAt(node.quantity.observable, point, parsed.settings);
  return { parsed, point, network, observable };
}

/** Nominal seconds of so many nets. */
export function secondsOf(claim: string, nets: number): number {
  const { network, observable } = settingOf(claim);
  return nets * netCost(network, observable.passes(network)) * (1 + 1e-9);
}

const chain = 'for L = 1, d = 1 with activation linear, init uniform(1), readout none';
const means = {
  forward: (right: number) => `mean(forwardNorm2) <= ${right} for L = 1, d = 4 with init he-uniform`,
  square: (right: number) => `mean(forwardNorm2^2) <= ${right} for L = 1, d = 4`,
  gradient: (right: number) => `mean(gradientNorm2[1]) <= ${right} for L = 2, d = 4 with init he-uniform`,
  hessian: (right: number) => `mean(hessianNorm2) <= ${right} for L = 2, d = 4 with init he-uniform`,
};

function relative(name: string, of: (right: number) => string, mean: number, power = 1): PowerQuestion {
  return {
    name,
    unit: 'relative',
    distances: [0.8, 0.4, 0.2, 0.1, 0.05],
    claim: (distance) => of(mean * (1 - distance)),
    information: ofMean(of(mean), mean, power),
    sharp: false,
  };
}

export const questions: readonly PowerQuestion[] = [
  {
    name: 'P(forwardNorm2 <= 0) = 1/2',
    unit: 'of a probability',
    distances: [0.2, 0.1, 0.05, 0.025, 0.0125],
    claim: (distance) => `P(forwardNorm2 <= 0) <= ${1 / 2 - distance} for L = 1, d = 1 with init he-uniform`,
    information: (distance) => bernoulli(1 / 2, 1 / 2 - distance),
    sharp: true,
  },
  {
    name: 'P(forwardNorm2 <= 0) = 1/64',
    unit: 'relative',
    distances: [0.8, 0.6, 0.4, 0.3, 0.2],
    claim: (distance) =>
      `P(forwardNorm2 <= 0) <= ${(1 - distance) / 64} for L = 1, d = 6 with init he-uniform`,
    information: (distance) => bernoulli(1 / 64, (1 - distance) / 64),
    sharp: true,
  },
  {
    // P(X <= 3 t^2) = t.
    name: 'median(forwardNorm2)',
    unit: 'of a probability',
    distances: [0.2, 0.1, 0.05, 0.025, 0.0125],
    claim: (distance) => `median(forwardNorm2) <= ${3 * (1 / 2 - distance) ** 2} ${chain}`,
    information: (distance) => bernoulli(1 / 2 - distance, 1 / 2),
    sharp: true,
  },
  {
    name: 'quantile(forwardNorm2, 1/10)',
    unit: 'of a probability',
    distances: [0.08, 0.06, 0.04, 0.02, 0.01],
    claim: (distance) => `quantile(forwardNorm2, 1/10) <= ${3 * (1 / 10 - distance) ** 2} ${chain}`,
    information: (distance) => bernoulli(1 / 10 - distance, 1 / 10),
    sharp: true,
  },
  relative('mean(forwardNorm2)', means.forward, 1),
  relative('mean(forwardNorm2^2)', means.square, 1 + 5 / 4, 2),
  relative('mean(gradientNorm2[1])', means.gradient, 1 / 2),
  relative('mean(hessianNorm2)', means.hessian, 2),
  {
    // C2: E log w^2 and Var log w^2 of a normal number.
    name: 'logMean(forwardNorm2)',
    unit: 'absolute',
    distances: [0.8, 0.4, 0.2, 0.1, 0.05],
    claim: (distance) =>
      `logMean(forwardNorm2) <= -EulerGamma-log(2)-${distance} for L = 1, d = 1 with activation linear, init normal(1)`,
    information: (distance) => distance ** 2 / Math.PI ** 2,
    sharp: false,
  },
  {
    name: 'lawDistance(log(forwardNorm2) | alive, exactLaw)',
    unit: 'of a probability',
    distances: [0.2, 0.1, 0.05, 0.025, 0.0125],
    claim: (distance) => `lawDistance(log(forwardNorm2) | alive, exactLaw) >= ${distance} for L = 1, d = 2`,
    // Of the nets drawn three in four are alive.
    information: (distance) => (3 / 4) * bernoulli(1 / 2, 1 / 2 - distance),
    sharp: false,
  },
];
