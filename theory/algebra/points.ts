/** Points at which identities are confronted with numbers. */
import Fraction from 'fraction.js';
import type { Assumption } from './domain.js';
import { exactFraction } from './rational.js';
import { randomResidue } from './residue.js';

/** A value for each name: an integer, or a dyadic number of at most 20 bits, so that its powers stay short. */
export type ExactPoint = ReadonlyMap<string, Fraction>;

/** Integers up to here: high powers of large ones say nothing more. */
const farthest = 1000;

/**
 * Points of the domain, the same ones each time, spread evenly by logarithm where a range is positive; names without a
 * range take values of both signs. There may be repetitions where the domain is small.
 */
export function* pointsOf(
  names: readonly string[],
  assumptions: readonly Assumption[],
): Generator<ExactPoint> {
  const ranges = names.map((name) => assumptions.find((range) => range.name === name));
  for (let draw = 1; ; draw++) {
    yield new Map(names.map((name, i) => [name, valueIn(ranges[i], fractionOf(draw * 64 + i))]));
  }
}

/** A fixed pseudo-random number of [0, 1). */
function fractionOf(index: number): number {
  return Number(BigInt.asUintN(32, randomResidue(index))) / 2 ** 32;
}

function valueIn(range: Assumption | undefined, u: number): Fraction {
  if (range === undefined) return dyadic(u < 0.5 ? -0.25 - 14 * u : 0.25 + 14 * (u - 0.5));
  const { from, integer } = range;
  const to = Math.min(range.to, Math.max(from + 1, farthest));
  const x = from > 0 ? from * (to / from) ** u : from + u * (to - from);
  const rounded = integer ? new Fraction(Math.round(x)) : dyadic(x);
  if (rounded.compare(exactFraction(from)) < 0 || rounded.compare(exactFraction(to)) > 0)
    return dyadic(x, 53);
  return rounded;
}

function dyadic(x: number, bits = 20): Fraction {
  const exact = exactFraction(x);
  const exponent = x === 0 ? 0 : bits - 1 - Math.floor(Math.log2(Math.abs(x)));
  // round(x 2^exponent) / 2^exponent, beyond the range of doubles too.
  const scale =
    exponent >= 0 ? new Fraction(2n ** BigInt(exponent), 1n) : new Fraction(1n, 2n ** BigInt(-exponent));
  return exact.mul(scale).round().div(scale);
}
