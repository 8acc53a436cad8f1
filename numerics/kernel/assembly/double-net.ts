/** Nets in doubles, bit for bit those of ../../network/: forwards, backwards, and columns of their weights. */
import { addNormals, dotNormals, writeNormals } from './double-normal';
import { configureSmall, multiplySmall, multiplySmallTransposed, startSmall } from './double-small';
import { addSigns, dotSigns, prime, writeSigns } from './double-signs';
import { addUniforms, dotUniforms, writeUniforms } from './double-uniform';
import { seedAll, setLayer, setNet } from './key';
import {
  deltaAt,
  deltaNormsAt,
  deltaResiduesAt,
  extraAt,
  masksAt,
  normsAt,
  pairSumsAt,
  residueSumsAt,
  residuesAt,
  resultsAt,
  unitsAt,
  valuesAt,
  widthsAt,
} from './layout';
import { clearQueue, drainDoubles } from './rejected';

let family: i32 = 0;
const normal = 0;
const uniform = 1;
const signed = 2;

let depth: i32 = 0;
let inputs: i32 = 0;
let slope: f64 = 0;
let slopeResidue: u64 = 0;
/** Whether sums behind this slope are integers, where weights are ±1. */
let integral: bool = true;
let randomReadout: bool = false;
/** Whether layers are narrow (double-small.ts). */
let isSmall: bool = false;
/** Where the masks of the last layer begin. */
let lastMasks: usize = 0;

/**
 * The family of weights (0 normal, 1 uniform, 2 ±1); layers; how many entries of the input are 1 (the others are 0); phi(z) = slope z for z <= 0, and that
 * slope modulo the prime; whether the readout's entries are weights (the one row of layer depth + 1) or all 1; whether layers are narrow, not for weights ±1.
 */
export function configureDoubles(
  weights: i32,
  layers: i32,
  ones: i32,
  negativeSlope: f64,
  residue: i32,
  readout: bool,
  small: bool,
): void {
  family = weights;
  depth = layers;
  inputs = ones;
  slope = negativeSlope;
  slopeResidue = u64(residue);
  integral = negativeSlope == 0 || negativeSlope == 1;
  randomReadout = readout;
  lastMasks = masksAt;
  for (let layer = 0; layer < depth; layer++) lastMasks += widthOf(layer);
  memory.fill(masksAt, 0, widthOf(0));
  isSmall = small;
  if (small) configureSmall(weights == normal, layers);
}

/** Writes |a^L|^2 2^(-2 bits) and bits of the nets first..first+count-1 to `results`; count <= 256. |a|^2 is 0 if and only if the net is dead. */
export function forwardDoubles(first: f64, count: i32): void {
  for (let i = 0; i < count; i++) {
    runForward(first + f64(i));
    const result = resultsAt + (usize(i) << 4);
    v128.store(result, v128.load(normsAt + (usize(depth) << 4)));
  }
}

/**
 * Writes |a^(layer-1)|^2, |delta^layer|^2, each behind its binary exponent as above, and |a^L|^2 of the nets first..first+count-1 to `results`; count <= 100.
 */
export function gradientDoubles(first: f64, count: i32, layer: i32): void {
  for (let i = 0; i < count; i++) {
    runForward(first + f64(i));
    runBackward(layer);
    const result = resultsAt + 40 * usize(i);
    v128.store(result, v128.load(normsAt + (usize(layer - 1) << 4)));
    v128.store(result, v128.load(deltaNormsAt + (usize(layer) << 4)), 16);
    store<f64>(result, load<f64>(normsAt + (usize(depth) << 4)), 32);
  }
}

/** Writes `norms` and `masks` of a net. */
export function runDoubles(net: f64): void {
  runForward(net);
}

/** Writes `deltaNorms` of a net whose masks are in memory, of its layers from `last` on. */
export function runBackDoubles(net: f64, last: i32): void {
  setNet(u64(net));
  runBackward(last);
}

/** Writes the first `count` columns of those in `units` of a layer of a net to `matrix`, one after the other. */
export function columnsDoubles(net: f64, layer: i32, count: i32): void {
  setNet(u64(net));
  setLayer(layer);
  const rows = widthOf(layer);
  padUnits(count);
  seedAll(count);
  clearQueue(count, rows);
  for (let group = 0; group << 2 < count; group += 2) {
    if (family == normal) writeNormals(group, rows);
    else if (family == uniform) writeUniforms(group, rows);
    else writeSigns(group, rows);
  }
  drainDoubles();
}

@inline
function widthOf(layer: i32): i32 {
  return load<i32>(widthsAt + (usize(layer) << 2));
}

/** How many activations are not 0, and |a|^2. */
let live: i32 = 0;
let norm2: f64 = 0;
/** Where weights are ±1: whether numbers are kept modulo the prime too. */
let tracking: bool = false;

function runForward(net: f64): void {
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
  if (family == signed) startTracking();
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
    if (!(largest <= 1.6069380442589903e60 && largest >= 6.223015277861142e-61)) bits += rescale(largest);
    if (family == signed && tracking) gatherResidues(masks);
    putNorm(normsAt + (usize(layer) << 4), norm2, bits);
    masks += rows;
  }
}

@inline
function putNorm(at: usize, norm2: f64, bits: i32): void {
  store<f64>(at, norm2);
  store<f64>(at, f64(bits), 8);
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
@inline
function padUnits(count: i32): void {
  v128.store(unitsAt + (usize(count) << 2), i32x4.splat(0));
  v128.store(unitsAt + (usize(count) << 2), i32x4.splat(0), 16);
}

@inline
function clear(at: usize, vectors: i32): void {
  for (const end = at + (usize(vectors) << 4); at < end; at += 16) v128.store(at, i32x4.splat(0));
}

/** sums and extra = W a. */
function multiply(rows: i32): void {
  seedAll(live);
  // The one more is a row that fills up a pair.
  clear(pairSumsAt, rows + 1);
  if (family == signed) {
    multiplySigns(rows);
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

/** The power of two by which ../../network/activation.ts multiplies a vector whose largest entry this is. */
let factor: f64 = 1;
/** Returns how many bits that takes away. */
function chooseFactor(largest: f64): i32 {
  let taken = 0;
  factor = 1;
  for (; largest * factor > 1.6069380442589903e60; taken += 200) factor *= 6.223015277861142e-61;
  for (; largest * factor < 6.223015277861142e-61; taken -= 200) factor *= 1.6069380442589903e60;
  return taken;
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

/** The way back along `masks`, to layer `last`: delta^L = D^L b', delta^l = D^l (W^(l+1))' delta^(l+1). */
function runBackward(last: i32): void {
  let masks = lastMasks;
  let bits = 0;
  for (let layer = depth; layer >= last; layer--) {
    const width = widthOf(layer);
    if (layer < depth) masks -= width;
    const count = wanted(masks, width);
    if (layer == depth) readOut(count);
    else multiplyTransposed(layer + 1, count, widthOf(layer + 1));
    const largest = differentiate(masks, width, count);
    if (largest == 0) {
      for (; layer >= last; layer--) putNorm(deltaNormsAt + (usize(layer) << 4), 0, 0);
      return;
    }
    if (!(largest <= 1.6069380442589903e60 && largest >= 6.223015277861142e-61)) bits += rescaleDelta(largest, width);
    putNorm(deltaNormsAt + (usize(layer) << 4), norm2, bits);
  }
}

/** Lists the units with phi' != 0. */
function wanted(masks: usize, width: i32): i32 {
  let count = 0;
  for (let unit = 0; unit < width; unit++) {
    store<i32>(unitsAt + (usize(count) << 2), unit);
    count += i32(slope != 0) | (i32(load<u8>(masks + unit)) ^ 1);
  }
  padUnits(count);
  return count;
}

/** values = the readout's entries of the units listed. */
function readOut(count: i32): void {
  if (randomReadout) {
    // A column of one row each.
    clear(deltaAt, 2);
    store<f64>(deltaAt, 1);
    tracking = false;
    multiplyTransposed(depth + 1, count, 1);
  } else for (let p = 0; p < count; p++) store<f64>(valuesAt + (usize(p) << 3), 1);
  if (family != signed) return;
  tracking = !integral;
  for (let p = 0; p < count; p++) {
    const entry = load<f64>(valuesAt + (usize(p) << 3));
    store<u32>(residuesAt + (usize(p) << 2), entry < 0 ? prime - 1 : 1);
  }
}

/** values[p] = column units[p] of W^layer times delta, for p below `count`. */
function multiplyTransposed(layer: i32, count: i32, rows: i32): void {
  if (isSmall) {
    multiplySmallTransposed(layer, rows, count);
    return;
  }
  setLayer(layer);
  seedAll(count);
  if (family == signed) {
    dotAllSigns(count, rows);
    return;
  }
  if (family == uniform) {
    for (let group = 0; group << 2 < count; group += 2) dotUniforms(group, rows);
    return;
  }
  clear(extraAt, (count + 1) >> 1);
  clearQueue(count, rows);
  for (let group = 0; group << 2 < count; group += 2) dotNormals(group, rows);
  drainDoubles();
  for (let p = 0; p < count; p += 2) {
    const at = valuesAt + (usize(p) << 3);
    v128.store(at, f64x2.add(v128.load(at), v128.load(extraAt + (usize(p) << 3))));
  }
}

/** delta = phi' times the values of the units listed, 0 elsewhere, padded by zeros; |delta|^2 like |a|^2. Returns max |delta_i|. */
function differentiate(masks: usize, width: i32, count: i32): f64 {
  clear(deltaAt, (width + 3) >> 1);
  if (family == signed && tracking) clear(deltaResiduesAt, (width + 3) >> 2);
  let largest: f64 = 0;
  for (let p = 0; p < count; p++) {
    const unit = load<i32>(unitsAt + (usize(p) << 2));
    const bent = load<u8>(masks + unit) != 0;
    const value = load<f64>(valuesAt + (usize(p) << 3));
    const delta = bent ? value * slope : value;
    store<f64>(deltaAt + (usize(unit) << 3), delta);
    largest = max(largest, abs(delta));
    if (family == signed && tracking) {
      const residue = load<u32>(residuesAt + (usize(p) << 2));
      store<u32>(deltaResiduesAt + (usize(unit) << 2), bent ? timesSlope(residue) : residue);
    }
  }
  sumDelta(width);
  return largest;
}

function sumDelta(width: i32): void {
  let norms = f64x2.splat(0);
  for (let unit = 0; unit < width; unit += 2) {
    const delta = v128.load(deltaAt + (usize(unit) << 3));
    norms = f64x2.add(norms, f64x2.mul(delta, delta));
  }
  norm2 = f64x2.extract_lane(norms, 0) + f64x2.extract_lane(norms, 1);
}

function rescaleDelta(largest: f64, width: i32): i32 {
  const taken = chooseFactor(largest);
  for (let unit = 0; unit < width; unit++) {
    const at = deltaAt + (usize(unit) << 3);
    store<f64>(at, load<f64>(at) * factor);
  }
  sumDelta(width);
  return taken;
}

/** Ties of weights ±1 (../../network/ties.ts). */
const exactLimit: f64 = 9007199254740992;
const suspicious: f64 = 1.0 / 1048576;

@inline
function timesSlope(residue: u32): u32 {
  return u32((u64(residue) * slopeResidue) % u64(prime));
}

/** Of an integer below 2^53. */
function residueOf(x: f64): u32 {
  const rest = i64(x) % i64(prime);
  return u32(rest < 0 ? rest + i64(prime) : rest);
}

function startTracking(): void {
  tracking = !integral;
  for (let p = 0; p < live; p++) store<u32>(residuesAt + (usize(p) << 2), 1);
  padResidues();
}

@inline
function padResidues(): void {
  v128.store(residuesAt + (usize(live) << 2), i32x4.splat(0));
  v128.store(residuesAt + (usize(live) << 2), i32x4.splat(0), 16);
}

/** sums = W a, with ties as zeros. Sums of rows modulo the prime are left in the first of their four. */
function multiplySigns(rows: i32): void {
  let total: f64 = 0;
  for (let p = 0; p < live; p++) total += abs(load<f64>(valuesAt + (usize(p) << 3)));
  if (!tracking && total >= exactLimit) {
    tracking = true;
    for (let p = 0; p < live; p++) {
      store<u32>(residuesAt + (usize(p) << 2), residueOf(load<f64>(valuesAt + (usize(p) << 3))));
    }
    padResidues();
  }
  if (tracking) clear(residueSumsAt, rows);
  for (let group = 0; group << 2 < live; group += 2) addSigns(group, rows, tracking);
  if (!tracking) return;
  for (let row = 0; row < rows; row++) {
    const at = residueSumsAt + (usize(row) << 4);
    let residue = u64(load<u32>(at)) + u64(load<u32>(at, 4));
    residue = (residue + u64(load<u32>(at, 8)) + u64(load<u32>(at, 12))) % u64(prime);
    store<u32>(at, u32(residue));
    const sums = pairSumsAt + (usize(row) << 4);
    if (residue == 0 && abs(load<f64>(sums) + load<f64>(sums, 8)) <= suspicious * total) {
      v128.store(sums, i32x4.splat(0));
    }
  }
}

/** The residues of a, from those of z. */
function gatherResidues(masks: usize): void {
  for (let p = 0; p < live; p++) {
    const unit = load<i32>(unitsAt + (usize(p) << 2));
    const residue = load<u32>(residueSumsAt + (usize(unit) << 4));
    store<u32>(residuesAt + (usize(p) << 2), load<u8>(masks + unit) != 0 ? timesSlope(residue) : residue);
  }
  padResidues();
}

/** values = the columns times delta, with ties as zeros, and residues along. */
function dotAllSigns(count: i32, rows: i32): void {
  let total: f64 = 0;
  for (let i = 0; i < rows; i++) total += abs(load<f64>(deltaAt + (usize(i) << 3)));
  if (!tracking && total >= exactLimit) {
    tracking = true;
    for (let i = 0; i < rows; i++) {
      store<u32>(deltaResiduesAt + (usize(i) << 2), residueOf(load<f64>(deltaAt + (usize(i) << 3))));
    }
  }
  for (let group = 0; group << 2 < count; group += 2) dotSigns(group, rows, tracking);
  if (!tracking) return;
  for (let p = 0; p < count; p++) {
    const at = residuesAt + (usize(p) << 2);
    const residue = load<u32>(at) % prime;
    store<u32>(at, residue);
    const value = valuesAt + (usize(p) << 3);
    if (residue == 0 && abs(load<f64>(value)) <= suspicious * total) store<f64>(value, 0);
  }
}
