/** Mean and second moment of forwardNorm2 as exact fractions. Their digits grow with depth: for moderate nets. */
import Fraction from 'fraction.js';
import {
  type Activation,
  checkNetwork,
  depthOf,
  family,
  type Network,
  varianceRatio,
} from '../network/network.js';
import { evenMoment } from './entries.js';
import { type Arithmetic, type FourthMoments, secondMomentStep } from './second-moment-step.js';

const fractions: Arithmetic<Fraction> = {
  of: (x) => new Fraction(x),
  add: (a, b) => a.add(b),
  multiply: (a, b) => a.mul(b),
};

/** E phi(z)^(2k) / E z^(2k) for symmetric z; a slope is read as the short decimal it was written as (0.2 is 1/5). */
function activationMoment(activation: Activation, k: number): Fraction {
  switch (activation.kind) {
    case 'relu':
      return new Fraction(1, 2);
    case 'linear':
      return new Fraction(1);
    case 'leaky-relu':
      return new Fraction(activation.slope)
        .pow(2 * k)!
        .add(1)
        .div(2);
  }
}

/** A gain is read as the short decimal it was written as. */
function variance(network: Network, layer: number): Fraction {
  const [numerator, denominator] = varianceRatio(network, layer);
  return new Fraction(numerator).div(denominator);
}

/** E forwardNorm2 = product over layers of p d_l sigma_l^2. */
export function exactMean(network: Network): Fraction {
  checkNetwork(network);
  const p = activationMoment(network.activation, 1);
  let product = new Fraction(1);
  for (let layer = 1; layer <= depthOf(network); layer++) {
    product = product.mul(p).mul(network.widths[layer]!).mul(variance(network, layer));
  }
  return product;
}

/** E forwardNorm2^2, by secondMomentStep. */
export function exactSecondMoment(network: Network): Fraction {
  checkNetwork(network);
  const { widths, activation, init, input } = network;
  const p = activationMoment(activation, 1);
  const q = activationMoment(activation, 2);
  const kind = family(init);
  const kurtosis = new Fraction(...evenMoment(kind === 'orthogonal' ? 'normal' : kind, 2));
  let moments: FourthMoments<Fraction> = {
    u: new Fraction(1),
    w: new Fraction(1, input === 'dense' ? widths[0]! : 1),
  };
  for (let layer = 1; layer <= depthOf(network); layer++) {
    const width = new Fraction(widths[layer]!);
    const order = Math.max(widths[layer]!, widths[layer - 1]!);
    const shrink = kind === 'orthogonal' ? new Fraction(order, order + 2) : new Fraction(1);
    const { u, w } = secondMomentStep(fractions, moments, { width, p, q, kurtosis, shrink });
    const scale = variance(network, layer).pow(2)!;
    moments = { u: u.mul(scale), w: w.mul(scale) };
  }
  return moments.u;
}
