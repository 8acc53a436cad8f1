/**
 * Laws of nets of unequal widths, forward and backward: moments in closed form, the symmetry in the order of layers, and drawn gradients. (Forward norms that
 * are drawn: test/numerics/kernel/law.test.ts; laws of several widths to 25 digits: reference.test.ts.)
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kolmogorovRadius } from '../../../numerics/inference/kolmogorov.js';
import { exactLawOf } from '../../../numerics/law/index.js';
import { gradientSamples } from '../../../numerics/network/gradient.js';
import {
  type Init,
  layeredNetwork,
  type Network,
  weightVariance,
} from '../../../numerics/network/network.js';
import { expectCount } from '../random/bounds.js';

const width = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 60 }));
const widths = fc.array(width, { minLength: 2, maxLength: 8 });
const init = fc.constantFrom<Init>(
  { name: 'he-normal' },
  { name: 'xavier-normal' },
  { name: 'lecun-normal' },
  { name: 'normal', gain: 1.7 },
);
const activation = fc.constantFrom({ kind: 'relu' } as const, { kind: 'linear' } as const);

/** log E (sigma^2 chi^2_N)^k: the rising product N(N + 2)...(N + 2k - 2), summed over N where it is binomial. */
function logFactor({ activation: { kind } }: Network, units: number, variance: number, k: number): number {
  const rising = (n: number) => Array.from({ length: k }, (_, j) => n + 2 * j).reduce((a, b) => a * b, 1);
  let mean = rising(units);
  if (kind === 'relu') {
    let weight = 2 ** -units;
    mean = 0;
    for (let n = 0; n <= units; n++) {
      mean += weight * rising(n);
      weight *= (units - n) / (n + 1);
    }
  }
  return k * Math.log(variance) + Math.log(mean);
}

test('E forwardNorm2^k is the product over the layers of E (sigma_l^2 chi^2_N)^k, k = 1 to 4', () => {
  fc.assert(
    fc.property(widths, init, activation, (all, init, activation) => {
      const network = layeredNetwork(all, { init, activation });
      const law = exactLawOf(network);
      for (const k of [1, 2, 3, 4]) {
        let truth = 0;
        for (let l = 1; l < all.length; l++)
          truth += logFactor(network, all[l]!, weightVariance(network, l), k);
        const { value, error } = law.logMoment(k);
        const found = value + law.logAlive.value;
        expect(Math.abs(found - truth)).toBeLessThanOrEqual(error + law.logAlive.error + 1e-13 * all.length);
        expect(error).toBeLessThan(1e-10);
      }
    }),
    { numRuns: 200 },
  );
});

test('hidden layers in another order have the same law, up to d_L/d_0 (he)', () => {
  fc.assert(
    fc.property(widths, fc.double({ min: -3, max: 2, noNaN: true }), (all, deviations) => {
      const [input, ...hidden] = all;
      const [law, other] = [hidden, hidden.toReversed()].map((order) =>
        exactLawOf(layeredNetwork([input!, ...order])),
      );
      const scale = (order: readonly number[]) => Math.log(order.at(-1)! / input!);
      const x = deviations * law!.logSpread + law!.logMean().value;
      const moved = x - scale(hidden) + scale(hidden.toReversed());
      const [a, b] = [law!.cdf(x), other!.cdf(moved)];
      expect(Math.abs(a.value - b.value)).toBeLessThanOrEqual(a.error + b.error + 1e-13);
    }),
    { numRuns: 100 },
  );
});

describe('gradientNorm2[l] of drawn nets follows its law', () => {
  // Given alive, Dvoretzky-Kiefer-Wolfowitz at 1e-10 for each of 7 pairs of net and layer; the alive ones, Chernoff at 1e-10: false alarm below 2e-9.
  // n = 40,000: laws 0.035 apart are told apart; another layer's law is 0.1 away and more.
  const n = 40_000;
  const nets: readonly Network[] = [
    layeredNetwork([4, 6, 3, 5], { readoutGain: 0.7 }),
    layeredNetwork([9, 2, 7], { init: { name: 'xavier-normal' }, activation: { kind: 'linear' } }),
    layeredNetwork([3, 12, 5], { init: { name: 'xavier-normal' }, input: 'sparse' }),
  ];
  const cases = nets.flatMap((network) =>
    network.widths.slice(1).map((_, index) => [network.widths.join('-'), index + 1, network] as const),
  );
  test.each(cases)('widths %s, layer %i', (_, layer, network) => {
    const law = exactLawOf(network, { gradientLayer: layer });
    const [logs, alive] = [new Float64Array(n), new Uint8Array(n)];
    gradientSamples(network, layer, 61, 0, n, logs, alive);
    const living = logs.filter((_, i) => alive[i] === 1).sort();
    expectCount(living.length, n, law.aliveProbability.value, 1e-10);
    let distance = 0;
    // Between these points the empirical function moves by 1e-3.
    for (let i = 0; i < living.length; i += 40)
      distance = Math.max(distance, Math.abs((i + 1) / living.length - law.cdf(living[i]!).value));
    expect(distance).toBeLessThan(kolmogorovRadius(living.length, 1e-10) + 1e-3);
  });
});
