/** What races are priced at, against measured times, and that they keep to their budgets. Nothing is timed here, and nothing is left to chance: seeds are fixed. */
import { describe, expect, test } from 'vitest';
import { optimizerOf } from '../../numerics/escape/optimizers.js';
import { raceNets, raceOf } from '../../numerics/escape/race.js';
import { squareNetwork } from '../../numerics/network/network.js';
import { raceGrowth } from '../../properties/experiments/race.js';
import { affordableSteps, Racer, startSeconds, stepSeconds } from '../../properties/experiments/race-cost.js';

/** Microseconds of one core: d, L, the start of a net, a step of gradient descent, RMSprop and Adam. The least of several runs, on a machine that had more to do. */
const measured = [
  [2, 16, 23.8, 1.22, 1.59, 1.9],
  [4, 1, 14, 0.381, 0.586, 0.676],
  [4, 16, 39.1, 2.72, 4.43, 4.99],
  [4, 64, 102, 11.5, 16, 17.8],
  [8, 1, 16.9, 1.1, 1.56, 1.91],
  [8, 4, 30.1, 3.83, 5.25, 6.6],
  [8, 16, 64.3, 10.9, 16.4, 20],
  [8, 64, 186, 44, 58.1, 69.4],
  [8, 256, 603, 171, 248, 288],
  [16, 4, 54.3, 15.1, 20.1, 24.1],
  [16, 16, 134, 47.7, 64.7, 79.4],
  [16, 256, 1860, 570, 1030, 1210],
  [32, 4, 123, 51.2, 73.1, 101],
  [32, 64, 1470, 572, 972, 1150],
  [64, 4, 383, 193, 316, 392],
  [64, 16, 1510, 660, 1110, 1350],
] as const;

test.each(measured)('d = %d, L = %d, within a factor of 1.8', (d, L, start, ...steps) => {
  const network = squareNetwork(L, d);
  const prices = (['gradient-descent', 'rmsprop', 'adam'] as const).map((kind) =>
    stepSeconds(network, optimizerOf(kind, {})),
  );
  const priced = [startSeconds(network), ...prices];
  for (const [i, time] of [start, ...steps].entries()) {
    const ratio = (1e6 * priced[i]!) / time;
    expect(ratio).toBeGreaterThan(1 / 1.8);
    expect(ratio).toBeLessThan(1.8);
  }
});

describe('nets one after the other', () => {
  // Of these nets half are dead.
  const race = raceOf(squareNetwork(16, 4), { cap: 30 });
  const optimizer = optimizerOf('gradient-descent', { rate: 0.05 });
  const [start, step] = [startSeconds(race.network), stepSeconds(race.network, optimizer)];

  test('they cost their starts, and the steps of those that are not dead', () => {
    const racer = new Racer(race, optimizer, 3);
    const nets = raceNets(race, [optimizer], 3, 0, 60);
    const living = nets.filter(({ dead }) => !dead);
    expect(nets.length - living.length).toBeGreaterThan(10);
    expect(living.filter(({ steps }) => steps[0] === Infinity).length).toBeGreaterThan(3);
    let spent = 0;
    for (const { dead, steps } of nets) {
      spent += start;
      if (dead) continue;
      spent += step * Math.min(30, steps[0]!);
      expect(racer.next(1)).toBe(steps[0]);
      expect(racer.spent).toBeCloseTo(spent, 12);
    }
  });

  test('the next one starts if it is sure to be paid for', () => {
    const racer = new Racer(race, optimizer, 3);
    const dearest = start + 30 * step;
    expect(racer.next(0.99 * dearest)).toBeUndefined();
    expect(racer.spent).toBe(0);
    const seconds = 40 * dearest;
    while (racer.next(seconds) !== undefined);
    expect(racer.spent).toBeLessThanOrEqual(seconds);
    expect(racer.spent).toBeGreaterThan(39 * dearest);
  });

  test('steps for so many seconds', () => {
    expect(affordableSteps(race.network, optimizer, start + 7.5 * step)).toBe(7);
    expect(affordableSteps(race.network, optimizer, start / 2)).toBe(0);
  });
});

describe('growth of the median', () => {
  const examine = (parameters: Record<string, string | number>, rate: number, budget: number) =>
    raceGrowth.examine(
      { growth: 'at least', optimizer: 'gradient-descent', ...parameters },
      { rate },
      {
        seed: 1,
        alpha: 1e-9,
        budget,
      },
    );

  // Multiples near the true one, which so many nets can't tell from it.
  test.each([
    [{ width: 8, shallow: 4, deep: 16, factor: 4.3 }, 0.05, 0.3],
    [{ width: 16, shallow: 4, deep: 32, factor: 6 }, 0.05, 0.5],
    [{ width: 8, shallow: 4, deep: 16, factor: 2.7, optimizer: 'adam', growth: 'at most' }, 0.01, 0.3],
  ])('%j, left open, uses its budget and no more', (parameters, rate, budget) => {
    const { unresolved, spent, path } = examine(parameters, rate, budget);
    expect(unresolved?.reason).toBe(
      `${path!.at(-1)![0]} deep nets left it open, and the budget allows no more.`,
    );
    expect(spent).toBeLessThanOrEqual(budget);
    expect(spent).toBeGreaterThan(0.8 * budget);
  });

  test('narrow nets are cheap', () => {
    const parameters = { width: 4, shallow: 2, deep: 8, factor: 2 };
    const { tightest, spent } = examine(parameters, 0.05, 0.3);
    expect(tightest).toBeDefined();
    expect(spent).toBeLessThan(0.3);
  });

  test('what a budget does not pay for', () => {
    const reasonOf = (parameters: Record<string, number>, budget: number) => {
      const { unresolved, spent } = examine({ factor: 2, ...parameters }, 0.05, budget);
      expect(spent).toBeLessThanOrEqual(budget);
      return unresolved?.reason;
    };
    expect(reasonOf({ width: 64, shallow: 2, deep: 8 }, 0.3)).toBe(
      'the budget does not pay for a step of 400 shallow nets.',
    );
    // One net in 10,000 is not dead.
    expect(reasonOf({ width: 2, shallow: 32, deep: 64 }, 0.3)).toMatch(
      /^the budget allows \d+ shallow nets alone\.$/,
    );
    expect(reasonOf({ width: 8, shallow: 32, deep: 64 }, 0.6)).toMatch(
      /^the shallow nets do not escape within \d+ steps, and the budget allows no more\.$/,
    );
  });
});
