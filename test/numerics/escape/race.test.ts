/** Races against optimizers written out by hand on chains, laws of dead nets, and what a result must not depend on. */
import { describe, expect, test } from 'vitest';
import { minibatches } from '../../../numerics/escape/minibatch.js';
import { type Optimizer, optimizerOf } from '../../../numerics/escape/optimizers.js';
import { type NetResult, raceNet, raceNets, raceOf } from '../../../numerics/escape/race.js';
import { summariseRace } from '../../../numerics/escape/race-summary.js';
import { drawStart } from '../../../numerics/escape/start.js';
import { squareNetwork } from '../../../numerics/network/network.js';

const field: readonly Optimizer[] = [
  optimizerOf('gradient-descent', { rate: 0.05 }),
  optimizerOf('sgd', { rate: 0.05, batchSize: 8 }),
  optimizerOf('momentum', { rate: 0.02 }),
  optimizerOf('sign-descent', { rate: 0.01 }),
  optimizerOf('rmsprop', { rate: 0.01 }),
  optimizerOf('adam', { rate: 0.01 }),
];

/** A chain F = x w_1 ... w_L b with squared loss on one input: each optimizer in its textbook form, one weight at a time. */
function chainSteps(
  optimizer: Optimizer,
  start: readonly number[],
  x: number,
  y: number,
  fall: number,
  cap: number,
) {
  let w = [...start];
  const m = w.map(() => 0);
  const v = w.map(() => 0);
  const lossAt = (at: readonly number[]) => (at.reduce((product, factor) => product * factor, x) - y) ** 2;
  const goal = (1 - fall) * lossAt(w);
  for (let t = 1; t <= cap; t++) {
    const current = w;
    w = current.map((wi, i): number => {
      const others = current.reduce((product, factor, k) => (k === i ? product : product * factor), x);
      const g = 2 * (others * wi - y) * others;
      switch (optimizer.kind) {
        case 'gradient-descent':
        case 'sgd':
          return wi - optimizer.rate * g;
        case 'momentum':
          m[i] = optimizer.momentum * m[i]! + g;
          return wi - optimizer.rate * m[i]!;
        case 'sign-descent':
          return wi - optimizer.rate * (g > 0 ? 1 : g < 0 ? -1 : 0);
        case 'rmsprop':
          v[i] = optimizer.decay * v[i]! + (1 - optimizer.decay) * g ** 2;
          return wi - (optimizer.rate * g) / (v[i]! ** 0.5 + optimizer.epsilon);
        default: {
          m[i] = optimizer.beta1 * m[i]! + (1 - optimizer.beta1) * g;
          v[i] = optimizer.beta2 * v[i]! + (1 - optimizer.beta2) * g ** 2;
          const [mHat, vHat] = [m[i]! / (1 - optimizer.beta1 ** t), v[i]! / (1 - optimizer.beta2 ** t)];
          return wi - (optimizer.rate * mHat) / (vHat ** 0.5 + optimizer.epsilon);
        }
      }
    });
    if (lossAt(w) <= goal) return t;
  }
  return Infinity;
}

test('chains of width 1: every optimizer needs as many steps as its textbook form', () => {
  const network = squareNetwork(3, 1, { activation: { kind: 'linear' } });
  const race = raceOf(network, { inputs: 1, unitInputs: false, cap: 400 });
  const seen = new Set<number>();
  for (let net = 0; net < 60; net++) {
    const { parameters, batch } = drawStart(network, 1, false, 4, net);
    const truth = field.map((optimizer) =>
      chainSteps(optimizer, [...parameters], batch.inputs[0]!, batch.targets[0]!, 0.1, 400),
    );
    const found = raceNet(race, field, 4, net);
    expect(found.steps).toEqual(truth);
    for (const steps of truth) seen.add(steps);
  }
  expect(seen.size).toBeGreaterThan(40);
});

test('a result depends on its own optimizer, seed and net alone', () => {
  const race = raceOf(squareNetwork(6, 4), { cap: 60 });
  const all = raceNets(race, field, 11, 20, 6);
  expect(all.map(({ net }) => net)).toEqual([20, 21, 22, 23, 24, 25]);
  field.forEach((optimizer, k) => {
    const alone = raceNets(race, [optimizer], 11, 22, 2);
    expect(alone.map(({ steps }) => steps[0])).toEqual([all[2]!.steps[k], all[3]!.steps[k]]);
  });
  expect(raceNets(race, field, 12, 20, 6)).not.toEqual(all);
});

test('batches as large as the data are gradient descent; smaller ones are not', () => {
  const race = raceOf(squareNetwork(5, 4), { cap: 200 });
  const descents = [8, 100, 1].map((batchSize) => optimizerOf('sgd', { rate: 0.05, batchSize }));
  const results = raceNets(race, [optimizerOf('gradient-descent', { rate: 0.05 }), ...descents], 2, 0, 25);
  let different = 0;
  for (const { steps } of results) {
    expect(steps[1]).toBe(steps[0]);
    expect(steps[2]).toBe(steps[0]);
    if (steps[3] !== steps[0]) different += 1;
  }
  expect(different).toBeGreaterThan(5);
});

test('an epoch takes every input once, in new orders, the rest of the division last', () => {
  const next = minibatches(8, 3, 1, 2, 9);
  const epochs = Array.from({ length: 20 }, () => {
    const batches = [next(), next(), next()];
    expect(batches.map(({ length }) => length)).toEqual([3, 3, 2]);
    return batches.flat();
  });
  for (const epoch of epochs) expect(epoch.slice().sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  // False alarm: for 12 of 20 random orders to be repeats has probability below C(20,12) (20/8!)^12 < 1e-34. One order for all would be seen.
  expect(new Set(epochs.map(String)).size).toBeGreaterThan(8);
});

test('the cap, the goal and the loss count', () => {
  const network = squareNetwork(4, 4);
  const slow = [optimizerOf('gradient-descent', { rate: 0.01 })];
  const base = raceNets(raceOf(network, { cap: 500 }), slow, 3, 0, 20);
  const capped = raceNets(raceOf(network, { cap: 10 }), slow, 3, 0, 20);
  const further = raceNets(raceOf(network, { cap: 500, fall: 0.2 }), slow, 3, 0, 20);
  const twice = [optimizerOf('gradient-descent', { rate: 0.02 })];
  const halved = raceNets(raceOf(network, { cap: 500, loss: 'half-mean' }), twice, 3, 0, 20);
  base.forEach(({ steps: [steps], startLoss }, i) => {
    expect(capped[i]!.steps[0]).toBe(steps! <= 10 ? steps : Infinity);
    expect(further[i]!.steps[0]).toBeGreaterThanOrEqual(steps!);
    // Half the loss at twice the rate is the same descent.
    expect(halved[i]!.steps[0]).toBe(steps);
    expect(halved[i]!.startLoss).toBe(startLoss / 2);
  });
});

test('depth slows gradient descent down, and Adam hardly', () => {
  const optimizers = [optimizerOf('gradient-descent', { rate: 0.05 }), optimizerOf('adam', { rate: 0.01 })];
  const [shallow, deep] = ([4, 24] as const).map((depth) => {
    const living = raceNets(raceOf(squareNetwork(depth, 8), { cap: 20 }), optimizers, 13, 0, 450).filter(
      ({ dead }) => !dead,
    );
    expect(living.length).toBeGreaterThan(400);
    return [0, 1].map((k) => living.filter(({ steps }) => steps[k]! < Infinity).length / living.length);
  }) as [number[], number[]];
  // Shares of 3000 other nets that escape within 20 steps: gradient descent .886 at L = 4 and .210 at L = 24, Adam .998 and .818. False alarm:
  // exp(-2 n r^2) < 2e-10 each (Hoeffding 1963) at n = 400, r = .17, with .008 for the error of those shares. A gradient descent that depth did
  // not slow down, or an Adam that it slowed as much, would be seen with the same odds.
  expect(shallow[0]).toBeGreaterThan(0.7);
  expect(deep[0]).toBeLessThan(0.4);
  expect(shallow[1]).toBeGreaterThan(0.8);
  expect(deep[1]).toBeGreaterThan(0.64);
});

describe('dead nets', () => {
  test('are as many as the law says, and escape with no optimizer', () => {
    // One input, width 2, depth 3: P(dead) = 1 - (3/4)^3 = 0.578125, independently for each net.
    const race = raceOf(squareNetwork(3, 2), { inputs: 1, cap: 1 });
    const n = 20_000;
    const results = raceNets(race, [optimizerOf('adam', { rate: 0.01 })], 21, 0, n);
    const dead = results.filter((result) => result.dead);
    // False alarm: 2 exp(-2 n r^2) < 1e-9 (Hoeffding 1963) at r = 0.0234. A law 0.047 away is found with the same odds.
    expect(Math.abs(dead.length / n - 0.578125)).toBeLessThan(0.0234);
    for (const { steps } of dead) expect(steps).toEqual([Infinity]);
  });

  test('with more inputs fewer nets are dead, and the loss is that of F = 0', () => {
    const network = squareNetwork(8, 2);
    const race = raceOf(network, { inputs: 3, cap: 0 });
    const dead = raceNets(race, [], 5, 0, 200).filter((result) => result.dead);
    expect(dead.length).toBeGreaterThan(0);
    for (const { net, startLoss } of dead) {
      const { targets } = drawStart(network, 3, true, 5, net).batch;
      expect(startLoss).toBeCloseTo(targets.reduce((sum, y) => sum + y * y, 0) / 3, 13);
    }
  });
});

describe('the summary', () => {
  const result = (net: number, steps: number[], dead = false): NetResult => ({
    net,
    dead,
    startLoss: 1,
    steps,
  });

  test('sets dead nets apart', () => {
    const results = [
      result(0, [3, 9]),
      result(1, [Infinity, Infinity], true),
      result(2, [1, Infinity]),
      result(3, [2, Infinity]),
    ];
    const { nets, dead, optimizers } = summariseRace(results, 0.01);
    expect([nets, dead]).toEqual([4, 1]);
    expect(optimizers.map(({ median, escaped }) => [median, escaped])).toEqual([
      [2, 3],
      [Infinity, 1],
    ]);
    // Three samples say nothing at this level.
    expect(optimizers[0]!.interval).toEqual({ lower: -Infinity, upper: Infinity });
  });

  test('encloses the median of a known law', () => {
    // Steps 1..100 alike often: the median is 50, and 100,000 nets pin it down to within 3.
    const results = Array.from({ length: 100_000 }, (_, i) => result(i, [1 + (i % 100)]));
    const { lower, upper } = summariseRace(results, 1e-9).optimizers[0]!.interval;
    expect(lower).toBeGreaterThanOrEqual(47);
    expect(lower).toBeLessThanOrEqual(50);
    expect(upper).toBeGreaterThanOrEqual(50);
    expect(upper).toBeLessThanOrEqual(53);
  });

  test('of nothing', () => {
    expect(summariseRace([], 0.1)).toEqual({ nets: 0, dead: 0, optimizers: [] });
    expect(summariseRace([result(0, [Infinity], true)], 0.1).optimizers[0]!.median).toBeNaN();
    expect(() => summariseRace([result(0, [1]), result(1, [])], 0.1)).toThrow(RangeError);
  });
});

test('what is out of range is refused', () => {
  const network = squareNetwork(2, 2);
  for (const bad of [{ fall: 0 }, { fall: 1.1 }, { cap: -1 }, { cap: 1.5 }, { inputs: 0 }]) {
    expect(() => raceOf(network, bad)).toThrow(RangeError);
  }
  expect(() => raceNet(raceOf(network), [], 1, -1)).toThrow(RangeError);
  expect(() => raceNet(raceOf(network), [{ kind: 'sign-descent', rate: -1 }], 1, 0)).toThrow(RangeError);
});
