/** What drawing nets is priced at, against measured times. Nothing is timed here. */
import { expect, test } from 'vitest';
import { netCost } from '../../properties/cost.js';
import { networkAt } from '../../properties/network-at.js';
import { observableAt } from '../../properties/observables.js';
import { parseClaim } from '../../theory/language/parse-claim.js';

/** Microseconds of one core for a net's eigenvalues: L, d, of relu and of linear nets. */
const measured = [
  [1, 1, 8.7, 7.5],
  [1, 2, 7.4, 8.4],
  [1, 4, 9.3, 16],
  [1, 8, 16, 28],
  [1, 14, 38, 83],
  [2, 2, 9.7, 16],
  [2, 4, 20, 51],
  [2, 8, 55, 160],
  [3, 3, 26, 70],
  [3, 8, 140, 630],
  [4, 2, 15, 60],
  [4, 7, 200, 1100],
  [6, 4, 120, 800],
] as const;

test.each(measured)('eigenvalues at L = %d, d = %d', (L, d, ...times) => {
  for (const [index, activation] of ['relu', 'linear'].entries()) {
    for (const name of ['lambdaMin', 'lambdaMax'] as const) {
      const claim = parseClaim(`median(${name}) >= 0 for L = ${L}, d = ${d} with activation ${activation}`);
      const network = networkAt(claim, { L, d });
      const observable = observableAt({ name, indices: [] }, { L, d }, claim.settings);
      const microseconds = 1e6 * netCost(network, observable.passes(network));
      expect(microseconds).toBeGreaterThan(0.9 * times[index]!);
      expect(microseconds).toBeLessThan(2.5 * times[index]!);
    }
  }
});

/** Microseconds of one core for a net's trace: L, d, of relu and of linear nets. The least of 14 runs, on a machine that had more to do. */
const measuredTraces = [
  [1, 1, 0.5, 0.5],
  [1, 8, 4.1, 4.0],
  [2, 2, 2.0, 2.5],
  [2, 8, 7.1, 5.2],
  [3, 4, 2.7, 3.7],
  [4, 2, 2.8, 2.7],
  [8, 8, 15.5, 26.7],
  [16, 4, 7.9, 19.3],
  [3, 32, 40.0, 59.9],
  [50, 8, 74.9, 131.9],
] as const;

test.each(measuredTraces)('the trace at L = %d, d = %d, within a factor of about two', (L, d, ...times) => {
  for (const [index, activation] of ['relu', 'linear'].entries()) {
    const claim = parseClaim(`median(trace) >= 0 for L = ${L}, d = ${d} with activation ${activation}`);
    const network = networkAt(claim, { L, d });
    const observable = observableAt({ name: 'trace', indices: [] }, { L, d }, claim.settings);
    const microseconds = 1e6 * netCost(network, observable.passes(network));
    expect(microseconds).toBeGreaterThan(0.5 * times[index]!);
    expect(microseconds).toBeLessThan(2.2 * times[index]!);
  }
});
