/** The nets that experiments on single nets run through. */
import { forwardSample } from '../../numerics/network/forward.js';
import { type Activation, type Init, type Network, squareNetwork } from '../../numerics/network/network.js';
import type { Parameters } from '../../theory/catalogue/theorem.js';
import type { Point } from '../verdict.js';
import { numberOf, numbersOf } from './experiment.js';

/** Points L, d, net for the lists `depths` and `widths` and the number `nets`: shallow and narrow nets first. */
export function netPoints(parameters: Parameters): Point[] {
  const nets = Array.from({ length: numberOf(parameters, 'nets') }, (_, net) => net);
  return numbersOf(parameters, 'depths').flatMap((L) =>
    numbersOf(parameters, 'widths').flatMap((d) => nets.map((net) => ({ L, d, net }))),
  );
}

/** The first net of the seed that is alive: of dead ones there is nothing to be said. @throws RangeError if 10,000 are dead. */
export function aliveNet(network: Network, seed: number): number {
  for (let net = 0; net < 10_000; net++) if (forwardSample(network, seed, net) !== -Infinity) return net;
  throw new RangeError('Nets of this depth and width are dead all but surely.');
}

/** The square net of a point: `init` (he-normal), `slope` of the activation (0, relu). */
export function networkFor({ init = 'he-normal', slope = 0 }: Parameters, { L, d }: Point): Network {
  const activation: Activation =
    slope === 0
      ? { kind: 'relu' }
      : slope === 1
        ? { kind: 'linear' }
        : { kind: 'leaky-relu', slope: Number(slope) };
  // squareNetwork refuses names that are no init.
  return squareNetwork(L!, d!, { activation, init: { name: init as Init['name'] } });
}
