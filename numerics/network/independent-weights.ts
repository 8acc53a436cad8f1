/** Weight matrices with i.i.d. entries of variance 1, times scale_l = sigma_l. */
import { type Distribution, weightSource } from '../random/source.js';
import { depthOf, type Network, weightVariance, widest } from './network.js';
import type { Weights } from './weights.js';

/** Column j of W^l is the stream (seed, net, l, j). Columns whose input is 0 are not drawn: exact, and relu skips half. */
export function independentWeights(network: Network, seed: number, distribution: Distribution): Weights {
  const source = weightSource(seed, distribution);
  const { widths } = network;
  const column = new Float64Array(widest(widths.slice(1)));
  const logScales = new Float64Array(widths.length);
  for (let layer = 1; layer <= depthOf(network); layer++)
    logScales[layer] = Math.log(weightVariance(network, layer));
  return {
    logScales,
    multiply(net, layer, input, output) {
      const fanIn = widths[layer - 1]!;
      const fanOut = widths[layer]!;
      output.fill(0, 0, fanOut);
      for (let j = 0; j < fanIn; j++) {
        const factor = input[j]!;
        if (factor === 0) continue;
        source.column(net, layer, j, column, fanOut);
        for (let i = 0; i < fanOut; i++) output[i]! += factor * column[i]!;
      }
    },
    multiplyTransposed(net, layer, input, output, wanted) {
      const fanIn = widths[layer - 1]!;
      const fanOut = widths[layer]!;
      for (let j = 0; j < fanIn; j++) {
        output[j] = 0;
        if (wanted?.[j] === 0) continue;
        source.column(net, layer, j, column, fanOut);
        let sum = 0;
        for (let i = 0; i < fanOut; i++) sum += column[i]! * input[i]!;
        output[j] = sum;
      }
    },
  };
}
