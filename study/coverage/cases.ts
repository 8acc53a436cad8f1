/** Every confidence sequence of the checker, on laws of known truth. */
import { logGammaMedian } from '../../theory/special/gamma-median.js';
import { normalCdf } from '../../theory/special/normal.js';
import type { Case, ExactCase } from './case.js';
import { counting, exactCounting } from './counting.js';
import * as laws from './laws.js';
import { bernoulli, distance, looking, quantile, secondMoment, variance } from './looking.js';
import { drawn } from './nets.js';

const success = (x: number) => x === 1;

const parameters = [1e-4, 0.01, 0.3, 0.5, 0.99, 0.9999];

const countCases = parameters.map((p) =>
  counting({ sequence: 'bernoulliAcceptedCounts', law: laws.coin(p), p, sure: success, possible: success }),
);

const bernoulliCases = parameters.map((p) => looking(bernoulli, laws.coin(p), p));

const orderLaws: readonly laws.LawWithMedian[] = [
  laws.uniform,
  laws.atomAtMedian,
  laws.lattice,
  laws.dead(0.499),
  laws.dead(0.5),
  laws.dead(0.501),
  laws.dead(0.999),
  laws.logNormal('log-normal, L/d = 50', 250),
];

/** What `quantileInterval` makes of the counts below and up to the median. */
const medianCountCases = orderLaws.map((law) =>
  counting({
    sequence: 'quantileInterval, level 0.5',
    law,
    p: 1 / 2,
    sure: (x) => x < law.median,
    possible: (x) => x <= law.median,
  }),
);

const medianCases = orderLaws.map((law) => looking(quantile(1 / 2), law, law.median));

/** A level within the atom of the dead, at its very end, and just above. */
const quantileCases = [
  looking(quantile(0.01), laws.uniform, 0.01),
  looking(quantile(0.999), laws.uniform, 0.999),
  looking(quantile(0.25), laws.dead(0.25), -Infinity),
  looking(quantile(0.3), laws.atomAtMedian, -1),
  looking(quantile(0.7), laws.atomAtMedian, 0),
];

const meanCases = [
  laws.uniform,
  laws.rare(0.3),
  laws.rare(0.01),
  laws.rare(0.001),
  laws.logNormal('log-normal, sigma = 2', 4),
  laws.logNormal('log-normal, L/d = 50', 250),
  laws.uniformChain(50),
  laws.pareto(2.1),
].flatMap((law): Case[] =>
  [law.mean, 0, law === laws.uniform ? 0.7 : 3 * law.mean].map((center) =>
    looking(secondMoment(law, center, true), law, law.mean),
  ),
);

const deepCase = looking(
  secondMoment(laws.exponentialProduct(100), 1, true),
  laws.exponentialProduct(100),
  1,
);

const signedCases = [laws.sign, laws.signedPareto(2.1)].map((law) =>
  looking(secondMoment(law, 0.1, false), law, law.mean),
);

const varianceCases = [
  laws.sign,
  laws.rare(0.01),
  laws.rare(0.001),
  laws.signedPareto(2.1),
  laws.logExponential,
].map((law) => looking(variance(law), law, law.mean));

const distanceCases = [
  looking(
    distance('itself', (x) => x),
    laws.uniform,
    0,
  ),
  looking(
    distance('F(x) = x^2', (x) => x * x),
    laws.uniform,
    1 / 4,
  ),
  looking(distance('the standard normal law', normalCdf), laws.atomAtMedian, 0.2),
  looking(distance('the standard normal law', normalCdf), laws.sign, normalCdf(1) - 1 / 2),
];

/** Truths: F1, F2, F4, F10, G1, H3 of docs/theory.md; Rademacher weights at d = 2, L = 1: X is 0, 2, 4 with probability 9, 6, 1 in 16. */
const netCases = [
  drawn('P(forwardNorm2 <= 0) >= 1/2 for L = 1, d = 1 with init he-uniform', 1 / 2),
  drawn('median(forwardNorm2) <= 1 for L = 1, d = 1 with init he-uniform', 0),
  drawn(
    'median(forwardNorm2) <= 1 for L = 50, d = 1 with activation linear, init uniform(1), readout none',
    3 ** 50 * Math.exp(-2 * Math.exp(logGammaMedian(50))),
  ),
  drawn('mean(forwardNorm2) <= 1 for L = 2, d = 2 with init he-uniform', 1),
  drawn('mean(forwardNorm2^2) <= 49/4 for L = 2, d = 2', 49 / 4),
  drawn('mean(forwardNorm2) <= 2 for L = 1, d = 2 with activation leaky-relu(1/2), init he-normal', 5 / 4),
  drawn('mean(forwardNorm2 | alive) <= 2 for L = 1, d = 2 with init he-uniform', 4 / 3),
  drawn('mean(gradientNorm2[1]) <= 1/2 for L = 2, d = 2 with init he-uniform', 1 / 2),
  drawn('mean(hessianNorm2) <= 1 for L = 2, d = 2', 1),
  drawn('logMean(forwardNorm2) <= 0 for L = 1, d = 1', -0.577_215_664_901_532_9),
  drawn('lawDistance(log(forwardNorm2) | alive, exactLaw) <= 0 for L = 1, d = 1', 0),
  drawn('P(forwardNorm2 >= 1) <= 7/16 for L = 1, d = 2 with init rademacher', 7 / 16),
  drawn('P(forwardNorm2 >= 2) <= 7/16 for L = 1, d = 2 with init rademacher', 7 / 16),
  drawn('median(forwardNorm2) <= 1 for L = 1, d = 2 with init rademacher', 0),
  drawn('quantile(forwardNorm2, 9/16) <= 1 for L = 1, d = 2 with init rademacher', 0),
  drawn('quantile(forwardNorm2, 5/8) <= 3 for L = 1, d = 2 with init rademacher', 2),
  drawn('median(forwardNorm2 | alive) <= 3 for L = 1, d = 2 with init rademacher', 2),
  drawn('median(forwardNorm2) <= 1 for L = 3, d = 3 with init orthogonal(1), activation linear', 1),
];

/** How many samples a path has in each group: that of the published page, and that of the tests. */
export interface Group {
  readonly name: string;
  readonly cases: readonly Case[];
  readonly longest: { readonly full: number; readonly small: number };
  /** Paths of a cell. */
  readonly cellPaths: number;
}

export const groups: readonly Group[] = [
  {
    name: 'Probabilities, looked at after every sample',
    cases: countCases,
    longest: { full: 10_000, small: 1000 },
    cellPaths: 10_000,
  },
  {
    name: 'Probabilities',
    cases: bernoulliCases,
    longest: { full: 2512, small: 676 },
    cellPaths: 5000,
  },
  {
    name: 'Medians, looked at after every sample',
    cases: medianCountCases,
    longest: { full: 10_000, small: 1000 },
    cellPaths: 5000,
  },
  {
    name: 'Medians and quantiles',
    cases: [...medianCases, ...quantileCases],
    longest: { full: 2512, small: 676 },
    cellPaths: 5000,
  },
  {
    name: 'Means, the second moment known',
    cases: [...meanCases, ...signedCases, deepCase],
    longest: { full: 2512, small: 676 },
    cellPaths: 5000,
  },
  {
    name: 'Means, the variance known',
    cases: varianceCases,
    longest: { full: 2512, small: 676 },
    cellPaths: 5000,
  },
  {
    name: 'Distances of laws',
    cases: distanceCases,
    longest: { full: 2512, small: 676 },
    cellPaths: 5000,
  },
  {
    name: 'Real nets: the enclosures that verdicts rest on',
    cases: netCases,
    longest: { full: 1143, small: 520 },
    cellPaths: 2500,
  },
];

export const exactCases: readonly ExactCase[] = [1e-4, 0.01, 0.1, 1 / 3, 1 / 2, 0.99].map(exactCounting);
