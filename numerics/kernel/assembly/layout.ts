/** Where things lie in memory. The host writes the tables once (../instance.ts) and a net's widths before each run. */

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
/** Which packs of three rows of a block hold rejected draws, i32. */
export const notesAt: usize = wordsAt + 32 * (4 * 96) / 3;
/** Sums of two groups of columns over rows 0, 1 and 2 mod 3, v128. */
export const dotsAt: usize = notesAt + 4 * 33 + 12;
/** d_0..d_L, i32; behind it what `reserve` lays out. */
export const widthsAt: usize = dotsAt + 96;

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

/** For weights ±1, in doubles: sums of four streams for each row, 2 v128; activations that are not 0; and, modulo a prime, both as i32. */
export let signedSumsAt: usize = 0;
export let signedValuesAt: usize = 0;
export let residueSumsAt: usize = 0;
export let residuesAt: usize = 0;

/** Groups of layers and tables of the reduced law (reduced.ts). */
export let reducedAt: usize = 0;
/** Four gamma numbers, f64, and their degrees of freedom, i32. */
export let gammasAt: usize = 0;

/** Makes room for them, and for the states of eight columns; the rest of the layout is gone until the next `reserve`. */
export function reserveReduced(bytes: usize): usize {
  unitsAt = (widthsAt + 15) & ~15;
  statesAt = unitsAt + 32;
  gammasAt = statesAt + 128;
  reducedAt = gammasAt + 48;
  grow(reducedAt + bytes);
  return reducedAt;
}

function grow(end: usize): void {
  const pages = i32((end + 0xffff) >> 16) - memory.size();
  if (pages > 0 && memory.grow(pages) < 0) unreachable();
}

/** For the way back: delta, f32, and for each layer which z are positive, a byte for four units. */
export let deltaAt: usize = 0;
export let masksAt: usize = 0;

/** Lays out memory for `depth` layers of at most `size` units. Returns where a vector from the host lies. */
export function reserve(depth: i32, size: i32, signed: bool, maskBytes: usize): usize {
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
  at += 13 * 4 * usize(queueRoom);
  deltaAt = at;
  at += 4 * padded + 16;
  masksAt = at;
  at += (maskBytes + 15) & ~15;
  if (signed) {
    signedSumsAt = at;
    at += 32 * padded;
    signedValuesAt = at;
    at += 8 * padded + 32;
    residueSumsAt = at;
    at += 16 * padded;
    residuesAt = at;
    at += 4 * padded + 16;
  }
  grow(at);
  return vectorAt;
}
