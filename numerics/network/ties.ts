/**
 * Exact zeros among sums of Rademacher weights. With entries ±1 and an input of equal entries z = 0 has positive probability:
 * relu's mask is 0 there, and a layer of such z is dead whatever the activation. Activations of relu and linear nets are integers,
 * whose sums are exact as long as they stay within 2^53, but grow by about half of log2 d bits a layer; those of leaky relu nets are
 * polynomials in the slope and never exact. So each number is also kept modulo the prime 2^31 - 1, exactly: z is a tie if its residue
 * is 0 and its rounded value is below 2^-20 of the sum of absolute values. A true tie is found unless rounding errors have grown to
 * 2^-20 of the sum; another z is taken for one with probability about 2^-50.
 */
const prime = 2 ** 31 - 1;
const exactLimit = 2 ** 53;
const suspicious = 2 ** -20;

/** output = W input for a matrix of entries ±1. */
export type SignedSums = (input: Float64Array, output: Float64Array) => void;

export interface TieKeeper {
  /** A net begins, or its way back: what comes in next are these integers, those marked as bent times the slope. */
  restart(integers: Float64Array, count: number): void;
  /**
   * Puts zeros where z = W input is 0 in truth. Called along the layers of a net, forwards or backwards, with the last mended z as
   * input, its entries marked in `bent` times the slope. Rescaling the input by powers of two does no harm once the sum of a layer's
   * absolute values has reached 2^53, or if the slope is no integer.
   * @param fanIn, fanOut how many entries input and z have.
   */
  mend(
    multiply: SignedSums,
    input: Float64Array,
    fanIn: number,
    bent: Uint8Array,
    z: Float64Array,
    fanOut: number,
  ): void;
}

/**
 * @param size the largest width.
 * @param slope phi(z) = slope z for z < 0: 0 for relu, 1 for linear; else the double next to a fraction p/q with |p|, q <= 1000 (0.2 is 1/5).
 * Sums behind other slopes may come so near to cancelling that doubles cannot tell.
 * @throws RangeError for another slope.
 */
export function tieKeeper(size: number, slope: number): TieKeeper {
  const slopeResidue = residueOfSlope(slope);
  const integral = slope === 0 || slope === 1;
  let residues = new Float64Array(size);
  let next = new Float64Array(size);
  let tracking = false;
  return {
    restart(integers, count) {
      tracking = !integral;
      for (let j = 0; j < count; j++) residues[j] = integers[j]! % prime;
    },
    mend(multiply, input, fanIn, bent, z, fanOut) {
      let total = 0;
      for (let j = 0; j < fanIn; j++) total += Math.abs(input[j]!);
      if (tracking) {
        for (let j = 0; j < fanIn; j++) if (bent[j] === 1) residues[j] = times(residues[j]!, slopeResidue);
      } else {
        // Rounding is monotone: the rounded total is below 2^53 if and only if the true one is.
        if (total < exactLimit) return;
        // The input itself is still exact: the sums of the layer before were.
        for (let j = 0; j < fanIn; j++) residues[j] = input[j]! % prime;
        tracking = true;
      }
      // At most 2^20 terms below 2^31: exact.
      multiply(residues, next);
      for (let i = 0; i < fanOut; i++) {
        next[i]! %= prime;
        if (next[i] === 0 && Math.abs(z[i]!) <= suspicious * total) z[i] = 0;
      }
      [residues, next] = [next, residues];
    },
  };
}

/** a b modulo the prime, for |a|, |b| below it; no product exceeds 2^53. */
function times(a: number, b: number): number {
  const low = b % 65536;
  return (((a * ((b - low) / 65536)) % prime) * 65536 + a * low) % prime;
}

/** Whether ties can be told behind this slope. */
export function hasSimpleSlope(slope: number): boolean {
  return fractionNear(slope) !== undefined;
}

/** This slope modulo the prime, in 0..prime-1. @throws RangeError for a slope behind which ties cannot be told. */
export function residueOfSlope(slope: number): number {
  return residueOf(simpleFraction(slope));
}

const largestTerm = 1000;

function simpleFraction(slope: number): readonly [number, number] {
  const found = fractionNear(slope);
  if (found !== undefined) return found;
  throw new RangeError(
    `Behind Rademacher weights a slope must be a fraction p/q with |p|, q <= ${largestTerm}, not ${slope}: for others sums that nearly cancel cannot be told from ties.`,
  );
}

/** The p/q with |p|, q <= 1000 whose nearest double this is. */
function fractionNear(slope: number): readonly [number, number] | undefined {
  for (let q = 1; q <= largestTerm; q++) {
    const p = Math.round(slope * q);
    if (Math.abs(p) > largestTerm) return undefined;
    if (p / q === slope) return [p, q];
  }
  return undefined;
}

/** p/q modulo the prime, in 0..prime-1; q not a multiple of it. */
function residueOf([p, q]: readonly [number, number]): number {
  // Fermat: q^(prime-2) inverts q.
  let inverse = 1;
  let square = q;
  for (let bits = prime - 2; bits > 0; bits = Math.floor(bits / 2)) {
    if (bits % 2 === 1) inverse = times(inverse, square);
    square = times(square, square);
  }
  return times(p < 0 ? p + prime : p, inverse);
}
