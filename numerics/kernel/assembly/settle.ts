/** What ../../random/ziggurat.ts does with a draw that missed the sure part of its slab, and the exp and log that it uses. */
import { edgesAt, heightsAt } from './layout';

const ln2: f64 = 0.6931471805599453;
const sqrt2: f64 = 1.4142135623730951;
const sqrtHalf: f64 = 0.7071067811865476;

/** The state of the stream that a draw goes on in. */
let s0: i32 = 0;
let s1: i32 = 0;
let s2: i32 = 0;
let s3: i32 = 0;

/** Takes the state from one lane of four vectors. */
export function setState(at: usize): void {
  s0 = load<i32>(at);
  s1 = load<i32>(at, 16);
  s2 = load<i32>(at, 32);
  s3 = load<i32>(at, 48);
}

function nextWord(): i32 {
  const word = rotl(s0 + s3, 7) + s0;
  const shifted = s1 << 9;
  s2 ^= s0;
  s3 ^= s1;
  s1 ^= s2;
  s0 ^= s3;
  s2 ^= shifted;
  s3 = rotl(s3, 11);
  return word;
}

@inline
function edge(i: i32): f64 {
  return load<f64>(edgesAt + (usize(i) << 3));
}
@inline
function height(i: i32): f64 {
  return load<f64>(heightsAt + (usize(i) << 3));
}

export function portableLog(x: f64): f64 {
  let mantissa = x;
  let exponent = 0;
  for (; mantissa < sqrtHalf; exponent--) mantissa *= 2;
  for (; mantissa > sqrt2; exponent++) mantissa /= 2;
  const ratio = (mantissa - 1) / (mantissa + 1);
  const square = ratio * ratio;
  let series: f64 = 1.0 / 23;
  series = series * square + 1.0 / 21;
  series = series * square + 1.0 / 19;
  series = series * square + 1.0 / 17;
  series = series * square + 1.0 / 15;
  series = series * square + 1.0 / 13;
  series = series * square + 1.0 / 11;
  series = series * square + 1.0 / 9;
  series = series * square + 1.0 / 7;
  series = series * square + 1.0 / 5;
  series = series * square + 1.0 / 3;
  series = series * square + 1.0;
  return 2 * ratio * series + f64(exponent) * ln2;
}

function portableExp(x: f64): f64 {
  const quotient = -x / ln2;
  const below = floor(quotient);
  const halvings = quotient - below >= 0.5 ? below + 1 : below;
  const rest = x + halvings * ln2;
  let result: f64 = 1;
  for (let k = 16; k >= 1; k--) result = 1 + (rest / f64(k)) * result;
  for (let k: f64 = 0; k < halvings; k++) result /= 2;
  return result;
}

/** The next uniform number in (0, 1). */
@inline
export function uniform(): f64 {
  return (f64(nextWord()) + 2147483648.0 + 0.5) / 4294967296.0;
}

/**
 * exp(-x^2/2) for x in a slab of this outer edge x_i and height f(x_i), i >= 1, with an error below 5e-6 of it: f(x) = f(x_i) e^t with
 * 0 <= t < 0.74, and the series to t^7/7!.
 */
@inline
function estimated(x: f64, edge: f64, height: f64): f64 {
  const t = (edge - x) * (edge + x) * 0.5;
  const high = 1.0 / 24 + t * (1.0 / 120 + t * (1.0 / 720 + t * (1.0 / 5040)));
  return height * (1 + t * (1 + t * (1.0 / 2 + t * (1.0 / 6 + t * high))));
}

/** The same for two. */
@inline
export function estimatedTwice(x: v128, edge: v128, height: v128): v128 {
  const t = f64x2.mul(f64x2.mul(f64x2.sub(edge, x), f64x2.add(edge, x)), f64x2.splat(0.5));
  let series = f64x2.splat(1.0 / 5040);
  series = f64x2.add(f64x2.splat(1.0 / 720), f64x2.mul(t, series));
  series = f64x2.add(f64x2.splat(1.0 / 120), f64x2.mul(t, series));
  series = f64x2.add(f64x2.splat(1.0 / 24), f64x2.mul(t, series));
  series = f64x2.add(f64x2.splat(1.0 / 6), f64x2.mul(t, series));
  series = f64x2.add(f64x2.splat(0.5), f64x2.mul(t, series));
  series = f64x2.add(f64x2.splat(1), f64x2.mul(t, series));
  series = f64x2.add(f64x2.splat(1), f64x2.mul(t, series));
  return f64x2.mul(height, series);
}

/** Whether `level` is below exp(-x^2/2), for x in a slab i >= 1. */
function isBelow(level: f64, x: f64, slab: i32): bool {
  const estimate = estimated(x, edge(slab), height(slab));
  if (level < estimate * (1 - 1e-5)) return true;
  if (level > estimate * (1 + 1e-5)) return false;
  return level < portableExp((-x * x) / 2);
}

/** Finishes a draw. */
export function settle(place: f64, slab: i32): f64 {
  while (true) {
    const x = (place / 2147483648.0) * edge(slab);
    const size = abs(x);
    if (size < edge(slab + 1)) return x;
    if (slab == 0) return x < 0 ? -tail(edge(1)) : tail(edge(1));
    const level = height(slab) + uniform() * (height(slab + 1) - height(slab));
    if (isBelow(level, size, slab)) return x;
    slab = i32(floor(uniform() * 1024));
    place = (uniform() - 0.5) * 4294967296.0;
  }
}

function tail(r: f64): f64 {
  while (true) {
    const beyond = -portableLog(uniform()) / r;
    if (-2 * portableLog(uniform()) > beyond * beyond) return r + beyond;
  }
}
