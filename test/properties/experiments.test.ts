/** Experiments where a bound, a boundary or a dead net once decided what it does not: no true statement may fail. Nothing here is left to chance. */
import { describe, expect, test } from 'vitest';
import type { Experiment } from '../../properties/experiments/experiment.js';
import { experiments } from '../../properties/experiments/index.js';
import type { Outcome } from '../../properties/outcome.js';
import type { Parameters } from '../../theory/catalogue/theorem.js';

function outcomes(name: string, parameters: Parameters, seeds = [1]): Outcome[] {
  const experiment: Experiment = experiments.get(name)!;
  return seeds.flatMap((seed) =>
    experiment
      .points(parameters)
      .map((point, index) =>
        experiment.examine(parameters, point, { seed: seed * 1000 + index, alpha: 1e-9, budget: 10 }),
      ),
  );
}

test('a flow that has not left its ball by the horizon refutes no bound beyond it', () => {
  const found = outcomes('growth-bound', {
    depths: [8, 20],
    widths: [1],
    nets: 6,
    radii: [0.1, 0.5, 1],
    factor: 1,
  });
  expect(found.filter(({ failure }) => failure !== undefined)).toEqual([]);
  // The horizon is met, or this shows nothing.
  expect(found.some(({ unresolved }) => unresolved !== undefined)).toBe(true);
});

test('targets on the inner boundary of C4 lie on it, however long the chain', () => {
  const found = outcomes('chain-inertia', { depths: [3, 6, 64, 300, 500], nets: 6, boundary: 1 });
  expect(found.filter(({ failure }) => failure !== undefined)).toEqual([]);
});

describe('nets of which something can be said', () => {
  test.each(['hollow', 'loss-trace', 'spectral-bound'])('%s: every point holds, with a slack', (name) => {
    const parameters = {
      depths: [2, 4],
      widths: [2, 4],
      nets: 6,
      factor: 1,
      ...(name === 'hollow' ? {} : { target: 1 }),
    };
    for (const outcome of outcomes(name, parameters, [3, 4])) {
      expect(outcome.failure).toBeUndefined();
      expect(Number.isFinite(outcome.tightest?.slack)).toBe(true);
    }
  });
});

test('each depth has its own bound, and one that is missing is refused', () => {
  const twice = { depths: [4, 4], bounds: [1, 1e-9], width: 8, target: 1 };
  const [first, second] = outcomes('almost-hollow', twice);
  expect(first!.failure).toBeUndefined();
  expect(second!.failure).toBeDefined();
  expect(() => outcomes('almost-hollow', { ...twice, bounds: [1] })).toThrow(RangeError);
});
