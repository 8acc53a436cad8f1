/**
 * Matrices that second derivatives carry from layer to layer, bit for bit as in ../../hessian/: S_l of the norm over all weights (norm.ts), and M of a block
 * (block-norm.ts). Both live between the units of two layers that are not dead; columns are padded by a zero to a whole number of vectors.
 */
import { columnsDoubles } from './double-net';
import { masksAt, matrixAt, matrixColumns, reaches, unitsAt, widthsAt } from './layout';

/** Live units of the layer reached, i32. */
let fromAt: usize = 0;
/** And of the next one. */
let toAt: usize = 0;
/** W between live units; what is carried, and what it becomes; W S. Columns after columns, f64. */
let weightsAt: usize = 0;
let carriedAt: usize = 0;
let nextAt: usize = 0;
let halfAt: usize = 0;
/** What rescaling has taken away, i32: of S, or of each column of M. */
export let carriedBitsAt: usize = 0;
/** |M e_j|^2, f64. */
export let columnNormsAt: usize = 0;

let slope: f64 = 0;
/** Live units of the layer reached, and columns of M. */
let from: i32 = 0;
let columns: i32 = 0;

/** Makes room behind a net in doubles of layers of at most `size` units; phi'(z) = slope for z <= 0. Returns whether there is. */
export function reserveHessian(size: i32, bentSlope: f64): bool {
  slope = bentSlope;
  reached = 0;
  masks = masksAt;
  const padded: usize = (usize(size) + 18) & ~15;
  let at: usize = matrixAt + 8 * (usize(matrixColumns) + 8) * padded;
  fromAt = at;
  at += 4 * padded;
  toAt = at;
  at += 4 * padded;
  carriedBitsAt = at;
  at += 4 * padded;
  columnNormsAt = at;
  at += 8 * padded;
  const square = 8 * padded * padded;
  weightsAt = at;
  at += square;
  carriedAt = at;
  at += square;
  nextAt = at;
  at += square;
  halfAt = at;
  at += square;
  return reaches(at);
}

@inline
function widthOf(layer: i32): i32 {
  return load<i32>(widthsAt + (usize(layer) << 2));
}

/** From one column of so many rows to the next, in bytes. */
@inline
function stride(rows: i32): usize {
  return usize((rows + 1) & ~1) << 3;
}

/** The layer reached, and where its masks lie. */
let reached: i32 = 0;
let masks: usize = 0;

function goTo(layer: i32): void {
  if (layer != reached + 1 || layer == 1) {
    reached = 0;
    masks = masksAt;
  }
  for (; reached < layer; reached++) masks += widthOf(reached);
}

/** Lists the units with phi' != 0. */
function findLive(at: usize, width: i32): i32 {
  let count = 0;
  for (let unit = 0; unit < width; unit++) {
    store<i32>(at + (usize(count) << 2), unit);
    count += i32(slope != 0) | (i32(load<u8>(masks + unit)) ^ 1);
  }
  return count;
}

/** weights = W^layer between the live units of layer - 1 and the `rows` of the next one. */
function gather(net: f64, layer: i32, rows: i32): void {
  const whole = widthOf(layer);
  const step = stride(rows);
  for (let done = 0; done < from; done += matrixColumns) {
    const some = min(matrixColumns, from - done);
    memory.copy(unitsAt, fromAt + (usize(done) << 2), usize(some) << 2);
    columnsDoubles(net, layer, some);
    for (let j = 0; j < some; j++) {
      const column = matrixAt + 8 * usize(j) * usize(whole);
      const to = weightsAt + usize(done + j) * step;
      for (let i = 0; i < rows; i++) {
        const unit = usize(load<i32>(toAt + (usize(i) << 2)));
        store<f64>(to + (usize(i) << 3), load<f64>(column + (unit << 3)));
      }
      if (rows & 1) store<f64>(to + (usize(rows) << 3), 0);
    }
  }
}

/** The next layer is the one reached. */
function advance(rows: i32): void {
  from = rows;
  const units = fromAt;
  fromAt = toAt;
  toAt = units;
  const matrix = carriedAt;
  carriedAt = nextAt;
  nextAt = matrix;
}

/**
 * out = W x between the live units, for `count` columns of `from` entries: four columns at a time share what is read of W. Blocks of four products are added up
 * first where `isBlocked`, as S takes them; M takes one after the other.
 */
function multiply(x: usize, count: i32, rows: i32, out: usize, isBlocked: bool): void {
  const step = stride(rows);
  const inner = stride(from);
  for (let j = 0; j < count; j += 4) {
    const x0 = x + usize(j) * inner;
    // Beyond the last column the last one again.
    const x1 = j + 1 < count ? x0 + inner : x0;
    const x2 = j + 2 < count ? x1 + inner : x0;
    const x3 = j + 3 < count ? x2 + inner : x0;
    const y0 = out + usize(j) * step;
    for (let i: usize = 0; i < step; i += 16) {
      let a0 = f64x2.splat(0);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      let m = 0;
      let w = weightsAt + i;
      let at: usize = 0;
      if (isBlocked) {
        for (; m + 3 < from; m += 4) {
          const w0 = v128.load(w);
          const w1 = v128.load(w + step);
          const w2 = v128.load(w + 2 * step);
          const w3 = v128.load(w + 3 * step);
          a0 = f64x2.add(a0, block(x0 + at, w0, w1, w2, w3));
          a1 = f64x2.add(a1, block(x1 + at, w0, w1, w2, w3));
          a2 = f64x2.add(a2, block(x2 + at, w0, w1, w2, w3));
          a3 = f64x2.add(a3, block(x3 + at, w0, w1, w2, w3));
          w += 4 * step;
          at += 32;
        }
      }
      for (; m < from; m++) {
        const weight = v128.load(w);
        a0 = f64x2.add(a0, f64x2.mul(v128.load64_splat(x0 + at), weight));
        a1 = f64x2.add(a1, f64x2.mul(v128.load64_splat(x1 + at), weight));
        a2 = f64x2.add(a2, f64x2.mul(v128.load64_splat(x2 + at), weight));
        a3 = f64x2.add(a3, f64x2.mul(v128.load64_splat(x3 + at), weight));
        w += step;
        at += 8;
      }
      v128.store(y0 + i, a0);
      if (j + 1 < count) v128.store(y0 + step + i, a1);
      if (j + 2 < count) v128.store(y0 + 2 * step + i, a2);
      if (j + 3 < count) v128.store(y0 + 3 * step + i, a3);
    }
  }
}

@inline
function block(at: usize, w0: v128, w1: v128, w2: v128, w3: v128): v128 {
  const first = f64x2.add(f64x2.mul(v128.load64_splat(at), w0), f64x2.mul(v128.load64_splat(at, 8), w1));
  const second = f64x2.add(f64x2.mul(v128.load64_splat(at, 16), w2), f64x2.mul(v128.load64_splat(at, 24), w3));
  return f64x2.add(first, second);
}

/** next = W S W': of each row as much as its diagonal, and the rest by symmetry. */
function congruence(rows: i32): void {
  multiply(carriedAt, from, rows, halfAt, true);
  const step = stride(rows);
  for (let i = 0; i < rows; i++) {
    const row = nextAt + usize(i) * step;
    const h = halfAt + (usize(i) << 3);
    const end = (usize(i) << 3) + 8;
    let m: usize = 0;
    for (; m + 16 < end; m += 32) {
      let a0 = f64x2.splat(0);
      let a1 = a0;
      let j = 0;
      let w = weightsAt + m;
      let f = h;
      for (; j + 3 < from; j += 4) {
        const f0 = v128.load64_splat(f);
        const f1 = v128.load64_splat(f + step);
        const f2 = v128.load64_splat(f + 2 * step);
        const f3 = v128.load64_splat(f + 3 * step);
        a0 = f64x2.add(a0, pairs(f0, f1, f2, f3, w, step));
        a1 = f64x2.add(a1, pairs(f0, f1, f2, f3, w + 16, step));
        w += 4 * step;
        f += 4 * step;
      }
      for (; j < from; j++) {
        const factor = v128.load64_splat(f);
        a0 = f64x2.add(a0, f64x2.mul(factor, v128.load(w)));
        a1 = f64x2.add(a1, f64x2.mul(factor, v128.load(w, 16)));
        w += step;
        f += step;
      }
      v128.store(row + m, a0);
      v128.store(row + m, a1, 16);
    }
    if (m < end) {
      let a = f64x2.splat(0);
      let j = 0;
      let w = weightsAt + m;
      let f = h;
      for (; j + 3 < from; j += 4) {
        const f0 = v128.load64_splat(f);
        const f1 = v128.load64_splat(f + step);
        const f2 = v128.load64_splat(f + 2 * step);
        const f3 = v128.load64_splat(f + 3 * step);
        a = f64x2.add(a, pairs(f0, f1, f2, f3, w, step));
        w += 4 * step;
        f += 4 * step;
      }
      for (; j < from; j++) {
        a = f64x2.add(a, f64x2.mul(v128.load64_splat(f), v128.load(w)));
        w += step;
        f += step;
      }
      v128.store(row + m, a);
    }
  }
  for (let i = 0; i < rows; i++) {
    const row = nextAt + usize(i) * step;
    if (rows & 1) store<f64>(row + (usize(rows) << 3), 0);
    for (let m = 0; m < i; m++) {
      store<f64>(nextAt + usize(m) * step + (usize(i) << 3), load<f64>(row + (usize(m) << 3)));
    }
  }
}

@inline
function pairs(f0: v128, f1: v128, f2: v128, f3: v128, w: usize, step: usize): v128 {
  const first = f64x2.add(f64x2.mul(f0, v128.load(w)), f64x2.mul(f1, v128.load(w + step)));
  const second = f64x2.add(f64x2.mul(f2, v128.load(w + 2 * step)), f64x2.mul(f3, v128.load(w + 3 * step)));
  return f64x2.add(first, second);
}

/** next = D (carried next + added I) D, D = diag phi'; returns the trace. */
function addIdentity(rows: i32, carried: f64, added: f64): f64 {
  const step = stride(rows);
  const factors = f64x2.splat(carried);
  let trace: f64 = 0;
  for (let i = 0; i < rows; i++) {
    const row = nextAt + usize(i) * step;
    if (carried == 0) memory.fill(row, 0, step);
    else for (let j: usize = 0; j < step; j += 16) v128.store(row + j, f64x2.mul(v128.load(row + j), factors));
    const diagonal = row + (usize(i) << 3);
    store<f64>(diagonal, max<f64>(0, load<f64>(diagonal)) + added);
    if (slope != 0) {
      const factor = load<u8>(masks + i) != 0 ? slope : 1;
      for (let j = 0; j < rows; j++) {
        const at = row + (usize(j) << 3);
        store<f64>(at, load<f64>(at) * (load<u8>(masks + j) != 0 ? factor * slope : factor));
      }
    }
    trace += load<f64>(diagonal);
  }
  return trace;
}

/** As ../../network/activation.ts: brings the largest of these vectors' entries within 2^±200. Returns the bits taken away, or -1 if all are 0. */
function rescale(at: usize, bytes: usize): i32 {
  let sizes = f64x2.splat(0);
  for (let offset: usize = 0; offset < bytes; offset += 16) sizes = f64x2.pmax(sizes, f64x2.abs(v128.load(at + offset)));
  const largest = max(f64x2.extract_lane(sizes, 0), f64x2.extract_lane(sizes, 1));
  if (largest == 0) return -1;
  if (largest <= 1.6069380442589903e60 && largest >= 6.223015277861142e-61) return 0;
  let taken = 0;
  let factor: f64 = 1;
  for (; largest * factor > 1.6069380442589903e60; taken += 200) factor *= 6.223015277861142e-61;
  for (; largest * factor < 6.223015277861142e-61; taken -= 200) factor *= 1.6069380442589903e60;
  for (let offset: usize = 0; offset < bytes; offset += 16) {
    v128.store(at + offset, f64x2.mul(v128.load(at + offset), f64x2.splat(factor)));
  }
  return taken;
}

/**
 * S_(layer+1) = D (carried W S W' + added I) D of the net whose masks are in memory, from S_layer of the call before, if carried > 0. Returns its trace, before it
 * is rescaled by the bits at `carriedBits`; -1 if it is 0 altogether.
 */
export function carryTrace(net: f64, layer: i32, carried: f64, added: f64): f64 {
  goTo(layer);
  const rows = findLive(toAt, widthOf(layer));
  if (rows == 0) return -1;
  if (carried > 0) {
    gather(net, layer, rows);
    congruence(rows);
  }
  const trace = addIdentity(rows, carried, added);
  const bits = rescale(nextAt, usize(rows) * stride(rows));
  if (bits == -1) return -1;
  store<i32>(carriedBitsAt, bits);
  advance(rows);
  return trace;
}

/** M = D^layer of the net whose masks are in memory. Returns how many columns it has. */
export function startTransfer(layer: i32): i32 {
  goTo(layer);
  columns = findLive(toAt, widthOf(layer));
  const step = stride(columns);
  memory.fill(nextAt, 0, usize(columns) * step);
  for (let j = 0; j < columns; j++) {
    const bent = slope != 0 && load<u8>(masks + j) != 0;
    store<f64>(nextAt + usize(j) * step + (usize(j) << 3), bent ? slope : 1);
  }
  advance(columns);
  return columns;
}

/** M = D^layer W^layer M, each column rescaled by its bits at `carriedBits`: 2^31 - 1 where it is 0. */
export function carryTransfer(net: f64, layer: i32): void {
  goTo(layer);
  const rows = findLive(toAt, widthOf(layer));
  gather(net, layer, rows);
  multiply(carriedAt, columns, rows, nextAt, false);
  const step = stride(rows);
  for (let j = 0; j < columns; j++) {
    const column = nextAt + usize(j) * step;
    if (slope != 0) {
      for (let i = 0; i < rows; i++) {
        const at = column + (usize(i) << 3);
        if (load<u8>(masks + i) != 0) store<f64>(at, load<f64>(at) * slope);
      }
    }
    const bits = rescale(column, step);
    store<i32>(carriedBitsAt + (usize(j) << 2), bits == -1 ? i32.MAX_VALUE : bits);
  }
  advance(rows);
}

/** Writes |M e_j|^2 of all columns: a sum of even entries and one of odd ones. */
export function squareColumns(): void {
  const step = stride(from);
  for (let j = 0; j < columns; j++) {
    const column = carriedAt + usize(j) * step;
    let sums = f64x2.splat(0);
    for (let i: usize = 0; i < step; i += 16) {
      const entries = v128.load(column + i);
      sums = f64x2.add(sums, f64x2.mul(entries, entries));
    }
    store<f64>(columnNormsAt + (usize(j) << 3), f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1));
  }
}
