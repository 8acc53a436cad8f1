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

test('runs of equal layers, apart and together, are the layers they consist of', () => {
  const widths = [5, 5, 5, 3, 3, 3, 5, 5, 4];
  for (const name of ['he-normal', 'xavier-normal'] as const) {
    const law = exactLawOf(layeredNetwork(widths, { init: { name } }));
    const groups = widths.slice(1).map((width, i) => {
      const variance = 2 / (name === 'he-normal' ? widths[i]! : widths[i]! + width);
      return { width, gain: width * variance, activation: 'relu', count: 1 } as const;
    });
    const expected = new ProductLaw(groups);
    for (const x of [-9, -3, 0, 2]) {
      const [a, b] = [law.cdf(x), expected.cdf(x)];
      expect(Math.abs(a.value - b.value)).toBeLessThanOrEqual(a.error + b.error + 1e-14);
    }
    expect(law.layers.reduce((sum, { count }) => sum + count, 0)).toBe(8);
  }
  expect(exactLawOf(squareNetwork(2 ** 20, 7)).layers).toEqual([
    { shape: { width: 7, activation: 'relu' }, count: 2 ** 20 },
  ]);
});

test('leaky relu of a slope near 0 is out of reach', () => {
  const activation = { kind: 'leaky-relu', slope: 1e-3 } as const;
  expect(() => exactLawOf(squareNetwork(2, 3, { activation }))).toThrow(
    /leaky relu with slope 0.001 is out of reach/,
  );
});
