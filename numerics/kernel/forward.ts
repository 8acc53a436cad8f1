/** The forward pass of drawn nets in single precision. The nets are those of network/forward.ts, with weights rounded to f32. */
import { slopeOf } from '../network/activation.js';
import { checkNets, roomIn } from '../network/check-nets.js';
import { checkNetwork, depthOf, family, type Network } from '../network/network.js';
import { portableLog } from '../random/portable.js';
import { defaultEngine } from './default.js';
import { checkSeed, type Engine, type Job, logVariances } from './engine.js';

/** Slopes whose f32 keeps products with activations in range. */
const leastSlope = 2 ** -20;
const largestSlope = 2 ** 20;

/** Whether these nets can be drawn: with normal or uniform weights, and a slope that is 0 or of absolute value in 2^-20..2^20. */
export function isDrawable(network: Network): boolean {
  const kind = family(network.init);
  const size = Math.abs(slopeOf(network.activation));
  return (
    (kind === 'normal' || kind === 'uniform') && (size === 0 || (size >= leastSlope && size <= largestSlope))
  );
}

/**
 * In single precision: writes log forwardNorm2 of the nets firstNet..firstNet+count-1 of a seed into out[0..count); -Infinity if and only if a net is dead. Each
 * depends on (network, seed, net) alone, to the last bit, with WebAssembly or without. docs/kernel.md bounds what f32 does to the law.
 * @throws RangeError unless weights are normal or uniform, the slope is 0 or of absolute value in 2^-20..2^20, seed and nets are whole numbers in 0..2^53-1, and there is room.
 */
export function singleForwardSamples(
  network: Network,
  seed: number,
  firstNet: number,
  count: number,
  out: Float64Array,
): void {
  checkNetwork(network);
  forwardSamplesBy(defaultEngine(), network, seed, firstNet, count, out);
}

/** The same by an engine of the caller's. */
export function forwardSamplesBy(
  engine: Engine,
  network: Network,
  seed: number,
  firstNet: number,
  count: number,
  out: Float64Array,
): void {
  checkNets(firstNet, count, roomIn(out));
  const job = jobOf(network, seed);
  // The weights of an engine are of variance 1, or uniform in (-1, 1).
  const uniform = job.distribution === 'uniform' ? depthOf(network) * portableLog(3) : 0;
  const logScale = logVariances(network) + uniform - portableLog(job.ones);
  const results = new Float64Array(2 * count);
  engine.forward(job, firstNet, count, results);
  for (let i = 0; i < count; i++) {
    const norm2 = results[2 * i]!;
    out[i] = norm2 === 0 ? -Infinity : portableLog(norm2) + 2 * results[2 * i + 1]! * Math.LN2 + logScale;
  }
}

function jobOf(network: Network, seed: number): Job {
  checkSeed(seed);
  const distribution = family(network.init);
  if (!isDrawable(network) || distribution === 'orthogonal' || distribution === 'rademacher') {
    throw new RangeError(`The kernel does not draw nets with ${distribution} weights and this activation.`);
  }
  const { widths, activation, input } = network;
  const ones = input === 'dense' ? widths[0]! : 1;
  return { distribution, seed, widths, ones, slope: slopeOf(activation) };
}
