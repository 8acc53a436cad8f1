/** Laws with closed-form moments and quantiles, many of them built to break a confidence sequence. */
import { gammaMedian } from '../../theory/special/gamma-median.js';
import type { Draws } from '../draws.js';

export interface Law {
  readonly name: string;
  /** Fills `out` with independent draws, those of this path. */
  fill(draws: Draws, path: number, out: Float64Array): void;
}

export interface LawWithMoments extends Law {
  readonly mean: number;
  readonly secondMoment: number;
}

export interface LawWithMedian extends Law {
  readonly median: number;
}

/** Each draw a function of one uniform number. */
function mapped(name: string, of: (u: number) => number): Law {
  return {
    name,
    fill(draws, path, out) {
      draws.uniform(path, 0, out);
      for (let i = 0; i < out.length; i++) out[i] = of(out[i]!);
    },
  };
}

export const uniform: LawWithMoments & LawWithMedian = {
  ...mapped('uniform on (0, 1)', (u) => u),
  mean: 1 / 2,
  secondMoment: 1 / 3,
  median: 1 / 2,
};

/** 1/p with probability p, else 0: mean 1 and second moment 1/p. Nothing else with these moments hides its mean so well. */
export const rare = (p: number): LawWithMoments => ({
  ...mapped(`1/${p} with probability ${p}, else 0`, (u) => (u < p ? 1 / p : 0)),
  mean: 1,
  secondMoment: 1 / p,
});

/** 1 with probability p, else 0. */
export const coin = (p: number): Law => mapped(`Bernoulli, p = ${p}`, (u) => (u < p ? 1 : 0));

export const sign: LawWithMoments = {
  ...mapped('-1 or 1, a fair coin', (u) => (u < 1 / 2 ? -1 : 1)),
  mean: 0,
  secondMoment: 1,
};

/** e^(s Z - s^2/2): mean 1, second moment e^(s^2). */
export const logNormal = (name: string, s2: number): LawWithMoments & LawWithMedian => ({
  name,
  fill(draws, path, out) {
    draws.normal(path, 0, out);
    const s = Math.sqrt(s2);
    for (let i = 0; i < out.length; i++) out[i] = Math.exp(s * out[i]! - s2 / 2);
  },
  mean: 1,
  secondMoment: Math.exp(s2),
  median: Math.exp(-s2 / 2),
});

/** U^(-1/a): moments a/(a-1), a/(a-2); or with a fair sign. */
export const pareto = (a: number): LawWithMoments & LawWithMedian => ({
  ...mapped(`Pareto of index ${a}`, (u) => u ** (-1 / a)),
  mean: a / (a - 1),
  secondMoment: a / (a - 2),
  median: 2 ** (1 / a),
});

export const signedPareto = (a: number): LawWithMoments => ({
  ...mapped(`Pareto of index ${a}, either sign`, (u) =>
    u < 1 / 2 ? -((2 * u) ** (-1 / a)) : (2 - 2 * u) ** (-1 / a),
  ),
  mean: 0,
  secondMoment: a / (a - 2),
});

/** C1 at tau = sqrt 3: the squared output of a chain of `depth` uniform weights, 3^L e^(-2 Gamma(L)). Mean 1, second moment (9/5)^L. */
export const uniformChain = (depth: number): LawWithMoments & LawWithMedian => ({
  name: `forwardNorm2 of a uniform chain, L/d = ${depth}`,
  fill(draws, path, out) {
    fillGamma(depth, draws, path, out);
    for (let i = 0; i < out.length; i++) out[i] = 3 ** depth * Math.exp(-2 * out[i]!);
  },
  mean: 1,
  secondMoment: (9 / 5) ** depth,
  median: 3 ** depth * Math.exp(-2 * gammaMedian(depth)),
});

/** F3, linear, d = 2: a product of L exponential factors. Mean 1, second moment 2^L. */
export const exponentialProduct = (depth: number): LawWithMoments => ({
  name: `forwardNorm2 of linear normal nets, d = 2, L/d = ${depth / 2}`,
  fill(draws, path, out) {
    const factor = new Float64Array(out.length);
    out.fill(1);
    for (let layer = 0; layer < depth; layer++) {
      draws.uniform(path, layer, factor);
      for (let i = 0; i < out.length; i++) out[i]! *= -Math.log(factor[i]!);
    }
  },
  mean: 1,
  secondMoment: 2 ** depth,
});

/** log of an exponential number: mean -EulerGamma, variance pi^2/6. */
export const logExponential: LawWithMoments = {
  ...mapped('log of an exponential number', (u) => Math.log(-Math.log(u))),
  mean: -0.577_215_664_901_532_9,
  secondMoment: Math.PI ** 2 / 6 + 0.577_215_664_901_532_9 ** 2,
};

/** `value` with probability `mass`, else `rest` of a number spread over (0, 1). */
function withAtom(name: string, value: number, mass: number, rest: (u: number) => number): Law {
  return mapped(name, (u) => (u < mass ? value : rest((u - mass) / (1 - mass))));
}

export const atomAtMedian: LawWithMedian = {
  ...mapped('atoms -1, 0, 1 of mass .3, .4, .3', (u) => (u < 0.3 ? -1 : u < 0.7 ? 0 : 1)),
  median: 0,
};

/** log X of nets of which this share is dead, log X of those alive being 1 + an exponential number. */
export const dead = (mass: number): LawWithMedian => ({
  ...withAtom(`dead with probability ${mass}, else alive`, -Infinity, mass, (u) => 1 - Math.log1p(-u)),
  median: mass >= 1 / 2 ? -Infinity : 1 - Math.log1p(-(1 / 2 - mass) / (1 - mass)),
});

/** Lattice of the sums of four fair signs: 2B - 4, B ~ Bin(4, 1/2), an atom of mass 3/8 at the median. */
export const lattice: LawWithMedian = {
  ...mapped('sums of four fair signs', (u) =>
    u < 1 / 16 ? -4 : u < 5 / 16 ? -2 : u < 11 / 16 ? 0 : u < 15 / 16 ? 2 : 4,
  ),
  median: 0,
};

/** Gamma(shape >= 1, 1) numbers (Marsaglia & Tsang 2000): rejection, an attempt a stream. */
function fillGamma(shape: number, draws: Draws, path: number, out: Float64Array): void {
  const [d, n] = [shape - 1 / 3, out.length];
  const c = 1 / Math.sqrt(9 * d);
  const [z, u] = [new Float64Array(n), new Float64Array(n)];
  const open = Array.from({ length: n }, (_, i) => i);
  out.fill(Number.NaN);
  for (let attempt = 0, left = open; left.length > 0; attempt++) {
    draws.normal(path, attempt, z);
    draws.uniform(path, attempt, u);
    const again: number[] = [];
    for (const i of left) {
      const v = (1 + c * z[i]!) ** 3;
      if (v > 0 && Math.log(u[i]!) < z[i]! ** 2 / 2 + d * (1 - v + Math.log(v))) out[i] = d * v;
      else again.push(i);
    }
    left = again;
  }
}
