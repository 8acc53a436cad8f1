/** From nets to their exact laws. */
import { expect, test } from 'vitest';
import { exactLawOf, ProductLaw } from '../../../numerics/law/index.js';
import {
  layeredNetwork,
  type NetworkSettings,
  squareNetwork,
  weightVariance,
} from '../../../numerics/network/network.js';

const square: readonly (readonly [string, NetworkSettings, number, 'relu' | 'linear'])[] = [
  ['he-normal', {}, 2, 'relu'],
  ['xavier-normal', { init: { name: 'xavier-normal' } }, 1, 'relu'],
  ['lecun-normal, linear', { init: { name: 'lecun-normal' }, activation: { kind: 'linear' } }, 1, 'linear'],
  ['normal(1.7)', { init: { name: 'normal', gain: 1.7 } }, 1.7, 'relu'],
  ['pytorch', { init: { name: 'pytorch' } }, 1 / 3, 'relu'],
];

test.each(square)('%s', (_, settings, gain, activation) => {
  for (const [depth, width] of [
    [1, 1],
    [7, 49],
    [300, 3],
  ] as const) {
    const law = exactLawOf(squareNetwork(depth, width, settings));
    const expected = new ProductLaw([{ width, gain, activation, count: depth }]);
    const [a, b] = [law.logMean(), expected.logMean()];
    expect(Math.abs(a.value - b.value)).toBeLessThanOrEqual(a.error + 1e-16 * depth);
    const [p, q] = [law.cdf(b.value), expected.cdf(b.value)];
    expect(Math.abs(p.value - q.value)).toBeLessThanOrEqual(p.error + q.error);
    expect(p.error).toBeLessThan(1e-12);
  }
});

test('unequal widths: E forwardNorm2 is the product of p d_l sigma_l^2 (F1), whatever the order of the layers', () => {
  const network = layeredNetwork([4, 6, 3, 5, 6, 3], { init: { name: 'xavier-normal' } });
  const law = exactLawOf(network);
  let log = 0;
  for (let layer = 1; layer <= 5; layer++)
    log += Math.log((network.widths[layer]! * weightVariance(network, layer)) / 2);
  const moment = law.logMoment(1);
  expect(Math.abs(moment.value + law.logAlive.value - log)).toBeLessThan(1e-14 + moment.error);
  const dead = 1 - (1 - 2 ** -6) ** 2 * (1 - 2 ** -3) ** 2 * (1 - 2 ** -5);
  expect(law.deadProbability.value).toBeCloseTo(dead, 15);
});

test('leaky relu has no such law', () => {
  expect(() => exactLawOf(squareNetwork(2, 3, { activation: { kind: 'leaky-relu', slope: 0.1 } }))).toThrow(
    /leaky relu/,
  );
});
