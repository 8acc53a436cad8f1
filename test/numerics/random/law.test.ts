import erfc from '@stdlib/math-base-special-erfc';
import { describe, expect, test } from 'vitest';
import { weightSource } from '../../../numerics/random/source.js';
import { settle, slabs, ziggurat } from '../../../numerics/random/ziggurat.js';
import { expectCount } from './bounds.js';

/** The law of ordinary draws is the study's business (study/generator.ts); the rare paths are judged here, where they are the rule. */
const upperTail = (x: number): number => erfc(x / Math.SQRT2) / 2;

describe('draws that miss the sure part of their slab, 1e6 of each kind', () => {
  // False alarms: 2 x 1e-10 by Dvoretzky-Kiefer-Wolfowitz, 4 x 1e-12 by counts. Sees a distance of 7e-3 between laws.
  const n = 1e6;
  const radius = Math.sqrt(Math.log(2 / 1e-10) / (2 * n));
  const { edges } = ziggurat();
  const r = edges[1]!;
  /** Uniform numbers in (0, 1). */
  const stream = (seed: number): (() => number) => {
    const uniforms = weightSource(seed, 'uniform');
    const buffer = new Float64Array(1000);
    let used = 0;
    return () => {
      if (used % 1000 === 0) uniforms.column(0, 1, used / 1000, buffer, 1000);
      return (buffer[used++ % 1000]! / Math.sqrt(3) + 1) / 2;
    };
  };
  const distance = (draws: Float64Array, cdf: (x: number) => number): number => {
    const sorted = draws.toSorted();
    return sorted.reduce((most, x, i) => Math.max(most, cdf(x) - i / n, (i + 1) / n - cdf(x)), 0);
  };

  test('the tail beyond r', () => {
    const next = stream(21);
    const place = (4.1 / edges[0]!) * 2 ** 31;
    const draws = new Float64Array(n).map((_, i) => settle(i % 2 === 0 ? place : -place, 0, next));
    expect(draws.every((x, i) => (i % 2 === 0 ? x > r : x < -r))).toBe(true);
    const sizes = draws.map(Math.abs);
    expect(distance(sizes, (x) => 1 - upperTail(x) / upperTail(r))).toBeLessThan(radius);
    for (const t of [4.5, 5, 5.5, 6]) {
      expectCount(sizes.filter((x) => x > t).length, n, upperTail(t) / upperTail(r), 1e-12);
    }
  });
  test('a point above the density begins a new draw', () => {
    // At the right end of the top slab nearly every point is above the density.
    const next = stream(23);
    const draws = new Float64Array(n).map(() => settle(2 ** 31 - 0.5, slabs - 1, next));
    expect(distance(draws, (x) => upperTail(-x))).toBeLessThan(radius);
  });
});
