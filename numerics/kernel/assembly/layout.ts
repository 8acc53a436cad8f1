/** Where things lie in memory. The host writes the tables once (../instance.ts) and a net's widths before each run. */

/** Where nothing is added to: 8 bytes. */
export const nowhereAt: usize = 1016;
/** 1024 pairs {k, w} of f32: a place f in slab i stands for the weight f w, for certain if f^2 < k. */
export const tableAt: usize = 1024;
/** The ziggurat's edges x_0..x_1024 and heights f(x_0)..f(x_1024), f64. */
export const edgesAt: usize = 9216;
export const heightsAt: usize = 17416;
/** 16 byte patterns: the one numbered m gathers those of four f32 whose bits in m are 1. */
export const patternsAt: usize = 25616;
/** The states of eight rows' streams. */
export const rowStatesAt: usize = 25872;
/** |a|^2 and its binary exponent for up to 256 nets, f64. */
export const resultsAt: usize = 26000;
/** Words of a block of rows, for two groups of four columns in turns. */
export const wordsAt: usize = 30096;
/** The rows of a block: what is drawn before it is used. */
export const blockRows: i32 = 96;
/** Packs of three rows (words.ts): the places of their slabs in the table, then their words. */
export const packWordsAt: usize = 96;
export const packBytes: usize = 192;
/** Which packs of a block hold rejected draws, and in single precision in which of the eight columns there are none, a bit each: i32. */
export const notesAt: usize = wordsAt + packBytes * 96 / 3;
/** 1024 pairs {w, k} of f64: a place f in slab i stands for the weight f w, for certain if |f| < k. */
export const doubleTableAt: usize = notesAt + 8 * 34;
/** d_0..d_L, i32; behind it what `reserve` or `reserveDoubles` lays out. */
export const widthsAt: usize = doubleTableAt + 16384;

/** Sums of four streams for each row, v128. */
export let sumsAt: usize = 0;
/** What rejected draws add to each row, f32. */
export let extraAt: usize = 0;
/** The activations that are not 0, f32, and their units, i32; padded by zeros to a multiple of eight. */
export let valuesAt: usize = 0;
export let unitsAt: usize = 0;
/** The states s0..s3 of the streams of all these units' columns, 64 bytes for four. */
export let statesAt: usize = 0;
/** A vector from the host, or for it. */
export let vectorAt: usize = 0;
/** Rejected draws: arrays of `queueRoom` (rejected.ts). */
export let queueAt: usize = 0;
/** Room for two groups and a block, and 3 more. */
export const queueRoom: i32 = 4096;
const queueBytes: usize = 14 * 4 * 4096;

/** Groups of layers and tables of the reduced law (reduced.ts). */
export let reducedAt: usize = 0;
/** Four gamma numbers, f64, and their degrees of freedom, i32. */
export let gammasAt: usize = 0;

/** Makes room for them, and for the states of eight columns; the rest of the layout is gone until the next `reserve`. 0 if there is none. */
export function reserveReduced(bytes: usize): usize {
  unitsAt = (widthsAt + 15) & ~15;
  statesAt = unitsAt + 32;
  gammasAt = statesAt + 128;
  reducedAt = gammasAt + 48;
  return reaches(reducedAt + bytes) ? reducedAt : 0;
}

/** Whether memory reaches up to `end`, or could be made to. */
export function reaches(end: usize): bool {
  const pages = i32((end + 0xffff) >> 16) - memory.size();
  return pages <= 0 || memory.grow(pages) >= 0;
}

/** Lays out memory for `depth` layers of at most `size` units. Returns where a vector from the host lies, 0 if there is no room. */
export function reserve(depth: i32, size: i32): usize {
  const padded: usize = (usize(size) + 18) & ~15;
  let at: usize = (widthsAt + 4 * (usize(depth) + 1) + 15) & ~15;
  sumsAt = at;
  at += 16 * padded;
  extraAt = at;
  at += 4 * padded;
  valuesAt = at;
  at += 4 * padded + 32;
  unitsAt = at;
  at += 4 * padded + 32;
  statesAt = at;
  at += 16 * padded + 128;
  vectorAt = at;
  at += 4 * padded + 32;
  queueAt = at;
  at += queueBytes;
  return reaches(at) ? vectorAt : 0;
}

/** |a^l|^2 and its binary exponent for l = 0..L, f64; |delta^l|^2 likewise, entry 0 unused. */
export let normsAt: usize = 0;
export let deltaNormsAt: usize = 0;
/** Which units are bent, a byte each, layer after layer from the input's on. */
export let masksAt: usize = 0;
/** Two sums for each row, and what late draws add: f64. In the kernel of doubles values are f64 too, and columns have extra sums as rows do. */
export let pairSumsAt: usize = 0;
/** delta, padded by two zeros. */
export let deltaAt: usize = 0;
/** Modulo a prime, i32: the values that are not 0, delta, and four sums for each row. */
export let residuesAt: usize = 0;
export let deltaResiduesAt: usize = 0;
export let residueSumsAt: usize = 0;
/**
 * Nets of narrow layers (double-small.ts): which column of W is the first of layer l, i32; the layer and the number of each column, i32; the weights, f64, eight
 * columns at a time, row by row; late draws.
 */
export let firstsAt: usize = 0;
export let lanesLayersAt: usize = 0;
export let lanesColumnsAt: usize = 0;
export let netWeightsAt: usize = 0;
export let lateAt: usize = 0;
/** Columns for the host, f64: as many as `matrixColumns`, and 8 more. */
export let matrixAt: usize = 0;
export let matrixColumns: i32 = 0;

/** Lays out memory for nets in doubles; `bytes` is the number of units of all layers, the input's too; `small` whether the net is kept whole. Returns whether there is room. */
export function reserveDoubles(depth: i32, size: i32, bytes: i32, small: bool): bool {
  const padded: usize = (usize(size) + 18) & ~15;
  let at: usize = (widthsAt + 4 * (usize(depth) + 1) + 15) & ~15;
  normsAt = at;
  at += 16 * (usize(depth) + 1);
  deltaNormsAt = at;
  at += 16 * (usize(depth) + 1);
  masksAt = at;
  at += (usize(bytes) + 31) & ~15;
  pairSumsAt = at;
  at += 16 * padded;
  extraAt = at;
  at += 8 * padded;
  valuesAt = at;
  at += 8 * padded + 64;
  unitsAt = at;
  at += 4 * padded + 32;
  statesAt = at;
  at += 16 * padded + 128;
  deltaAt = at;
  at += 8 * padded + 32;
  residuesAt = at;
  at += 4 * padded + 32;
  deltaResiduesAt = at;
  at += 4 * padded + 32;
  residueSumsAt = at;
  at += 16 * padded;
  queueAt = at;
  at += queueBytes;
  if (small) {
    const columns = (usize(bytes) + 15) & ~7;
    firstsAt = at;
    at += (4 * (usize(depth) + 3) + 15) & ~15;
    lanesLayersAt = at;
    at += 4 * columns;
    lanesColumnsAt = at;
    at += 4 * columns;
    netWeightsAt = at;
    at += 8 * columns * usize(size);
    lateAt = at;
    at += 16 * columns * usize(size);
  }
  matrixAt = at;
  matrixColumns = max(8, min(64, (1 << 18) / (size + 1))) & ~7;
  at += 8 * (usize(matrixColumns) + 8) * padded;
  return reaches(at);
}

/** A net on a batch (batch.ts), f64: its parameters, the gradient, a target and a residual for each input. */
export let parametersAt: usize = 0;
export let gradientAt: usize = 0;
export let targetsAt: usize = 0;
export let residualsAt: usize = 0;
/** a, phi' and delta: for each unit, layer after layer from the input's on, a number for each input. */
export let activationsAt: usize = 0;
export let slopesAt: usize = 0;
export let batchDeltasAt: usize = 0;
/** Of each layer the units that live, in order, and how many: i32. */
export let livingAt: usize = 0;
export let livingCountsAt: usize = 0;

/** Lays out memory for a net of `units` units, the input's too, and `size` parameters on a batch of `stride` inputs, a multiple of 4. Returns whether there is room. */
export function reserveBatch(depth: i32, units: i32, stride: i32, size: i32): bool {
  let at: usize = (widthsAt + 4 * (usize(depth) + 1) + 15) & ~15;
  const entries = 8 * usize(units) * usize(stride);
  activationsAt = at;
  at += entries;
  slopesAt = at;
  at += entries;
  batchDeltasAt = at;
  at += entries;
  targetsAt = at;
  at += 8 * usize(stride);
  residualsAt = at;
  at += 8 * usize(stride);
  parametersAt = at;
  at += 8 * usize(size);
  gradientAt = at;
  at += 8 * usize(size);
  livingAt = at;
  at += 4 * usize(units);
  livingCountsAt = at;
  at += 4 * (usize(depth) + 1);
  return reaches(at);
}

/** A symmetric matrix (symmetric.ts), f64: its rows, of an even length and an even number, and how far apart they are. */
export let squareAt: usize = 0;
export let squareRowBytes: usize = 0;
/** The vectors v, w, x and p of a step by pairs, 64 bytes for each. */
export let stepAt: usize = 0;
/** What it is taken to: diagonal, side, the side's squares; and the eigenvalues. */
export let diagonalAt: usize = 0;
export let sideAt: usize = 0;
export let squaresAt: usize = 0;
export let eigenvaluesAt: usize = 0;

/** Lays out memory for a symmetric matrix of order m. Returns whether there is room. */
export function reserveSymmetric(m: i32): bool {
  const even = (usize(m) + 1) & ~1;
  let at: usize = (widthsAt + 63) & ~63;
  squareAt = at;
  squareRowBytes = 8 * even;
  at += squareRowBytes * even;
  stepAt = at;
  at += 32 * (even + 6);
  diagonalAt = at;
  at += 8 * even;
  sideAt = at;
  at += 8 * even;
  squaresAt = at;
  at += 8 * even;
  eigenvaluesAt = at;
  at += 8 * even;
  return reaches(at);
}
