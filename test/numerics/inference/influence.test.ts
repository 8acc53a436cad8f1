import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { influenceSum } from '../../../numerics/inference/influence.js';

interface Case {
  readonly samples: readonly number[];
  readonly center: number;
  readonly scale: number;
  readonly sum: string;
}
const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL('../../reference/inference/influence.json', import.meta.url), 'utf8'),
);

test('the error bound holds against 25-digit sums, overflowing arguments included, and is small', () => {
  for (const { samples, center, scale, sum } of cases) {
    const { value, error } = influenceSum(Float64Array.from(samples), center, scale);
    expect(Math.abs(value - Number(sum))).toBeLessThanOrEqual(error + 1e-16 * Math.abs(value));
    expect(error).toBeLessThan(1e-8);
  }
});

test('phi lies between the two logarithms that its exponential moments need', () => {
  for (let y = -50; y <= 50; y += 0.37) {
    const { value, error } = influenceSum(Float64Array.of(y), 0, 1);
    expect(value).toBeLessThanOrEqual(Math.log1p(y + (y * y) / 2) + error);
    expect(value).toBeGreaterThanOrEqual(-Math.log1p(-y + (y * y) / 2) - error);
  }
});

test('what is not a number is named', () => {
  expect(() => influenceSum(Float64Array.of(0, Number.NaN), 0, 1)).toThrow(/Sample 1 is NaN/);
  expect(() => influenceSum(Float64Array.of(-Infinity), 0, 1)).toThrow(/Sample 0 is -Infinity/);
});
