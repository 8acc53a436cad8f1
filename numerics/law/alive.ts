/** The probability that no layer is dead. */
import { type Enclosed, exactly, exponential, roundoff } from './enclosed.js';
import type { LayerCount } from './measure.js';

export interface Aliveness {
  /** log P(alive) */
  readonly logAlive: Enclosed;
  readonly aliveProbability: Enclosed;
  /** 1 - P(alive), with small relative error too. */
  readonly deadProbability: Enclosed;
}

/** prod over relu layers of 1 - 2^-d (F10); linear nets never die. */
export function aliveness(layers: readonly LayerCount[]): Aliveness {
  const mortal = layers.filter(({ shape }) => shape.activation === 'relu');
  let value = 0;
  let error = 0;
  for (const { shape, count } of mortal) {
    const term = count * Math.log1p(-(2 ** -shape.width));
    value += term;
    // 2^-d is exact or, below 2^-1074, lost.
    error += 4 * roundoff * Math.abs(term) + count * 2 ** -1074;
  }
  error += mortal.length * roundoff * Math.abs(value);
  const logAlive = mortal.length === 0 ? exactly(0) : { value, error };
  const exact = exactAlive(mortal);
  if (exact !== undefined)
    return { logAlive, aliveProbability: exactly(exact), deadProbability: exactly(1 - exact) };
  const dead = -Math.expm1(value);
  return {
    logAlive,
    aliveProbability: exponential(logAlive),
    deadProbability: { value: dead, error: Math.exp(value) * Math.expm1(error) + 2 * roundoff * dead },
  };
}

/** The product of (2^d - 1)/2^d where it is a double. */
function exactAlive(layers: readonly LayerCount[]): number | undefined {
  const bits = layers.reduce((sum, { shape, count }) => sum + shape.width * count, 0);
  if (bits > 53) return undefined;
  return layers.reduce((product, { shape, count }) => product * (1 - 2 ** -shape.width) ** count, 1);
}
