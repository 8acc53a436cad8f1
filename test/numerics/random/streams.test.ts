import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Distribution, weightSource } from '../../../numerics/random/source.js';

const distributions = ['normal', 'uniform', 'rademacher'] as const satisfies Distribution[];

function draw(
  distribution: Distribution,
  seed: number,
  net: number,
  layer: number,
  column: number,
  n: number,
): Float64Array {
  const out = new Float64Array(n);
  weightSource(seed, distribution).column(net, layer, column, out, n);
  return out;
}

describe('a column depends on its key alone', () => {
  const number = fc.nat({ max: 2 ** 31 - 1 });
  test.each(distributions)('%s', (distribution) => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.array(
          fc.tuple(
            fc.oneof(fc.nat({ max: 3 }), fc.maxSafeNat()),
            number,
            number,
            fc.integer({ min: 1, max: 200 }),
          ),
          {
            minLength: 2,
            maxLength: 8,
          },
        ),
        (seed, keys) => {
          const source = weightSource(seed, distribution);
          const out = new Float64Array(300);
          for (const [net, layer, column, n] of [...keys, ...keys.toReversed()]) {
            out.fill(7);
            source.column(net, layer, column, out, n);
            const alone = draw(distribution, seed, net, layer, column, 211);
            expect(out.subarray(0, n)).toEqual(alone.subarray(0, n));
            expect(out[n]).toBe(7);
          }
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });
});

test('a seed must be a whole number from 0 to 2^53 - 1', () => {
  for (const seed of [-1, 0.5, 2 ** 53, Number.NaN, Infinity]) {
    expect(() => weightSource(seed, 'normal')).toThrow(RangeError);
  }
});
