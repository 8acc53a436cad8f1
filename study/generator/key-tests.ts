/** Tests of how keys become streams: what one bit of a key changes, and whether any two keys meet. */

import { popcount } from './bit-tests.js';
import { type Address, type Family, wordsOf } from './orders.js';
import { cells, chiSquare, type Outcome, poisson } from './p-values.js';
import { equalPairs } from './word-tests.js';

const coordinates = { seed: 53, net: 53, layer: 32, column: 32 } as const;
type Coordinate = keyof typeof coordinates;

/** Keys whose bits are all used, or such as runs have: small numbers. */
const bases = {
  spread: (t: number): Address => {
    const share = (root: number, size: number) => Math.floor((((t + 1) * Math.sqrt(root)) % 1) * size);
    return {
      seed: share(2, 2 ** 53),
      net: share(3, 2 ** 53),
      layer: share(5, 2 ** 32),
      column: share(7, 2 ** 32),
    };
  },
  small: (t: number): Address => ({ seed: t % 8, net: t, layer: t % 30, column: (7 * t) % 4096 }),
} as const;

export type Base = keyof typeof bases;

function flipped(address: Address, coordinate: Coordinate, bit: number): Address {
  const value = address[coordinate];
  const isSet = Math.floor(value / 2 ** bit) % 2 === 1;
  return { ...address, [coordinate]: isSet ? value - 2 ** bit : value + 2 ** bit };
}

/** Strict avalanche: each bit of a key, flipped, flips each of the stream's first 128 bits with probability 1/2. */
export function testAvalanche(family: Family, base: Base, keys: number): Outcome[] {
  const first = (address: Address): Int32Array => {
    const draws = new Float64Array(4);
    family(address.seed).column(address.net, address.layer, address.column, draws, 4);
    const words = new Int32Array(4);
    wordsOf(draws, words);
    return words;
  };
  const before = Array.from({ length: keys }, (_, t) => first(bases[base](t)));
  const outcomes: Outcome[] = [];
  let worst = 0;
  let entries = 0;
  // Distances of 128 bits from 64, in classes.
  const distances = new Float64Array(31);
  for (const coordinate of Object.keys(coordinates) as Coordinate[]) {
    let statistic = 0;
    for (let bit = 0; bit < coordinates[coordinate]; bit++) {
      const flips = new Float64Array(128);
      for (let t = 0; t < keys; t++) {
        const after = first(flipped(bases[base](t), coordinate, bit));
        let distance = 0;
        for (let w = 0; w < 4; w++) {
          const change = before[t]![w]! ^ after[w]!;
          distance += popcount(change);
          for (let i = 0; i < 32; i++) flips[32 * w + i]! += (change >>> i) & 1;
        }
        distances[Math.max(0, Math.min(30, distance - 49))]! += 1;
      }
      for (const count of flips) {
        statistic += (count - keys / 2) ** 2 / (keys / 4);
        worst = Math.max(worst, Math.abs(count / keys - 1 / 2));
        entries += 1;
      }
    }
    outcomes.push(chiSquare(`flips by ${coordinate}`, statistic, 128 * coordinates[coordinate]));
  }
  const chance = new Float64Array(31);
  for (let ones = 0, mass = 2 ** -128; ones <= 128; ones++) {
    chance[Math.max(0, Math.min(30, ones - 49))]! += mass;
    mass *= (128 - ones) / (ones + 1);
  }
  // Hoeffding's bound for each entry, added up.
  const p = Math.min(1, entries * 2 * Math.exp(-2 * keys * worst ** 2));
  return [
    ...outcomes,
    { test: 'worst entry', p, bound: true },
    cells('bits changed', distances, (k) => chance[k]!),
  ];
}

const seeds = [0, 1, 2 ** 32 - 1, 2 ** 32];
const nets = [0, 1, 2, 3, 2 ** 32, 2 ** 32 + 1, 2 ** 33, 2 ** 53 - 1];

/** First words of streams of a grid of keys, `size` layers by `size` columns for each seed and net: uniform, and no two begin alike. */
export function testKeys(family: Family, size: number): Outcome[] {
  const total = seeds.length * nets.length * size * size;
  const words = new Uint32Array(total);
  const longer = new Float64Array(total);
  const draws = new Float64Array(2);
  const pair = new Int32Array(2);
  const top = new Float64Array(65536);
  const low = new Float64Array(65536);
  let at = 0;
  for (const seed of seeds) {
    const source = family(seed);
    for (const net of nets) {
      for (let layer = 0; layer < size; layer++) {
        for (let column = 0; column < size; column++, at++) {
          source.column(net, layer, column, draws, 2);
          wordsOf(draws, pair);
          words[at] = pair[0]!;
          longer[at] = words[at]! * 2 ** 21 + (pair[1]! >>> 11);
          top[words[at]! >>> 16]! += 1;
          low[words[at]! & 65535]! += 1;
        }
      }
    }
  }
  const pairs = (total * (total - 1)) / 2;
  return [
    cells('first words, top 16 bits', top, () => 1 / 65536),
    cells('first words, low 16 bits', low, () => 1 / 65536),
    poisson('equal first words', equalPairs(words.sort()), pairs / 2 ** 32),
    poisson('equal first 53 bits', equalPairs(longer.sort()), pairs / 2 ** 53),
  ];
}
