import { describe, expect, test } from 'vitest';
import {
  depthOf,
  family,
  type Init,
  layeredNetwork,
  squareNetwork,
  weightVariance,
} from '../../../numerics/network/network.js';

/** E w^2 in the second layer of widths 5, 3, 7: fan_in 3, fan_out 7. */
const variances: readonly (readonly [Init, number, string])[] = [
  [{ name: 'he-normal' }, 2 / 3, 'normal'],
  [{ name: 'he-uniform' }, 2 / 3, 'uniform'],
  [{ name: 'xavier-normal' }, 2 / 10, 'normal'],
  [{ name: 'xavier-uniform' }, 2 / 10, 'uniform'],
  [{ name: 'lecun-normal' }, 1 / 3, 'normal'],
  [{ name: 'lecun-uniform' }, 1 / 3, 'uniform'],
  [{ name: 'pytorch' }, 1 / 9, 'uniform'],
  [{ name: 'rademacher' }, 2 / 3, 'rademacher'],
  [{ name: 'rademacher', gain: 1 }, 1 / 3, 'rademacher'],
  [{ name: 'orthogonal' }, 2 / 7, 'orthogonal'],
  [{ name: 'orthogonal', gain: 1 }, 1 / 7, 'orthogonal'],
  [{ name: 'normal', gain: 1.5 }, 0.5, 'normal'],
  [{ name: 'uniform', gain: 6 }, 2, 'uniform'],
];

test.each(variances)('variance and family of %o', (init, variance, kind) => {
  const network = layeredNetwork([5, 3, 7], { init });
  expect(weightVariance(network, 2)).toBeCloseTo(variance, 15);
  expect(family(init)).toBe(kind);
  expect(() => weightVariance(network, 3)).toThrow(RangeError);
  expect(() => weightVariance(network, 0)).toThrow(RangeError);
});

test('square nets and defaults', () => {
  const network = squareNetwork(3, 8);
  expect(network).toEqual({
    widths: [8, 8, 8, 8],
    activation: { kind: 'relu' },
    init: { name: 'he-normal' },
    readoutGain: 1,
    readout: 'random',
    input: 'dense',
  });
  expect(depthOf(network)).toBe(3);
});

describe('what is no net is a RangeError of one sentence', () => {
  const bad: readonly (readonly [string, () => unknown])[] = [
    ['depth 0', () => squareNetwork(0, 4)],
    ['depth 1.5', () => squareNetwork(1.5, 4)],
    ['depth NaN', () => squareNetwork(Number.NaN, 4)],
    ['depth beyond 2^20', () => squareNetwork(2 ** 21, 4)],
    ['width 0', () => squareNetwork(2, 0)],
    ['width beyond 2^20', () => squareNetwork(2, 2 ** 21)],
    ['one width', () => layeredNetwork([3])],
    ['a width that is no number', () => layeredNetwork([3, Number.NaN, 3])],
    ['no gain', () => squareNetwork(2, 2, { init: { name: 'normal' } })],
    ['gain 0', () => squareNetwork(2, 2, { init: { name: 'normal', gain: 0 } })],
    ['infinite gain', () => squareNetwork(2, 2, { init: { name: 'orthogonal', gain: Infinity } })],
    ['gain of he', () => squareNetwork(2, 2, { init: { name: 'he-normal', gain: 2 } })],
    ['unknown init', () => squareNetwork(2, 2, { init: { name: 'toString' as 'he-normal' } })],
    ['slope NaN', () => squareNetwork(2, 2, { activation: { kind: 'leaky-relu', slope: Number.NaN } })],
    ['slope 1e200', () => squareNetwork(2, 2, { activation: { kind: 'leaky-relu', slope: 1e200 } })],
    ['readout gain -1', () => squareNetwork(2, 2, { readoutGain: -1 })],
  ];
  test.each(bad)('%s', (_, make) => {
    expect(make).toThrow(RangeError);
    expect(make).toThrow(/^[A-Z][^\n]*\.$/);
  });
});
