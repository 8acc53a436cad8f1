import gammaln from '@stdlib/math-base-special-gammaln';
import { describe, expect, test } from 'vitest';
import { kolmogorovRadius } from '../../../numerics/inference/kolmogorov.js';
import { binomialTable } from '../../../numerics/kernel/alias.js';
import { defaultEngine } from '../../../numerics/kernel/default.js';
import { plainEngine } from '../../../numerics/kernel/plain.js';
import { reducedSamples, reducedSamplesBy } from '../../../numerics/kernel/reduced.js';
import { exactLawOf } from '../../../numerics/law/index.js';
import { layeredNetwork, type Network, squareNetwork } from '../../../numerics/network/network.js';
import { expectCount } from '../random/bounds.js';

const nets: readonly (readonly [string, Network])[] = [
  ['width 1', squareNetwork(2, 1)],
  ['width 3', squareNetwork(2, 3)],
  ['widths 2 to 9', layeredNetwork([5, 2, 3, 9, 3, 4])],
  ['linear, 1 to 3', layeredNetwork([5, 1, 2, 3], { activation: { kind: 'linear' } })],
  // The product of halves of chi^2 numbers falls below 1e-100 here, and rises beyond 1e100 in the next two.
  ['linear, width 1, depth 150', squareNetwork(150, 1, { activation: { kind: 'linear' } })],
  ['(64, 64)', squareNetwork(64, 64)],
  ['(300, 100)', squareNetwork(100, 300)],
  ['width 100,000', squareNetwork(3, 100_000, { init: { name: 'normal', gain: 5 } })],
];

test.each(nets)('the kernel and plain TypeScript give the same bits: %s', (_, network) => {
  const kernel = defaultEngine();
  expect(kernel).not.toBe(plainEngine);
  const [mine, plain, part] = [new Float64Array(3000), new Float64Array(3000), new Float64Array(1000)];
  reducedSamples(network, 2 ** 53 - 1, 2 ** 32 - 100, 3000, mine);
  reducedSamplesBy(plainEngine, network, 2 ** 53 - 1, 2 ** 32 - 100, 3000, plain);
  expect(mine).toEqual(plain);
  reducedSamples(network, 2 ** 53 - 1, 2 ** 32 + 900, 1000, part);
  expect(part).toEqual(mine.slice(1000, 2000));
});

describe('the samples follow the exact law', () => {
  // Given alive, Dvoretzky-Kiefer-Wolfowitz at 1e-11 for each of 8 nets; the alive ones, Chernoff at 1e-11. n = 1e5: laws 0.024 apart are told apart.
  const n = 100_000;
  test.each(nets)('%s', (_, network) => {
    const logs = new Float64Array(n);
    reducedSamples(network, 61, 0, n, logs);
    const law = exactLawOf(network);
    const alive = logs.filter((log) => log !== -Infinity).sort();
    expectCount(alive.length, n, law.aliveProbability.value, 1e-11);
    let distance = 0;
    // Between these points the empirical function moves by 1e-3.
    for (let i = 0; i < alive.length; i += 100) {
      distance = Math.max(distance, Math.abs((i + 1) / alive.length - law.cdf(alive[i]!).value));
    }
    expect(distance).toBeLessThan(kolmogorovRadius(alive.length, 1e-11));
  });
});

// One chi^2 number, where the most draws are rejected: 5 in 100 with two degrees of freedom. Dvoretzky-Kiefer-Wolfowitz at 1e-11 for each of 3, n = 1e6:
// laws 0.0083 apart are told apart.
test.each([1, 2, 3])('chi^2 with %d degrees of freedom', (width) => {
  const n = 1_000_000;
  const network = squareNetwork(1, width, { activation: { kind: 'linear' } });
  const logs = new Float64Array(n);
  reducedSamples(network, 62, 0, n, logs);
  logs.sort();
  const law = exactLawOf(network);
  let distance = 0;
  // Between these points the empirical function moves by 1e-3.
  for (let i = 0; i < n; i += 1000) {
    distance = Math.max(distance, Math.abs((i + 1) / n - law.cdf(logs[i]!).value));
  }
  expect(distance).toBeLessThan(kolmogorovRadius(n, 1e-11));
});

test.each([1, 2, 5, 31, 64, 1000, 20_000])('the table of Binomial(%d, 1/2) has its probabilities', (n) => {
  const { bits, first, entries } = binomialTable(n);
  const size = 2 ** bits;
  expect(entries.length).toBe(2 * size);
  const probabilities = new Map<number, number>();
  const cells = new Map<number, number>();
  const add = (k: number, p: number) => {
    probabilities.set(k, (probabilities.get(k) ?? 0) + p);
    cells.set(k, (cells.get(k) ?? 0) + 1);
  };
  for (let i = 0; i < size; i++) {
    const share = entries[2 * i]! / 2 ** 32;
    add(first + i, share / size);
    add(entries[2 * i + 1]!, (1 - share) / size);
  }
  // log C(n, k) by log-gamma, whose values are up to n log n.
  const doubt = 4 * Number.EPSILON * n * Math.log(n + 1);
  // Beyond 13 standard deviations (Hoeffding: below 1e-36 on each side) there is nothing.
  const reach = 6.5 * Math.sqrt(n);
  expect([...probabilities].every(([k, p]) => p === 0 || Math.abs(k - n / 2) <= reach)).toBe(true);
  for (let k = Math.max(0, Math.ceil(n / 2 - reach)); k <= Math.min(n, n / 2 + reach); k++) {
    const log = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1) - n * Math.LN2;
    // Each share of a cell is rounded to 2^-32, of a cell of 1/size.
    const tolerance = ((cells.get(k) ?? 0) * 2 ** -32) / size + doubt * Math.exp(log) + 1e-25;
    expect(Math.abs((probabilities.get(k) ?? 0) - Math.exp(log))).toBeLessThan(tolerance);
  }
});

test('nets without a reduced law are refused', () => {
  const out = new Float64Array(1);
  for (const network of [
    squareNetwork(2, 2, { init: { name: 'he-uniform' } }),
    squareNetwork(2, 2, { activation: { kind: 'leaky-relu', slope: 0.1 } }),
  ]) {
    expect(() => reducedSamples(network, 1, 0, 1, out)).toThrow(RangeError);
  }
  expect(() => reducedSamples(squareNetwork(2, 2), -1, 0, 1, out)).toThrow(RangeError);
});
