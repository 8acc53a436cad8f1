/**
 * Intervals [lo, hi] of numbers in fixed point, rounded outwards: whole numbers of units 2^-240. Every operation encloses the result for
 * all numbers of its arguments; its own rounding widens the result by at most one unit at each end.
 */
import { ceilDivide, floorDivide, type Rational, rational } from './rational.js';

export const bits = 240n;
const unit = 1n << bits;

export interface Interval {
  readonly lo: bigint;
  readonly hi: bigint;
}

export function fromRational({ num, den }: Rational): Interval {
  return { lo: floorDivide(num << bits, den), hi: ceilDivide(num << bits, den) };
}

/** The ends as rational numbers, exactly. */
export const lower = (a: Interval): Rational => rational(a.lo, unit);
export const upper = (a: Interval): Rational => rational(a.hi, unit);

export const plus = (a: Interval, b: Interval): Interval => ({ lo: a.lo + b.lo, hi: a.hi + b.hi });
export const opposite = (a: Interval): Interval => ({ lo: -a.hi, hi: -a.lo });
export const difference = (a: Interval, b: Interval): Interval => ({ lo: a.lo - b.hi, hi: a.hi - b.lo });

/** a b. A shift to the right rounds down, whatever the sign. */
export function times(a: Interval, b: Interval): Interval {
  const ends = [a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi];
  let [least, most] = [ends[0]!, ends[0]!];
  for (const end of ends) {
    if (end < least) least = end;
    if (end > most) most = end;
  }
  return { lo: least >> bits, hi: -(-most >> bits) };
}

/** a c for an exact c. */
export function timesRational(a: Interval, { num, den }: Rational): Interval {
  const [from, to] = num < 0n ? [a.hi, a.lo] : [a.lo, a.hi];
  return { lo: floorDivide(from * num, den), hi: ceilDivide(to * num, den) };
}

/**
 * 2 artanh z = 2 (z + z^3/3 + z^5/5 + ...) for a rational z in [0, 1/3]. After the term t z^(2k+1)/(2k+1) the rest is at most
 * z^(2k+3)/(1 - z^2)/(2k+3), less than the power z^(2k+3) itself.
 */
function twiceArtanh(z: Rational): Interval {
  let power = fromRational(z);
  const square = times(power, power);
  let total = { lo: 0n, hi: 0n };
  for (let k = 1n; ; k += 2n) {
    total = plus(total, timesRational(power, rational(2, k)));
    power = times(power, square);
    if (power.hi <= 1n) return plus(total, { lo: 0n, hi: 2n * power.hi });
  }
}

/** log 2 = 2 artanh(1/3), in fewer than 200 units. */
const log2: Interval = twiceArtanh(rational(1, 3));

const bitLength = (n: bigint): bigint => BigInt(n.toString(16).length * 4);

/**
 * log of a positive rational, in fewer than 400 + 300 |log| units: a power of two is split off, the rest r lies in [2/3, 4/3], and
 * log r = 2 artanh((r-1)/(r+1)) with |(r-1)/(r+1)| <= 1/5.
 */
export function logOf({ num, den }: Rational): Interval {
  if (num <= 0n) throw new RangeError('A logarithm needs a positive number.');
  let power = bitLength(num) - bitLength(den);
  let [a, b] = power >= 0n ? [num, den << power] : [num << -power, den];
  for (; 3n * a > 4n * b; power++) b *= 2n;
  for (; 3n * a < 2n * b; power--) a *= 2n;
  const rest = a >= b ? twiceArtanh(rational(a - b, a + b)) : opposite(twiceArtanh(rational(b - a, a + b)));
  return plus(timesRational(log2, rational(power)), rest);
}

/** log of all numbers of a positive interval. */
export function log(a: Interval): Interval {
  return { lo: logOf(lower(a)).lo, hi: logOf(upper(a)).hi };
}

/**
 * e^a: with a = k log 2 + r, |r| < 1/2, the exponential series of r; the rest after r^j/j! is at most 2 |r|^(j+1)/(j+1)!. The
 * relative width is that of a itself and some 100 units.
 */
export function exp(a: Interval): Interval {
  const k = floorDivide(2n * a.lo + log2.lo, 2n * log2.lo);
  const r = difference(a, timesRational(log2, rational(k)));
  if (r.hi > unit / 2n || -r.lo > unit / 2n) throw new RangeError('The interval is too wide for exp.');
  let term = fromRational(rational(1));
  let total = term;
  for (let j = 1n; ; j++) {
    term = timesRational(times(term, r), rational(1, j));
    total = plus(total, term);
    if (term.hi <= 1n && term.lo >= -1n) break;
  }
  // The first term left out is at most half of one unit (|r|/(j+1) <= 1/2), and each further one at most half of the one before.
  total = { lo: total.lo - 1n, hi: total.hi + 1n };
  return k >= 0n ? { lo: total.lo << k, hi: total.hi << k } : { lo: total.lo >> -k, hi: -(-total.hi >> -k) };
}
