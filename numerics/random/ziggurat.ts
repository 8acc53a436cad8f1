/**
 * The ziggurat of the normal density (Marsaglia & Tsang 2000): 1024 horizontal slabs of equal area under
 * f(x) = exp(-x^2/2), x >= 0. Slab i = 1..1023 is the rectangle [0, x_i] x [f(x_i), f(x_(i+1))], slab 0 the strip below f(r), r = x_1,
 * with the tail beyond r; x_1024 = 0. A point uniform in slab i with abscissa below x_(i+1) lies under f.
 */
import { portableExp, portableLog } from './portable.js';

export const slabs = 1024;

const density = (x: number): number => portableExp((-x * x) / 2);

/** Integral of f from r on, r >= 3, by its continued fraction f(r)/(r + 1/(r + 2/(r + 3/(r + ...)))): 200 steps reach 1e-16. */
function tailArea(r: number): number {
  let fraction = r;
  for (let k = 200; k >= 1; k--) fraction = r + k / fraction;
  return density(r) / fraction;
}

/** The edges x_0 > x_1 = r > ... > x_1023 if slabs of equal area stack up from r, undefined if they overshoot the top. */
function stack(r: number): Float64Array | undefined {
  const area = r * density(r) + tailArea(r);
  const edges = new Float64Array(slabs + 1);
  // The width that a rectangle of height f(r) needs to have the base strip's area.
  edges[0] = area / density(r);
  edges[1] = r;
  for (let i = 1; i < slabs - 1; i++) {
    const height = density(edges[i]!) + area / edges[i]!;
    if (height >= 1) return undefined;
    edges[i + 1] = Math.sqrt(-2 * portableLog(height));
  }
  return density(edges[slabs - 1]!) + area / edges[slabs - 1]! > 1 ? undefined : edges;
}

export interface Ziggurat {
  /** x_0..x_1024. */
  readonly edges: Float64Array;
  /** f(x_0)..f(x_1024); the entry of x_0 is not used. */
  readonly heights: Float64Array;
  /**
   * For each slab i, at 2i: x_i/2^31, which turns a signed 32-bit integer plus 1/2 into an abscissa; at 2i+1: below which
   * absolute value of that number the abscissa is below x_(i+1).
   */
  readonly table: Float64Array;
}

let cached: Ziggurat | undefined;

/** Bisects for the r at which the last slab ends at the top of f. About 10 ms, once. */
export function ziggurat(): Ziggurat {
  cached ??= build();
  return cached;
}

function build(): Ziggurat {
  let low = 3;
  let high = 5;
  for (let middle = 4; middle > low && middle < high; middle = (low + high) / 2) {
    if (stack(middle) === undefined) low = middle;
    else high = middle;
  }
  const edges = stack(high)!;
  const table = new Float64Array(2 * slabs);
  for (let i = 0; i < slabs; i++) {
    table[2 * i] = edges[i]! / 2 ** 31;
    table[2 * i + 1] = (edges[i + 1]! / edges[i]!) * 2 ** 31;
  }
  return { edges, heights: edges.map(density), table };
}

/**
 * Finishes a draw that missed the sure part of its slab: `place` a signed 32-bit integer plus 1/2, |place| >= table[2 slab + 1]. The
 * wedge is tested at this very slab; a point above f is thrown away and the draw begins anew with a new slab. (A new slab for the test,
 * or the old one for the new draw, would bias the law.)
 * @param next the next uniform number in (0, 1).
 */
export function settle(place: number, slab: number, next: () => number): number {
  const { edges, heights } = ziggurat();
  for (;;) {
    const x = (place / 2 ** 31) * edges[slab]!;
    if (Math.abs(x) < edges[slab + 1]!) return x;
    if (slab === 0) return x < 0 ? -tail(edges[1]!, next) : tail(edges[1]!, next);
    const height = heights[slab]! + next() * (heights[slab + 1]! - heights[slab]!);
    if (height < density(x)) return x;
    slab = Math.floor(next() * slabs);
    place = (next() - 0.5) * 2 ** 32;
  }
}

/** A normal number given that it exceeds r (Marsaglia 1964). */
function tail(r: number, next: () => number): number {
  for (;;) {
    const beyond = -portableLog(next()) / r;
    if (-2 * portableLog(next()) > beyond * beyond) return r + beyond;
  }
}
