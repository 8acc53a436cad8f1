/** H6: behind a fixed target the loss's Hessian becomes almost hollow. */
import { forwardNets } from '../../numerics/hessian/drawn-net.js';
import { hessianPass } from '../../numerics/hessian/norm.js';
import { shift } from '../../numerics/hessian/scaled.js';
import { netsOf } from '../../numerics/kernel/default.js';
import { gradientPass } from '../../numerics/network/gradient.js';
import { depthOf, type Network, squareNetwork } from '../../numerics/network/network.js';
import { netCost } from '../cost.js';
import { type Experiment, numberOf, numbersOf } from './experiment.js';
import { decideMedian } from './median.js';

/**
 * median(|grad F|^2/(|F-y| |grad^2 F|_F)) <= bound over nets alive, for the depths and bounds listed, at one width and target y.
 */
export const almostHollow: Experiment = {
  oracle: 'simulated',
  measured: 'median of the ratio',
  exhaustive: false,
  chunk: 1,
  points: (parameters) =>
    numbersOf(parameters, 'depths').map((L, i) => ({
      L,
      d: numberOf(parameters, 'width'),
      bound: numbersOf(parameters, 'bounds')[i] ?? Number.NaN,
    })),
  examine(parameters, point, allowance) {
    const { L, d } = point;
    const network = squareNetwork(L!, d!);
    const most = point.bound!;
    if (!(most > 0)) throw new RangeError(`The experiment needs a bound for depth ${L}.`);
    const target = numberOf(parameters, 'target');
    const shareOfTrace = tracesOf(network, allowance.seed, target);
    let next = 0;
    // Dead nets are passed over: those alive are independent draws from the law given alive.
    const draw = (_first: number, count: number) => {
      const found: number[] = [];
      while (found.length < count) {
        if (next > 1e6) throw new RangeError('Nets of this depth and width are dead all but surely.');
        const ratio = shareOfTrace(next++);
        if (ratio !== undefined) found.push(ratio);
      }
      return found;
    };
    // Measured, at width 8: 20 to 30 times what a net costs.
    return decideMedian(point, { draw, seconds: 25 * netCost(network), least: 0, most }, allowance);
  },
};

/** A function that gives |grad F|^2/(|F-y| |grad^2 F|_F) of a net, or undefined if it is dead. */
function tracesOf(network: Network, seed: number, y: number): (net: number) => number | undefined {
  const nets = netsOf(network, seed);
  const hessianOf = hessianPass(network, nets);
  const gradientsOf = gradientPass(network, seed, nets);
  const forwardNet = forwardNets(network, seed, nets);
  const logs = new Float64Array(depthOf(network) + 1);
  return (net) => {
    const { log: hessian, alive } = hessianOf(net);
    if (!alive) return undefined;
    gradientsOf(net, logs);
    const gradients = logs.subarray(1);
    const largest = Math.max(...gradients);
    const logTrace = largest + Math.log(gradients.reduce((sum, log) => sum + Math.exp(log - largest), 0));
    const { output } = forwardNet(net);
    const residual = Math.abs(shift(output.values, output.bits) - y);
    // With y = 0 and an output below the doubles the residual would be lost.
    const logResidual =
      y === 0 ? Math.log(Math.abs(output.values)) + output.bits * Math.LN2 : Math.log(residual);
    return Math.exp(logTrace - logResidual - hessian / 2);
  };
}
