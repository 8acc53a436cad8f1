import { expect, test } from 'vitest';
import { checkpoints, confidenceSequence, samplesNeeded } from '../../../numerics/inference/checkpoints.js';
import { combine, type Interval } from '../../../numerics/inference/interval.js';
import { secondMomentHalfWidth } from '../../../numerics/inference/mean.js';

test('sizes grow by the ratio, strictly, and the shares of alpha add up to 1', () => {
  const doubling = checkpoints(100, 2);
  expect([0, 1, 2, 3].map((j) => doubling.size(j))).toEqual([100, 200, 400, 800]);
  const slow = checkpoints(1, 1.01);
  expect([0, 1, 2, 3].map((j) => slow.size(j))).toEqual([1, 2, 3, 4]);
  let spent = 0;
  for (let j = 0; j < 1000; j++) spent += doubling.share(j);
  // 1 - 1/1001 by telescoping.
  expect(spent).toBeCloseTo(1000 / 1001, 12);
});

test('a sequence spends its shares, keeps the intersection, and looks only at checkpoints', () => {
  const spent: number[] = [];
  const answers: Interval[] = [
    { lower: 0, upper: 5 },
    { lower: 1, upper: 9 },
  ];
  const sequence = confidenceSequence(checkpoints(4, 2), 0.1, { lower: -1, upper: 20 }, (samples, alpha) => {
    spent.push(alpha);
    return answers[samples.length === 4 ? 0 : 1]!;
  });
  expect(sequence.interval).toEqual({ lower: -1, upper: 20 });
  expect(() => sequence.observe(new Float64Array(5))).toThrow(/at 4 samples, not 5/);
  expect(sequence.observe(new Float64Array(4))).toEqual({ lower: 0, upper: 5 });
  expect(() => sequence.observe(new Float64Array(4))).toThrow(RangeError);
  expect(sequence.index).toBe(1);
  expect(sequence.observe(new Float64Array(8))).toEqual({ lower: 1, upper: 5 });
  expect(sequence.interval).toEqual({ lower: 1, upper: 5 });
  expect(spent).toEqual([0.05, 0.1 / 6]);
});

test('intervals that contradict each other leave their hull', () => {
  expect(combine({ lower: 0, upper: 1 }, { lower: 2, upper: 3 })).toEqual({ lower: 0, upper: 3 });
  expect(combine({ lower: 0, upper: 2 }, { lower: 2, upper: 3 })).toEqual({ lower: 2, upper: 2 });
});

test('samples needed: the first checkpoint that resolves the margin', () => {
  const schedule = checkpoints(100, 2);
  const bound = { secondMoment: 1.5, center: 1 };
  const halfWidth = (n: number, alpha: number): number => secondMomentHalfWidth(bound, n, alpha);
  const n = samplesNeeded(halfWidth, 0.05, schedule, 1e-6);
  const j = Math.log2(n / 100);
  expect(halfWidth(n, 1e-6 * schedule.share(j))).toBeLessThanOrEqual(0.05);
  expect(halfWidth(n / 2, 1e-6 * schedule.share(j - 1))).toBeGreaterThan(0.05);
  // 2 V log(2/alpha) / margin^2 with V = 1/2, up to the ratio and the checkpoint's share.
  const rough = Math.log(2e6) / 0.05 ** 2;
  expect(n).toBeGreaterThan(rough);
  expect(n).toBeLessThan(3.5 * rough);
  expect(samplesNeeded(halfWidth, 1e-12, schedule, 1e-6)).toBe(Infinity);
});

test('bad arguments are named', () => {
  expect(() => checkpoints(0, 2)).toThrow(/first checkpoint/);
  expect(() => checkpoints(1.5, 2)).toThrow(RangeError);
  expect(() => checkpoints(10, 1)).toThrow(/ratio/);
  expect(() => checkpoints(10, Number.NaN)).toThrow(/ratio/);
  expect(() => checkpoints(10, 2).size(-1)).toThrow(/index/);
  expect(() =>
    confidenceSequence(checkpoints(1, 2), 1.5, { lower: 0, upper: 1 }, () => ({ lower: 0, upper: 1 })),
  ).toThrow(/alpha/);
});
