/** What both ways to run a net in single precision offer: the WebAssembly kernel (instance.ts) and plain TypeScript (plain.ts), bit for bit the same. */
import { depthOf, type Network, varianceRatio } from '../network/network.js';
import { portableLog } from '../random/portable.js';
import type { AliasTable } from './alias.js';

/** Nets with weights in f32. */
export interface Job {
  readonly distribution: 'normal' | 'uniform';
  /** A whole number in 0..2^53-1. */
  readonly seed: number;
  /** d_0..d_L. */
  readonly widths: readonly number[];
  /** How many entries of the input are 1; the others are 0. */
  readonly ones: number;
  /** phi(z) = slope z for z <= 0; rounded to f32. */
  readonly slope: number;
}

/** A product of chi^2 numbers, one for each layer. */
export interface ReducedJob {
  readonly seed: number;
  readonly groups: readonly {
    readonly layers: number;
    /** The degrees of freedom, if they are fixed. */
    readonly freedom: number;
    /** Their law, if not. */
    readonly table?: AliasTable;
  }[];
}

export interface Engine {
  /**
   * Writes |a^L|^2 2^(-2 bits) and bits of each of the nets firstNet..firstNet+count-1 into out[2 i], out[2 i + 1], a number not 0 unless the
   * net is dead. Weights are standardised: variance 1, uniform ones in (-1, 1).
   */
  forward(job: Job, firstNet: number, count: number, out: Float64Array): void;
  /**
   * output[0..d_l) = W^l input[0..d_(l-1)) with the standardised weights of a net, all in f32. The product with a unit vector is a column, to the
   * last bit.
   */
  multiply(job: Job, net: number, layer: number, input: Float32Array, output: Float32Array): void;
  /**
   * Writes products of chi^2/2 times 2^(-bits), from [1, 2), and bits, into out[2 i], out[2 i + 1]; a product of 0 if one has no degrees of
   * freedom.
   */
  reduced(job: ReducedJob, firstNet: number, count: number, out: Float64Array): void;
}

/** @throws RangeError unless it is a whole number in 0..2^53-1. */
export function checkSeed(seed: number): void {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`The seed must be a whole number from 0 to 2^53 - 1, not ${seed}.`);
  }
}

/** The log of the product of the weights' variances, by portable arithmetic. */
export function logVariances(network: Network): number {
  let sum = 0;
  for (let layer = 1; layer <= depthOf(network); layer++) {
    const [numerator, denominator] = varianceRatio(network, layer);
    sum += portableLog(numerator / denominator);
  }
  return sum;
}
