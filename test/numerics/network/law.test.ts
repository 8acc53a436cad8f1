import gammainc from '@stdlib/math-base-special-gammainc';
import { describe, expect, test } from 'vitest';
import { secondMomentInterval } from '../../../numerics/inference/mean.js';
import { forwardChain } from '../../../numerics/moments/chain.js';
import { logMomentBound } from '../../../numerics/moments/moment-bound.js';
import { forwardSamples } from '../../../numerics/network/forward.js';
import { type Init, layeredNetwork, type Network, squareNetwork } from '../../../numerics/network/network.js';
import { expectCount } from '../random/bounds.js';
import { enumerate } from './reference.js';

function logNorms(network: Network, seed: number, count: number): Float64Array {
  const out = new Float64Array(count);
  forwardSamples(network, seed, 0, count, out);
  return out;
}

describe('one layer of normal weights: the exact mixture of chi^2 laws', () => {
  // Dvoretzky-Kiefer-Wolfowitz, 1e-11 for each of 5 nets. n = 2e5: a distance of 0.016 between laws shows.
  const n = 200_000;
  const radius = Math.sqrt(Math.log(2 / 1e-11) / (2 * n));
  const chi2 = (x: number, freedom: number): number => (freedom === 0 ? 1 : gammainc(x / 2, freedom / 2));
  const binomial = (d: number, k: number): number => (k === 0 ? 1 : (binomial(d, k - 1) * (d - k + 1)) / k);
  const relu = (d: number) => (x: number) =>
    Array.from({ length: d + 1 }, (_, k) => (binomial(d, k) / 2 ** d) * chi2(x, k)).reduce((a, b) => a + b);
  const cases: readonly (readonly [string, Network, (x: number) => number])[] = [
    ['relu, width 1', squareNetwork(1, 1, { init: { name: 'normal', gain: 1 } }), relu(1)],
    ['relu, width 5, dense', squareNetwork(1, 5, { init: { name: 'normal', gain: 5 } }), relu(5)],
    [
      'relu, 3 -> 7, sparse',
      layeredNetwork([3, 7], { init: { name: 'normal', gain: 3 }, input: 'sparse' }),
      relu(7),
    ],
    [
      'linear, 6 -> 4',
      layeredNetwork([6, 4], { init: { name: 'normal', gain: 6 }, activation: { kind: 'linear' } }),
      (x) => chi2(x, 4),
    ],
    [
      'leaky, width 1',
      squareNetwork(1, 1, {
        init: { name: 'normal', gain: 1 },
        activation: { kind: 'leaky-relu', slope: 0.5 },
      }),
      (x) => (chi2(x, 1) + chi2(4 * x, 1)) / 2,
    ],
  ];
  test.each(cases)('%s', (_, network, cdf) => {
    const norms = logNorms(network, 30, n).map(Math.exp).sort();
    let distance = 0;
    // The bound holds for the supremum over all points, so for every 50th too; there the empirical function moves by 2.5e-4.
    for (let i = 0; i < n; i += 50) {
      // At ties (dead nets) the empirical distribution function jumps once.
      if (norms[i] === norms[i + 1]) continue;
      distance = Math.max(distance, Math.abs((i + 1) / n - cdf(norms[i]!)));
    }
    distance = Math.max(distance, Math.abs(norms.filter((x) => x === 0).length / n - cdf(0)));
    expect(distance).toBeLessThan(radius);
  });
});

describe('mean and second moment of every init', () => {
  // secondMomentInterval errs with probability <= 1e-11 each, 2 x 14 of them. It sees 8 % of the mean and half of the second moment:
  // independent rows taken for orthogonal ones.
  const n = 300_000;
  const inits: readonly Init[] = [
    { name: 'he-normal' },
    { name: 'he-uniform' },
    { name: 'xavier-normal' },
    { name: 'xavier-uniform' },
    { name: 'lecun-normal' },
    { name: 'lecun-uniform' },
    { name: 'pytorch' },
    { name: 'rademacher' },
    { name: 'orthogonal' },
    { name: 'orthogonal', gain: 0.5 },
    { name: 'normal', gain: 3 },
    { name: 'uniform', gain: 3 },
  ];
  const nets: readonly Network[] = [
    ...inits.map((init) => layeredNetwork([4, 6, 5], { init })),
    layeredNetwork([4, 6, 5], { init: { name: 'he-uniform' }, input: 'sparse' }),
    layeredNetwork([4, 6, 5], {
      init: { name: 'orthogonal' },
      activation: { kind: 'leaky-relu', slope: 0.3 },
    }),
  ];
  test.each(nets)('%j', (network) => {
    const logs = logNorms(network, 31, n);
    for (const r of [1, 2]) {
      // X^r over its mean has mean 1 and second moment E X^(2r) / (E X^r)^2.
      const scale = logMomentBound(forwardChain(network), r);
      const secondMoment = Math.exp(logMomentBound(forwardChain(network), 2 * r) - 2 * scale);
      const samples = logs.map((log) => Math.exp(r * log - scale));
      const { lower, upper } = secondMomentInterval(
        samples,
        { secondMoment, center: 1, nonnegative: true },
        1e-11,
      );
      expect(lower).toBeLessThan(1 + 1e-9);
      expect(upper).toBeGreaterThan(1 - 1e-9);
      expect(upper - lower).toBeLessThan(r === 1 ? 0.08 : 0.5);
    }
  });
});

describe('dead nets: 1 - (1 - 2^-d)^L', () => {
  // Chernoff, 1e-11 for each of 8. n = 1e5: a change of p by 0.025 shows.
  const n = 100_000;
  const inits = ['he-normal', 'pytorch', 'orthogonal'] as const;
  const shapes = [
    [1, 1],
    [3, 2],
    [10, 4],
  ] as const;
  for (const name of inits) {
    for (const [depth, width] of shapes) {
      test(`${name}, depth ${depth}, width ${width}`, () => {
        const dead = logNorms(squareNetwork(depth, width, { init: { name } }), 32, n).filter(
          (x) => x === -Infinity,
        ).length;
        expectCount(dead, n, 1 - (1 - 2 ** -width) ** depth, 1e-11);
      });
    }
  }
});

describe('Rademacher nets: the exact law by going through all signs', () => {
  // Chernoff for each value of |a^L|^2, 1e-12 for each of fewer than 100 values in all. n = 1e5: a change of a probability p by
  // 0.023 sqrt p shows.
  const n = 100_000;
  const cases: readonly (readonly [readonly number[], boolean, 'dense' | 'sparse'])[] = [
    [[1, 1, 1], true, 'dense'],
    [[2, 2], true, 'dense'],
    [[2, 2], true, 'sparse'],
    [[2, 2, 2], true, 'dense'],
    [[2, 2, 2, 2], true, 'dense'],
    [[2, 2, 2, 2], true, 'sparse'],
    [[2, 2, 2, 2], false, 'dense'],
    [[3, 3], true, 'dense'],
    [[3, 3, 3], true, 'dense'],
    [[3, 2, 4], false, 'dense'],
  ];
  test.each(cases)('widths %j, relu %s, %s', (widths, relu, input) => {
    const network = layeredNetwork(widths, {
      init: { name: 'rademacher', gain: 1 },
      activation: { kind: relu ? 'relu' : 'linear' },
      input,
    });
    // forwardNorm2 = |a|^2 / (product of the fan-ins) / |x|^2 with entries ±1 and integers a.
    const unit = widths
      .slice(0, -1)
      .reduce((product, width) => product * width, input === 'dense' ? widths[0]! : 1);
    const counts = new Map<number, number>();
    let farthest = 0;
    for (const log of logNorms(network, 33, n)) {
      const value = Math.exp(log) * unit;
      const integer = Math.round(value);
      farthest = Math.max(farthest, Math.abs(value - integer));
      counts.set(integer, (counts.get(integer) ?? 0) + 1);
    }
    // Once: a hundred thousand calls of expect take a second.
    expect(farthest).toBeLessThan(1e-9 * unit);
    const law = enumerate(widths, relu, input);
    for (const integer of counts.keys()) expect(law.has(integer), `${integer}`).toBe(true);
    for (const [integer, probability] of law) expectCount(counts.get(integer) ?? 0, n, probability, 1e-12);
  });
});
