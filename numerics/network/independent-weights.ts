/** Weight matrices with i.i.d. entries of variance 1, times scale_l = sigma_l. */
import { portableLog } from '../random/portable.js';
import { type Distribution, weightSource } from '../random/source.js';
import { depthOf, type Network, weightVariance, widest } from './network.js';
import type { Weights } from './weights.js';

/**
 * Column j of W^l is the stream (seed, net, l, j). Columns whose input is 0 are not drawn: exact, and relu skips half.
 *
 * Sums are those of the kernel (docs/kernel.md), in its order: a row of W has two, one for the columns drawn first, third, ... and one for the others;
 * a column has one; what late draws add is apart, in the order of columns or rows, and is added last.
 */
export function independentWeights(network: Network, seed: number, distribution: Distribution): Weights {
  const source = weightSource(seed, distribution);
  const { widths } = network;
  const size = widest(widths.slice(1));
  const [column, odd, extra] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  return {
    logScales: logScalesOf(network),
    multiply(net, layer, input, output) {
      const fanIn = widths[layer - 1]!;
      const fanOut = widths[layer]!;
      output.fill(0, 0, fanOut);
      odd.fill(0, 0, fanOut);
      extra.fill(0, 0, fanOut);
      let [sums, others]: [Float64Array, Float64Array] = [output, odd];
      for (let j = 0; j < fanIn; j++) {
        const factor = input[j]!;
        if (factor === 0) continue;
        const late = source.split(net, layer, j, column, fanOut);
        for (let i = 0; i < fanOut; i++) sums[i]! += factor * column[i]!;
        for (let k = 0; k < late; k++) extra[source.lateRows[k]!]! += factor * source.lateWeights[k]!;
        [sums, others] = [others, sums];
      }
      for (let i = 0; i < fanOut; i++) output[i] = output[i]! + odd[i]! + extra[i]!;
    },
    multiplyTransposed(net, layer, input, output, wanted) {
      const fanIn = widths[layer - 1]!;
      const fanOut = widths[layer]!;
      for (let j = 0; j < fanIn; j++) {
        output[j] = 0;
        if (wanted?.[j] === 0) continue;
        const late = source.split(net, layer, j, column, fanOut);
        let sum = 0;
        for (let i = 0; i < fanOut; i++) sum += column[i]! * input[i]!;
        let rest = 0;
        for (let k = 0; k < late; k++) rest += source.lateWeights[k]! * input[source.lateRows[k]!]!;
        output[j] = sum + rest;
      }
    },
    columns(net, layer, units, count, out) {
      const fanOut = widths[layer]!;
      for (let p = 0; p < count; p++) {
        source.column(net, layer, units[p]!, column, fanOut);
        out.set(fanOut === column.length ? column : column.subarray(0, fanOut), p * fanOut);
      }
    },
  };
}

/** log sigma_l^2, l = 1..L; entry 0 is 0. */
export function logScalesOf(network: Network): Float64Array {
  const logScales = new Float64Array(depthOf(network) + 1);
  for (let layer = 1; layer < logScales.length; layer++) {
    logScales[layer] = portableLog(weightVariance(network, layer));
  }
  return logScales;
}
