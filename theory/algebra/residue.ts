/**
 * Polynomials at pseudo-random points of the field of integers modulo p = 2^521 - 1. Two different polynomials of degree n
 * over the rationals agree at a random point with a probability of at most n/p, far below 1e-100 for any that fit in memory
 * (Schwartz 1980, Zippel 1979): what a computer algebra system answers is confirmed here, with nothing of it reused.
 */
import Fraction from 'fraction.js';
import { AlgebraFault } from './faults.js';
import { denominatorsOf, type Expanded, type Tree, treeOf } from './polynomial.js';

export const prime = 2n ** 521n - 1n;

/** The value of a tree; exponents must be integers after multiplication by the symbol's entry in `scales`. */
export type Scales = ReadonlyMap<number, bigint>;

/** A fraction, since it may lie beyond the doubles: x^(1e-400). */
export function scaleOf(scales: Scales, atom: number): Fraction {
  return new Fraction(scales.get(atom) ?? 1n, 1n);
}

/** Throws AlgebraFault unless both are the same polynomial. */
export function confirmSame(asked: Tree, answer: Expanded, question: string): void {
  const other = treeOf(answer);
  const scales = denominatorsOf(other, denominatorsOf(asked));
  if (residue(asked, scales) !== residue(other, scales)) {
    throw new AlgebraFault(`A wrong answer to: ${question.slice(0, 120)}`);
  }
}

function residue(tree: Tree, scales: Scales): bigint {
  switch (tree.kind) {
    case 'constant':
      return residueOf(tree.value);
    case 'power': {
      const { n, d } = tree.exponent.mul(scaleOf(scales, tree.atom));
      if (d !== 1n || tree.exponent.s < 0n)
        throw new AlgebraFault('A polynomial with a negative or fractional power.');
      return modularPower(randomResidue(tree.atom), n);
    }
    case 'sum':
      return tree.parts.reduce((sum, part) => (sum + residue(part, scales)) % prime, 0n);
    case 'product':
      return tree.parts.reduce((product, part) => (product * residue(part, scales)) % prime, 1n);
  }
}

export function residueOf({ n, d, s }: Fraction): bigint {
  return ((((s < 0n ? -n : n) * inverseModulo(d)) % prime) + prime) % prime;
}

/** By Fermat's little theorem. */
export function inverseModulo(x: bigint): bigint {
  if (x % prime === 0n) throw new AlgebraFault('A division by 0 modulo 2^521 - 1.');
  return x === 1n ? 1n : modularPower(x, prime - 2n);
}

export function modularPower(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (
    let square = base % prime, rest = exponent;
    rest > 0n;
    rest >>= 1n, square = (square * square) % prime
  ) {
    if (rest & 1n) result = (result * square) % prime;
  }
  return result;
}

/** A fixed pseudo-random residue for each symbol: nine words of SplitMix64 (Steele, Lea, Flood 2014), keyed by its number. */
export function randomResidue(atom: number): bigint {
  let state = BigInt.asUintN(64, BigInt(atom + 1) * 0xd1342543de82ef95n);
  let value = 0n;
  for (let word = 0; word < 9; word++) {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let z = state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    value = (value << 64n) | (z ^ (z >> 31n));
  }
  return value % prime;
}
