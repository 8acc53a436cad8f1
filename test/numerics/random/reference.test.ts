import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { portableExp, portableLog } from '../../../numerics/random/portable.js';
import { weightSource } from '../../../numerics/random/source.js';
import { fillWords } from '../../../numerics/random/words.js';
import { slabs, ziggurat } from '../../../numerics/random/ziggurat.js';

interface Reference {
  readonly words: readonly {
    readonly key: readonly [number, number, number, number];
    readonly words: readonly number[];
  }[];
  readonly xoshiro: readonly number[];
  readonly edges: Readonly<Record<string, string>>;
  readonly exp: readonly (readonly [number, string])[];
  readonly log: readonly (readonly [number, string])[];
}

/** Made by random.py beside it. */
const reference = JSON.parse(
  readFileSync(new URL('../../reference/random/random.json', import.meta.url), 'utf8'),
) as Reference;

test('words are those of xoshiro128++', () => {
  const words = new Int32Array(10);
  const state = Int32Array.of(1, 2, 3, 4);
  // In two parts: the state is carried over.
  fillWords(state, words, 3);
  const rest = new Int32Array(7);
  fillWords(state, rest, 7);
  words.set(rest, 3);
  expect([...words].map((word) => word >>> 0)).toEqual(reference.xoshiro);
});

test('a column is the stream of the nested hash of seed, net, layer and column', () => {
  for (const { key, words } of reference.words) {
    const [seed, net, layer, column] = key;
    const out = new Float64Array(words.length);
    weightSource(seed, 'uniform').column(net, layer, column, out, out.length);
    const drawn = [...out].map((x) => Math.round((x / Math.sqrt(3)) * 2 ** 31 - 0.5) >>> 0);
    expect(drawn, `${key}`).toEqual(words);
  }
});

describe('the ziggurat', () => {
  const { edges, heights, table } = ziggurat();
  test('has the edges of 1024 slabs of equal area', () => {
    expect(slabs).toBe(1024);
    for (const [index, digits] of Object.entries(reference.edges)) {
      // The edges near the top amplify an error of r by 1e3.
      expect(Math.abs(edges[Number(index)]! / Number(digits) - 1), index).toBeLessThan(1e-10);
    }
  });
  test('covers the density exactly once', () => {
    expect(edges[slabs]).toBe(0);
    expect(heights[slabs]).toBe(1);
    const area = edges[0]! * heights[1]!;
    for (let i = 1; i < slabs; i++) {
      expect((edges[i]! * (heights[i + 1]! - heights[i]!)) / area, `slab ${i}`).toBeCloseTo(1, 9);
      expect(edges[i]).toBeLessThan(edges[i - 1]!);
    }
  });
  test('its table turns 32-bit integers into abscissas', () => {
    for (let i = 0; i < slabs; i++) {
      expect(table[2 * i]! * 2 ** 31).toBe(edges[i]);
      expect((table[2 * i]! * table[2 * i + 1]!) / (edges[i + 1]! || 1)).toBeCloseTo(
        i === slabs - 1 ? 0 : 1,
        14,
      );
    }
  });
});

test('portable exp and log', () => {
  for (const [x, digits] of reference.exp) {
    expect(Math.abs(portableExp(x) / Number(digits) - 1), `exp ${x}`).toBeLessThan(64 * Number.EPSILON);
  }
  for (const [x, digits] of reference.log) {
    const truth = Number(digits);
    expect(Math.abs(portableLog(x) - truth), `log ${x}`).toBeLessThanOrEqual(
      4 * Number.EPSILON * Math.max(1, Math.abs(truth)),
    );
  }
});
