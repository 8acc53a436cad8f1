/**
 * Nets of narrow layers: the streams of eight columns are begun at once whatever layers they belong to, before it is known which columns are wanted, and the
 * weights are kept for the way back. The sums are those of the other nets, in the same order.
 */
import { settleStored, storeNormals } from './double-normal';
import { storeUniforms } from './double-uniform';
import { seedNetColumns, seedRow } from './key';
import {
  deltaAt,
  extraAt,
  firstsAt,
  lanesColumnsAt,
  lanesLayersAt,
  lateAt,
  netWeightsAt,
  pairSumsAt,
  rowStatesAt,
  statesAt,
  unitsAt,
  valuesAt,
  widthsAt,
} from './layout';
import { setState } from './settle';

let isNormal: bool = false;
let depth: i32 = 0;
/** Rows that are drawn of each column: as many as the longest has. */
let rowsDrawn: i32 = 0;
/** Columns of all layers and the readout's. */
let columnCount: i32 = 0;
/** Of the net at hand: groups of eight columns that are drawn, and late draws among them. */
let groups: i32 = 0;
let lateCount: i32 = 0;

/** Late draws in the order of columns and, in each, of rows: column, row, weight. */
const lateBytes: usize = 16;

@inline
function rowsOf(layer: i32): i32 {
  return layer > depth ? 1 : load<i32>(widthsAt + (usize(layer) << 2));
}

export function configureSmall(normal: bool, layers: i32): void {
  isNormal = normal;
  depth = layers;
  rowsDrawn = 1;
  columnCount = 0;
  for (let layer = 1; layer <= depth + 1; layer++) {
    store<i32>(firstsAt + (usize(layer) << 2), columnCount);
    rowsDrawn = max(rowsDrawn, rowsOf(layer));
    const columns = load<i32>(widthsAt + (usize(layer - 1) << 2));
    for (let j = 0; j < columns; j++) {
      store<i32>(lanesLayersAt + (usize(columnCount) << 2), layer);
      store<i32>(lanesColumnsAt + (usize(columnCount) << 2), j);
      columnCount += 1;
    }
  }
  // What fills up the last group is drawn and not used.
  for (let c = columnCount; c < columnCount + 8; c++) {
    store<i32>(lanesLayersAt + (usize(c) << 2), 0);
    store<i32>(lanesColumnsAt + (usize(c) << 2), 0);
  }
}

/** The net whose key is set begins. */
export function startSmall(): void {
  groups = 0;
  lateCount = 0;
}

@inline
function firstOf(layer: i32): i32 {
  return load<i32>(firstsAt + (usize(layer) << 2));
}

function drawTo(column: i32): void {
  for (; groups << 3 < column; groups++) {
    const lanes = usize(groups) << 5;
    seedNetColumns(
      v128.load(lanesLayersAt + lanes),
      v128.load(lanesLayersAt + lanes, 16),
      v128.load(lanesColumnsAt + lanes),
      v128.load(lanesColumnsAt + lanes, 16),
      statesAt,
    );
    const to = netWeightsAt + ((usize(groups) * usize(rowsDrawn)) << 6);
    if (!isNormal) storeUniforms(rowsDrawn, to, statesAt);
    else if (storeNormals(rowsDrawn, to, statesAt)) noteLate(to);
  }
}

function noteLate(weights: usize): void {
  for (let lane = 0; lane < 8; lane++) {
    const c = 8 * groups + lane;
    if (c >= columnCount) return;
    const layer = load<i32>(lanesLayersAt + (usize(c) << 2));
    const rows = rowsOf(layer);
    for (let row = 0; row < rows; row++) {
      if (load<f64>(weights + (usize(row) << 6) + (usize(lane) << 3)) != 0) continue;
      seedRow(layer, load<i32>(lanesColumnsAt + (usize(c) << 2)), row, rowStatesAt);
      setState(rowStatesAt);
      const to = lateAt + usize(lateCount) * lateBytes;
      store<i32>(to, c);
      store<i32>(to, row, 4);
      store<f64>(to, settleStored(row, lane), 8);
      lateCount += 1;
    }
  }
}

/** Where row 0 of a column is. */
@inline
function columnAt(c: i32): usize {
  return netWeightsAt + ((usize(c >> 3) * usize(rowsDrawn)) << 6) + (usize(c & 7) << 3);
}

/** Weights of two columns. */
@inline
function pairAt(first: usize, second: usize): v128 {
  return v128.load_lane<u64>(second, v128.load_zero<u64>(first), 1);
}

/** sums and extra = W a, for `live` activations that are not 0. */
export function multiplySmall(layer: i32, rows: i32, live: i32): void {
  const first = firstOf(layer);
  drawTo(firstOf(layer + 1));
  for (let row = 0; row <= rows; row++) v128.store(pairSumsAt + (usize(row) << 4), i32x4.splat(0));
  for (let row = 0; row <= rows; row += 2) v128.store(extraAt + (usize(row) << 3), i32x4.splat(0));
  for (let p = 0; p < live; p += 2) {
    const even = columnAt(first + load<i32>(unitsAt + (usize(p) << 2)));
    const odd = columnAt(first + load<i32>(unitsAt + (usize(p) << 2), 4));
    const values = v128.load(valuesAt + (usize(p) << 3));
    for (let row = 0; row < rows; row++) {
      const sum = pairSumsAt + (usize(row) << 4);
      const weights = pairAt(even + (usize(row) << 6), odd + (usize(row) << 6));
      v128.store(sum, f64x2.add(v128.load(sum), f64x2.mul(values, weights)));
    }
  }
  for (let i = 0; i < lateCount; i++) {
    const late = lateAt + usize(i) * lateBytes;
    const p = placeOf(load<i32>(late) - first, live);
    if (p < 0) continue;
    const sum = extraAt + (usize(load<i32>(late, 4)) << 3);
    store<f64>(sum, load<f64>(sum) + load<f64>(valuesAt + (usize(p) << 3)) * load<f64>(late, 8));
  }
}

/** values[p] = column units[p] times delta, for p below `count`. */
export function multiplySmallTransposed(layer: i32, rows: i32, count: i32): void {
  const first = firstOf(layer);
  drawTo(layer > depth ? columnCount : firstOf(layer + 1));
  for (let p = 0; p < count; p += 2) {
    const even = columnAt(first + load<i32>(unitsAt + (usize(p) << 2)));
    const odd = columnAt(first + load<i32>(unitsAt + (usize(p) << 2), 4));
    let sums = f64x2.splat(0);
    for (let row = 0; row < rows; row++) {
      const weights = pairAt(even + (usize(row) << 6), odd + (usize(row) << 6));
      sums = f64x2.add(sums, f64x2.mul(weights, v128.load_splat<u64>(deltaAt + (usize(row) << 3))));
    }
    v128.store(valuesAt + (usize(p) << 3), sums);
    v128.store(extraAt + (usize(p) << 3), i32x4.splat(0));
  }
  for (let i = 0; i < lateCount; i++) {
    const late = lateAt + usize(i) * lateBytes;
    const p = placeOf(load<i32>(late) - first, count);
    if (p < 0) continue;
    const sum = extraAt + (usize(p) << 3);
    const delta = load<f64>(deltaAt + (usize(load<i32>(late, 4)) << 3));
    store<f64>(sum, load<f64>(sum) + delta * load<f64>(late, 8));
  }
  for (let p = 0; p < count; p += 2) {
    const at = valuesAt + (usize(p) << 3);
    v128.store(at, f64x2.add(v128.load(at), v128.load(extraAt + (usize(p) << 3))));
  }
}

/** The p below `count` with units[p] = unit, or -1. */
function placeOf(unit: i32, count: i32): i32 {
  for (let p = 0; p < count; p++) if (load<i32>(unitsAt + (usize(p) << 2)) == unit) return p;
  return -1;
}
