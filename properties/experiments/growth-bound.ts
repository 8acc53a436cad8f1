/** E4: Groenwall's bound on the time in which gradient flow leaves a ball. */
import { checkGroenwall } from '../../numerics/escape/groenwall.js';
import { drawStart } from '../../numerics/escape/start.js';
import { exactly } from '../../numerics/law/enclosed.js';
import { squareNetwork } from '../../numerics/network/network.js';
import type { Point } from '../verdict.js';
import { comparison, type Experiment, numberOf, numbersOf } from './experiment.js';
import { netPoints } from './nets.js';

/** Until then the flow is followed; the bounds are some hundredths to ones. */
const horizon = 30;

/**
 * `factor` (1) times log(1 + gamma r/|g|)/gamma is at most the time in which gradient flow leaves the ball of radius r around its start: linear nets with
 * 4 random inputs, mean squared loss, all weights and the readout trained; gamma is a certified Lipschitz constant of the gradient in the ball.
 */
export const growthBound: Experiment = {
  oracle: 'exact',
  exhaustive: false,
  chunk: 4,
  points: (parameters) =>
    netPoints(parameters).flatMap((point) =>
      numbersOf(parameters, 'radii').map((radius) => ({ ...point, radius })),
    ),
  examine(parameters, point, { seed }) {
    const { bound, time, outcome } = leave(point, seed);
    const least = { value: numberOf(parameters, 'factor') * bound, error: 1e-12 * bound };
    if (outcome === 'steps') {
      return { points: 1, unresolved: { point, reason: 'the integration of the flow ran out of steps.' } };
    }
    if (outcome === 'event') return comparison(point, least, { value: time, error: 1e-9 * time });
    // A flow that converges inside the ball never leaves it: all that is known is that it had not by the horizon.
    const known = comparison(point, least, exactly(horizon));
    if (known.failure === undefined) return known;
    return {
      points: 1,
      unresolved: { point, reason: 'the flow had not left the ball when it was given up.' },
    };
  },
  picture: (parameters, seed) => ({
    kind: 'ball',
    cap: horizon,
    curves: numbersOf(parameters, 'radii').map((radius) => ({
      name: `radius ${radius}`,
      role: 'points',
      rows: netPoints({ ...parameters, nets: 1 }).map((point) => {
        const { bound, time, outcome } = leave({ ...point, radius }, seed);
        const least = numberOf(parameters, 'factor') * bound;
        return { x: least, y: outcome === 'event' ? time : null };
      }),
    })),
  }),
};

/** Gradient flow of the point's net from its start, up to the sphere around it. */
function leave(point: Point, seed: number) {
  const network = squareNetwork(point.L!, point.d!, {
    activation: { kind: 'linear' },
    init: { name: 'lecun-normal' },
  });
  const { parameters: start, batch } = drawStart(network, 4, true, seed, point.net!);
  return checkGroenwall(network, start, batch, 'mean', point.radius!, { horizon });
}
