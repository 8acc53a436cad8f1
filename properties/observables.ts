/** The observables that nets can be drawn for: how to draw them, what is known of their moments, and which have an exact law. */
import { hessianBlockSamples } from '../numerics/hessian/block-norm.js';
import { type HessianMoments, hessianBlockMoments, hessianMoments } from '../numerics/hessian/moments.js';
import { hessianSamples } from '../numerics/hessian/norm.js';
import { backwardChain, forwardChain } from '../numerics/moments/chain.js';
import { highestOrder, logMomentBound } from '../numerics/moments/moment-bound.js';
import { logMean } from '../numerics/moments/moments.js';
import { forwardSamples } from '../numerics/network/forward.js';
import { gradientSamples } from '../numerics/network/gradient.js';
import type { Network } from '../numerics/network/network.js';
import { InputError } from '../theory/errors.js';
import type { Observable, ObservableName } from '../theory/expression/ast.js';
import { enclose, toNumber } from '../theory/expression/enclosure.js';
import { describe } from './describe.js';
import type { Point } from './verdict.js';

/** An observable at a point, its layer indices worked out. All of them are squared norms: at least 0, and drawn as logarithms. */
export interface DrawnObservable {
  /** `gradientNorm2[3]`: the same text, the same numbers. */
  readonly text: string;
  /** What a net costs, as a multiple of its forward pass. */
  passes(network: Network): number;
  /** Writes the logs of nets first..first+values.length-1 of a seed (-Infinity for 0), and whether each net is alive. */
  draw(network: Network, seed: number, first: number, values: Float64Array, alive: Uint8Array): void;
  /** Moments of the observable over nets, or why none is known. */
  moments(network: Network): Moments | { readonly reason: string };
  /** The layer of a gradient whose exact law is asked for; undefined for the forward norm. */
  readonly gradientLayer?: number;
}

export interface Moments {
  /** log E X. */
  readonly logMean: number;
  /** An upper bound for log E X^r, r = 1, 2, ..., highestOrder. */
  logMomentBound(r: number): number;
  readonly highestOrder: number;
}

const forwardNorm: DrawnObservable = {
  text: 'forwardNorm2',
  passes: () => 1,
  draw(network, seed, first, values, alive) {
    forwardSamples(network, seed, first, values.length, values);
    for (let i = 0; i < values.length; i++) alive[i] = values[i] === -Infinity ? 0 : 1;
  },
  moments(network) {
    const chain = forwardChain(network);
    return { logMean: logMean(chain), logMomentBound: (r) => logMomentBound(chain, r), highestOrder };
  },
};

function gradientNorm(layer: number): DrawnObservable {
  return {
    text: `gradientNorm2[${layer}]`,
    passes: () => 2.2,
    gradientLayer: layer,
    draw: (network, seed, first, values, alive) =>
      gradientSamples(network, layer, seed, first, values.length, values, alive),
    moments(network) {
      if (network.init.name === 'rademacher') {
        return {
          reason:
            'The moments of gradientNorm2 are known where ties z = 0 have probability 0, which Rademacher weights do not grant; ask for a median, a quantile or a probability.',
        };
      }
      const backward = backwardChain(network, layer);
      if (backward === undefined) {
        return {
          reason:
            'The moments of gradientNorm2 are known for a random readout alone; ask for a median, a quantile or a probability.',
        };
      }
      // Forward and backward part are independent (G1).
      const forward = forwardChain(network, layer - 1);
      return {
        logMean: logMean(forward) + logMean(backward),
        logMomentBound: (r) => logMomentBound(forward, r) + logMomentBound(backward, r),
        highestOrder,
      };
    },
  };
}

/** A Hessian's norm carries a d x d matrix along the layers; drawing the weights costs as much as some products. Measured. */
const hessianPasses = ({ widths }: Network) => 3 + Math.max(...widths) / 6;

function hessianBlockNorm(k: number, l: number): DrawnObservable {
  return {
    text: `hessianBlockNorm2[${k},${l}]`,
    passes: hessianPasses,
    draw: (network, seed, first, values, alive) =>
      hessianBlockSamples(network, k, l, seed, first, values.length, values, alive),
    moments: (network) => withOrders(hessianBlockMoments(network, k, l)),
  };
}

const hessianNorm: DrawnObservable = {
  text: 'hessianNorm2',
  passes: hessianPasses,
  draw: (network, seed, first, values, alive) =>
    hessianSamples(network, seed, first, values.length, values, alive),
  moments: (network) => withOrders(hessianMoments(network)),
};

function withOrders(
  moments: HessianMoments | { readonly reason: string },
): ReturnType<DrawnObservable['moments']> {
  if ('reason' in moments) return moments;
  return { logMean: moments.logMean, logMomentBound: (r) => moments.logMomentBound(r), highestOrder: 2 };
}

const drawable: readonly ObservableName[] = [
  'forwardNorm2',
  'gradientNorm2',
  'hessianBlockNorm2',
  'hessianNorm2',
];

/** Observables that can be drawn; the others have no oracle yet. */
export function isDrawable(name: ObservableName): boolean {
  return drawable.includes(name);
}

/** @throws InputError for a layer index that is not a whole number from 1 to L at the point. */
export function observableAt({ name, indices }: Observable, point: Point): DrawnObservable {
  const layers = indices.map((index) => {
    const layer = toNumber(enclose(index, point));
    if (Number.isInteger(layer) && layer >= 1 && layer <= point.L!) return layer;
    throw new InputError(
      `At ${describe(point)} the layer index of ${name} is ${layer}; it must be a whole number from 1 to L (restrict the domain with where).`,
      index.span.start + 1,
    );
  });
  switch (name) {
    case 'forwardNorm2':
      return forwardNorm;
    case 'gradientNorm2':
      return gradientNorm(layers[0]!);
    case 'hessianBlockNorm2':
      return hessianBlockNorm(layers[0]!, layers[1]!);
    case 'hessianNorm2':
      return hessianNorm;
    default:
      throw new InputError(`No oracle values ${name} yet.`);
  }
}
