/** What the ways forward and back do with vectors of doubles and their norms. */
import { unitsAt } from './layout';

@inline
export function putNorm(at: usize, norm2: f64, bits: i32): void {
  store<f64>(at, norm2);
  store<f64>(at, f64(bits), 8);
}

/** Zeros up to a multiple of eight. */
@inline
export function padUnits(count: i32): void {
  v128.store(unitsAt + (usize(count) << 2), i32x4.splat(0));
  v128.store(unitsAt + (usize(count) << 2), i32x4.splat(0), 16);
}

@inline
export function clear(at: usize, vectors: i32): void {
  for (const end = at + (usize(vectors) << 4); at < end; at += 16) v128.store(at, i32x4.splat(0));
}

/** Whether a vector whose largest entry this is needs no factor. */
@inline
export function isInRange(largest: f64): bool {
  return largest <= 1.6069380442589903e60 && largest >= 6.223015277861142e-61;
}

/** The power of two by which ../../network/activation.ts multiplies a vector whose largest entry this is. */
export let factor: f64 = 1;
/** Returns how many bits that takes away. */
export function chooseFactor(largest: f64): i32 {
  let taken = 0;
  factor = 1;
  for (; largest * factor > 1.6069380442589903e60; taken += 200) factor *= 6.223015277861142e-61;
  for (; largest * factor < 6.223015277861142e-61; taken -= 200) factor *= 1.6069380442589903e60;
  return taken;
}
