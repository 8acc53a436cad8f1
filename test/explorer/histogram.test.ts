/** Counting drawn values. The values are any: nothing is left to chance but which are tried. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openHistogram } from '../../explorer/histogram.js';

/** Exact, and on edges of bins half of the time: these are eighths. */
const sixteenths = fc.integer({ min: -64, max: 64 }).map((x) => x / 16);
const values = fc.array(fc.oneof(sixteenths, fc.constant(-Infinity)), {
  minLength: 1,
  maxLength: 60,
});
const domain = [-2, 2] as const;

test('bars hold the share of the alive values that lie in them', () => {
  fc.assert(
    fc.property(values, (drawn) => {
      const histogram = openHistogram(domain, 8);
      histogram.add(Float64Array.from(drawn));
      const alive = drawn.filter((x) => x > -Infinity);
      expect([histogram.nets, histogram.dead]).toEqual([drawn.length, drawn.length - alive.length]);
      for (const { x1, x2, density } of histogram.bars()) {
        const inside = alive.filter((x) => x > x1 && x <= x2).length;
        expect(density).toBeCloseTo(inside / Math.max(1, alive.length) / (x2 - x1), 10);
      }
    }),
  );
});

test('the distance is the largest one at the edges', () => {
  fc.assert(
    fc.property(values, fc.double({ min: -1, max: 1, noNaN: true }), (drawn, shift) => {
      const histogram = openHistogram(domain, 8);
      // In two pieces, as nets come.
      histogram.add(Float64Array.from(drawn.slice(0, 5)));
      histogram.add(Float64Array.from(drawn.slice(5)));
      const alive = drawn.filter((x) => x > -Infinity);
      const cdf = (x: number) => Math.min(1, Math.max(0, (x + shift + 2) / 4));
      const gaps = histogram.edges.map((edge) =>
        Math.abs(alive.filter((x) => x <= edge).length / alive.length - cdf(edge)),
      );
      const expected = alive.length === 0 ? 1 : Math.max(...gaps);
      expect(histogram.distance(histogram.edges.map(cdf))).toBeCloseTo(expected, 10);
    }),
  );
});
