/** Where a net's weights lie among its parameters. */
import type { Network } from '../network/network.js';

/** Where W^l and the readout lie among the parameters: W^1, ..., W^L, each row by row, then the readout. Entry l - 1 for W^l. */
export function offsetsOf({ widths }: Pick<Network, 'widths'>): number[] {
  const offsets = [0];
  for (let l = 1; l < widths.length; l++) offsets.push(offsets[l - 1]! + widths[l]! * widths[l - 1]!);
  return offsets;
}
