import { roundoff } from './enclosed.js';
import { isLeakyInReach } from './leaky-degrees.js';

/** `count` equal layers of `width` units; gain is width times the variance of their weights. */
export interface LayerGroup {
  readonly width: number;
  readonly gain: number;
  readonly activation: 'relu' | 'linear' | 'leaky-relu';
  /** The slope of leaky relu; a double, taken as exactly that. */
  readonly slope?: number;
  readonly count: number;
}

/** @throws RangeError if the width or count is not a positive integer, the gain not positive and finite, or a slope out of reach. */
export function validate({ width, gain, activation, slope, count }: LayerGroup): void {
  if (!(Number.isInteger(width) && width >= 1 && width <= 2 ** 24))
    throw new RangeError(`A width must be a whole number from 1 to 2^24, not ${width}.`);
  if (!(Number.isSafeInteger(count) && count >= 1))
    throw new RangeError(`A number of layers must be a whole number from 1 on, not ${count}.`);
  if (!(gain > 0 && gain < Infinity))
    throw new RangeError(`A gain must be positive and finite, not ${gain}.`);
  if (!['relu', 'linear', 'leaky-relu'].includes(activation))
    throw new RangeError('Only relu, linear and leaky relu layers have an exact law.');
  if (activation !== 'leaky-relu') return;
  if (slope === undefined || !isSlopeInReach(width, slope)) {
    throw new RangeError(
      `The exact law of leaky relu with slope ${slope} is out of reach at width ${width}: its mixture of chi^2 laws is too long for slopes near 0 (or far above 1) and wide layers.`,
    );
  }
}

/** Whether the exact law of leaky relu layers is valued: slopes of 0 (relu) and 1 (linear) are, and those not too near 0 for the width. */
export function isSlopeInReach(width: number, slope: number): boolean {
  const size = Math.abs(slope);
  if (!(size < Infinity)) return false;
  if (size === 0 || size === 1) return true;
  const p = squaredSlope(size).p;
  return p > 0 && (p === 1 || isLeakyInReach(width, p));
}

/** A leaky layer as the law takes it: gain times `gainFactor`, squared slope `p` from (0, 1], a multiple of 2^-52. */
interface SquaredSlope {
  readonly p: number;
  /** sigma^2 (A + a^2 B) = sigma^2 a^2 (B + A/a^2) for |a| > 1. */
  readonly gainFactor: number;
  /** How far log(A + p B) may lie from the truth, by the rounding of p; d log(A + p B)/d log p lies in [0, 1]. */
  readonly doubt: number;
}

/** @param size the slope's absolute value, neither 0 nor infinite. */
export function squaredSlope(size: number): SquaredSlope {
  const square = size <= 1 ? size * size : 1 / (size * size);
  const p = Math.round(square * 2 ** 52) / 2 ** 52;
  // Two roundings of the square, half a step of the grid.
  const doubt = 4 * roundoff + 2 ** -52 / p;
  return { p, gainFactor: size <= 1 ? 1 : size * size, doubt };
}
