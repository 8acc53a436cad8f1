/** E1-E3: the balanced chain, all weights w, x = y = 1: its gradient flow, its curvature, and optimizers along it. */
import { chainEigenvalues } from '../../numerics/chain/spectrum.js';
import { balancedFlow } from '../../numerics/escape/chain-flow.js';
import { chainSteps } from '../../numerics/escape/chain-steps.js';
import { chainArea, chainLambdaMin } from '../../numerics/escape/chain-time.js';
import { type Adam, optimizerOf, type RmsProp } from '../../numerics/escape/optimizers.js';
import { shift } from '../../numerics/hessian/scaled.js';
import { exactly } from '../../numerics/law/enclosed.js';
import type { Parameters } from '../../theory/catalogue/theorem.js';
import type { Point } from '../verdict.js';
import { adaptivePicture, curvaturePicture, signPicture, timePicture } from './escape-pictures.js';
import { agreement, type Experiment, numberOf, numbersOf } from './experiment.js';

const products = (parameters: Parameters, ...names: readonly string[]): Point[] =>
  names.reduce<Point[]>(
    (points, name) =>
      points.flatMap((point) =>
        numbersOf(parameters, `${name}s`).map((value) => ({ ...point, [name]: value })),
      ),
    [{}],
  );

/**
 * E1: the time T of the closed form, the part A(w1) - A(w0) times `area` (1), against gradient flow integrated until w1 is met: equal to a part in 10^8. The
 * integrator's error is below 1e-9 (numerics/escape/chain-flow.ts).
 */
export const escapeTime: Experiment = {
  oracle: 'exact',
  exhaustive: false,
  chunk: 4,
  points: (parameters) => products(parameters, 'L', 'start', 'goal'),
  examine(parameters, point) {
    const [depth, start, goal] = [point.L!, point.start!, point.goal!];
    const plateau = (start ** (2 - depth) - goal ** (2 - depth)) / (depth - 2);
    const closed =
      plateau + numberOf(parameters, 'area') * (chainArea(depth, goal) - chainArea(depth, start));
    const { time } = balancedFlow(depth, start, goal);
    return agreement(point, { value: time, error: 1e-9 * time }, exactly(closed), 1e-8 * closed);
  },
  picture: (parameters) => timePicture(parameters),
};

/** E2: lambdaMin of the balanced chain in closed form, times `factor` (1), against the smallest root of the secular equation. */
export const escapeCurvature: Experiment = {
  oracle: 'exact',
  exhaustive: false,
  chunk: 40,
  points: (parameters) =>
    products(parameters, 'L', 'weight').filter(({ L, weight }) => weight! ** L! <= 1 / 2),
  examine(parameters, point) {
    const weights = new Float64Array(point.L!).fill(point.weight!);
    const { values, bits, errors } = chainEigenvalues({ weights, x: 1 }, 1);
    const closed = numberOf(parameters, 'factor') * chainLambdaMin(point.L!, point.weight!);
    const found = { value: shift(values[0]!, bits), error: shift(errors[0]!, bits) };
    return agreement(point, found, exactly(closed), 1e-9 * Math.abs(closed));
  },
  picture: (parameters) => curvaturePicture(parameters),
};

/** E3: sign descent takes ceil((goal - start)/rate) steps, plus `extra` (0), whatever the depth: dyadic data, exact arithmetic. */
export const signSteps: Experiment = {
  oracle: 'exact',
  exhaustive: false,
  chunk: 10,
  points: (parameters) => products(parameters, 'L', 'start', 'goal', 'rate'),
  examine(parameters, point) {
    const [start, goal, rate] = [point.start!, point.goal!, point.rate!];
    const steps = chainSteps(point.L!, start, goal, optimizerOf('sign-descent', { rate }), 1e6);
    // Exact for the dyadic numbers in use: the quotient of two of them is rounded to a whole number only if it is one.
    const expected = Math.ceil((goal - start) / rate) + numberOf(parameters, 'extra');
    return agreement(point, exactly(steps), exactly(expected), 1 / 2);
  },
  picture: (parameters) => signPicture(parameters),
};

/**
 * E3: RMSprop's and Adam's steps along the chain from .3 to .9 at rate .01 lie between `least` and `most` at each of the depths, with this `epsilon`.
 */
export const adaptiveSteps: Experiment = {
  oracle: 'exact',
  exhaustive: true,
  chunk: 1,
  points: (parameters) =>
    numbersOf(parameters, 'depths').map((L, i) => ({
      L,
      least: numbersOf(parameters, 'least')[i]!,
      most: numbersOf(parameters, 'most')[i]!,
    })),
  examine(parameters, point) {
    const [least, most] = [point.least!, point.most!];
    const steps = chainSteps(point.L!, 0.3, 0.9, adaptive(parameters), numberOf(parameters, 'cap'));
    const middle = (least + most) / 2;
    // Beyond the cap counts as its double: more than any bound in use.
    const counted = Math.min(steps, 2 * numberOf(parameters, 'cap'));
    return agreement(point, exactly(counted), exactly(middle), most - middle + 1 / 4);
  },
  picture: (parameters) => adaptivePicture(parameters, adaptive(parameters)),
};

function adaptive(parameters: Parameters): Adam | RmsProp {
  const settings = { rate: 0.01, epsilon: numberOf(parameters, 'epsilon') };
  const { optimizer = 'rmsprop' } = parameters;
  if (optimizer !== 'adam' && optimizer !== 'rmsprop')
    throw new RangeError(`There is no step count for ${optimizer}.`);
  return optimizerOf(optimizer, settings);
}
