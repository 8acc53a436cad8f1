/** Moments of the trace against closed forms. Nothing is drawn. */
import { expect, test } from 'vitest';
import { traceMoments } from '../../properties/gradient-moments.js';
import { networkAt } from '../../properties/network-at.js';
import { parseClaim } from '../../theory/language/parse-claim.js';

function momentsOf(L: number, d: number, settings: string) {
  const moments = traceMoments(
    networkAt(parseClaim(`mean(trace) <= 1 for L = ${L}, d = ${d} with ${settings}`), { L, d }),
  );
  if ('reason' in moments) throw new Error(moments.reason);
  return moments;
}

test('the mean is that of H2 and G1: the sum over l of p g_b (p g)^(L-1)', () => {
  for (const [L, d] of [
    [1, 1],
    [3, 8],
    [40, 5],
    [500, 2],
  ] as const) {
    expect(Math.exp(momentsOf(L, d, 'init he-uniform').logMean)).toBeCloseTo(L / 2, 9);
    const linear = momentsOf(L, d, 'activation linear, init normal(3/2), readoutGain 1/5').logMean;
    expect(linear).toBeCloseTo(Math.log((L / 5) * 1.5 ** (L - 1)), 9);
  }
});

test('the second moment of a linear chain of two: at most 36 g_b^2 g^2, where it is 24', () => {
  // trace = b^2 (w_1^2 + w_2^2), E b^4 = 3 g_b^2: 3 (3 + 2 + 3) by hand, and (3 + 3)^2 by Minkowski.
  const { logMomentBound } = momentsOf(2, 1, 'activation linear, init normal(2), readoutGain 1/3');
  expect(Math.exp(logMomentBound(1))).toBeCloseTo(4 / 3, 9);
  const second = Math.exp(logMomentBound(2));
  expect(second / (4 / 9)).toBeCloseTo(36, 9);
  expect(second).toBeGreaterThan((36 * 4) / 9);
});

test('where a layer has no moments, neither has the sum; nor where there are too many', () => {
  expect(() => momentsOf(2, 3, 'readout fixed')).toThrow(/moments of trace .* random readout/);
  expect(() => momentsOf(2, 3, 'init rademacher')).toThrow(/moments of trace .* ties/);
  expect(() => momentsOf(501, 3, 'init he-normal')).toThrow(/up to 500 layers/);
});
