/** Doubles as what they are: whole numbers times powers of two, exactly. */

interface Dyadic {
  readonly numerator: bigint;
  /** The value is numerator * 2^bits. */
  readonly bits: number;
}

/** @throws RangeError for what is not finite. */
function toDyadic(x: number): Dyadic {
  if (!Number.isFinite(x)) throw new RangeError(`${x} is not a finite number.`);
  let bits = 0;
  // Powers of two are exact here: every double is a whole multiple of 2^-1074.
  while (!Number.isInteger(x)) {
    x *= 2;
    bits -= 1;
  }
  return { numerator: BigInt(x), bits };
}

/** The numbers as whole multiples of one power of two. */
export function commonDyadics(numbers: readonly number[]): bigint[] {
  const dyadics = numbers.map(toDyadic);
  const least = Math.min(...dyadics.map(({ bits }) => bits));
  return dyadics.map(({ numerator, bits }) => numerator << BigInt(bits - least));
}
