import { describe, expect, test } from 'vitest';
import { kolmogorovRadius } from '../../../numerics/inference/kolmogorov.js';
import { secondMomentInterval } from '../../../numerics/inference/mean.js';
import { defaultEngine } from '../../../numerics/kernel/default.js';
import type { Job } from '../../../numerics/kernel/engine.js';
import { singleForwardSamples } from '../../../numerics/kernel/forward.js';
import { exactLawOf } from '../../../numerics/law/index.js';
import { forwardChain } from '../../../numerics/moments/chain.js';
import { logMomentBound } from '../../../numerics/moments/moment-bound.js';
import { layeredNetwork, type Network, squareNetwork } from '../../../numerics/network/network.js';
import { testNormals, testUniforms } from '../../../study/generator/draw-tests.js';
import { Sequence } from '../../../study/generator/orders.js';
import { expectCount } from '../random/bounds.js';

function logNorms(network: Network, seed: number, count: number): Float64Array {
  const out = new Float64Array(count);
  singleForwardSamples(network, seed, 0, count, out);
  return out;
}

describe('the law of single weights, column after column', () => {
  // Judged at 1e-11 over the number of tests: false alarm 2 x 1e-11. With 2e6 draws, tails cut off beyond 4.3, a law 6e-3 away (Kolmogorov) or a variance
  // off by 2 % show.
  const n = 2_000_000;
  const draws = (distribution: 'normal' | 'uniform', scale: number) => (seed: number) => ({
    column(net: number, layer: number, column: number, out: Float64Array, rows: number) {
      const job: Job = { distribution, seed, widths: [column + 1, rows], ones: 1, slope: 1 };
      const single = new Float32Array(rows);
      const unit = new Float32Array(column + 1);
      unit[column] = 1;
      defaultEngine().multiply(job, net, layer, unit, single);
      out.set(single.map((x) => x * scale));
    },
  });
  const order = 'one column after another';
  test('normal', () => {
    const outcomes = testNormals(new Sequence(draws('normal', 1), order, 51), n);
    for (const { test: name, p } of outcomes) expect(p, name).toBeGreaterThan(1e-11 / outcomes.length);
  });
  test('uniform', () => {
    const outcomes = testUniforms(new Sequence(draws('uniform', Math.sqrt(3)), order, 52), n);
    for (const { test: name, p } of outcomes) expect(p, name).toBeGreaterThan(1e-11 / outcomes.length);
  });
});

describe('forwardNorm2 of nets with normal weights follows the exact law', () => {
  // Given alive, Dvoretzky-Kiefer-Wolfowitz at 1e-11 for each of 5 nets; the alive ones, Chernoff at 1e-11. n = 1e5: laws 0.024 apart are told apart. Rounding
  // moves the logs by 1e-5, the distribution function by as much.
  const n = 100_000;
  const nets: readonly (readonly [string, Network])[] = [
    ['depth 8, width 16', squareNetwork(8, 16)],
    ['depth 30, width 5', squareNetwork(30, 5)],
    ['depth 3, width 2, sparse', squareNetwork(3, 2, { input: 'sparse' })],
    ['widths 3, 21, 6, 50, 10', layeredNetwork([3, 21, 6, 50, 10], { init: { name: 'xavier-normal' } })],
    ['linear, depth 6, width 7', squareNetwork(6, 7, { activation: { kind: 'linear' } })],
  ];
  test.each(nets)('%s', (_, network) => {
    const law = exactLawOf(network);
    const logs = logNorms(network, 53, n);
    const alive = logs.filter((log) => log !== -Infinity).sort();
    expectCount(alive.length, n, law.aliveProbability.value, 1e-11);
    let distance = 0;
    // Between these points the empirical function moves by 1e-3.
    for (let i = 0; i < alive.length; i += 100) {
      distance = Math.max(distance, Math.abs((i + 1) / alive.length - law.cdf(alive[i]!).value));
    }
    expect(distance).toBeLessThan(kolmogorovRadius(alive.length, 1e-11) + 1e-4);
  });
});

describe('mean and second moment of nets with uniform weights, or leaky ones', () => {
  // secondMomentInterval errs with probability <= 1e-11 each, 2 x 4 of them. It sees 8 % of the mean and half of the second moment.
  const n = 300_000;
  const nets: readonly Network[] = [
    layeredNetwork([4, 6, 5], { init: { name: 'he-uniform' } }),
    layeredNetwork([4, 6, 5], { init: { name: 'pytorch' }, input: 'sparse' }),
    layeredNetwork([9, 13, 6], { init: { name: 'uniform', gain: 3 }, activation: { kind: 'linear' } }),
    layeredNetwork([4, 6, 5], { activation: { kind: 'leaky-relu', slope: 0.3 } }),
  ];
  test.each(nets)('%j', (network) => {
    const logs = logNorms(network, 54, n);
    for (const r of [1, 2]) {
      const scale = logMomentBound(forwardChain(network), r);
      const secondMoment = Math.exp(logMomentBound(forwardChain(network), 2 * r) - 2 * scale);
      const samples = logs.map((log) => Math.exp(r * log - scale));
      const { lower, upper } = secondMomentInterval(
        samples,
        { secondMoment, center: 1, nonnegative: true },
        1e-11,
      );
      expect(lower).toBeLessThan(1 + 1e-4);
      expect(upper).toBeGreaterThan(1 - 1e-4);
      expect(upper - lower).toBeLessThan(r === 1 ? 0.08 : 0.5);
    }
  });
});
