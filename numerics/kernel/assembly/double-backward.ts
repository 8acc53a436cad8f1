/** The way back of a net in doubles along `masks`: delta^L = D^L b', delta^l = D^l (W^(l+1))' delta^(l+1). */
import { depth, family, isSmall, lastMasks, randomReadout, signed, slope, uniform, widthOf } from './double-job';
import { dotNormals } from './double-normal';
import { multiplySmallTransposed } from './double-small';
import { dotAllSigns, putDeltaResidue, startTrackingBack, stopTracking, tracking } from './double-ties';
import { dotUniforms } from './double-uniform';
import { chooseFactor, clear, factor, isInRange, padUnits, putNorm } from './double-vectors';
import { seedAll, setLayer } from './key';
import { deltaAt, deltaNormsAt, deltaResiduesAt, extraAt, unitsAt, valuesAt } from './layout';
import { clearQueue, drainDoubles } from './rejected';

/** |delta|^2. */
let norm2: f64 = 0;

/** Writes `deltaNorms` of the layers from `last` on. */
export function runBackward(last: i32): void {
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
    if (!isInRange(largest)) bits += rescaleDelta(largest, width);
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
    stopTracking();
    multiplyTransposed(depth + 1, count, 1);
  } else for (let p = 0; p < count; p++) store<f64>(valuesAt + (usize(p) << 3), 1);
  if (family == signed) startTrackingBack(count);
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
    if (family == signed && tracking) putDeltaResidue(p, unit, bent);
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
