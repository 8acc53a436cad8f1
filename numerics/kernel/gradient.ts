/** Gradient norms of drawn nets by the kernel. The nets are those of network/gradient.ts, with weights rounded to f32. */
import { checkNets } from '../network/forward.js';
import { depthOf, type Network, varianceRatio } from '../network/network.js';
import { portableLog } from '../random/portable.js';
import { defaultEngine } from './default.js';
import type { Engine, SingleJob } from './engine.js';
import { jobOf, logScaleOf } from './forward.js';

/**
 * Writes log gradientNorm2[layer] of the nets firstNet..firstNet+count-1 of a seed into out[0..count), -Infinity where it is 0, and into
 * alive[0..count) whether a^L != 0. Each depends on (network, seed, net) alone, to the last bit, whatever the engine. Weights are drawn again for the
 * way back: twice the cost of a forward pass at most.
 * @throws RangeError unless the nets have normal or uniform weights and are drawable (forward.ts), 1 <= layer <= L, seed and nets are whole numbers
 * in 0..2^53-1, and there is room.
 */
export function gradientSamples(
  network: Network,
  layer: number,
  seed: number,
  firstNet: number,
  count: number,
  out: Float64Array,
  alive: Uint8Array,
  engine: Engine = defaultEngine(),
): void {
  const depth = depthOf(network);
  if (!(Number.isInteger(layer) && layer >= 1 && layer <= depth)) {
    throw new RangeError(`The layer must be a whole number from 1 to ${depth}, not ${layer}.`);
  }
  checkNets(firstNet, count, Math.min(out.length, alive.length));
  const job = singleJobOf(network, seed);
  const logScale = logScaleOf(network, job) + logScaleOfBackward(network, job, layer);
  const results = new Float64Array(2 * count);
  engine.gradient(job, layer, network.readout === 'random', firstNet, count, results);
  for (let i = 0; i < count; i++) {
    const product = results[2 * i]!;
    alive[i] = product === 0 ? 0 : 1;
    out[i] = product === 0 ? -Infinity : portableLog(product) + 2 * results[2 * i + 1]! * Math.LN2 + logScale;
  }
}

function singleJobOf(network: Network, seed: number): SingleJob {
  const job = jobOf(network, seed);
  const { distribution } = job;
  if (distribution === 'rademacher') {
    throw new RangeError(
      'The kernel has no gradients behind Rademacher weights: in f32 ties cannot be told.',
    );
  }
  return { ...job, distribution };
}

/** The readout's weights come in, those of the layer itself drop out. */
function logScaleOfBackward(network: Network, { distribution }: SingleJob, layer: number): number {
  const logUnit = distribution === 'uniform' ? portableLog(3) : 0;
  const [numerator, denominator] = varianceRatio(network, layer);
  const own = portableLog(numerator / denominator) + logUnit;
  if (network.readout === 'none') return -own;
  const readout = portableLog(network.readoutGain) - portableLog(network.widths.at(-1)!);
  return readout + (network.readout === 'random' ? logUnit : 0) - own;
}
