/** The net of the options of shape-options.ts, which help needs without it. */
import {
  layeredNetwork,
  type Network,
  type NetworkSettings,
  squareNetwork,
} from '../numerics/network/network.js';
import { asInput } from './options.js';
import type { Shaped } from './shape-options.js';

/** @throws InputError for settings that make no net. */
export function networkOf({ depth, shape }: Shaped, settings: NetworkSettings): Network {
  return asInput(() =>
    'widths' in shape
      ? layeredNetwork([shape.inputWidth, ...shape.widths], settings)
      : squareNetwork(depth, shape.width, settings),
  );
}
