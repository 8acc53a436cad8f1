/** The way back of nets: delta^L = D^L b', delta^l = D^l (W^(l+1))' delta^(l+1), D^l = diag phi'(z^l), in f32. */
import { setLayer } from './key';
import { deltaAt, masksAt, unitsAt, valuesAt, widthsAt } from './layout';
import { multiplyTransposed } from './transposed';

let norm2: f64 = 0;
let bits: i32 = 0;

/** |delta^last|^2, without its power of two: 2^(2 `deltaBits`). */
export function deltaBits(): i32 {
  return bits;
}

/**
 * Goes back from layer `depth` to layer `last` along the masks of a net whose key is set; returns |delta^last|^2 2^(-2 bits). The readout's
 * entries are weights (the one row of layer depth + 1) or all 1.
 */
export function backward(depth: i32, last: i32, slope: f32, uniform: bool, randomReadout: bool): f64 {
  let masks = masksAt;
  for (let layer = 1; layer <= depth; layer++) masks += maskBytes(layer);
  bits = 0;
  for (let layer = depth; layer >= last; layer--) {
    const width = load<i32>(widthsAt + (usize(layer) << 2));
    masks -= maskBytes(layer);
    const count = wanted(masks, width, slope);
    if (layer == depth && !randomReadout) {
      for (let p = 0; p < count; p++) store<f32>(valuesAt + (usize(p) << 2), 1);
    } else {
      let rows = 1;
      if (layer == depth) putOne();
      else rows = load<i32>(widthsAt + (usize(layer + 1) << 2));
      setLayer(layer + 1);
      multiplyTransposed(count, rows, uniform);
    }
    differentiate(masks, width, count, slope);
    if (norm2 == 0) return 0;
    if (!(norm2 >= 1e-9 && norm2 <= 1e9)) rescale(width);
  }
  return norm2;
}

@inline
function maskBytes(layer: i32): usize {
  return (usize(load<i32>(widthsAt + (usize(layer) << 2))) + 3) >> 2;
}

@inline
function isPositive(masks: usize, unit: i32): i32 {
  return (load<u8>(masks + (usize(unit) >> 2)) >> (unit & 3)) & 1;
}

/** Lists the units with phi' != 0. */
function wanted(masks: usize, width: i32, slope: f32): i32 {
  let count = 0;
  for (let unit = 0; unit < width; unit++) {
    store<i32>(unitsAt + (usize(count) << 2), unit);
    count += i32(slope != 0) | isPositive(masks, unit);
  }
  return count;
}

/** delta = (1, 0, 0). */
function putOne(): void {
  v128.store(deltaAt, i32x4.splat(0));
  store<f32>(deltaAt, 1);
}

/** delta = phi' times the values of the wanted units, 0 elsewhere; |delta|^2. */
function differentiate(masks: usize, width: i32, count: i32, slope: f32): void {
  memory.fill(deltaAt, 0, usize(width + 2) << 2);
  norm2 = 0;
  for (let p = 0; p < count; p++) {
    const unit = load<i32>(unitsAt + (usize(p) << 2));
    const value = load<f32>(valuesAt + (usize(p) << 2));
    const delta = isPositive(masks, unit) != 0 ? value : value * slope;
    store<f32>(deltaAt + (usize(unit) << 2), delta);
    norm2 += f64(delta) * f64(delta);
  }
}

/** Brings |delta|^2 into [1, 4) by a power of two. */
function rescale(width: i32): void {
  let k = 0;
  for (; norm2 >= 4 && k < 120; k++) norm2 *= 0.25;
  for (; norm2 < 1 && k > -120; k--) norm2 *= 4;
  const factor = reinterpret<f32>((127 - k) << 23);
  for (let i = 0; i < width; i++) {
    const at = deltaAt + (usize(i) << 2);
    store<f32>(at, load<f32>(at) * factor);
  }
  bits += k;
}
