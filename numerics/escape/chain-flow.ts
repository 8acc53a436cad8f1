/** Gradient flow on chains F = x w_1 ... w_L, balanced or not. */
import { checkDepth, checkRise } from './chain.js';
import { type Descendible, type FlowOptions, type FlowResult, gradientFlow } from './flow.js';

/**
 * The loss 1/2 (x prod w_i - y)^2 of a chain of L weights and its gradient x prod_(k != i) w_k (F - y), also where weights are 0.
 * @throws RangeError unless L is a whole number in 1..10^6 and x and y are finite.
 */
export function chainLoss(depth: number, x = 1, y = 1): Descendible {
  checkDepth(depth, 1);
  if (!(Number.isFinite(x) && Number.isFinite(y))) throw new RangeError('Input and target must be finite.');
  const before = new Float64Array(depth + 1);
  return {
    size: depth,
    lossAndGradient(w, gradient) {
      before[0] = x;
      for (let i = 0; i < depth; i++) before[i + 1] = before[i]! * w[i]!;
      const residual = before[depth]! - y;
      let after = residual;
      for (let i = depth - 1; i >= 0; i--) {
        gradient[i] = before[i]! * after;
        after *= w[i]!;
      }
      return (residual * residual) / 2;
    },
  };
}

/**
 * The time of gradient flow on the balanced chain from w = start to w = goal by integrating w' = w^(L-1) (1 - w^L): `chainTime` by other means.
 * Relative error below 1e-9 at the default tolerance: some
 * 1e-12, and 2e-10 the largest of a thousand, for L to 24 (study/second-opinion/escape.ts).
 * @throws RangeError unless L is a whole number in 2..10^6, 0 < start < goal < 1, and the options are in range.
 */
export function balancedFlow(depth: number, start: number, goal: number, options?: FlowOptions): FlowResult {
  checkDepth(depth, 2);
  checkRise(start, goal);
  if (goal === 1) throw new RangeError('Gradient flow never reaches 1: the goal must lie below.');
  // f(w) = 1/(2L) (w^L - 1)^2 has the derivative w^(L-1) (w^L - 1).
  const single: Descendible = {
    size: 1,
    lossAndGradient(w, gradient) {
      const power = w[0]! ** (depth - 1);
      const gap = power * w[0]! - 1;
      gradient[0] = power * gap;
      return (gap * gap) / (2 * depth);
    },
  };
  return gradientFlow(single, Float64Array.of(start), (w) => w[0]! >= goal, options);
}
