/** Where things lie in memory. The host writes the tables once (../instance.ts) and a net's widths before each run. */

/** 1024 pairs {k, w} of f32: a word f of slab i stands for the weight f w, for certain if |f| < k. */
export const tableAt: usize = 1024;
/** The ziggurat's edges x_0..x_1024 and heights f(x_0)..f(x_1024), f64. */
export const edgesAt: usize = 9216;
export const heightsAt: usize = 17416;
/** 16 byte patterns: the one numbered m gathers those of four f32 whose bits in m are 1. */
export const patternsAt: usize = 25616;
/** The states s0..s3 of the streams of four columns. */
export const stateAt: usize = 25872;
/** |a|^2 and its binary exponent for up to 256 nets, f64. */
export const resultsAt: usize = 25936;
/** d_0..d_L, i32; behind it what `reserve` lays out. */
export const widthsAt: usize = 30032;

/** A rejected draw's place in the queue: four vectors, group, row and mask. */
export const recordBytes: usize = 80;

/** Sums of four streams for each row, v128. */
export let sumsAt: usize = 0;
/** What rejected draws add to each row, f32. */
export let extraAt: usize = 0;
/** The activations that are not 0, f32, and their units, i32; padded by zeros to a multiple of four. */
export let valuesAt: usize = 0;
export let unitsAt: usize = 0;
/** A vector from the host, or for it. */
export let vectorAt: usize = 0;
export let queueAt: usize = 0;
export let queueEnd: usize = 0;

/** Lays out memory for `depth` layers of at most `size` units. Returns where a vector from the host lies. */
export function reserve(depth: i32, size: i32): usize {
  const padded: usize = (usize(size) + 18) & ~15;
  let at: usize = (widthsAt + 4 * (usize(depth) + 1) + 15) & ~15;
  sumsAt = at;
  at += 16 * padded;
  extraAt = at;
  at += 4 * padded;
  valuesAt = at;
  at += 4 * padded + 16;
  unitsAt = at;
  at += 4 * padded + 16;
  vectorAt = at;
  at += 4 * padded + 16;
  queueAt = at;
  // Room for every draw of two groups, and for those that some thousand groups reject.
  at += recordBytes * (2 * (padded / 3 + 2) + 4096);
  queueEnd = at;
  const pages = i32((at + 0xffff) >> 16) - memory.size();
  if (pages > 0 && memory.grow(pages) < 0) unreachable();
  return vectorAt;
}
