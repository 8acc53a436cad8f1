/** The way forward of a net in doubles: a^l = phi(W^l a^(l-1)). */
import { depth, family, inputs, isSmall, signed, slope, uniform, widthOf } from './double-job';
import { addNormals } from './double-normal';
import { multiplySmall, startSmall } from './double-small';
import { gatherResidues, multiplySigns, startTracking, tracking } from './double-ties';
import { addUniforms } from './double-uniform';
import { chooseFactor, clear, factor, isInRange, padUnits, putNorm } from './double-vectors';
import { seedAll, setLayer, setNet } from './key';
import { extraAt, masksAt, normsAt, pairSumsAt, unitsAt, valuesAt } from './layout';
import { clearQueue, drainDoubles } from './rejected';

/** How many activations are not 0, and |a|^2. */
let live: i32 = 0;
let norm2: f64 = 0;

/** Writes `norms` and `masks`. */
export function runForward(net: f64): void {
  setNet(u64(net));
  for (let i = 0; i < inputs; i++) {
    store<f64>(valuesAt + (usize(i) << 3), 1);
    store<i32>(unitsAt + (usize(i) << 2), i);
  }
  live = inputs;
  pad();
  if (isSmall) startSmall();
  let bits = 0;
  putNorm(normsAt, f64(inputs), 0);
  let masks = masksAt + widthOf(0);
  if (family == signed) startTracking(live);
  for (let layer = 1; layer <= depth; layer++) {
    const rows = widthOf(layer);
    if (isSmall) multiplySmall(layer, rows, live);
    else {
      setLayer(layer);
      multiply(rows);
    }
    const largest = activate(rows, masks);
    if (live == 0) {
      die(layer, masks);
      return;
    }
    if (!isInRange(largest)) bits += rescale(largest);
    if (family == signed && tracking) gatherResidues(live, masks);
    putNorm(normsAt + (usize(layer) << 4), norm2, bits);
    masks += rows;
  }
}

/** From `layer` on all activations are 0, and all units bent. */
function die(layer: i32, masks: usize): void {
  for (; layer <= depth; layer++) {
    putNorm(normsAt + (usize(layer) << 4), 0, 0);
    for (const end = masks + widthOf(layer); masks < end; masks++) store<u8>(masks, 1);
  }
}

/** Zeros up to a multiple of eight. */
@inline
function pad(): void {
  const values = valuesAt + (usize(live) << 3);
  for (let offset: usize = 0; offset < 64; offset += 16) v128.store(values + offset, i32x4.splat(0));
  padUnits(live);
}

/** sums and extra = W a. */
function multiply(rows: i32): void {
  seedAll(live);
  // The one more is a row that fills up a pair.
  clear(pairSumsAt, rows + 1);
  if (family == signed) {
    multiplySigns(live, rows);
    return;
  }
  clear(extraAt, (rows + 1) >> 1);
  if (family == uniform) {
    for (let group = 0; group << 2 < live; group += 2) addUniforms(group, rows);
    return;
  }
  clearQueue(live, rows);
  for (let group = 0; group << 2 < live; group += 2) addNormals(group, rows, live - (group << 2) > 4);
  drainDoubles();
}

/** a = phi(z) without its zeros, and bent units as ones to `masks`; |a|^2, a sum for even units and one for odd ones. Returns max |a_i|. */
function activate(rows: i32, masks: usize): f64 {
  let count = 0;
  let norms = f64x2.splat(0);
  let largest = f64x2.splat(0);
  const slopes = f64x2.splat(slope);
  for (let row = 0; row < rows; row += 2) {
    const at = pairSumsAt + (usize(row) << 4);
    const even = v128.load(at);
    const odd = v128.load(at, 16);
    let z = f64x2.add(v128.shuffle<f64>(even, odd, 0, 2), v128.shuffle<f64>(even, odd, 1, 3));
    if (family != signed) z = f64x2.add(z, v128.load(extraAt + (usize(row) << 3)));
    const positive = f64x2.gt(z, f64x2.splat(0));
    const a = v128.bitselect(z, f64x2.mul(z, slopes), positive);
    const straight = i64x2.bitmask(positive);
    store<u8>(masks + row, u8(straight & 1 ^ 1));
    store<u8>(masks + row, u8((straight >> 1) ^ 1), 1);
    norms = f64x2.add(norms, f64x2.mul(a, a));
    largest = f64x2.pmax(largest, f64x2.abs(a));
    const zeros = i64x2.bitmask(f64x2.eq(a, f64x2.splat(0)));
    v128.store_lane<u64>(valuesAt + (usize(count) << 3), a, 0);
    store<i32>(unitsAt + (usize(count) << 2), row);
    count += (zeros & 1) ^ 1;
    v128.store_lane<u64>(valuesAt + (usize(count) << 3), a, 1);
    store<i32>(unitsAt + (usize(count) << 2), row + 1);
    count += (zeros >> 1) ^ 1;
  }
  live = count;
  pad();
  norm2 = f64x2.extract_lane(norms, 0) + f64x2.extract_lane(norms, 1);
  return max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1));
}

/** Brings a within 2^±200, and |a|^2 along. */
function rescale(largest: f64): i32 {
  const taken = chooseFactor(largest);
  let even: f64 = 0;
  let odd: f64 = 0;
  for (let p = 0; p < live; p++) {
    const at = valuesAt + (usize(p) << 3);
    const a = load<f64>(at) * factor;
    store<f64>(at, a);
    if ((load<i32>(unitsAt + (usize(p) << 2)) & 1) == 0) even += a * a;
    else odd += a * a;
  }
  norm2 = even + odd;
  return taken;
}
