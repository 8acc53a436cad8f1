import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../theory/errors.js';
import { enclose, NotFinite } from '../../../theory/expression/enclosure.js';
import type { ExtendedInterval } from '../../../theory/expression/enclosure-interval.js';
import { evaluate } from '../../../theory/expression/evaluate.js';
import { contains } from './exact.js';
import { type Sketch, tree } from './trees.js';

type Case = [
  sketch: Sketch,
  env: Record<string, number>,
  value: [string, number] | null,
  amplification: number | null,
];

/** 2,500 random expressions with values to 140 bits by mpmath: test/reference/expression/fuzz.py. */
const cases = JSON.parse(
  readFileSync(new URL('../../reference/expression/fuzz.json', import.meta.url), 'utf8'),
) as Case[];

interface Outcome {
  readonly item: Case;
  readonly interval?: ExtendedInterval;
  readonly reason?: string;
}

const outcomes: Outcome[] = cases.map((item) => {
  try {
    return { item, interval: enclose(tree(item[0]), item[1]) };
  } catch (error) {
    if (error instanceof NotFinite || error instanceof InputError) return { item, reason: error.message };
    throw error;
  }
});

const known = outcomes.filter(({ item }) => item[2] !== null);

describe('random expressions', () => {
  test('every enclosure contains the truth', () => {
    const missed = known.filter(({ item: [, , value], interval }) => {
      const [mantissa, power] = value!;
      return interval && !contains(interval, { integer: BigInt(mantissa), power });
    });
    expect(missed.map(({ item, interval }) => [JSON.stringify(item), interval])).toEqual([]);
  });

  test('nearly all expressions that have a value get an enclosure', () => {
    // The others come too close to a pole, a branch point or 2^(2^52) for doubles to tell.
    const refused = known.filter(({ reason }) => reason !== undefined);
    if (process.env.SHOW)
      console.log(refused.map(({ item, reason }) => `${JSON.stringify(item)} ${reason}`).join('\n'));
    expect(refused.length / known.length).toBeLessThan(0.02);
  });

  test('enclosures are as narrow as the condition of the expression allows', () => {
    const judged = known.filter(({ item, interval }) => interval && item[3] !== null);
    const wide = judged.filter(({ item, interval }) => {
      const { lo, hi } = interval!;
      const relativeWidth = (hi - lo) / Math.max(Math.abs(lo), Math.abs(hi));
      return !(relativeWidth <= 1e-13 * (1 + item[3]!));
    });
    if (process.env.SHOW)
      console.log(
        wide.map(({ item, interval }) => `${JSON.stringify(item)} ${JSON.stringify(interval)}`).join('\n'),
      );
    expect(judged.length).toBeGreaterThan(1500);
    expect(wide.length / judged.length).toBeLessThan(0.03);
  });

  test('no enclosure has a NaN or an infinite end, and plain evaluation agrees where it has range', () => {
    for (const { item, interval } of outcomes) {
      if (!interval) continue;
      expect(interval.lo <= interval.hi && interval.isBounded).toBe(true);
      const value = evaluate(tree(item[0]), item[1]);
      const [size, slack] = [Math.abs(value), 1e-12 * (1 + (item[3] ?? Number.POSITIVE_INFINITY))];
      if (!(size > 1e-290 && size < 1e290 && slack < 1e-3)) continue;
      expect(value, JSON.stringify(item)).toBeGreaterThanOrEqual(interval.lower - slack * size);
      expect(value, JSON.stringify(item)).toBeLessThanOrEqual(interval.upper + slack * size);
    }
  });
});
