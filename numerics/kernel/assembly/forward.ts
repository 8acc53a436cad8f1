/** Forward passes of nets whose weights are drawn as they are used. */
import { seedAll, setLayer, setNet } from './key';
import {
  extraAt,
  patternsAt,
  resultsAt,
  sumsAt,
  unitsAt,
  valuesAt,
  vectorAt,
  widthsAt,
} from './layout';
import { addNormal } from './normal';
import { clearQueue, drain } from './rejected';
import { addUniform } from './uniform';

let depth: i32 = 0;
let inputs: i32 = 0;
let slope: f32 = 0;
let isUniform: bool = false;

/** Layers; how many entries of the input are 1 (the others are 0); phi(z) = slope z for z <= 0. */
export function configure(uniform: bool, layers: i32, ones: i32, negativeSlope: f32): void {
  isUniform = uniform;
  depth = layers;
  inputs = ones;
  slope = negativeSlope;
}

/** Writes |a^L|^2 2^(-2 bits) and bits of the nets first..first+count-1 to `results`; count <= 256. |a|^2 is 0 if and only if the net is dead. */
export function forward(first: f64, count: i32): void {
  for (let i = 0; i < count; i++) {
    setNet(u64(first) + u64(i));
    pass(resultsAt + (usize(i) << 4));
  }
}

/** `vector`, d_l rows = W^l of a net times `vector`, `columns` of them. A column alone is the product with a unit vector, to the last bit. */
export function product(net: f64, layer: i32, columns: i32, rows: i32): void {
  setNet(u64(net));
  setLayer(layer);
  live = 0;
  for (let j = 0; j < columns; j++) {
    const value = load<f32>(vectorAt + (usize(j) << 2));
    store<f32>(valuesAt + (usize(live) << 2), value);
    store<i32>(unitsAt + (usize(live) << 2), j);
    live += i32(value != 0);
  }
  pad();
  multiply(rows);
  for (let row = 0; row < rows; row += 4) v128.store(vectorAt + (usize(row) << 2), totals(row));
}

/** How many activations are not 0, and |a|^2. */
let live: i32 = 0;
let norm2: f64 = 0;

/** Runs the net whose key is set. */
function pass(result: usize): void {
  start();
  let bits = 0;
  for (let layer = 1; layer <= depth; layer++) {
    const rows = load<i32>(widthsAt + (usize(layer) << 2));
    setLayer(layer);
    multiply(rows);
    activate(rows);
    if (live == 0) break;
    if (!(norm2 >= 1e-9 && norm2 <= 1e9)) bits += rescale();
  }
  store<f64>(result, norm2);
  store<f64>(result, f64(bits), 8);
}

function start(): void {
  for (let i = 0; i < inputs; i++) {
    store<f32>(valuesAt + (usize(i) << 2), 1);
    store<i32>(unitsAt + (usize(i) << 2), i);
  }
  live = inputs;
  pad();
}

/** Zeros up to a multiple of eight. */
function pad(): void {
  v128.store(valuesAt + (usize(live) << 2), i32x4.splat(0));
  v128.store(unitsAt + (usize(live) << 2), i32x4.splat(0));
  v128.store(valuesAt + (usize(live) << 2), i32x4.splat(0), 16);
  v128.store(unitsAt + (usize(live) << 2), i32x4.splat(0), 16);
}

/** Zeros in `bytes`, rounded up to a multiple of 16. Engines leave the code to fill memory, which takes some 100 ns. */
function clear(at: usize, bytes: usize): void {
  for (const end = at + bytes; at < end; at += 16) v128.store(at, i32x4.splat(0));
}

/** sums and extra = W a. */
function multiply(rows: i32): void {
  seedAll(live);
  // The first pair of normal columns needs no zeros but in the rows that fill up the last four.
  const fresh = !isUniform && live > 4;
  const cleared = fresh ? rows : 0;
  clear(sumsAt + (usize(cleared) << 4), usize(rows + 3 - cleared) << 4);
  clear(extraAt, usize(rows + 3) << 2);
  if (isUniform) {
    for (let group = 0; group << 2 < live; group += 2) addUniform(group, rows);
    return;
  }
  clearQueue(live, rows);
  for (let group = 0; group << 2 < live; group += 2) {
    addNormal(group, rows, live - (group << 2) > 4, fresh && group == 0);
  }
  drain();
}

/** z of rows row..row+3: their four sums each, and what rejected draws add. */
@inline
function totals(row: i32): v128 {
  const at = sumsAt + (usize(row) << 4);
  const r0 = v128.load(at);
  const r1 = v128.load(at, 16);
  const r2 = v128.load(at, 32);
  const r3 = v128.load(at, 48);
  const s01 = f32x4.add(v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), v128.shuffle<f32>(r0, r1, 2, 6, 3, 7));
  const s23 = f32x4.add(v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), v128.shuffle<f32>(r2, r3, 2, 6, 3, 7));
  const sums = f32x4.add(v128.shuffle<f32>(s01, s23, 0, 1, 4, 5), v128.shuffle<f32>(s01, s23, 2, 3, 6, 7));
  return f32x4.add(sums, v128.load(extraAt + (usize(row) << 2)));
}

/** a = phi(z) without its zeros, |a|^2 = (S0 + S2) + (S1 + S3), S_k the sum over units k mod 4. */
function activate(rows: i32): void {
  let count: usize = 0;
  let norms01 = f64x2.splat(0);
  let norms23 = f64x2.splat(0);
  let units = i32x4(0, 1, 2, 3);
  const slopes = f32x4.splat(slope);
  for (let row = 0; row < rows; row += 4) {
    const z = totals(row);
    const positive = f32x4.gt(z, f32x4.splat(0));
    const a = v128.bitselect(z, f32x4.mul(z, slopes), positive);
    const low = f64x2.promote_low_f32x4(a);
    const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(a, a, 2, 3, 2, 3));
    norms01 = f64x2.add(norms01, f64x2.mul(low, low));
    norms23 = f64x2.add(norms23, f64x2.mul(high, high));
    const nonzero = i32x4.bitmask(f32x4.ne(a, f32x4.splat(0)));
    const pattern = v128.load(patternsAt + (usize(nonzero) << 4));
    v128.store(valuesAt + count, i8x16.swizzle(a, pattern));
    v128.store(unitsAt + count, i8x16.swizzle(units, pattern));
    count += usize(popcnt(nonzero)) << 2;
    units = i32x4.add(units, i32x4.splat(4));
  }
  live = i32(count >> 2);
  pad();
  const norms = f64x2.add(norms01, norms23);
  norm2 = f64x2.extract_lane(norms, 0) + f64x2.extract_lane(norms, 1);
}

/** Divides a by the power of two 2^k that brings |a|^2 into [1, 4); returns k. */
function rescale(): i32 {
  let k = 0;
  for (; norm2 >= 4 && k < 120; k++) norm2 *= 0.25;
  for (; norm2 < 1 && k > -120; k--) norm2 *= 4;
  const factor = reinterpret<f32>((127 - k) << 23);
  for (let i = 0; i < live; i++) {
    const at = valuesAt + (usize(i) << 2);
    store<f32>(at, load<f32>(at) * factor);
  }
  return k;
}
