/** The exact law against draws: products of chi^2 of binomials, and whole nets forwards and backwards. */
import { exactLawOf, type ProductLaw } from '../../numerics/law/index.js';
import { forwardSamples } from '../../numerics/network/forward.js';
import { gradientSamples } from '../../numerics/network/gradient.js';
import { type Network, squareNetwork } from '../../numerics/network/network.js';
import { type Comparison, compare, extremeOr, type Injection, type Known, type Opinion } from './opinion.js';
import type { Random } from './random.js';

/** Each law is asked at so many points. */
const points = 20;
/** An interval misses the truth with at most this probability: 5e-10 for all 2400 of a full study together. */
const missed = 5e-10 / 2400;
/** Leaky relu's 1200 add nothing to speak of. */
const missedLeaky = 1e-16;

/**
 * An interval for p from `hits` of n: by Chernoff's bound P(relative entropy of hits/n to p >= log(2/miss)/n on its side) <= miss/2 on each side.
 * At n = 200,000 it is 0.009 wide on either side of p = 1/2; a law that is off by twice that is found with the same odds.
 */
function interval(hits: number, n: number, miss: number): Known {
  const share = hits / n;
  const limit = Math.log(2 / miss) / n;
  const entropy = (p: number) =>
    (share > 0 ? share * Math.log(share / p) : 0) +
    (share < 1 ? (1 - share) * Math.log((1 - share) / (1 - p)) : 0);
  const end = (far: number) => {
    let [near, out] = [share, far];
    for (let round = 0; round < 60; round++) {
      const middle = (near + out) / 2;
      if (entropy(middle) < limit) near = middle;
      else out = middle;
    }
    return out;
  };
  const [lower, upper] = [share === 0 ? 0 : end(0), share === 1 ? 1 : end(1)];
  return { value: (lower + upper) / 2, error: (upper - lower) / 2 };
}

/** The law's P(log X <= x), dead nets included, against the samples. */
function* judge(
  name: string,
  law: ProductLaw,
  samples: Float64Array,
  random: Random,
  { oracle }: Injection,
  miss = missed,
): Iterable<Comparison> {
  const n = samples.length;
  const deadHits = samples.reduce((sum, x) => sum + (x === -Infinity ? 1 : 0), 0);
  yield compare(`${name}, P(dead)`, oracle(law.deadProbability), interval(deadHits, n, miss), 1);
  for (let k = 1; k < points; k++) {
    const x = law.logMean().value + random.between(-3.5, 3) * law.logSpread;
    const below = samples.reduce((sum, y) => sum + (y <= x ? 1 : 0), 0);
    const [cdf, dead, alive] = [law.cdf(x), law.deadProbability, law.aliveProbability];
    const answer = {
      value: dead.value + alive.value * cdf.value,
      error: dead.error + alive.error + cdf.error + 1e-15,
    };
    yield compare(`${name}, x = ${x}`, oracle(answer), interval(below, n, miss), 1);
  }
}

interface Case {
  readonly activation: 'relu' | 'linear';
  readonly width: number;
  readonly depth: number;
}

function binomialHalf(random: Random, d: number): number {
  let n = 0;
  for (let left = d; left > 0; left -= 30) {
    const coins = Math.floor(random.uniform() * 2 ** 30) & (2 ** Math.min(30, left) - 1);
    for (let rest = coins; rest !== 0; rest &= rest - 1) n += 1;
  }
  return n;
}

function* reduced(random: Random, from: number, count: number, injection: Injection): Iterable<Comparison> {
  const extremes: readonly (readonly ['relu' | 'linear', number, number])[] = [
    ['relu', 1, 1],
    ['relu', 1, 3],
    ['relu', 2, 10],
    ['relu', 4, 30],
    ['relu', 2000, 2],
    ['linear', 1, 20],
    ['linear', 2000, 1],
  ];
  for (let i = from; i < from + count; i++) {
    const [activation, width, depth] = extremeOr(
      i,
      extremes,
      () =>
        [
          random.pick(['relu', 'linear'] as const),
          random.logInteger(1, 400),
          random.logInteger(1, 24),
        ] as const,
    );
    const law = exactLawOf(
      squareNetwork(depth, width, {
        activation: { kind: activation },
        init: { name: activation === 'relu' ? 'he-normal' : 'lecun-normal' },
      }),
    );
    const n = Math.min(200_000, Math.floor(2e6 / depth / (1 + width / 300)));
    const samples = Float64Array.from({ length: n }, () => {
      let log = 0;
      for (let l = 0; l < depth; l++) {
        const active = activation === 'relu' ? binomialHalf(random, width) : width;
        if (active === 0) return -Infinity;
        const gain = activation === 'relu' ? 2 : 1;
        log += Math.log((2 * gain * random.gamma(active / 2)) / width);
      }
      return log;
    });
    yield* judge(`${activation}, d = ${width}, L = ${depth}`, law, samples, random, injection);
  }
}

function* nets(random: Random, from: number, count: number, injection: Injection): Iterable<Comparison> {
  const extremes: readonly Case[] = [
    { activation: 'relu', width: 1, depth: 2 },
    { activation: 'relu', width: 3, depth: 20 },
    { activation: 'linear', width: 1, depth: 30 },
    { activation: 'relu', width: 64, depth: 2 },
  ];
  for (let i = from; i < from + count; i++) {
    const { activation, width, depth } = extremeOr(i, extremes, () => ({
      activation: random.pick(['relu', 'relu', 'linear'] as const),
      width: random.logInteger(1, 32),
      depth: random.logInteger(1, 12),
    }));
    const network: Network = squareNetwork(depth, width, {
      activation: { kind: activation },
      init: { name: random.pick(['he-normal', 'xavier-normal', 'lecun-normal'] as const) },
      input: random.pick(['dense', 'sparse'] as const),
      readoutGain: random.pick([1, 2.5]),
    });
    // Some 1e7 weights.
    const n = Math.min(100_000, Math.floor(8e6 / (depth * width * width)));
    const seed = random.integer(0, 2 ** 31);
    const samples = new Float64Array(n);
    const gradientLayer = i % 2 === 1 ? random.integer(1, depth) : undefined;
    const what = `${activation}, ${network.init.name}, ${network.input}, d = ${width}, L = ${depth}`;
    if (gradientLayer === undefined) {
      forwardSamples(network, seed, 0, n, samples);
      yield* judge(`forwardNorm2, ${what}`, exactLawOf(network), samples, random, injection);
    } else {
      gradientSamples(network, gradientLayer, seed, 0, n, samples, new Uint8Array(n));
      // The gradient's law has the same number of layers; some units of the backward pass stand for those of the forward pass.
      const law = exactLawOf(network, { gradientLayer });
      yield* judge(`gradientNorm2[${gradientLayer}], ${what}`, law, samples, random, injection);
    }
  }
}

/** In turn the law as F3 states it, drawn, and nets forwards and backwards. */
function* leaky(random: Random, from: number, count: number, injection: Injection): Iterable<Comparison> {
  const extremes: readonly (readonly [number, number, number])[] = [
    [0.25, 1, 3],
    [4, 3, 20],
    [-0.5, 6, 5],
    [0.25, 300, 2],
    [0.999, 2, 30],
    [2, 1, 1],
  ];
  for (let i = from; i < from + count; i++) {
    const [slope, width, depth] = extremeOr(
      i,
      extremes,
      () =>
        [
          random.pick([1, -1]) * random.pick([1, 1 / 4, 4]) ** random.uniform(),
          random.logInteger(1, i % 3 === 0 ? 300 : 24),
          random.logInteger(1, 12),
        ] as const,
    );
    const network = squareNetwork(depth, width, {
      activation: { kind: 'leaky-relu', slope },
      init: { name: random.pick(['he-normal', 'lecun-normal'] as const) },
      input: random.pick(['dense', 'sparse'] as const),
      readoutGain: random.pick([1, 2.5]),
    });
    const gain = network.init.name === 'he-normal' ? 2 : 1;
    const gradientLayer = i % 3 === 2 ? random.integer(1, depth) : undefined;
    const n = Math.min(
      100_000,
      Math.floor(i % 3 === 0 ? 1e6 / depth / (1 + width / 300) : 6e6 / (depth * width * width)),
    );
    const samples = new Float64Array(n);
    const seed = random.integer(0, 2 ** 31);
    if (i % 3 === 0) {
      for (let k = 0; k < n; k++) {
        for (let l = 0; l < depth; l++) {
          const active = binomialHalf(random, width);
          const [a, b] = [active, width - active].map((units) => (units === 0 ? 0 : random.gamma(units / 2)));
          samples[k]! += Math.log((2 * gain * (a! + slope * slope * b!)) / width);
        }
      }
    } else if (gradientLayer === undefined) forwardSamples(network, seed, 0, n, samples);
    else gradientSamples(network, gradientLayer, seed, 0, n, samples, new Uint8Array(n));
    const law = exactLawOf(network, gradientLayer === undefined ? {} : { gradientLayer });
    const what = `slope ${slope}, ${network.init.name}, ${network.input}, d = ${width}, L = ${depth}, layer ${gradientLayer}`;
    yield* judge(what, law, samples, random, injection, missedLeaky);
  }
}

export const reducedLaw: Opinion = {
  id: 'cdf-reduced-law',
  oracle: 'distribution function, dead nets included',
  route: 'drawn products of chi^2 laws of binomial numbers; intervals that miss with 2e-13 each',
  domain: 'relu and linear, d to 2000, L to 30',
  full: 60,
  small: 3,
  perCell: 10,
  sees: [],
  examine: reduced,
};

export const drawnNets: Opinion = {
  id: 'cdf-drawn-nets',
  oracle: 'distribution function of forward and gradient norms, dead nets included',
  route: 'nets drawn weight by weight; intervals that miss with 2e-13 each',
  domain: 'relu and linear, three gains, dense and sparse inputs, d to 64, L to 30',
  full: 60,
  small: 3,
  perCell: 10,
  sees: [],
  examine: nets,
};

export const leakyLaw: Opinion = {
  id: 'cdf-leaky-relu',
  oracle: "distribution function of leaky relu's forward and gradient norms",
  route:
    'drawn sums of two chi^2 laws of binomial numbers, and nets drawn weight by weight; intervals that miss with 1e-16 each',
  domain: 'slopes of both signs and sizes 1/4 to 4, d to 300, L to 30',
  full: 60,
  small: 6,
  perCell: 6,
  sees: [],
  examine: leaky,
};
