/** Independent draws for the studies, out of the program's own random streams. */
import { type WeightSource, weightSource } from '../numerics/random/source.js';
import { streamSeedOf } from '../properties/hash.js';

/** Draws keyed by (name, path, stream): each path has streams of its own, and its first n draws do not depend on n. */
export interface Draws {
  /** Fills `out` with numbers evenly spread over (0, 1), 52 random bits each. */
  uniform(path: number, stream: number, out: Float64Array): void;
  /** Fills `out` with standard normal numbers. */
  normal(path: number, stream: number, out: Float64Array): void;
}

export function drawsOf(name: string): Draws {
  const seed = streamSeedOf(1, name);
  const uniforms = weightSource(seed, 'uniform');
  const normals = weightSource(seed, 'normal');
  let low = new Float64Array(0);
  return {
    uniform(path, stream, out) {
      if (low.length < out.length) low = new Float64Array(out.length);
      // High bits and low bits have a column each.
      unit(uniforms, path, 2 * stream, out, out.length);
      unit(uniforms, path, 2 * stream + 1, low, out.length);
      for (let i = 0; i < out.length; i++) {
        const fine = Math.floor(low[i]! * 2 ** 20) + 0.5;
        out[i] = (Math.floor(out[i]! * 2 ** 32) + fine / 2 ** 20) / 2 ** 32;
      }
    },
    normal: (path, stream, out) => normals.column(path, 1, stream, out, out.length),
  };
}

/** Uniform weights, moved to (0, 1): midpoints of 2^32 cells. */
function unit(source: WeightSource, path: number, column: number, out: Float64Array, n: number): void {
  source.column(path, 0, column, out, n);
  const scale = 1 / (2 * Math.sqrt(3));
  for (let i = 0; i < n; i++) out[i] = out[i]! * scale + 0.5;
}

/** One number after the other. */
export interface Dice {
  /** In (0, 1). */
  uniform(): number;
  /** A whole number from a to b. */
  whole(a: number, b: number): number;
  /** Evenly in the logarithm. */
  logUniform(a: number, b: number): number;
  pick<T>(choices: readonly T[]): T;
}

export function diceOf(name: string): Dice {
  const draws = drawsOf(name);
  const buffer = new Float64Array(64);
  let next = 64;
  let path = 0;
  const uniform = (): number => {
    if (next === 64) {
      draws.uniform(path++, 0, buffer);
      next = 0;
    }
    return buffer[next++]!;
  };
  const whole = (a: number, b: number) => a + Math.floor((b - a + 1) * uniform());
  return {
    uniform,
    whole,
    logUniform: (a, b) => a * (b / a) ** uniform(),
    pick: (choices) => choices[whole(0, choices.length - 1)]!,
  };
}
