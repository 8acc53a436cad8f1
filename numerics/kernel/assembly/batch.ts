/** Loss and gradient of a net on a batch of inputs, bit for bit as in ../../escape/batch-net.ts: two inputs to a vector. */
import {
  activationsAt,
  batchDeltasAt,
  gradientAt,
  livingAt,
  livingCountsAt,
  parametersAt,
  residualsAt,
  slopesAt,
  targetsAt,
  widthsAt,
} from './layout';

let depth: i32 = 0;
let stride: i32 = 0;
/** From a unit's numbers to the next unit's, in bytes. */
let rowBytes: usize = 0;
let bentSlope: f64 = 0;
/** The loss is this times the sum of squared residuals. */
let factor: f64 = 0;
/** The layer at hand and the one before: their first unit, how many units each has. */
let above: i32 = 0;
let below: i32 = 0;
let rows: i32 = 0;
let columns: i32 = 0;
/** Where W^l begins. */
let matrix: usize = 0;
let isDead: bool = true;

/** Layers; inputs, a multiple of 4; phi(z) = slope z for z <= 0; the factor of the loss. */
export function configureBatch(layers: i32, inputs: i32, slope: f64, lossFactor: f64): void {
  depth = layers;
  stride = inputs;
  rowBytes = 8 * usize(inputs);
  bentSlope = slope;
  factor = lossFactor;
  const width = widthOf(0);
  for (let j = 0; j < width; j++) store<i32>(livingAt + (usize(j) << 2), j);
  store<i32>(livingCountsAt, width);
}

@inline
function widthOf(layer: i32): i32 {
  return load<i32>(widthsAt + (usize(layer) << 2));
}

@inline
function livingOf(layer: i32): i32 {
  return load<i32>(livingCountsAt + (usize(layer) << 2));
}

/** The unit that lives as number `place` of the layer whose first unit is `first`. */
@inline
function living(first: i32, place: i32): i32 {
  return load<i32>(livingAt + (usize(first + place) << 2));
}

@inline
function rowOf(at: usize, unit: i32): usize {
  return at + usize(unit) * rowBytes;
}

/** The loss; leaves residuals, activations and slopes. */
export function lossOfBatch(): f64 {
  start();
  for (let layer = 1; layer <= depth; layer++) {
    enter(layer);
    advance(layer);
  }
  memory.fill(residualsAt, 0, rowBytes);
  const readout = matrix + 8 * usize(rows) * usize(columns);
  const top = livingOf(depth);
  for (let k = 0; k < top; k++) {
    const i = living(above, k);
    const b = f64x2.splat(load<f64>(readout + (usize(i) << 3)));
    const a = rowOf(activationsAt, above + i);
    for (let s: usize = 0; s < rowBytes; s += 16) {
      const residual = residualsAt + s;
      v128.store(residual, f64x2.add(v128.load(residual), f64x2.mul(b, v128.load(a + s))));
    }
  }
  let sum = 0.0;
  for (let s: usize = 0; s < rowBytes; s += 8) {
    const residual = load<f64>(residualsAt + s) - load<f64>(targetsAt + s);
    store<f64>(residualsAt + s, residual);
    sum += residual * residual;
  }
  isDead = findDead();
  return factor * sum;
}

/** Whether a^L = 0 for all inputs, in the last pass. */
export function isDeadBatch(): bool {
  return isDead;
}

function findDead(): bool {
  const end = rowOf(activationsAt, above + rows);
  for (let at = rowOf(activationsAt, above); at < end; at += 8) if (load<f64>(at) != 0) return false;
  return true;
}

/** The loss, and its derivative by each parameter. */
export function gradientOfBatch(size: i32): f64 {
  const loss = lossOfBatch();
  memory.fill(gradientAt, 0, 8 * usize(size));
  for (let s: usize = 0; s < rowBytes; s += 8) {
    store<f64>(residualsAt + s, load<f64>(residualsAt + s) * (2 * factor));
  }
  const readout = matrix + 8 * usize(rows) * usize(columns);
  const top = livingOf(depth);
  for (let k = 0; k < top; k++) {
    const i = living(above, k);
    const b = load<f64>(readout + (usize(i) << 3));
    const unit = above + i;
    let sum = 0.0;
    for (let s: usize = 0; s < rowBytes; s += 8) {
      const residual = load<f64>(residualsAt + s);
      sum += residual * load<f64>(rowOf(activationsAt, unit) + s);
      store<f64>(rowOf(batchDeltasAt, unit) + s, b * residual * load<f64>(rowOf(slopesAt, unit) + s));
    }
    store<f64>(readout - parametersAt + gradientAt + (usize(i) << 3), sum);
  }
  for (let layer = depth; layer >= 1; layer--) {
    differentiate(layer);
    if (layer > 1) {
      retreat(layer);
      leave(layer);
    }
  }
  return loss;
}

/** Before the first layer. */
function start(): void {
  above = 0;
  rows = widthOf(0);
  columns = 0;
  matrix = parametersAt;
}

/** From layer - 1 to `layer`. */
function enter(layer: i32): void {
  matrix += 8 * usize(rows) * usize(columns);
  below = above;
  above += rows;
  columns = rows;
  rows = widthOf(layer);
}

/** From `layer` to layer - 1, which is not the input. */
function leave(layer: i32): void {
  above = below;
  rows = columns;
  columns = widthOf(layer - 2);
  below = above - columns;
  matrix -= 8 * usize(rows) * usize(columns);
}

/** a^l = phi(W^l a^(l-1)). */
function advance(layer: i32): void {
  // Globals would be read anew in every round.
  const bytes = rowBytes;
  const height = rows;
  const width = usize(columns) << 3;
  const count = usize(livingOf(layer - 1)) << 2;
  const units = livingAt + (usize(below) << 2);
  const before = rowOf(activationsAt, below);
  const zeros = f64x2.splat(0);
  const ones = f64x2.splat(1);
  const bent = f64x2.splat(bentSlope);
  let lives = 0;
  let weights = matrix;
  let a = rowOf(activationsAt, above);
  let slopes = rowOf(slopesAt, above);
  const living = livingAt + (usize(above) << 2);
  for (let i = 0; i < height; i++) {
    let signs = zeros;
    for (let s: usize = 0; s < bytes; s += 32) {
      let z0 = zeros;
      let z1 = zeros;
      const first = before + s;
      for (let k: usize = 0; k < count; k += 4) {
        const j = usize(load<i32>(units + k));
        const weight = v128.load64_splat(weights + (j << 3));
        const at = first + j * bytes;
        z0 = f64x2.add(z0, f64x2.mul(weight, v128.load(at)));
        z1 = f64x2.add(z1, f64x2.mul(weight, v128.load(at, 16)));
      }
      const f0 = v128.bitselect(ones, bent, f64x2.gt(z0, zeros));
      const f1 = v128.bitselect(ones, bent, f64x2.gt(z1, zeros));
      z0 = f64x2.mul(f0, z0);
      z1 = f64x2.mul(f1, z1);
      v128.store(slopes + s, f0);
      v128.store(slopes + s, f1, 16);
      v128.store(a + s, z0);
      v128.store(a + s, z1, 16);
      // 0 times what is no number is not 0, and lives.
      signs = v128.or(signs, v128.or(f64x2.ne(f0, zeros), f64x2.ne(z0, zeros)));
      signs = v128.or(signs, v128.or(f64x2.ne(f1, zeros), f64x2.ne(z1, zeros)));
    }
    if (v128.any_true(signs)) store<i32>(living + (usize(lives++) << 2), i);
    weights += width;
    a += bytes;
    slopes += bytes;
  }
  store<i32>(livingCountsAt + (usize(layer) << 2), lives);
}

/** dloss/dW^l_ij = sum_s delta^l_i a^(l-1)_j. */
function differentiate(layer: i32): void {
  const bytes = rowBytes;
  const width = usize(columns) << 3;
  const upper = usize(livingOf(layer)) << 2;
  const lower = usize(livingOf(layer - 1)) << 2;
  const over = livingAt + (usize(above) << 2);
  const under = livingAt + (usize(below) << 2);
  const deltas = rowOf(batchDeltasAt, above);
  const before = rowOf(activationsAt, below);
  const gradient = matrix - parametersAt + gradientAt;
  for (let k: usize = 0; k < upper; k += 4) {
    const i = usize(load<i32>(over + k));
    const delta = deltas + i * bytes;
    const row = gradient + i * width;
    for (let m: usize = 0; m < lower; m += 4) {
      const j = usize(load<i32>(under + m));
      const a = before + j * bytes;
      let sum0 = f64x2.splat(0);
      let sum1 = f64x2.splat(0);
      for (let s: usize = 0; s < bytes; s += 32) {
        sum0 = f64x2.add(sum0, f64x2.mul(v128.load(delta + s), v128.load(a + s)));
        sum1 = f64x2.add(sum1, f64x2.mul(v128.load(delta + s, 16), v128.load(a + s, 16)));
      }
      sum0 = f64x2.add(sum0, sum1);
      store<f64>(row + (j << 3), f64x2.extract_lane(sum0, 0) + f64x2.extract_lane(sum0, 1));
    }
  }
}

/** delta^(l-1) = phi'(z^(l-1)) (W^l)' delta^l. */
function retreat(layer: i32): void {
  const bytes = rowBytes;
  const width = usize(columns) << 3;
  const upper = usize(livingOf(layer)) << 2;
  const lower = usize(livingOf(layer - 1)) << 2;
  const over = livingAt + (usize(above) << 2);
  const under = livingAt + (usize(below) << 2);
  const deltas = rowOf(batchDeltasAt, above);
  for (let m: usize = 0; m < lower; m += 4) {
    const j = load<i32>(under + m);
    const weights = matrix + (usize(j) << 3);
    const delta = rowOf(batchDeltasAt, below + j);
    const slopes = rowOf(slopesAt, below + j);
    for (let s: usize = 0; s < bytes; s += 32) {
      let d0 = f64x2.splat(0);
      let d1 = f64x2.splat(0);
      const first = deltas + s;
      for (let k: usize = 0; k < upper; k += 4) {
        const i = usize(load<i32>(over + k));
        const weight = v128.load64_splat(weights + i * width);
        const at = first + i * bytes;
        d0 = f64x2.add(d0, f64x2.mul(weight, v128.load(at)));
        d1 = f64x2.add(d1, f64x2.mul(weight, v128.load(at, 16)));
      }
      v128.store(delta + s, f64x2.mul(d0, v128.load(slopes + s)));
      v128.store(delta + s, f64x2.mul(d1, v128.load(slopes + s, 16)), 16);
    }
  }
}

/**
 * Steps of gradient descent until the loss is at most `goal`, from the parameters in memory. Returns how many it took; -1 where it
 * takes more than `cap`, a gradient is 0 and the loss stands still, or the loss leaves the doubles.
 */
export function descendBatch(size: i32, rate: f64, goal: f64, cap: i32): i32 {
  const rates = f64x2.splat(rate);
  const end = usize(size) << 3;
  let before = NaN;
  for (let t = 0; t <= cap; t++) {
    const loss = gradientOfBatch(size);
    if (t > 0 && loss <= goal) return t;
    if (t == cap || !(loss < Infinity) || (loss == before && isStill(end))) break;
    before = loss;
    let at: usize = 0;
    for (; at + 8 < end; at += 16) {
      const w = parametersAt + at;
      v128.store(w, f64x2.sub(v128.load(w), f64x2.mul(rates, v128.load(gradientAt + at))));
    }
    if (at < end) {
      const w = parametersAt + at;
      store<f64>(w, load<f64>(w) - rate * load<f64>(gradientAt + at));
    }
  }
  return -1;
}

function isStill(end: usize): bool {
  for (let at: usize = 0; at < end; at += 8) if (load<f64>(gradientAt + at) != 0) return false;
  return true;
}
