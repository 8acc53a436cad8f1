/** Generators with known faults. The battery must see every one of them, or it would not see such faults in the checker's own. */
import type { WeightSource } from '../../numerics/random/source.js';
import { weightSource } from '../../numerics/random/source.js';
import { fillWords } from '../../numerics/random/words.js';
import { slabs, ziggurat } from '../../numerics/random/ziggurat.js';
import type { Family } from './orders.js';

const cell = Math.sqrt(3) / 2 ** 31;

/** Each column goes on by `step` from the first word that it ought to have; `word` is what it shows. */
const recurrence =
  (step: (x: number) => number, word: (x: number) => number): Family =>
  (seed) => {
    const source = weightSource(seed, 'uniform');
    return {
      column(net, layer, column, out, n) {
        source.column(net, layer, column, out, 1);
        let x = Math.floor(out[0]! / cell) | 1;
        for (let row = 0; row < n; row++) {
          x = step(x);
          out[row] = ((word(x) | 0) + 0.5) * cell;
        }
      },
    };
  };

/** Streams of xoshiro128++ begun at a state that is made of the key by this. */
const keyed =
  (state: (seed: number, net: number, layer: number, column: number) => Int32Array): Family =>
  (seed) => ({
    column(net, layer, column, out, n) {
      const words = new Int32Array(n);
      fillWords(state(seed, net, layer, column), words, n);
      for (let row = 0; row < n; row++) out[row] = (words[row]! + 0.5) * cell;
    },
  });

/** Uniform numbers in (0, 1) of a column, without end. */
function uniforms(source: WeightSource, net: number, layer: number, column: number, n: number): () => number {
  let draws = new Float64Array(n);
  source.column(net, layer, column, draws, n);
  let used = 0;
  return () => {
    if (used === draws.length) {
      draws = new Float64Array(2 * used);
      source.column(net, layer, column, draws, draws.length);
    }
    return (draws[used++]! / Math.sqrt(3) + 1) / 2;
  };
}

const normals =
  (draw: (next: () => number) => number, perDraw: number): Family =>
  (seed) => {
    const source = weightSource(seed, 'uniform');
    return {
      column(net, layer, column, out, n) {
        const next = uniforms(source, net, layer, column, perDraw * n);
        for (let row = 0; row < n; row++) out[row] = draw(next);
      },
    };
  };

function sumOfTwelve(next: () => number): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += next();
  return sum;
}

/** The ziggurat with its edges changed after the heights were made, or without its wedge test. */
function faultyZiggurat(
  change: (edges: Float64Array) => void,
  wedges: boolean,
): (next: () => number) => number {
  const { heights } = ziggurat();
  const edges = ziggurat().edges.slice();
  change(edges);
  return (next) => {
    for (;;) {
      const slab = Math.floor(next() * slabs);
      const x = (2 * next() - 1) * edges[slab]!;
      if (Math.abs(x) < edges[slab + 1]!) return x;
      if (slab === 0) return Math.sign(x) * tail(edges[1]!, next);
      if (!wedges) return x;
      const height = heights[slab]! + next() * (heights[slab + 1]! - heights[slab]!);
      if (height < Math.exp((-x * x) / 2)) return x;
    }
  };
}

/** A normal number beyond r (Marsaglia 1964). */
function tail(r: number, next: () => number): number {
  for (;;) {
    const beyond = -Math.log(next()) / r;
    if (-2 * Math.log(next()) > beyond ** 2) return r + beyond;
  }
}

const halvedBeyond =
  (cut: number): Family =>
  (seed) => {
    const source = weightSource(seed, 'normal');
    return {
      column(net, layer, column, out, n) {
        source.column(net, layer, column, out, n);
        for (let row = 0; row < n; row++) if (Math.abs(out[row]!) > cut) out[row]! /= 2;
      },
    };
  };

export const faulty = {
  'congruential, modulus 2^32': recurrence(
    (x) => (Math.imul(x, 69069) + 12345) | 0,
    (x) => x,
  ),
  RANDU: recurrence(
    (x) => Math.imul(x, 65539) & 0x7fffffff,
    (x) => x << 1,
  ),
  'shift register of 32 bits': recurrence(
    (x) => {
      x ^= x << 13;
      x ^= x >>> 17;
      return x ^ (x << 5);
    },
    (x) => x,
  ),
  'key used as the state, unmixed': keyed((seed, net, layer, column) =>
    Int32Array.of(seed + 1, net, layer, column),
  ),
  'key xored into one word': keyed((seed, net, layer, column) => {
    const one = (seed ^ net ^ layer ^ column) >>> 0;
    return Int32Array.of(Math.imul(one, 0x9e3779b1), one, ~one, 1);
  }),
  'key added up': (seed) => {
    const source = weightSource(seed, 'uniform');
    return {
      column: (net, layer, column, out, n) => source.column(0, 0, net + layer + column, out, n),
    };
  },
  'net cut to 32 bits': (seed) => {
    const source = weightSource(seed, 'uniform');
    return {
      column: (net, layer, column, out, n) => source.column(net >>> 0, layer, column, out, n),
    };
  },
  'sum of 12 uniform numbers': normals(sumOfTwelve, 12),
  'ziggurat without wedges': normals(
    faultyZiggurat(() => {}, false),
    2,
  ),
  'ziggurat with one edge ten times too small': normals(
    faultyZiggurat((edges) => {
      edges[512]! /= 10;
    }, true),
    2,
  ),
  'no draws beyond 4 standard deviations': halvedBeyond(4),
  'no draws beyond 5 standard deviations': halvedBeyond(5),
} as const satisfies Record<string, Family>;

export type Fault = keyof typeof faulty;
