/** What drawing nets is priced at, against measured times. Nothing is timed here. */
import { expect, test } from 'vitest';
import { exactPointCost, netCost } from '../../properties/cost.js';
import { networkAt } from '../../properties/network-at.js';
import { observableAt } from '../../properties/observables.js';
import { quantitiesOf } from '../../properties/quantities.js';
import { parseClaim } from '../../theory/language/parse-claim.js';

/** Microseconds of one core for a net's eigenvalues: L, d, of relu and of linear nets. The least of 25 runs, on a machine that had more to do. */
const measured = [
  [1, 2, 14.7, 14.6],
  [1, 4, 18.5, 17.8],
  [1, 8, 20.7, 24.5],
  [1, 14, 33.8, 51.8],
  [2, 2, 17.7, 21.8],
  [2, 4, 26.9, 33.2],
  [2, 8, 38.5, 61.3],
  [3, 3, 28.3, 40],
  [3, 8, 67.7, 127],
  [4, 2, 23.5, 38.4],
  [4, 7, 85.4, 182],
  [6, 4, 76.4, 198],
  [6, 16, 694, 2580],
  [12, 16, 2940, 27200],
  [6, 32, 3000, 13200],
  [32, 8, 3350, 49800],
  [100, 2, 1640, 18500],
  [2, 100, 2070, 6990],
  [20, 24, 24300, 227000],
] as const;

test.each(measured)('eigenvalues at L = %d, d = %d', (L, d, ...times) => {
  for (const [index, activation] of ['relu', 'linear'].entries()) {
    for (const name of ['lambdaMin', 'lambdaMax'] as const) {
      const claim = parseClaim(`median(${name}) >= 0 for L = ${L}, d = ${d} with activation ${activation}`);
      const network = networkAt(claim, { L, d });
      const observable = observableAt({ name, indices: [] }, { L, d }, claim.settings);
      const microseconds = 1e6 * netCost(network, observable.passes(network));
      expect(microseconds).toBeGreaterThan(0.9 * times[index]!);
      expect(microseconds).toBeLessThan(4.3 * times[index]!);
    }
  }
});

/** Microseconds of one core for a net: its observable, L, d, of relu and of linear nets. The least of 25 runs, on a machine that had more to do. */
const measuredNets = [
  ['forwardNorm2', 8, 8, 1.88, 2.11],
  ['forwardNorm2', 50, 8, 9.39, 12.4],
  ['forwardNorm2', 16, 64, 84.9, 142],
  ['forwardNorm2', 4, 512, 1340, 2080],
  ['gradientNorm2[1]', 8, 8, 5.98, 7.53],
  ['gradientNorm2[1]', 50, 8, 31.4, 43.5],
  ['gradientNorm2[1]', 16, 64, 161, 288],
  ['gradientNorm2[1]', 4, 512, 2110, 3680],
  ['trace', 1, 1, 0.539, 0.571],
  ['trace', 1, 8, 1.12, 1.25],
  ['trace', 2, 2, 0.946, 0.644],
  ['trace', 2, 8, 1.36, 2.74],
  ['trace', 3, 4, 1.92, 1.31],
  ['trace', 4, 2, 0.808, 1.21],
  ['trace', 8, 8, 5.43, 5.81],
  ['trace', 16, 4, 3.75, 6.32],
  ['trace', 3, 32, 10.4, 21.6],
  ['trace', 50, 8, 27.6, 37.5],
  ['hessianNorm2', 8, 8, 7.94, 12.6],
  ['hessianNorm2', 16, 4, 5.03, 12.3],
  ['hessianNorm2', 50, 8, 43.6, 86.2],
  ['hessianNorm2', 8, 16, 16.1, 35.7],
  ['hessianNorm2', 3, 32, 12, 30.8],
  ['hessianNorm2', 16, 64, 403, 1790],
  ['hessianNorm2', 8, 128, 903, 6590],
] as const;

test.each(measuredNets)('%s at L = %d, d = %d, within a factor of about two', (name, L, d, ...times) => {
  for (const [index, activation] of ['relu', 'linear'].entries()) {
    const microseconds = priceOf(name, L, d, `activation ${activation}`);
    expect(microseconds).toBeGreaterThan(0.5 * times[index]!);
    expect(microseconds).toBeLessThan(2.2 * times[index]!);
  }
});

/** The same for other weights: relu and linear. */
const measuredWeights = [
  ['he-uniform', 8, 8, 1.33, 1.32],
  ['he-uniform', 50, 8, 7.49, 8.12],
  ['he-uniform', 64, 64, 167, 274],
  ['rademacher', 8, 8, 1.93, 1.81],
  ['rademacher', 50, 8, 8.74, 8.7],
  ['rademacher', 64, 64, 133, 213],
  ['rademacher', 4, 512, 303, 315],
] as const;

test.each(measuredWeights)('forwardNorm2 with init %s at L = %d, d = %d', (init, L, d, ...times) => {
  for (const [index, activation] of ['relu', 'linear'].entries()) {
    const microseconds = priceOf('forwardNorm2', L, d, `init ${init}, activation ${activation}`);
    expect(microseconds).toBeGreaterThan(0.5 * times[index]!);
    expect(microseconds).toBeLessThan(2.2 * times[index]!);
  }
});

/** And for what plain TypeScript does: orthogonal weights, and blocks of weights ±1; with norms of weights ±1, which the kernel carries. */
const measuredPlain = [
  ['forwardNorm2', 'orthogonal', 4, 4, 1.86, 2.24],
  ['forwardNorm2', 'orthogonal', 8, 8, 8.95, 9.91],
  ['forwardNorm2', 'orthogonal', 50, 8, 52.7, 60.1],
  ['forwardNorm2', 'orthogonal', 16, 64, 512, 511],
  ['forwardNorm2', 'orthogonal', 4, 512, 6510, 6620],
  ['gradientNorm2[1]', 'orthogonal', 8, 8, 19.4, 19.5],
  ['gradientNorm2[1]', 'orthogonal', 4, 64, 227, 233],
  ['hessianNorm2', 'orthogonal', 8, 8, 45.4, 79.5],
  ['hessianNorm2', 'orthogonal', 16, 16, 383, 775],
  ['hessianNorm2', 'orthogonal', 4, 64, 1590, 3950],
  ['hessianBlockNorm2[1,8]', 'orthogonal', 8, 16, 146, 300],
  ['hessianNorm2', 'rademacher', 8, 8, 5.64, 11],
  ['hessianNorm2', 'rademacher', 8, 16, 10.9, 28.4],
  ['hessianNorm2', 'rademacher', 3, 32, 6.07, 23.8],
  ['hessianNorm2', 'rademacher', 4, 64, 41.6, 244],
  ['hessianNorm2', 'rademacher', 3, 128, 123, 1160],
  ['hessianBlockNorm2[1,2]', 'rademacher', 2, 8, 0.718, 0.781],
  ['hessianBlockNorm2[1,2]', 'rademacher', 2, 300, 49.3, 66.2],
  ['hessianBlockNorm2[1,3]', 'rademacher', 3, 8, 2.83, 11.1],
  ['hessianBlockNorm2[1,3]', 'rademacher', 3, 32, 14.5, 74.8],
  ['hessianBlockNorm2[1,8]', 'rademacher', 8, 16, 24, 104],
  ['hessianBlockNorm2[1,4]', 'rademacher', 4, 64, 160, 1360],
] as const;

test.each(measuredPlain)(
  '%s with init %s at L = %d, d = %d, at most four times as much',
  (name, init, L, d, ...times) => {
    for (const [index, activation] of ['relu', 'linear'].entries()) {
      const microseconds = priceOf(name, L, d, `init ${init}, activation ${activation}`);
      expect(microseconds).toBeGreaterThan(0.6 * times[index]!);
      expect(microseconds).toBeLessThan(4 * times[index]!);
    }
  },
);

function priceOf(name: string, L: number, d: number, settings: string): number {
  const claim = parseClaim(`median(${name}) >= 0 for L = ${L}, d = ${d} with ${settings}`);
  const quantity = quantitiesOf(claim.left)[0]!;
  const network = networkAt(claim, { L, d });
  const observable = observableAt(quantity.observable, { L, d }, claim.settings);
  return 1e6 * netCost(network, observable.passes(network));
}

/** Seconds of one core for a quantile by the exact law: activation, L, d, level. At 1e-12, 1e-100 and 1e-300 of leaky relu with L d = 1 it is refused. */
const measuredQuantiles = [
  ['leaky-relu(1/4)', 1, 1, '1e-6', 2.01],
  ['leaky-relu(1/4)', 1, 1, '1e-12', 0.236],
  ['leaky-relu(1/4)', 1, 1, '1e-100', 0.506],
  ['leaky-relu(1/4)', 1, 1, '1e-300', 0.497],
  ['leaky-relu(1/4)', 2, 1, '1e-100', 3.29],
  ['leaky-relu(1/4)', 3, 2, '1e-300', 2.59],
  ['leaky-relu(1/4)', 1, 10, '1e-100', 2.09],
  ['leaky-relu(1/4)', 20, 4, '1e-300', 0.056],
  ['leaky-relu(1/4)', 100, 16, '1e-300', 0.039],
  ['leaky-relu(1/2)', 100, 16, '1e-300', 0.008],
  ['leaky-relu(1/2)', 5, 4, '1e-12', 0.02],
  ['leaky-relu(1/4)', 3, 300, '1e-300', 0.22],
  ['relu', 2, 1, '1e-300', 0.124],
  ['relu', 3, 300, '1e-100', 2.25],
  ['relu', 5, 4, '1e-300', 0.063],
  ['relu', 100, 16, '1e-300', 0.075],
  ['relu', 10000, 2, '1e-300', 0.0072],
  ['relu', 1, 1000, '1e-300', 0.0015],
  ['linear', 2, 1, '1e-300', 0.093],
] as const;

test.each(measuredQuantiles)(
  'quantiles far out of %s at L = %d, d = %d, level %s, within a factor of ten',
  (activation, L, d, level, seconds) => {
    const claim = parseClaim(
      `quantile(forwardNorm2 | alive, ${level}) <= 1 for L = ${L}, d = ${d} with activation ${activation}`,
    );
    const price = exactPointCost(claim, { L, d });
    expect(price).toBeGreaterThan(seconds / 10);
    expect(price).toBeLessThan(10 * seconds);
  },
);
