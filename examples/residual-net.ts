/**
 * An observable of one's own: the forward norm of a residual net, a^l = a^(l-1) + phi(W^l a^(l-1)), which the claim language has no word for.
 *
 *     checkClaim('P(residualNorm2 <= 1/4) <= 1/100 for L in 1..16, d in 16..32', { observables: [residualNorm2] })
 */
import { depthOf, type Network, weightsOf } from 'vanishing-curvature/numerics';
import type { CustomObservable } from 'vanishing-curvature/properties';

/** log(|a^L|^2/|x|^2), with the weights that the claim's other observables have too. */
export const residualNorm2: CustomObservable = {
  name: 'residualNorm2',
  scale: 'log',
  draw: ({ network, seed }) => {
    // Called once for many nets; the function it returns draws one of them, by its number.
    const weights = weightsOf(network, seed);
    return (net) => {
      let a = startOf(network);
      for (let layer = 1; layer <= depthOf(network); layer++) {
        const z = new Float64Array(a.length);
        weights.multiply(net, layer, a, z);
        const scale = Math.exp(weights.logScales[layer]! / 2);
        a = a.map((x, i) => x + phi(network, scale * z[i]!));
      }
      return { value: Math.log(squared(a) / squared(startOf(network))) };
    };
  },
};

const startOf = ({ widths, input }: Network) =>
  new Float64Array(widths[0]!).fill(0).map((_, i) => (input === 'dense' || i === 0 ? 1 : 0));

function phi({ activation }: Network, z: number): number {
  if (z > 0 || activation.kind === 'linear') return z;
  return activation.kind === 'leaky-relu' ? activation.slope * z : 0;
}

const squared = (a: Float64Array) => a.reduce((sum, x) => sum + x * x, 0);
