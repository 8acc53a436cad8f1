/** The observables that nets can be drawn for: how to draw them, what is known of their moments, and which have an exact law. */
import { hessianBlockSamples } from '../numerics/hessian/block-norm.js';
import { lambdaMax, lambdaMin } from '../numerics/hessian/eigenvalues.js';
import { logAdd } from '../numerics/hessian/log-sum.js';
import { type HessianMoments, hessianBlockMoments, hessianMoments } from '../numerics/hessian/moments.js';
import { hessianSamples } from '../numerics/hessian/norm.js';
import { shift } from '../numerics/hessian/scaled.js';
import { hessianEigenvalues } from '../numerics/hessian/spectrum.js';
import { forwardChain } from '../numerics/moments/chain.js';
import { highestOrder, logMomentBound } from '../numerics/moments/moment-bound.js';
import { logMean } from '../numerics/moments/moments.js';
import { forwardSample, forwardSamples } from '../numerics/network/forward.js';
import { gradientPass, gradientSamples } from '../numerics/network/gradient.js';
import { depthOf, family, type Network } from '../numerics/network/network.js';
import { InputError } from '../theory/errors.js';
import type { Expression, Observable } from '../theory/expression/ast.js';
import { enclose, toNumber } from '../theory/expression/enclosure.js';
import type { Settings } from '../theory/language/claim.js';
import { formingSeconds, passSeconds, productSeconds } from './cost.js';
import { drawnCustom, isCustomObservable } from './custom-observable.js';
import { describe } from './describe.js';
import { gradientMoments, type Moments, traceMoments } from './gradient-moments.js';
import { numberAt } from './network-at.js';
import type { Point } from './verdict.js';

/** An observable at a point, its layer indices worked out. */
export interface DrawnObservable {
  /** `gradientNorm2[3]`: the same text, the same numbers. */
  readonly text: string;
  /** Squared norms are at least 0 and drawn as logarithms; eigenvalues have either sign and are drawn as they are. */
  readonly scale: 'log' | 'plain';
  /** Of the plain scale: 1 if values are at least 0 whatever is drawn, -1 if at most 0. */
  sign?(network: Network): 1 | -1 | undefined;
  /** What a net costs, as a multiple of its forward pass. */
  passes(network: Network): number;
  /**
   * Writes the values of nets first..first+values.length-1 of a seed (on the log scale logarithms, -Infinity for 0), and whether each net is
   * alive. Returns the largest error of the values beyond `sampleError` (on the plain scale: times their size); 0 on the log scale.
   */
  draw(network: Network, seed: number, first: number, values: Float64Array, alive: Uint8Array): number;
  /** Moments of the observable over nets, or why none is known. */
  moments(network: Network): Moments | { readonly reason: string };
  /** Which exact law it follows for normal weights, if one is known: F3's, or G2's of a layer's gradient. */
  readonly law?: { readonly gradientLayer?: number };
}

const forwardNorm: DrawnObservable = {
  text: 'forwardNorm2',
  scale: 'log',
  law: {},
  passes: () => 1,
  draw(network, seed, first, values, alive) {
    forwardSamples(network, seed, first, values.length, values);
    for (let i = 0; i < values.length; i++) alive[i] = values[i] === -Infinity ? 0 : 1;
    return 0;
  },
  moments(network) {
    const chain = forwardChain(network);
    return { logMean: logMean(chain), logMomentBound: (r) => logMomentBound(chain, r), highestOrder };
  },
};

function gradientNorm(layer: number): DrawnObservable {
  return {
    text: `gradientNorm2[${layer}]`,
    scale: 'log',
    law: { gradientLayer: layer },
    passes: () => 2.2,
    draw(network, seed, first, values, alive) {
      gradientSamples(network, layer, seed, first, values.length, values, alive);
      return 0;
    },
    moments: (network) => gradientMoments('gradientNorm2', network, layer),
  };
}

/** A Hessian's norm takes the way forward, the way back and the weights once more, and carries a matrix along the layers from..to. */
const hessianPasses = (network: Network, from: number, to: number, areZerosExact = false) =>
  3 +
  (formingSeconds(network, from + 1, to) + productSeconds(network, from, to, areZerosExact)) /
    passSeconds(network);

function hessianBlockNorm(k: number, l: number): DrawnObservable {
  return {
    text: `hessianBlockNorm2[${k},${l}]`,
    scale: 'log',
    // Between neighbours there is no matrix but that of masks.
    passes: (network) =>
      Math.abs(l - k) <= 1
        ? 2.2
        : hessianPasses(network, Math.min(k, l), Math.max(k, l) - 1, family(network.init) === 'rademacher'),
    draw(network, seed, first, values, alive) {
      hessianBlockSamples(network, k, l, seed, first, values.length, values, alive);
      return 0;
    },
    moments: (network) => withOrders(hessianBlockMoments(network, k, l)),
  };
}

const hessianNorm: DrawnObservable = {
  text: 'hessianNorm2',
  scale: 'log',
  passes: (network) => hessianPasses(network, 1, depthOf(network) - 1),
  draw(network, seed, first, values, alive) {
    hessianSamples(network, seed, first, values.length, values, alive);
    return 0;
  },
  moments: (network) => withOrders(hessianMoments(network)),
};

function withOrders(
  moments: HessianMoments | { readonly reason: string },
): ReturnType<DrawnObservable['moments']> {
  if ('reason' in moments) return moments;
  if (moments.logMean === -Infinity) return surelyZero;
  return { logMean: moments.logMean, logMomentBound: (r) => moments.logMomentBound(r), highestOrder: 2 };
}

/** Of an X that is 0 whatever is drawn: so are all its moments. */
const surelyZero: Moments = {
  logMean: -Infinity,
  logMomentBound: () => -Infinity,
  highestOrder: Infinity,
};

/** The trace of the loss's Hessian is |grad F|^2 (H2), whatever the target: the sum of the gradients' squared norms. */
const trace: DrawnObservable = {
  text: 'trace',
  scale: 'log',
  passes: () => 2.3,
  draw(network, seed, first, values, alive) {
    const depth = depthOf(network);
    const pass = gradientPass(network, seed);
    const norms = new Float64Array(depth + 1);
    for (let i = 0; i < values.length; i++) {
      alive[i] = pass(first + i, norms) ? 1 : 0;
      let sum = -Infinity;
      for (let l = 1; l <= depth; l++) sum = logAdd(sum, norms[l]!);
      values[i] = sum;
    }
    return 0;
  },
  moments: traceMoments,
};

/**
 * All eigenvalues of the reduced matrix (numerics/hessian/reduced.ts), from which relu's dead units are missing, by the kernel. Measured at orders of 2 to
 * 1000: at least 0.85 of it, and at most 4 times as much, where nets are shallow and wide.
 */
function eigenvalueSeconds({ widths, activation }: Network): number {
  const share = activation.kind === 'relu' ? 0.5 : 1;
  const order = widths.slice(1).reduce((sum, width, index) => sum + share * (width + widths[index]!), 0);
  return 2e-5 + 1.6e-6 * order + 2e-8 * order ** 2 + 4e-10 * order ** 3;
}

/** An end of the spectrum of the Hessian of (F - y)^2/2. */
function spectrumEnd(name: 'lambdaMin' | 'lambdaMax', target: number): DrawnObservable {
  return {
    text: name,
    scale: 'plain',
    // The trace is |grad F|^2 >= 0 (H2), and so is the largest of the eigenvalues that make it up. The block of a layer of more than one weight is of rank
    // one (H1): it has an eigenvalue 0, and the least one of the whole is no larger (Cauchy).
    sign: ({ widths }) =>
      name === 'lambdaMax'
        ? 1
        : widths.some((width, l) => l > 0 && width * widths[l - 1]! > 1)
          ? -1
          : undefined,
    passes: (network) =>
      3 + (formingSeconds(network, 1, depthOf(network)) + eigenvalueSeconds(network)) / passSeconds(network),
    draw(network, seed, first, values, alive) {
      let doubt = 0;
      for (let i = 0; i < values.length; i++) {
        const net = first + i;
        const eigenvalues = hessianEigenvalues(network, seed, net, target);
        const end = name === 'lambdaMin' ? lambdaMin(eigenvalues) : lambdaMax(eigenvalues);
        values[i] = shift(end, eigenvalues.bits);
        if (!Number.isFinite(values[i]))
          throw new RangeError(`${name} of net ${net} is beyond the range of doubles.`);
        // Below the range of doubles eigenvalues are rounded to multiples of 2^-1074.
        const underflow = eigenvalues.bits < 0 ? Number.MIN_VALUE : 0;
        doubt = Math.max(doubt, shift(eigenvalues.error, eigenvalues.bits) + underflow);
        alive[i] = forwardSample(network, seed, net) === -Infinity ? 0 : 1;
      }
      return doubt;
    },
    // A single layer's output is piecewise linear in its weights, so the loss has the Hessian g g^T, g the gradient: its least eigenvalue is 0 (H2).
    moments: ({ widths: [before, after, ...more] }) =>
      name === 'lambdaMin' && more.length === 0 && before! * after! > 1
        ? surelyZero
        : {
            reason: `No bound on the second moment of ${name} is known; ask for a median, a quantile or a probability.`,
          },
  };
}

/** Observables that can be drawn: all but the escape time, which needs an optimizer, and names declared without a way to draw them. */
export function isDrawable({ name, declaration }: Observable): boolean {
  return declaration === undefined ? name !== 'escapeTime' : isCustomObservable(declaration);
}

/**
 * @throws InputError for a layer index that is not a whole number from 1 to L at the point, or a target that is not finite.
 */
export function observableAt(
  observable: Observable,
  point: Point,
  settings: Pick<Settings, 'target'>,
): DrawnObservable {
  const { name, indices } = observable;
  const layers = indices.map((index) => {
    const layer = toNumber(enclose(index, point));
    if (Number.isInteger(layer) && layer >= 1 && layer <= point.L!) return layer;
    throw new InputError(
      `At ${describe(point)} the layer index of ${name} is ${layer}; it must be a whole number from 1 to L (restrict the domain with where).`,
      index.span.start + 1,
    );
  });
  if (observable.declaration !== undefined) {
    if (isCustomObservable(observable.declaration)) return drawnCustom(observable.declaration, layers);
    throw new InputError(
      `The observable ${name} is declared without a way to draw it: it needs a scale, log or plain, and a function draw.`,
    );
  }
  switch (observable.name) {
    case 'forwardNorm2':
      return forwardNorm;
    case 'gradientNorm2':
      return gradientNorm(layers[0]!);
    case 'hessianBlockNorm2':
      return hessianBlockNorm(layers[0]!, layers[1]!);
    case 'hessianNorm2':
      return hessianNorm;
    case 'trace':
      return trace;
    case 'lambdaMin':
    case 'lambdaMax':
      return spectrumEnd(observable.name, targetAt(settings.target, point));
    case 'escapeTime':
      throw new InputError('No oracle values escapeTime; the command race draws escape times.');
  }
}

function targetAt(target: Expression, point: Point): number {
  const value = numberAt(target, point);
  if (Number.isFinite(value) && Math.abs(value) <= 1e100) return value;
  throw new InputError(
    `At ${describe(point)} the target is ${value}; it must be a finite number, within 1e100.`,
    target.span.start + 1,
  );
}
