/** The race: how many steps each optimizer needs from the same random starts until the loss has fallen. */
import { layeredNetwork, type Network } from '../network/network.js';
import { type BatchNet, batchNet, type SquaredLoss } from './batch-net.js';
import { minibatchGradient } from './minibatch.js';
import { optimizerSteps } from './optimizer-step.js';
import { checkOptimizer, type Optimizer } from './optimizers.js';
import { drawStart } from './start.js';

export interface Race {
  readonly network: Network;
  /** The number of inputs, drawn as `drawStart` says. */
  readonly inputs: number;
  /** Inputs of norm 1; else of normal entries with variance 1/d_0. */
  readonly unitInputs: boolean;
  readonly loss: SquaredLoss;
  /** A net has escaped when its loss is at most (1 - fall) times what it was at the start. */
  readonly fall: number;
  /** The race ends after so many steps: who has not escaped by then counts as Infinity. */
  readonly cap: number;
}

/**
 * 8 inputs of norm 1, mean squared error, a fall of 10 %, at most 10,000 steps.
 *
 * Medians of nets of width 8 that are not dead, at L = 4, 8, 16, 32, two seeds with 2500 nets together: gradient descent (rate .05) 4, 9 to 10, 39 to 43,
 * 520 to 590; Adam (.01) 2, 3, 5 to 6, 8; RMSprop (.01) 1, 2, 6, 13. The law is wide: medians of 30 nets stray by half or more.
 * @throws RangeError as `checkRace`.
 */
export function raceOf(network: Network, settings: Partial<Omit<Race, 'network'>> = {}): Race {
  const race: Race = {
    network,
    inputs: 8,
    unitInputs: true,
    loss: 'mean',
    fall: 0.1,
    cap: 10_000,
    ...settings,
  };
  checkRace(race);
  return race;
}

/** @throws RangeError unless the network is one, inputs >= 1, 0 < fall <= 1, cap a whole number from 0. */
function checkRace({ network, inputs, fall, cap }: Race): void {
  layeredNetwork(network.widths, network);
  if (!(Number.isSafeInteger(inputs) && inputs >= 1 && inputs <= 2 ** 20)) {
    throw new RangeError(`The number of inputs must be a whole number from 1 to 2^20, not ${inputs}.`);
  }
  if (!(fall > 0 && fall <= 1)) throw new RangeError(`The loss must fall by a part in (0, 1], not ${fall}.`);
  if (!(Number.isSafeInteger(cap) && cap >= 0)) {
    throw new RangeError(`The cap must be a whole number of steps from 0, not ${cap}.`);
  }
}

export interface NetResult {
  readonly net: number;
  /** a^L = 0 for all inputs at the start: all gradients are 0 and no optimizer moves. */
  readonly dead: boolean;
  /** The loss at the start. */
  readonly startLoss: number;
  /** One for each optimizer: the first step after which the loss had fallen, or Infinity: not within the cap. */
  readonly steps: readonly number[];
}

/**
 * Runs each optimizer from the same start: net `net` of the seed. Depends on (race, optimizer, seed, net) alone. A run whose loss leaves the
 * doubles never escapes, nor does one that has died on the way. A step costs about 10 ns for each weight of a relu net with 8 inputs (L = 32, width 8: 20 to
 * 25 us), RMSprop's half as much again, Adam's twice as much.
 * @throws RangeError for an optimizer, seed or net out of range.
 */
export function raceNet(race: Race, optimizers: readonly Optimizer[], seed: number, net: number): NetResult {
  checkRace(race);
  optimizers.forEach(checkOptimizer);
  if (!(Number.isSafeInteger(net) && net >= 0)) {
    throw new RangeError(`Nets are numbered from 0 to 2^53 - 1; ${net} is out of range.`);
  }
  const { network, inputs, unitInputs, loss } = race;
  const start = drawStart(network, inputs, unitInputs, seed, net);
  const whole = batchNet(network, start.batch, loss);
  const startLoss = whole.loss(start.parameters);
  const dead = whole.dead();
  const steps = optimizers.map((optimizer) => {
    if (dead) return Infinity;
    const parameters = start.parameters.slice();
    const gradientOf =
      optimizer.kind === 'sgd'
        ? minibatchGradient(network, loss, start.batch, optimizer.batchSize, seed, net)
        : (w: Float64Array, g: Float64Array) => void whole.lossAndGradient(w, g);
    return escapeStep(race, optimizer, whole, startLoss, parameters, gradientOf);
  });
  return { net, dead, startLoss, steps };
}

/** `raceNet` for the nets firstNet..firstNet+count-1. */
export function raceNets(
  race: Race,
  optimizers: readonly Optimizer[],
  seed: number,
  firstNet: number,
  count: number,
): NetResult[] {
  return Array.from({ length: count }, (_, i) => raceNet(race, optimizers, seed, firstNet + i));
}

function escapeStep(
  { fall, cap }: Race,
  optimizer: Optimizer,
  whole: BatchNet,
  startLoss: number,
  parameters: Float64Array,
  gradientOf: (parameters: Float64Array, gradient: Float64Array) => void,
): number {
  const goal = (1 - fall) * startLoss;
  if (optimizer.kind === 'gradient-descent' && whole.descend !== undefined)
    return whole.descend(parameters, optimizer.rate, goal, cap);
  const gradient = new Float64Array(whole.size);
  const step = optimizerSteps(optimizer, whole.size);
  // One pass gives the loss after a step and the gradient for the next.
  const onePass = optimizer.kind !== 'sgd';
  // Without memory of other gradients or batches a gradient of 0 is the end.
  const stops = optimizer.kind !== 'sgd' && optimizer.kind !== 'momentum' && optimizer.kind !== 'adam';
  let loss = startLoss;
  let before = Number.NaN;
  for (let t = 0; ; t++) {
    if (t > 0 || onePass) {
      loss = onePass ? whole.lossAndGradient(parameters, gradient) : whole.loss(parameters);
      if (t > 0 && loss <= goal) return t;
    }
    if (t >= cap || !(loss < Infinity)) return Infinity;
    // Looked for only where the loss has stood still.
    if (stops && loss === before && gradient.every((g) => g === 0)) return Infinity;
    before = loss;
    if (!onePass) gradientOf(parameters, gradient);
    step(parameters, gradient);
  }
}
