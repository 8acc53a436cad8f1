/** How many steps an optimizer takes along the balanced chain (chain.ts). */
import { chainGradient, checkDepth, checkRise } from './chain.js';
import { commonDyadics } from './dyadic.js';
import { optimizerSteps } from './optimizer-step.js';
import { checkOptimizer, type Optimizer, type SignDescent } from './optimizers.js';

/**
 * The first step after which w >= goal, from w = start; Infinity if that takes more than `cap` steps.
 *
 * Gradients have an unbounded exponent (`chainGradient`, `optimizerSteps`): with epsilon = 0 RMSprop and Adam act as in exact arithmetic however deep
 * the chain, up to rounding errors of about 1e-15 a step, relative to the rate; a count is certain unless w meets the goal within those. Sign
 * descent runs in exact arithmetic on the dyadic numbers that the doubles are: ceil((goal - start)/rate) steps for every depth. (0.3, 0.9 and
 * 0.01 are not dyadic: their doubles need 61 steps, not 60.)
 *
 * The standard definitions (optimizers.ts) from .3 to .9 at rate .01: RMSprop takes 9 and 155 steps and more than 200,000 at L = 16, 20, 32
 * with epsilon 1e-8, 7 at each of them with epsilon 0; Adam with epsilon 0 takes 53, 55, 60.
 * @param cap at most 10^9.
 * @throws RangeError unless L >= 1 is a whole number, 0 < start < goal <= 1, and optimizer and cap are in range; for SGD, as there is but one input.
 */
export function chainSteps(
  depth: number,
  start: number,
  goal: number,
  optimizer: Optimizer,
  cap: number,
): number {
  checkDepth(depth, 1);
  checkRise(start, goal);
  checkOptimizer(optimizer);
  if (!(Number.isInteger(cap) && cap >= 0 && cap <= 1e9)) {
    throw new RangeError(`The cap must be a whole number of steps from 0 to 10^9, not ${cap}.`);
  }
  if (optimizer.kind === 'sgd')
    throw new RangeError('A chain has one input: there are no minibatches of it.');
  if (optimizer.kind === 'sign-descent') return exactSignSteps(start, goal, optimizer, cap);
  const step = optimizerSteps(optimizer, 1);
  const w = Float64Array.of(start);
  const gradient = new Float64Array(1);
  for (let t = 1; t <= cap; t++) {
    const { value, bits } = chainGradient(depth, w[0]!);
    gradient[0] = value;
    step(w, gradient, bits);
    if (w[0]! >= goal) return t;
  }
  return Infinity;
}

/** The gradient w^(L-1) (w^L - 1) has the sign of w - 1 for w > 0, whatever the depth. */
function exactSignSteps(start: number, goal: number, { rate }: SignDescent, cap: number): number {
  const [first, last, step, one] = commonDyadics([start, goal, rate, 1]) as [bigint, bigint, bigint, bigint];
  let w = first;
  for (let t = 1; t <= cap; t++) {
    w += w < one ? step : w > one ? -step : 0n;
    if (w >= last) return t;
  }
  return Infinity;
}
