/** What laws have in common on a line is worked out once, and is what each would work out for itself, to the last bit. */
import { expect, test } from 'vitest';
import { tiltDegrees } from '../../../numerics/law/degrees.js';
import { ProductLaw } from '../../../numerics/law/index.js';
import { LayerLine, onLadder, sharedLine, upLadder } from '../../../numerics/law/layer-line.js';
import { logRatioAtMost } from '../../../numerics/law/layer-transform.js';
import { onGrid } from '../../../numerics/law/measure.js';
import { allAtLeast, sharedTilt } from '../../../numerics/law/product-measure.js';

const layers = [
  { shape: { width: 7, activation: 'relu' as const }, count: 11 },
  { shape: { width: 30, activation: 'linear' as const }, count: 3 },
];

test('terms, bounds and envelopes asked for in any order', () => {
  const c = onGrid(0.3);
  const [shared, own] = [sharedTilt(layers, c), allAtLeast(layers).tilt(c)];
  const step = 0.17;
  const along = shared.along(step);
  // Beyond what is kept too, and again.
  for (const k of [3, 0, 70, 511, 512, 2000, 5, 3, 512]) {
    expect(along(k)).toEqual(own.at(k * step));
    expect(shared.envelope(k * step + 1)).toBe(own.envelope(k * step + 1));
  }
  for (const x of [0.2, -0.4, 3, 0.2]) expect(shared.logRatio(x)).toBe(own.logRatio(x));
});

test('lines of many laws are forgotten, and made again as they were', () => {
  const shape = { width: 40, activation: 'relu' as const };
  const first = sharedLine(shape, onGrid(0.25));
  expect(sharedLine(shape, onGrid(0.25))).toBe(first);
  for (let i = 1; i <= 1600; i++) sharedLine({ width: 3, activation: 'relu' }, onGrid(i / 1000));
  const again = sharedLine(shape, onGrid(0.25));
  expect(again).not.toBe(first);
  expect(again.degrees).toEqual(first.degrees);
  const ratio = logRatioAtMost(tiltDegrees(shape, onGrid(0.25)), 1.5);
  const line = new LayerLine(tiltDegrees(shape, onGrid(0.25)));
  for (let i = 0; i < 1200; i++) line.logRatioAtMost(i / 100);
  expect(line.logRatioAtMost(1.5)).toBe(ratio);
});

test('a law is the same whichever were asked for before', () => {
  const lawAt = (count: number) =>
    new ProductLaw([{ width: 12, gain: 2, activation: 'relu', count }]).quantile(0.3);
  const alone = [5, 6, 40, 41].map(lawAt);
  for (let count = 1; count < 200; count++) lawAt(count);
  expect([5, 6, 40, 41].map(lawAt)).toEqual(alone);
});

test('rungs lie as near as they are said to', () => {
  for (let i = -400; i < 400; i++) {
    const length = 1.173 ** i;
    expect(Math.abs(Math.log2(onLadder(length) / length))).toBeLessThanOrEqual(0.2501);
    const up = Math.log2(upLadder(length) / length);
    expect(up).toBeGreaterThanOrEqual(-1e-12);
    expect(up).toBeLessThanOrEqual(0.2501);
  }
});
