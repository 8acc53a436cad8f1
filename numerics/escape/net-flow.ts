/** Gradient flow of random nets, from the starts of the race. */
import { batchNet } from './batch-net.js';
import { type FlowOptions, type FlowResult, gradientFlow, lossBelow } from './flow.js';
import type { Race } from './race.js';
import { drawStart } from './start.js';

export interface NetFlowResult extends FlowResult {
  /** a^L = 0 for all inputs at the start: the flow stands still. */
  readonly dead: boolean;
}

/**
 * The time that gradient flow takes from the start of net `net` of the seed (as in `raceNet`) until its loss has fallen by race.fall: gradient descent of
 * rate eta takes about time/eta steps as eta -> 0. The cap does not apply; the horizon is 1e6 unless the options say otherwise.
 *
 * The net's gradient jumps where a unit's mask changes: the flow is smooth in pieces only, and each kink costs many short steps. Unless the options say
 * otherwise the tolerance is 1e-6 and steps end at 20,000: times agree with gradient descent of small rate to about 1 %, a tighter tolerance costs
 * seconds a net. A flow that slides along a kink (both sides push it there) has no solution in the ordinary sense and ends as 'steps': undecided,
 * time Infinity. Linear nets have no kinks and take any tolerance.
 * @throws RangeError for a race, seed, net or options out of range.
 */
export function flowNet(race: Race, seed: number, net: number, options: FlowOptions = {}): NetFlowResult {
  const { network, inputs, unitInputs, loss, fall } = race;
  const { parameters, batch } = drawStart(network, inputs, unitInputs, seed, net);
  const problem = batchNet(network, batch, loss);
  const startLoss = problem.loss(parameters);
  if (problem.dead()) {
    return { dead: true, time: Infinity, outcome: 'horizon', parameters, loss: startLoss };
  }
  const settings = { tolerance: 1e-6, horizon: 1e6, maxSteps: 20_000, ...options };
  return { dead: false, ...gradientFlow(problem, parameters, lossBelow((1 - fall) * startLoss), settings) };
}
