/** Loss curves against gradient descent written out by differences, and escapes against those that `race` counts. */
import { describe, expect, test } from 'vitest';
import { lossCurve, type RaceRecord, raceable, raceRecord, racers } from '../../explorer/compute/race.js';
import { raceNet, raceOf } from '../../numerics/escape/race.js';
import { drawStart } from '../../numerics/escape/start.js';
import { squareNetwork } from '../../numerics/network/network.js';

const network = squareNetwork(3, 4, { init: { name: 'normal', gain: 2 } });
const { widths: _, ...settings } = network;
const silent = { report: async () => {} };
const breathe = async () => {};

/** Mean squared error of a relu net, plainly. */
function lossOf(
  parameters: ArrayLike<number>,
  inputs: ArrayLike<number>,
  targets: ArrayLike<number>,
): number {
  let sum = 0;
  for (let s = 0; s < targets.length; s++) {
    let a = Array.from({ length: 4 }, (_, j) => inputs[4 * s + j]!);
    for (let l = 0; l < 3; l++) {
      a = Array.from({ length: 4 }, (_, i) =>
        Math.max(
          0,
          a.reduce((z, x, j) => z + parameters[16 * l + 4 * i + j]! * x, 0),
        ),
      );
    }
    sum += (a.reduce((f, x, i) => f + parameters[48 + i]! * x, 0) - targets[s]!) ** 2;
  }
  return sum / targets.length;
}

describe('a loss curve', () => {
  test('is gradient descent on the mean squared error', async () => {
    const race = raceOf(network, { cap: 5 });
    const curve = await lossCurve(race, racers[0].optimizer, 3, 0, breathe);
    const { parameters, batch } = drawStart(network, 8, true, 3, 0);
    const start = lossOf(parameters, batch.inputs, batch.targets);
    const w = [...parameters];
    for (let t = 0; t <= 5; t++) {
      expect(curve.steps[t]).toBe(t);
      expect(curve.losses[t]).toBeCloseTo(lossOf(w, batch.inputs, batch.targets) / start, 6);
      const gradient = w.map((x, i) => {
        const at = (value: number) => lossOf(w.with(i, value), batch.inputs, batch.targets);
        return (at(x + 1e-6) - at(x - 1e-6)) / 2e-6;
      });
      gradient.forEach((g, i) => {
        w[i]! -= 0.05 * g;
      });
    }
  });

  test('escapes at the step that `race` counts, for each optimizer', async () => {
    for (const [depth, width] of [
      [3, 4],
      [8, 8],
      [20, 6],
    ] as const) {
      const race = raceOf(squareNetwork(depth, width, settings), { cap: 400 });
      for (let net = 0; net < 6; net++) {
        const { steps, dead } = raceNet(
          race,
          racers.map(({ optimizer }) => optimizer),
          11,
          net,
        );
        if (dead) continue;
        for (const [k, { optimizer }] of racers.entries()) {
          const curve = await lossCurve(race, optimizer, 11, net, breathe);
          expect(curve.escape ?? Infinity).toBe(steps[k]);
          if (curve.escape === undefined) continue;
          const at = curve.steps.indexOf(curve.escape);
          expect(curve.losses[at]).toBeLessThanOrEqual(0.9);
          expect(Math.min(...curve.losses.slice(0, at))).toBeGreaterThan(0.9);
        }
      }
    }
  });

  test('shows every step to 100, then fifty to a decade, and the last', async () => {
    const curve = await lossCurve(
      raceOf(squareNetwork(40, 4, settings), { cap: 1234 }),
      racers[0].optimizer,
      1,
      0,
      breathe,
    );
    expect(curve.steps.slice(0, 101)).toEqual(Array.from({ length: 101 }, (_, t) => t));
    expect(curve.steps.at(-1)).toBe(1234);
    curve.steps.slice(101).forEach((t, i) => {
      expect(t / curve.steps[100 + i]!).toBeLessThan(1.06);
    });
    expect(curve.steps.length).toBeLessThan(101 + 57);
  });

  test('ends before the step that throws the loss out of the doubles', async () => {
    const linear = { ...settings, activation: { kind: 'linear' } as const };
    const init = { name: 'normal', gain: 10 } as const;
    // E forwardNorm2 is 10^43; a start beyond 1e308 has no relative loss but its own, 1.
    for (const [depth, width, points] of [
      [43, 13, 2],
      [700, 2, 1],
    ] as const) {
      const race = raceOf(squareNetwork(depth, width, { ...linear, init }), { cap: 100 });
      const { losses, steps } = await lossCurve(race, racers[0].optimizer, 1, 0, breathe);
      expect(losses[0]).toBe(1);
      expect(losses).toHaveLength(steps.length);
      expect(steps.length).toBeLessThanOrEqual(points);
      expect(losses.every(Number.isFinite)).toBe(true);
    }
  });
});

describe('a record', () => {
  test('shows the first net that lives, and counts all', async () => {
    const reports: RaceRecord[] = [];
    const network = squareNetwork(12, 3, settings);
    const args = { network, seed: 2, cap: 50, nets: 10 };
    const record = await raceRecord(args, { report: async (partial) => void reports.push(partial) });
    const race = raceOf(network, { cap: 50 });
    const all = Array.from({ length: 10 }, (_, net) =>
      raceNet(
        race,
        racers.map(({ optimizer }) => optimizer),
        2,
        net,
      ),
    );
    expect(record.results).toEqual(all);
    expect(record.shown!.net).toBe(all.findIndex(({ dead }) => !dead));
    expect(record.summary!.dead).toBe(all.filter(({ dead }) => dead).length);
    expect(all.some(({ dead }) => dead)).toBe(true);
    expect(reports.at(-1)!.results.length).toBe(10);
  });

  test('says when all nets are dead', async () => {
    const network = squareNetwork(80, 1, settings);
    const record = await raceRecord({ network, seed: 1, cap: 5, nets: 3 }, silent);
    expect(record.shown).toBeUndefined();
    expect(record.summary).toMatchObject({ nets: 3, dead: 3 });
  });
});

test('large nets are raced in small, at about the same L/d', () => {
  expect(raceable(30, 8, 20_000)).toEqual({ depth: 30, width: 8 });
  for (const [depth, width] of [
    [1000, 512],
    [64, 128],
    [1, 512],
    [1000, 2],
    [1000, 20],
    [3, 512],
  ] as const) {
    const small = raceable(depth, width, 20_000);
    expect(small.depth * small.width ** 2).toBeLessThanOrEqual(20_000);
    if (depth / width < 0.05) expect(small.depth).toBe(1);
    else expect(Math.abs(small.depth / small.width / (depth / width) - 1)).toBeLessThan(0.1);
  }
});
