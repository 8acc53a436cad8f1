/**
 * Weights ±1, of eight columns at a time; each word holds 32 rows, 1 for -1. With residues: sums modulo the prime 2^31 - 1 beside them, for ../../network/ties.ts.
 * Modulo the prime -r is its complement in 31 bits; sums of two stay below 2^32, and 0 may be the prime.
 */
import {
  deltaAt,
  deltaResiduesAt,
  matrixAt,
  pairSumsAt,
  residuesAt,
  residueSumsAt,
  statesAt,
  valuesAt,
  wordsAt,
} from './layout';
import { fillWords } from './words';

export const prime: u32 = 0x7fffffff;
/** Words in `words` for a group pair: 32 rows each. */
const blockWords: i32 = 128;

/** The signs of rows of columns 0 and 1, or 2 and 3, as the top bits of f64. */
@inline
function low(signs: v128): v128 {
  return v128.shuffle<u32>(i32x4.splat(0), signs, 0, 4, 1, 5);
}
@inline
function high(signs: v128): v128 {
  return v128.shuffle<u32>(i32x4.splat(0), signs, 2, 6, 3, 7);
}

@inline
function addResidue(sum: v128, residue: v128, signs: v128): v128 {
  const total = i32x4.add(sum, v128.xor(residue, i32x4.shr_u(i32x4.shr_s(signs, 31), 1)));
  return i32x4.min_u(total, i32x4.sub(total, i32x4.splat(prime)));
}

/** sums += the columns of groups `group` and `group` + 1 times their activations. */
export function addSigns(group: i32, rows: i32, tracked: bool): void {
  if (tracked) addTracked(group, rows);
  else addUntracked(group, rows);
}
function addTracked(group: i32, rows: i32): void {
  add(group, rows, true);
}
function addUntracked(group: i32, rows: i32): void {
  add(group, rows, false);
}

@inline
function add(group: i32, rows: i32, tracked: bool): void {
  const values = valuesAt + (usize(group) << 5);
  const first = v128.load(values);
  const second = v128.load(values, 16);
  const third = v128.load(values, 32);
  const fourth = v128.load(values, 48);
  const residues = residuesAt + (usize(group) << 4);
  let sum = pairSumsAt;
  let residueSum = residueSumsAt;
  for (let row = 0; row < rows; ) {
    const count = min(blockWords, (rows - row + 31) >> 5);
    fillWords(count, statesAt + (usize(group) << 6));
    const end = wordsAt + (usize(count) << 5);
    for (let at = wordsAt; at < end; at += 32) {
      let words = v128.load(at);
      let moreWords = v128.load(at, 16);
      for (let last = min(row + 32, rows); row < last; row++) {
        const signs = i32x4.shl(words, 31);
        const moreSigns = i32x4.shl(moreWords, 31);
        words = i32x4.shr_u(words, 1);
        moreWords = i32x4.shr_u(moreWords, 1);
        let total = f64x2.add(v128.load(sum), v128.xor(first, low(signs)));
        total = f64x2.add(total, v128.xor(second, high(signs)));
        total = f64x2.add(total, v128.xor(third, low(moreSigns)));
        v128.store(sum, f64x2.add(total, v128.xor(fourth, high(moreSigns))));
        sum += 16;
        if (tracked) {
          const some = addResidue(v128.load(residueSum), v128.load(residues), signs);
          v128.store(residueSum, addResidue(some, v128.load(residues, 16), moreSigns));
          residueSum += 16;
        }
      }
    }
  }
}

/** values of groups `group` and `group` + 1 = the columns times delta, and the same modulo the prime to `residues`. */
export function dotSigns(group: i32, rows: i32, tracked: bool): void {
  let first = f64x2.splat(0);
  let second = f64x2.splat(0);
  let third = f64x2.splat(0);
  let fourth = f64x2.splat(0);
  let residues = i32x4.splat(0);
  let moreResidues = i32x4.splat(0);
  let delta = deltaAt;
  let residue = deltaResiduesAt;
  for (let row = 0; row < rows; ) {
    const count = min(blockWords, (rows - row + 31) >> 5);
    fillWords(count, statesAt + (usize(group) << 6));
    const end = wordsAt + (usize(count) << 5);
    for (let at = wordsAt; at < end; at += 32) {
      let words = v128.load(at);
      let moreWords = v128.load(at, 16);
      for (let last = min(row + 32, rows); row < last; row++) {
        const signs = i32x4.shl(words, 31);
        const moreSigns = i32x4.shl(moreWords, 31);
        words = i32x4.shr_u(words, 1);
        moreWords = i32x4.shr_u(moreWords, 1);
        const factor = v128.load_splat<u64>(delta);
        first = f64x2.add(first, v128.xor(factor, low(signs)));
        second = f64x2.add(second, v128.xor(factor, high(signs)));
        third = f64x2.add(third, v128.xor(factor, low(moreSigns)));
        fourth = f64x2.add(fourth, v128.xor(factor, high(moreSigns)));
        delta += 8;
        if (tracked) {
          const some = v128.load_splat<u32>(residue);
          residues = addResidue(residues, some, signs);
          moreResidues = addResidue(moreResidues, some, moreSigns);
          residue += 4;
        }
      }
    }
  }
  const values = valuesAt + (usize(group) << 5);
  v128.store(values, first);
  v128.store(values, second, 16);
  v128.store(values, third, 32);
  v128.store(values, fourth, 48);
  v128.store(residuesAt + (usize(group) << 4), residues);
  v128.store(residuesAt + (usize(group) << 4), moreResidues, 16);
}

/** Writes the columns of groups `group` and `group` + 1, to `matrix`, `rows` numbers each. */
export function writeSigns(group: i32, rows: i32): void {
  let to = matrixAt + 4 * usize(group) * (usize(rows) << 3);
  for (let row = 0; row < rows; ) {
    const count = min(blockWords, (rows - row + 31) >> 5);
    fillWords(count, statesAt + (usize(group) << 6));
    const end = wordsAt + (usize(count) << 5);
    for (let at = wordsAt; at < end; at += 32) {
      for (let last = min(row + 32, rows), bit = 0; row < last; row++, bit++) {
        for (let lane: usize = 0; lane < 8; lane++) {
          const word = load<u32>(at + 4 * lane);
          store<f64>(to + lane * (usize(rows) << 3), f64(1 - 2 * i32((word >> bit) & 1)));
        }
        to += 8;
      }
    }
  }
}
