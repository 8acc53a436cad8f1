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
