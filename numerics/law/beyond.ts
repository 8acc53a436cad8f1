/** Plain lower bounds on tails that are out of the contours' reach: with the Chernoff bound from above they enclose the tail. */
import { baseScale } from './degrees.js';
import type { LayerCount } from './measure.js';
import { partOf } from './one-layer.js';

/** log P(S <= x) (lower) or log P(S > x) (upper) is at least this; -Infinity where that overflows. */
export function logTailAtLeast(layers: readonly LayerCount[], x: number, side: 'lower' | 'upper'): number {
  const depth = layers.reduce((sum, { count }) => sum + count, 0);
  // All layers beyond x/depth at once are enough.
  const each = x / depth;
  return layers.reduce((sum, { shape, count }) => {
    if (side === 'lower') {
      // Layers with the fewest degrees alone.
      const { value, error } = partOf(shape, shape.activation === 'relu' ? 1 : shape.width, each);
      return sum + count * (value - error);
    }
    // chi^2_N is at least as large as chi^2_1, whose upper tail erfc(sqrt(y/2)) is at least e^(-y-1).
    return sum - count * (2 * baseScale(shape) * Math.exp(each) * (1 + 1e-12) + 1);
  }, 0);
}
