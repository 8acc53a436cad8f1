import { describe, expect, test } from 'vitest';
import { squareNetwork } from '../../numerics/network/network.js';
import { sampleQuantile } from '../../numerics/statistics/summary.js';
import { isRefusal } from '../../theory/errors.js';

function errorOf(compute: () => unknown): unknown {
  try {
    compute();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}

const forever = (): number => 1 + forever();

describe('RangeErrors', () => {
  test.each([
    ['memory', () => new ArrayBuffer(2 ** 52)],
    ['a typed array', () => new Float64Array(2 ** 40)],
    ['an array', () => new Array(-1)],
    ['a string', () => 'x'.repeat(2 ** 30)],
    ['a BigInt', () => 2n ** (2n ** 40n)],
    ['the stack', forever],
  ])("the engine's own are bugs, or lack of memory: %s", (_what, compute) => {
    const error = errorOf(compute);
    expect(error).toBeInstanceOf(RangeError);
    expect(isRefusal(error)).toBe(false);
  });

  test.each([
    ['a net', () => squareNetwork(0, 4)],
    ['a level', () => sampleQuantile(Float64Array.of(1), 2)],
  ])('the refusals of the numerics: %s', (_what, compute) => {
    expect(isRefusal(errorOf(compute))).toBe(true);
  });
});
