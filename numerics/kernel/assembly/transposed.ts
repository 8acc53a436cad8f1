/** The product of the transposed weights of a layer with a vector, for some of its columns. */
import { seedAll } from './key';
import { places } from './lanes';
import { blockRows, deltaAt, dotsAt, extraAt, notesAt, statesAt, unitsAt, valuesAt, wordsAt } from './layout';
import { clearQueue, drain, queue } from './rejected';
import { isSure, lastPairs, pairs, terms } from './table';
import { fillWords } from './words';

/** values[p] = column units[p] times delta, for p below `count`; delta is padded by two zeros. */
export function multiplyTransposed(count: i32, rows: i32, uniform: bool): void {
  memory.fill(extraAt, 0, usize(count + 3) << 2);
  for (let p = count; p < count + 8; p++) store<i32>(unitsAt + (usize(p) << 2), 0);
  clearQueue(count, rows, true);
  seedAll(count);
  const perPack = uniform ? 3 : 4;
  for (let group = 0; group << 2 < count; group += 2) {
    memory.fill(dotsAt, 0, 96);
    for (let row = 0; row < rows; row += blockRows) {
      const packs = (min(blockRows, rows - row) + 2) / 3;
      fillWords(perPack * packs, statesAt + (usize(group) << 6));
      if (uniform) uniformBlock(row, packs);
      else {
        const noted = normalBlock(row, packs);
        if (noted > 0) queue(group, row, noted);
      }
    }
    const values = valuesAt + (usize(group) << 4);
    v128.store(values, total(0));
    v128.store(values, total(16), 16);
  }
  drain();
  for (let p = 0; p < count; p += 4) {
    const at = valuesAt + (usize(p) << 2);
    v128.store(at, f32x4.add(v128.load(at), v128.load(extraAt + (usize(p) << 2))));
  }
}

@inline
function total(group: usize): v128 {
  const at = dotsAt + group;
  return f32x4.add(f32x4.add(v128.load(at), v128.load(at, 32)), v128.load(at, 64));
}

/** Returns how many packs with rejected draws stand in the notes. */
function normalBlock(row: i32, packs: i32): i32 {
  let first0 = v128.load(dotsAt);
  let second0 = v128.load(dotsAt, 16);
  let first1 = v128.load(dotsAt, 32);
  let second1 = v128.load(dotsAt, 48);
  let first2 = v128.load(dotsAt, 64);
  let second2 = v128.load(dotsAt, 80);
  const half = f32x4.splat(0.5);
  let delta = deltaAt + (usize(row) << 2);
  let note = notesAt;
  const end = wordsAt + (usize(packs) << 7);
  for (let at = wordsAt; at < end; at += 128) {
    const low0 = load<u64>(at);
    const high0 = load<u64>(at, 8);
    const low1 = load<u64>(at, 16);
    const high1 = load<u64>(at, 24);

    let factors = v128.load_splat<f32>(delta);
    let low = pairs(low0, 19);
    let high = pairs(high0, 19);
    let f = places(v128.load(at, 32), half);
    let sure = isSure(f, low, high);
    let all = sure;
    first0 = f32x4.add(first0, terms(f, low, high, sure, factors));
    low = pairs(low1, 19);
    high = pairs(high1, 19);
    f = places(v128.load(at, 48), half);
    sure = isSure(f, low, high);
    all = v128.and(all, sure);
    second0 = f32x4.add(second0, terms(f, low, high, sure, factors));

    factors = v128.load_splat<f32>(delta, 4);
    low = pairs(low0, 9);
    high = pairs(high0, 9);
    f = places(v128.load(at, 64), half);
    sure = isSure(f, low, high);
    all = v128.and(all, sure);
    first1 = f32x4.add(first1, terms(f, low, high, sure, factors));
    low = pairs(low1, 9);
    high = pairs(high1, 9);
    f = places(v128.load(at, 80), half);
    sure = isSure(f, low, high);
    all = v128.and(all, sure);
    second1 = f32x4.add(second1, terms(f, low, high, sure, factors));

    factors = v128.load_splat<f32>(delta, 8);
    low = lastPairs(low0);
    high = lastPairs(high0);
    f = places(v128.load(at, 96), half);
    sure = isSure(f, low, high);
    all = v128.and(all, sure);
    first2 = f32x4.add(first2, terms(f, low, high, sure, factors));
    low = lastPairs(low1);
    high = lastPairs(high1);
    f = places(v128.load(at, 112), half);
    sure = isSure(f, low, high);
    all = v128.and(all, sure);
    second2 = f32x4.add(second2, terms(f, low, high, sure, factors));

    store<usize>(note, at);
    note += usize(i32x4.bitmask(all) != 15) << 2;
    delta += 12;
  }
  v128.store(dotsAt, first0);
  v128.store(dotsAt, second0, 16);
  v128.store(dotsAt, first1, 32);
  v128.store(dotsAt, second1, 48);
  v128.store(dotsAt, first2, 64);
  v128.store(dotsAt, second2, 80);
  return i32((note - notesAt) >> 2);
}

function uniformBlock(row: i32, packs: i32): void {
  let first0 = v128.load(dotsAt);
  let second0 = v128.load(dotsAt, 16);
  let first1 = v128.load(dotsAt, 32);
  let second1 = v128.load(dotsAt, 48);
  let first2 = v128.load(dotsAt, 64);
  let second2 = v128.load(dotsAt, 80);
  const half = f32x4.splat(0.5);
  const unit = f32x4.splat(4.656612873077393e-10);
  let delta = deltaAt + (usize(row) << 2);
  const end = wordsAt + 96 * usize(packs);
  for (let at = wordsAt; at < end; at += 96) {
    let factors = f32x4.mul(v128.load_splat<f32>(delta), unit);
    first0 = f32x4.add(first0, f32x4.mul(factors, places(v128.load(at), half)));
    second0 = f32x4.add(second0, f32x4.mul(factors, places(v128.load(at, 16), half)));
    factors = f32x4.mul(v128.load_splat<f32>(delta, 4), unit);
    first1 = f32x4.add(first1, f32x4.mul(factors, places(v128.load(at, 32), half)));
    second1 = f32x4.add(second1, f32x4.mul(factors, places(v128.load(at, 48), half)));
    factors = f32x4.mul(v128.load_splat<f32>(delta, 8), unit);
    first2 = f32x4.add(first2, f32x4.mul(factors, places(v128.load(at, 64), half)));
    second2 = f32x4.add(second2, f32x4.mul(factors, places(v128.load(at, 80), half)));
    delta += 12;
  }
  v128.store(dotsAt, first0);
  v128.store(dotsAt, second0, 16);
  v128.store(dotsAt, first1, 32);
  v128.store(dotsAt, second1, 48);
  v128.store(dotsAt, first2, 64);
  v128.store(dotsAt, second2, 80);
}
