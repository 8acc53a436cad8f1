/** Groenwall's bound: how long gradient flow must take to leave a ball, beside how long it takes. */
import { exponent, shift } from '../hessian/scaled.js';
import type { Network } from '../network/network.js';
import { type Batch, batchNet, type SquaredLoss } from './batch-net.js';
import { type FlowOptions, type FlowResult, gradientFlow, outsideBall } from './flow.js';
import { lipschitzBound } from './lipschitz.js';

interface Mantissa {
  readonly part: number;
  readonly bits: number;
}

export interface GroenwallCheck {
  /** Lipschitz constant of the gradient in the ball (`lipschitzBound`). */
  readonly gamma: number;
  /** |grad f| at the start. */
  readonly gradientNorm: number;
  /** log(1 + gamma r/|g|)/gamma: no flow leaves earlier. */
  readonly bound: number;
  /** When the flow left; Infinity if not before the horizon (or the steps' end, see outcome). */
  readonly time: number;
  readonly outcome: FlowResult['outcome'];
  /** time - bound >= 0, up to 1e-9 of the time. */
  readonly slack: number;
}

/**
 * log(1 + gamma r/|g|)/gamma, a lower bound on the time in which a path with |w'| <= |g| + gamma |w - w_0| leaves the ball of radius r (Groenwall 1919:
 * |w - w_0| <= |g| (e^(gamma t) - 1)/gamma). r/|g| for gamma r/|g| -> 0; relative error 1e-15.
 * @throws RangeError unless all three are positive and finite.
 */
export function groenwallBound(gamma: number, radius: number, gradientNorm: number): number {
  for (const x of [gamma, radius, gradientNorm]) {
    if (!(x > 0 && x < Infinity)) {
      throw new RangeError(`Groenwall's bound needs positive and finite numbers, not ${x}.`);
    }
  }
  // gamma r/|g| may leave the doubles at either end where the bound does not.
  const logRatio = Math.log(gamma) + Math.log(radius) - Math.log(gradientNorm);
  if (logRatio > 700) return logRatio / gamma;
  if (logRatio < -40) return radius / gradientNorm;
  // Neither may parts of it, such as r/|g|: mantissas and exponents go apart.
  const [c, r, g] = [gamma, radius, gradientNorm].map((x) => ({
    bits: exponent(x),
    part: shift(x, -exponent(x)),
  })) as [Mantissa, Mantissa, Mantissa];
  return Math.log1p(shift((c.part * r.part) / g.part, c.bits + r.bits - g.bits)) / gamma;
}

/**
 * Integrates gradient flow from the parameters until it leaves the ball of this radius around them, and compares with the bound. A chain of L
 * weights is a net of L - 1 layers of width 1: its readout is the last weight.
 * @throws RangeError unless the activation is linear (at a kink of others the gradient jumps, and the bound is false), the gradient is not 0, radius and
 *   options are in range.
 */
export function checkGroenwall(
  network: Network,
  parameters: Float64Array,
  batch: Batch,
  loss: SquaredLoss,
  radius: number,
  options?: FlowOptions,
): GroenwallCheck {
  if (network.activation.kind !== 'linear') {
    throw new RangeError(`Groenwall's bound holds for linear nets, not for ${network.activation.kind}.`);
  }
  const gamma = lipschitzBound(network, parameters, batch, loss, radius);
  const problem = batchNet(network, batch, loss);
  const gradient = new Float64Array(problem.size);
  problem.lossAndGradient(parameters, gradient);
  const gradientNorm = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
  const bound = groenwallBound(gamma, radius, gradientNorm);
  const { time, outcome } = gradientFlow(problem, parameters, outsideBall(parameters, radius), options);
  return { gamma, gradientNorm, bound, time, outcome, slack: time - bound };
}
