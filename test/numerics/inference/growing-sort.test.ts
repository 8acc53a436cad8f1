import fc from 'fast-check';
import { expect, test } from 'vitest';
import { growingSort } from '../../../numerics/inference/growing-sort.js';

test('is the sort of all samples after each look', () => {
  const sample = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(-Infinity, Infinity, 0, 1, 2));
  fc.assert(
    fc.property(
      fc.array(sample, { maxLength: 60 }),
      fc.array(fc.nat({ max: 60 }), { maxLength: 5 }),
      (all, cuts) => {
        const sort = growingSort();
        for (const size of [...cuts.sort((a, b) => a - b), all.length].filter((cut) => cut <= all.length)) {
          const samples = Float64Array.from(all.slice(0, size));
          const kept = samples.slice();
          // 0 and -0 are the same sample.
          expect([...sort(samples)].map((x) => x + 0)).toEqual([...kept.slice().sort()].map((x) => x + 0));
          expect(samples).toEqual(kept);
        }
      },
    ),
  );
});

test('fewer samples than before are refused', () => {
  const sort = growingSort();
  sort(Float64Array.of(3, 1));
  expect(() => sort(Float64Array.of(3))).toThrow(/fewer/);
});
