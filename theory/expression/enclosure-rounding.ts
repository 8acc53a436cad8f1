/**
 * Directed rounding of single operations in doubles: ...Down is at most, ...Up at least the exact result, and both are
 * the exact result where that is a double. Rounding errors come from error-free transformations (double-double.ts).
 * Domain: finite operands below 2^500 in magnitude, or infinities in the direction that is rounded to.
 */
import { productError, sumError } from '../special/double-double.js';

/** Rump, Zimmermann, Boldo, Melquiond 2009: x -+ (phi |x| + eta) rounds to the neighbour of x or one beyond. */
const phi = 2 ** -53 * (1 + 2 ** -52);
const eta = Number.MIN_VALUE;

/** Below this the error-free product may itself be inexact. */
const tiny = 2 ** -900;

const below = (x: number): number => x - (Math.abs(x) * phi + eta);
const above = (x: number): number => x + (Math.abs(x) * phi + eta);

export function addDown(a: number, b: number): number {
  const sum = a + b;
  return Number.isFinite(sum) && sumError(a, b, sum) < 0 ? below(sum) : sum;
}

export function addUp(a: number, b: number): number {
  return -addDown(-a, -b);
}

/** 0 times infinity is 0: infinite endpoints bound sets of finite numbers. */
export function multiplyDown(a: number, b: number): number {
  if (a === 0 || b === 0) return 0;
  const product = a * b;
  if (!Number.isFinite(product)) return product;
  if (Math.abs(product) < tiny) return a > 0 === b > 0 ? Math.max(0, below(product)) : below(product);
  return productError(a, b, product) < 0 ? below(product) : product;
}

export function multiplyUp(a: number, b: number): number {
  return -multiplyDown(-a, b);
}

/** b is not 0. */
export function divideDown(a: number, b: number): number {
  if (a === 0) return 0;
  const quotient = a / b;
  if (!Number.isFinite(quotient)) return quotient;
  if (!Number.isFinite(b)) return quotient; // exactly 0, the limit
  if (Math.abs(quotient) < tiny || Math.abs(a) < tiny) {
    return a > 0 === b > 0 ? Math.max(0, below(quotient)) : below(quotient);
  }
  const product = quotient * b;
  const rest = a - product - productError(quotient, b, product); // a - quotient b; its sign is exact
  return rest !== 0 && rest < 0 === b > 0 ? below(quotient) : quotient;
}

export function divideUp(a: number, b: number): number {
  return -divideDown(-a, b);
}

/** x >= 0. */
export function rootDown(x: number): number {
  const root = Math.sqrt(x);
  if (x === 0 || !Number.isFinite(x)) return root;
  const square = root * root;
  return x < tiny || x - square - productError(root, root, square) < 0 ? below(root) : root;
}

export function rootUp(x: number): number {
  const root = Math.sqrt(x);
  if (x === 0 || !Number.isFinite(x)) return root;
  const square = root * root;
  return x < tiny || x - square - productError(root, root, square) > 0 ? above(root) : root;
}

export function scaleUp(x: number, power: number): number {
  return -scaleDown(-x, power);
}

const view = new Float64Array(1);
const words = new Uint32Array(view.buffer); // little-endian: every engine that runs this

/** 2^power for whole powers in -1022..1023: several times as fast as the operator. */
function powerOfTwo(power: number): number {
  words[0] = 0;
  words[1] = (power + 1023) << 20;
  return view[0]!;
}

/** x * 2^power, which may underflow but not overflow. */
export function scaleDown(x: number, power: number): number {
  if (power === 0 || x === 0 || !Number.isFinite(x)) return x;
  if (power > 1000) return scaleDown(x * 2 ** 1000, power - 1000);
  const scaled = power < -1000 ? x * 2 ** -1000 * 2 ** Math.max(power + 1000, -1070) : x * powerOfTwo(power);
  if (Math.abs(scaled) > 2 ** -1000) return scaled;
  return x > 0 ? Math.max(0, below(scaled)) : below(scaled);
}

/** floor(log2 |x|) for finite x != 0. */
export function exponentOf(x: number): number {
  view[0] = x;
  const biased = (words[1]! >>> 20) & 0x7ff;
  return biased === 0 ? exponentOf(x * 2 ** 100) - 100 : biased - 1023;
}
