/** Exact comparison of dyadic numbers of any size, in integers: independent of the code under test. */
import type { ExtendedInterval } from '../../../theory/expression/enclosure-interval.js';

/** integer * 2^power */
export interface Dyadic {
  readonly integer: bigint;
  readonly power: number;
}

/** A finite double, exactly. */
export function dyadic(x: number, exponent = 0): Dyadic {
  if (!Number.isFinite(x)) throw new RangeError(`${x} is not a dyadic number.`);
  let power = exponent;
  while (!Number.isInteger(x)) {
    x *= 2;
    power--;
  }
  return { integer: BigInt(x), power };
}

const bits = (n: bigint): number => (n < 0n ? -n : n).toString(2).length;

/** The sign of a - b. */
export function compareDyadic(a: Dyadic, b: Dyadic): number {
  const [signA, signB] = [a, b].map(({ integer }) => (integer > 0n ? 1 : integer < 0n ? -1 : 0)) as [
    number,
    number,
  ];
  if (signA !== signB || signA === 0) return Math.sign(signA - signB);
  const sizes = bits(a.integer) + a.power - (bits(b.integer) + b.power);
  if (sizes !== 0) return Math.sign(sizes) * signA;
  const least = Math.min(a.power, b.power);
  const left = a.integer << BigInt(a.power - least);
  const right = b.integer << BigInt(b.power - least);
  return left > right ? 1 : left < right ? -1 : 0;
}

/** Whether some number within one unit of the truth's last bit lies in the interval. */
export function contains({ lo, hi, exponent }: ExtendedInterval, { integer, power }: Dyadic): boolean {
  const above = { integer: integer + 1n, power };
  const below = { integer: integer - 1n, power };
  return (
    (lo === Number.NEGATIVE_INFINITY || compareDyadic(dyadic(lo, exponent), above) <= 0) &&
    (hi === Number.POSITIVE_INFINITY || compareDyadic(dyadic(hi, exponent), below) >= 0)
  );
}

/** As contains, without the slack of one unit. */
export function containsExactly({ lo, hi, exponent }: ExtendedInterval, truth: Dyadic): boolean {
  return (
    (lo === Number.NEGATIVE_INFINITY || compareDyadic(dyadic(lo, exponent), truth) <= 0) &&
    (hi === Number.POSITIVE_INFINITY || compareDyadic(dyadic(hi, exponent), truth) >= 0)
  );
}
