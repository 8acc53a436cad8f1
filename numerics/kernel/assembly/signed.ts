/**
 * Forward passes with weights ±1, in doubles, with true zeros told from small sums as in ../../network/ties.ts: beyond 2^53, or behind a slope that
 * is no integer, every number is also kept modulo the prime 2^31 - 1.
 */
import { seedAll, setLayer } from './key';
import { rotl4 } from './lanes';
import {
  residueSumsAt,
  residuesAt,
  signedSumsAt,
  signedValuesAt,
  statesAt,
  unitsAt,
  widthsAt,
} from './layout';

const prime: u32 = 0x7fffffff;
const exactLimit: f64 = 9007199254740992;
const suspicious: f64 = 1.0 / 1048576;
/** Beyond these |a|^2 is brought back into [1, 4). */
const largest: f64 = 2.582249878086909e120;
const least: f64 = 3.872591914849318e-121;

let slope: f64 = 0;
let slopeResidue: u64 = 0;
/** Whether sums behind this slope are integers. */
let integral: bool = true;
let tracking: bool = false;
let live: i32 = 0;
let norm2: f64 = 0;

export function configureSigned(negativeSlope: f64, residue: i32): void {
  slope = negativeSlope;
  slopeResidue = u64(residue);
  integral = negativeSlope == 0 || negativeSlope == 1;
}

export function signedPass(depth: i32, inputs: i32, result: usize): void {
  for (let i = 0; i < inputs; i++) put(i, i, 1, 1);
  live = inputs;
  tracking = !integral;
  let bits = 0;
  for (let layer = 1; layer <= depth; layer++) {
    const rows = load<i32>(widthsAt + (usize(layer) << 2));
    const total = sizes();
    if (!tracking && total >= exactLimit) track();
    setLayer(layer);
    multiply(rows);
    activate(rows, suspicious * total);
    if (live == 0) break;
    if (!(norm2 >= least && norm2 <= largest)) bits += rescale();
  }
  store<f64>(result, norm2);
  store<f64>(result, f64(bits), 8);
}

@inline
function put(at: i32, unit: i32, value: f64, residue: u32): void {
  store<f64>(signedValuesAt + (usize(at) << 3), value);
  store<u32>(residuesAt + (usize(at) << 2), residue);
  store<i32>(unitsAt + (usize(at) << 2), unit);
}

function sizes(): f64 {
  let total: f64 = 0;
  for (let i = 0; i < live; i++) total += abs(load<f64>(signedValuesAt + (usize(i) << 3)));
  return total;
}

/** The activations are integers below 2^53, exactly. */
function track(): void {
  tracking = true;
  for (let i = 0; i < live; i++) {
    let residue = i64(load<f64>(signedValuesAt + (usize(i) << 3))) % i64(prime);
    if (residue < 0) residue += i64(prime);
    store<u32>(residuesAt + (usize(i) << 2), u32(residue));
  }
}

function multiply(rows: i32): void {
  for (let at = live; at < live + 4; at++) put(at, 0, 0, 0);
  seedAll(live);
  memory.fill(signedSumsAt, 0, usize(rows) << 5);
  if (tracking) memory.fill(residueSumsAt, 0, usize(rows) << 4);
  for (let group = 0; group << 2 < live; group++) {
    if (tracking) add(group, rows, true);
    else add(group, rows, false);
  }
}

/** sums += the columns of a group times their activations. Each word holds 32 rows, 1 for -1. */
@inline
function add(group: i32, rows: i32, tracked: bool): void {
  const state = statesAt + (usize(group) << 6);
  let s0 = v128.load(state);
  let s1 = v128.load(state, 16);
  let s2 = v128.load(state, 32);
  let s3 = v128.load(state, 48);
  const values01 = v128.load(signedValuesAt + (usize(group) << 5));
  const values23 = v128.load(signedValuesAt + (usize(group) << 5), 16);
  const residues = v128.load(residuesAt + (usize(group) << 4));
  const modulus = i32x4.splat(prime);
  const zero = i32x4.splat(0);
  let at = signedSumsAt;
  let residueAt = residueSumsAt;
  for (let row = 0; row < rows; row += 32) {
    let words = i32x4.add(rotl4(i32x4.add(s0, s3), 7), s0);
    const shifted = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, shifted);
    s3 = rotl4(s3, 11);
    const end = at + (usize(min(32, rows - row)) << 5);
    for (; at < end; at += 32) {
      const signs = i32x4.shl(words, 31);
      words = i32x4.shr_u(words, 1);
      const signs01 = v128.shuffle<u32>(zero, signs, 0, 4, 1, 5);
      const signs23 = v128.shuffle<u32>(zero, signs, 2, 6, 3, 7);
      v128.store(at, f64x2.add(v128.load(at), v128.xor(values01, signs01)));
      v128.store(at, f64x2.add(v128.load(at, 16), v128.xor(values23, signs23)), 16);
      if (tracked) {
        // Modulo the prime -r is its complement in 31 bits; sums of two stay below 2^32, and 0 may be the prime.
        const terms = v128.xor(residues, i32x4.shr_u(i32x4.shr_s(signs, 31), 1));
        const sum = i32x4.add(v128.load(residueAt), terms);
        v128.store(residueAt, i32x4.min_u(sum, i32x4.sub(sum, modulus)));
        residueAt += 16;
      }
    }
  }
}

/** a = phi(z) without its zeros, z = 0 where it is so in truth; |a|^2. */
function activate(rows: i32, small: f64): void {
  let count = 0;
  norm2 = 0;
  for (let row = 0; row < rows; row++) {
    const at = signedSumsAt + (usize(row) << 5);
    let z = load<f64>(at) + load<f64>(at, 16) + (load<f64>(at, 8) + load<f64>(at, 24));
    let residue: u64 = 0;
    if (tracking) {
      const residueAt = residueSumsAt + (usize(row) << 4);
      residue = u64(load<u32>(residueAt)) + u64(load<u32>(residueAt, 4));
      residue = (residue + u64(load<u32>(residueAt, 8)) + u64(load<u32>(residueAt, 12))) % u64(prime);
      if (residue == 0 && abs(z) <= small) z = 0;
    }
    if (!(z > 0)) {
      z *= slope;
      residue = (residue * slopeResidue) % u64(prime);
    }
    norm2 += z * z;
    put(count, row, z, u32(residue));
    count += i32(z != 0);
  }
  live = count;
}

/** Divides a by the power of two 2^k that brings |a|^2 into [1, 4); returns k. */
function rescale(): i32 {
  let k = 0;
  let factor: f64 = 1;
  for (; norm2 >= 4; k++) {
    norm2 *= 0.25;
    factor *= 0.5;
  }
  for (; norm2 < 1; k--) {
    norm2 *= 4;
    factor *= 2;
  }
  for (let i = 0; i < live; i++) {
    const at = signedValuesAt + (usize(i) << 3);
    store<f64>(at, load<f64>(at) * factor);
  }
  return k;
}
