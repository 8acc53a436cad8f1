/** Ties of weights ±1 in the kernel of doubles (../../network/ties.ts): where rounding may blur them, numbers are kept modulo a prime too. */
import { addSigns, dotSigns, prime } from './double-signs';
import { clear } from './double-vectors';
import { deltaAt, deltaResiduesAt, pairSumsAt, residueSumsAt, residuesAt, unitsAt, valuesAt } from './layout';

let slopeResidue: u64 = 0;
/** Whether sums behind this slope are integers. */
let integral: bool = true;
/** Whether numbers are kept modulo the prime. */
export let tracking: bool = false;

export function configureTies(slope: f64, residue: i32): void {
  slopeResidue = u64(residue);
  integral = slope == 0 || slope == 1;
}

const exactLimit: f64 = 9007199254740992;
const suspicious: f64 = 1.0 / 1048576;

@inline
function timesSlope(residue: u32): u32 {
  return u32((u64(residue) * slopeResidue) % u64(prime));
}

/** The residue of delta in a unit, number p of those listed. */
@inline
export function putDeltaResidue(p: i32, unit: i32, bent: bool): void {
  const residue = load<u32>(residuesAt + (usize(p) << 2));
  store<u32>(deltaResiduesAt + (usize(unit) << 2), bent ? timesSlope(residue) : residue);
}

/** Of an integer below 2^53. */
function residueOf(x: f64): u32 {
  const rest = i64(x) % i64(prime);
  return u32(rest < 0 ? rest + i64(prime) : rest);
}

/** For `live` entries of the input that are all 1. */
export function startTracking(live: i32): void {
  tracking = !integral;
  for (let p = 0; p < live; p++) store<u32>(residuesAt + (usize(p) << 2), 1);
  padResidues(live);
}

/** For `count` entries of the readout in `values`, all ±1. */
export function startTrackingBack(count: i32): void {
  tracking = !integral;
  for (let p = 0; p < count; p++) {
    const entry = load<f64>(valuesAt + (usize(p) << 3));
    store<u32>(residuesAt + (usize(p) << 2), entry < 0 ? prime - 1 : 1);
  }
}

/** Before a product of which the numbers are small. */
export function stopTracking(): void {
  tracking = false;
}

@inline
function padResidues(live: i32): void {
  v128.store(residuesAt + (usize(live) << 2), i32x4.splat(0));
  v128.store(residuesAt + (usize(live) << 2), i32x4.splat(0), 16);
}

/** sums = W a, with ties as zeros. Sums of rows modulo the prime are left in the first of their four. */
export function multiplySigns(live: i32, rows: i32): void {
  let total: f64 = 0;
  for (let p = 0; p < live; p++) total += abs(load<f64>(valuesAt + (usize(p) << 3)));
  if (!tracking && total >= exactLimit) {
    tracking = true;
    for (let p = 0; p < live; p++) {
      store<u32>(residuesAt + (usize(p) << 2), residueOf(load<f64>(valuesAt + (usize(p) << 3))));
    }
    padResidues(live);
  }
  if (tracking) clear(residueSumsAt, rows);
  for (let group = 0; group << 2 < live; group += 2) addSigns(group, rows, tracking);
  if (!tracking) return;
  for (let row = 0; row < rows; row++) {
    const at = residueSumsAt + (usize(row) << 4);
    let residue = u64(load<u32>(at)) + u64(load<u32>(at, 4));
    residue = (residue + u64(load<u32>(at, 8)) + u64(load<u32>(at, 12))) % u64(prime);
    store<u32>(at, u32(residue));
    const sums = pairSumsAt + (usize(row) << 4);
    if (residue == 0 && abs(load<f64>(sums) + load<f64>(sums, 8)) <= suspicious * total) {
      v128.store(sums, i32x4.splat(0));
    }
  }
}

/** The residues of a, from those of z. */
export function gatherResidues(live: i32, masks: usize): void {
  for (let p = 0; p < live; p++) {
    const unit = load<i32>(unitsAt + (usize(p) << 2));
    const residue = load<u32>(residueSumsAt + (usize(unit) << 4));
    store<u32>(residuesAt + (usize(p) << 2), load<u8>(masks + unit) != 0 ? timesSlope(residue) : residue);
  }
  padResidues(live);
}

/** values = the columns times delta, with ties as zeros, and residues along. */
export function dotAllSigns(count: i32, rows: i32): void {
  let total: f64 = 0;
  for (let i = 0; i < rows; i++) total += abs(load<f64>(deltaAt + (usize(i) << 3)));
  if (!tracking && total >= exactLimit) {
    tracking = true;
    for (let i = 0; i < rows; i++) {
      store<u32>(deltaResiduesAt + (usize(i) << 2), residueOf(load<f64>(deltaAt + (usize(i) << 3))));
    }
  }
  for (let group = 0; group << 2 < count; group += 2) dotSigns(group, rows, tracking);
  if (!tracking) return;
  for (let p = 0; p < count; p++) {
    const at = residuesAt + (usize(p) << 2);
    const residue = load<u32>(at) % prime;
    store<u32>(at, residue);
    const value = valuesAt + (usize(p) << 3);
    if (residue == 0 && abs(load<f64>(value)) <= suspicious * total) store<f64>(value, 0);
  }
}
