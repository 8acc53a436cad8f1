/** Samples of the exact law of forwardNorm2 without nets: for normal weights it depends on the widths alone (theory F3). */
import { checkNets, roomIn } from '../network/check-nets.js';
import { checkNetwork, depthOf, family, type Network } from '../network/network.js';
import { portableLog } from '../random/portable.js';
import { binomialTable } from './alias.js';
import { defaultEngine } from './default.js';
import { checkSeed, type Engine, logVariances, type ReducedJob } from './engine.js';

/**
 * Writes samples firstNet..firstNet+count-1 of a seed into out[0..count): independent of each other, with the law of log forwardNorm2, but not
 * the values of the nets of these numbers. O(L) for each. Resolution: the law of each layer is off by some 2^-32 (random/source.ts says where);
 * units all dead are not met where that is rarer than 1e-30.
 * @throws RangeError unless weights are normal and the activation relu or linear, seed and numbers whole and in 0..2^53-1, and there is room.
 */
export function reducedSamples(
  network: Network,
  seed: number,
  firstNet: number,
  count: number,
  out: Float64Array,
): void {
  checkNetwork(network);
  reducedSamplesBy(defaultEngine(), network, seed, firstNet, count, out);
}

/** The same by an engine of the caller's. */
export function reducedSamplesBy(
  engine: Engine,
  network: Network,
  seed: number,
  firstNet: number,
  count: number,
  out: Float64Array,
): void {
  checkNets(firstNet, count, roomIn(out));
  checkSeed(seed);
  const groups = groupsOf(network);
  // chi^2 is twice what the engine gives.
  const logScale = logVariances(network) + depthOf(network) * Math.LN2;
  const results = new Float64Array(2 * count);
  engine.reduced({ seed, groups }, firstNet, count, results);
  for (let i = 0; i < count; i++) {
    const product = results[2 * i]!;
    out[i] = product === 0 ? -Infinity : portableLog(product) + results[2 * i + 1]! * Math.LN2 + logScale;
  }
}

function groupsOf({ widths, activation, init }: Network): ReducedJob['groups'] {
  if (family(init) !== 'normal' || activation.kind === 'leaky-relu') {
    throw new RangeError('Only nets with normal weights and relu or linear units have a reduced law.');
  }
  const layers = new Map<number, number>();
  for (const width of widths.slice(1)) layers.set(width, (layers.get(width) ?? 0) + 1);
  return [...layers].map(([width, count]) =>
    activation.kind === 'linear'
      ? { layers: count, freedom: width }
      : { layers: count, freedom: 0, table: binomialTable(width) },
  );
}
