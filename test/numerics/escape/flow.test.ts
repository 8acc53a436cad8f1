/** Gradient flow against closed forms, quadrature, what flows conserve, and gradient descent of small rate. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { batchNet } from '../../../numerics/escape/batch-net.js';
import { balancedFlow, chainLoss } from '../../../numerics/escape/chain-flow.js';
import { chainTime } from '../../../numerics/escape/chain-time.js';
import {
  type Descendible,
  distance,
  gradientFlow,
  lossBelow,
  outsideBall,
} from '../../../numerics/escape/flow.js';
import { flowNet } from '../../../numerics/escape/net-flow.js';
import { optimizerOf } from '../../../numerics/escape/optimizers.js';
import { raceNet, raceOf } from '../../../numerics/escape/race.js';
import { drawStart } from '../../../numerics/escape/start.js';
import { type NetworkSettings, squareNetwork } from '../../../numerics/network/network.js';

const reference = JSON.parse(
  readFileSync(new URL('../../reference/escape/chain-flow.json', import.meta.url), 'utf8'),
) as readonly { start: number[]; goal: number; time: string; weights: string[] }[];

/** 1/2 sum c_i w_i^2. */
const quadratic = (c: readonly number[]): Descendible => ({
  size: c.length,
  lossAndGradient(w, gradient) {
    c.forEach((curvature, i) => {
      gradient[i] = curvature * w[i]!;
    });
    return c.reduce((sum, curvature, i) => sum + (curvature * w[i]! ** 2) / 2, 0);
  },
});

describe('the balanced chain', () => {
  test('takes the time of the closed form', () => {
    const cases = [
      [3, 0.3, 0.9],
      [5, 0.4, 0.95],
      [10, 0.5, 0.9],
      [3, 0.01, 0.5],
      [32, 0.3, 0.9],
      [100, 0.9, 0.99],
    ] as const;
    for (const [depth, start, goal] of cases) {
      const { time, outcome, parameters } = balancedFlow(depth, start, goal, { horizon: 1e20 });
      expect(outcome).toBe('event');
      expect(Math.abs(time / chainTime(depth, start, goal) - 1)).toBeLessThan(1e-11);
      // At 1.6e14 one unit in the last place of the time is a thousandth of the weight.
      if (time < 1e3) expect(parameters[0]).toBeCloseTo(goal, 10);
    }
  });

  test('long trial steps, whose gradients leave the doubles, do no harm', () => {
    const { time } = balancedFlow(100, 0.9, 0.99, { tolerance: 1e-10 });
    expect(Math.abs(time / chainTime(100, 0.9, 0.99) - 1)).toBeLessThan(1e-9);
  });
});

test('unbalanced chains take the time that quadrature gives, and end at the weights that their invariants give', () => {
  for (const { start, goal, time, weights } of reference) {
    const problem = chainLoss(start.length);
    const found = gradientFlow(problem, Float64Array.from(start), lossBelow((1 - goal) ** 2 / 2));
    expect(Math.abs(found.time / Number(time) - 1)).toBeLessThan(1e-10);
    weights.forEach((w, i) => {
      expect(Math.abs(found.parameters[i]! - Number(w))).toBeLessThan(1e-10);
    });
  }
});

describe('quadratics: w_i e^(-c_i t)', () => {
  test('time until the loss has fallen, and until a ball is left', () => {
    const start = Float64Array.of(2);
    const loss = gradientFlow(quadratic([3]), start, lossBelow(6 / 100));
    expect(Math.abs(loss.time / (Math.log(10) / 3) - 1)).toBeLessThan(1e-11);
    const ball = gradientFlow(quadratic([3]), start, outsideBall(start, 0.5));
    expect(Math.abs(ball.time / (Math.log(4 / 3) / 3) - 1)).toBeLessThan(1e-11);
    expect(distance(ball.parameters, start)).toBeCloseTo(0.5, 11);
    // A saddle: e^(2t) 1e-6 = 1.
    const saddle = gradientFlow(quadratic([1, -2]), Float64Array.of(1e-3, 1e-6), (w) => w[1]! >= 1);
    expect(Math.abs(saddle.time / (Math.log(1e6) / 2) - 1)).toBeLessThan(1e-11);
    expect(Math.abs(saddle.parameters[0]! - 1e-6)).toBeLessThan(1e-14);
  });

  test('from 0, and on time scales far from 1', () => {
    const shifted: Descendible = {
      size: 1,
      lossAndGradient(w, gradient) {
        gradient[0] = w[0]! - 1;
        return (w[0]! - 1) ** 2 / 2;
      },
    };
    const rise = gradientFlow(shifted, new Float64Array(1), (w) => w[0]! >= 0.75);
    expect(Math.abs(rise.time / Math.log(4) - 1)).toBeLessThan(1e-11);
    for (const c of [1e-9, 1e9]) {
      const { time } = gradientFlow(quadratic([c]), Float64Array.of(2), (w) => w[0]! <= 1);
      expect(Math.abs((time * c) / Math.LN2 - 1)).toBeLessThan(1e-10);
    }
  });

  test('an event at the start, never, or too many steps', () => {
    const start = Float64Array.of(2);
    expect(gradientFlow(quadratic([1]), start, () => true)).toMatchObject({
      time: 0,
      outcome: 'event',
      loss: 2,
    });
    const never = gradientFlow(quadratic([1]), start, lossBelow(0), { horizon: 3 });
    expect([never.time, never.outcome]).toEqual([Infinity, 'horizon']);
    expect(never.parameters[0]).toBeCloseTo(2 * Math.exp(-3), 11);
    const short = gradientFlow(quadratic([1]), start, lossBelow(0), { maxSteps: 3 });
    expect([short.time, short.outcome]).toEqual([Infinity, 'steps']);
  });
});

describe('nets', () => {
  /** For every hidden unit, the squared norm of its weights out less that of its weights in. */
  function balances(parameters: Float64Array, depth: number, width: number): number[] {
    const w = (l: number, i: number, j: number) => parameters[(l * width + i) * width + j]!;
    const units = Array.from({ length: width }, (_, i) => i);
    return Array.from({ length: depth }, (_, l) =>
      units.map((i) => {
        const incoming = units.reduce((sum, j) => sum + w(l, i, j) ** 2, 0);
        const outgoing =
          l === depth - 1
            ? parameters[depth * width * width + i]! ** 2
            : units.reduce((sum, k) => sum + w(l + 1, k, i) ** 2, 0);
        return outgoing - incoming;
      }),
    ).flat();
  }

  test.each<[string, NetworkSettings, number, number]>([
    ['linear', { activation: { kind: 'linear' }, init: { name: 'lecun-normal' } }, 1e-12, 1e-9],
    ['relu', {}, 1e-6, 1e-3],
  ])(
    '%s: gradient flow keeps each unit in balance (Du, Hu & Lee 2018)',
    (_name, settings, tolerance, bound) => {
      const network = squareNetwork(3, 4, settings);
      const race = raceOf(network, { fall: 0.2 });
      let escaped = 0;
      for (let net = 0; net < 8; net++) {
        const { parameters, batch } = drawStart(network, 8, true, 6, net);
        const found = flowNet(race, 6, net, { tolerance, horizon: 100, maxSteps: 5000 });
        if (found.outcome !== 'event') continue;
        escaped += 1;
        const before = balances(parameters, 3, 4);
        balances(found.parameters, 3, 4).forEach((balance, i) => {
          expect(Math.abs(balance - before[i]!)).toBeLessThan(bound);
        });
        expect(found.loss / (0.8 * batchNet(network, batch, 'mean').loss(parameters))).toBeCloseTo(1, 5);
      }
      expect(escaped).toBeGreaterThan(3);
    },
  );

  test('gradient descent of rate eta takes time/eta steps as eta -> 0', () => {
    const race = raceOf(squareNetwork(4, 6), { cap: 100_000 });
    const rate = 1e-4;
    let compared = 0;
    for (let net = 0; net < 12; net++) {
      const { time, outcome } = flowNet(race, 3, net, { horizon: 9 });
      const steps = raceNet(race, [optimizerOf('gradient-descent', { rate })], 3, net).steps[0]!;
      if (outcome !== 'event') continue;
      expect(Math.abs((steps * rate) / time - 1)).toBeLessThan(0.02 + rate / time);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(8);
  });

  test('dead nets stand still', () => {
    const network = squareNetwork(12, 1);
    const race = raceOf(network, { inputs: 2 });
    for (let net = 0; net < 5; net++) {
      const { dead, time } = flowNet(race, 1, net);
      expect(dead).toBe(raceNet(race, [], 1, net).dead);
      if (dead) expect(time).toBe(Infinity);
    }
  });
});

test('what is out of range is refused', () => {
  const problem = quadratic([1]);
  const start = Float64Array.of(1);
  for (const options of [
    { tolerance: 0 },
    { tolerance: 0.1 },
    { horizon: 0 },
    { horizon: Infinity },
    { maxSteps: 0 },
  ]) {
    expect(() => gradientFlow(problem, start, () => false, options)).toThrow(RangeError);
  }
  expect(() => gradientFlow(problem, new Float64Array(2), () => false)).toThrow(RangeError);
  expect(() => gradientFlow(problem, Float64Array.of(Number.NaN), () => false)).toThrow(RangeError);
  expect(() => balancedFlow(3, 0.3, 1)).toThrow(RangeError);
  expect(() => chainLoss(0)).toThrow(RangeError);
  expect(() => chainLoss(3, Number.NaN)).toThrow(RangeError);
});
